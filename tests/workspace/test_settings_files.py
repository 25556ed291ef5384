"""Settings: where they are found, what is allowed in them, what is said about mistakes."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomlkit

from claude_preflight.findings import SettingChange, Severity
from claude_preflight.rules import RULES
from claude_preflight.settings import Settings, SettingsError
from claude_preflight.workspace.settings_files import (
    SettingsFile,
    find_settings_file,
    from_editor,
    from_mapping,
    load_settings,
    read_settings_file,
    with_setting,
)

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "schemas/settings.schema.json").read_text(encoding="utf-8")
)
VENDOR = SettingChange("limits", "vendor")
PYPROJECT = "[project]\nname = 'x'\n\n[tool.claude-preflight]\nlimits = 'vendor'\n"

GOOD: list[Mapping[str, Any]] = [
    {},
    {"limits": "article"},
    {"ignore": []},
    {"ignore": ["max-tokens", "retired-model"]},
    {"severity": {"retiring-model": "hint", "max-tokens": "error"}},
    {"replacements": {"claude-3-opus-20240229": "claude-opus-4-8"}},
    {"models": {"my-own-model": {"name": "Mine"}}},
    {"exclude": ["*.lock", "vendor/"]},
    {"ignore-in": {"tests/**": ["unknown-model"]}},
]
BAD: list[tuple[Mapping[str, Any], str]] = [
    ({"limit": "vendor"}, 'unknown setting "limit". Did you mean "limits"? There is "limits", '),
    ({"ignoreIn": {}}, 'unknown setting "ignoreIn". Did you mean "ignore-in"?'),
    ({"zzz": 1}, 'unknown setting "zzz". There is "limits", '),
    (
        {"limits": "strict"},
        'limits: "strict" is not allowed; use "strictest", "article" or "vendor"',
    ),
    ({"limits": 3}, "limits: 3 is not allowed; use "),
    ({"limits": ["vendor"]}, "limits: a list is not allowed; use "),
    ({"ignore": "max-tokens"}, 'ignore: "max-tokens" is not a list of strings'),
    ({"ignore": ["max-token"]}, 'ignore: unknown rule "max-token". Did you mean "max-tokens"?'),
    ({"ignore": [1]}, "ignore: 1 is not a text"),
    ({"severity": ["error"]}, "severity: a list is not a table"),
    ({"severity": {"max-tokens": "info"}}, 'severity.max-tokens: "info" is not allowed; use '),
    ({"severity": {"tokens": "error"}}, 'severity: unknown rule "tokens".'),
    ({"replacements": {"a": True}}, "replacements.a: true is not a text"),
    ({"replacements": {"a": ""}}, 'replacements.a: "" is not a text'),
    ({"models": {"a": "b"}}, 'models.a: "b" is not a table'),
    ({"exclude": {"a": "b"}}, "exclude: a table is not a list of strings"),
    ({"ignore-in": {"*.md": "max-tokens"}}, 'ignore-in."*.md": "max-tokens" is not a list'),
    ({"ignore-in": {"*.md": ["all"]}}, 'ignore-in."*.md": unknown rule "all".'),
]


def test_all_settings_are_read() -> None:
    values: dict[str, Any] = {}
    for part in GOOD:
        values |= part

    assert from_mapping(values, "here") == Settings(
        limits="article",
        ignore=frozenset({"max-tokens", "retired-model"}),
        severity={"retiring-model": Severity.HINT, "max-tokens": Severity.ERROR},
        replacements={"claude-3-opus-20240229": "claude-opus-4-8"},
        models={"my-own-model": {"name": "Mine"}},
        exclude=("*.lock", "vendor/"),
        ignore_in={"tests/**": frozenset({"unknown-model"})},
    )


@pytest.mark.parametrize("values", GOOD)
def test_what_is_allowed_is_allowed_by_the_schema(values: Mapping[str, Any]) -> None:
    from_mapping(values, "here")
    jsonschema.validate(values, SCHEMA)


@pytest.mark.parametrize(("values", "message"), BAD)
def test_a_mistake_is_named_with_what_is_allowed(values: Mapping[str, Any], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        from_mapping(values, "a/claude-preflight.toml")

    assert str(caught.value).startswith(f"a/claude-preflight.toml: {message}")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(values, SCHEMA)


@pytest.mark.parametrize(
    "values",
    [
        {"models": {"my-own-model": {"retires_on": "soon"}}},
        {"replacements": {"claude-3-opus-20240229": "no-such-model"}},
    ],
)
def test_models_that_cannot_be_are_named(values: Mapping[str, Any]) -> None:
    with pytest.raises(SettingsError, match=r"^here: (models|replacements)[.:]") as caught:
        from_mapping(values, "here")

    assert "\n" not in str(caught.value)


def test_the_schema_knows_the_settings_the_rules_and_the_defaults() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    names = {name.replace("-", "_") for name in SCHEMA["properties"]}
    defaults = {
        name: item["default"] for name, item in SCHEMA["properties"].items() if "default" in item
    }

    assert from_mapping(defaults, "the schema") == Settings()
    not_in_files = {"enabled", "root", "file", "move"}
    assert names | not_in_files == set(vars(Settings()))
    assert SCHEMA["properties"].keys() - defaults == {"knowledge"}  # a file, or none
    assert set(SCHEMA["$defs"]["rule"]["enum"]) == set(RULES)


def test_the_nearest_file_upwards_counts(tmp_path: Path) -> None:
    inner = tmp_path / "repository" / "package"
    inner.mkdir(parents=True)
    (tmp_path / "repository" / ".git").mkdir()
    (tmp_path / "claude-preflight.toml").write_text("limits = 'article'\n")
    assert load_settings(inner).limits == "article"  # above the root of the repository
    assert load_settings(inner).root == tmp_path

    (inner / "pyproject.toml").write_text("[project]\nname = 'claude-preflight'\n")
    assert load_settings(inner).limits == "article"  # a file without our table is passed over

    (inner / "pyproject.toml").write_text(PYPROJECT)
    assert load_settings(inner) == Settings(limits="vendor", root=inner)
    assert load_settings(inner.parent).limits == "article"

    (inner / "claude-preflight.toml").write_text("ignore = ['max-tokens']\n")
    assert load_settings(inner) == Settings(ignore=frozenset({"max-tokens"}), root=inner)


def test_without_a_file_there_are_the_defaults(tmp_path: Path) -> None:
    assert find_settings_file(tmp_path) is None
    assert load_settings(tmp_path / "not" / "there") == Settings()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("claude-preflight.toml", b"limits = ", "is not valid TOML: "),
        ("claude-preflight.toml", b"\xff\xfe", "is not UTF-8 text"),
        ("pyproject.toml", b"[tool.claude-preflight\n", "is not valid TOML: "),
        ("pyproject.toml", b"[tool]\nclaude-preflight = 3\n", "3 is not a table of settings"),
        ("pyproject.toml", b"[tool.claude-preflight]\nx = 1\n", 'unknown setting "x"'),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)

    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)

    assert str(caught.value).startswith(str(tmp_path / name))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["claude-preflight.toml", "pyproject.toml"])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = " + "[" * 100_000, "is nested deeper than 32 levels"),
        ("a = " + "[" * 200 + "]" * 200, "is nested deeper than 32 levels"),
        ("a = " + "{a = " * 100_000, "is nested deeper than 32 levels"),
        ("a." * 100_000 + "a = 1", "is nested deeper than 32 levels (at line 2, column 1)"),
        ("'a' . \"b\" . " * 100 + "a = 1", "is nested deeper than 32 levels (at line 2, column 1)"),
        ("[" + "a." * 100_000 + "a]", "is nested deeper than 32 levels (at line 2, column 1)"),
        ("limits = " + "9" * 100_000, "is not valid TOML: "),
        ("limits = 0x" + "f" * 100_000, "limits: a number of many digits is not allowed"),
        ("[{0}models.a]\ncontext_window = 0x" + "f" * 100_000, "many digits|limit"),
        ("[{0}models.a]\nname = [" + "'b'," * 50_000 + "]", "models.a.name: ['b', "),
        ('"' + "k" * 100_000 + '" = 1', 'unknown setting "kkkkkk'),
        ('limits = "' + "k" * 100_000 + '"', 'limits: "kkkkkk'),
        ("#" * 2_000_000, "cannot be read: it has more than 1 MiB"),
    ],
    ids=range(13),
)
def test_no_file_is_too_much(tmp_path: Path, name: str, text: str, said: str) -> None:
    is_project = name == "pyproject.toml"
    table = "[tool.claude-preflight]" if is_project else "# ours"
    text = text.replace("{0}", "tool.claude-preflight." if is_project else "")
    (tmp_path / name).write_text(f"{table}\n{text}\n")

    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)

    assert str(caught.value).startswith(str(tmp_path / name))
    assert any(each in str(caught.value) for each in said.split("|"))
    assert len(str(caught.value)) < len(str(tmp_path)) + 1_100
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("name", ["claude-preflight.toml", "pyproject.toml"])
def test_only_a_file_is_read(tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    os.mkfifo(place)
    with pytest.raises(SettingsError, match="cannot be read: it is a pipe, not a file"):
        load_settings(tmp_path)
    place.unlink()
    place.symlink_to("/dev/zero")
    with pytest.raises(SettingsError, match="cannot be read: it is a device, not a file"):
        load_settings(tmp_path)
    place.unlink()
    with place.open("wb") as file:
        file.truncate(3 << 30)
    with pytest.raises(SettingsError, match="cannot be read: it has more than 1 MiB"):
        load_settings(tmp_path)
    place.unlink()
    for target in (place, tmp_path / "nowhere"):  # a loop, and a link to nothing
        place.symlink_to(target)
        with pytest.raises(SettingsError, match="cannot be read: "):
            load_settings(tmp_path)
        place.unlink()
    place.write_text("")
    place.chmod(0)
    if os.geteuid():  # root reads all
        with pytest.raises(SettingsError, match="cannot be read: permission denied"):
            load_settings(tmp_path)
    place.unlink()


def test_a_folder_with_the_name_of_a_settings_file(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").mkdir()
    assert load_settings(tmp_path) == Settings()
    (tmp_path / "claude-preflight.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read: it is a folder"):
        load_settings(tmp_path)


def test_a_project_file_in_utf_16_is_about_us_too(tmp_path: Path) -> None:
    """As a shell of Windows writes it."""
    text = "[tool.claude-preflight]\nlimits = 'vendor'\n"
    (tmp_path / "pyproject.toml").write_text(text, "utf-16")
    with pytest.raises(SettingsError, match="is not UTF-8 text"):
        load_settings(tmp_path)


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "claude-preflight.toml").write_bytes(b"\xef\xbb\xbflimits = 'vendor'\r\n")

    assert load_settings(tmp_path).limits == "vendor"


def test_a_broken_project_file_that_is_not_about_us_is_none_of_our_business(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project\n")

    assert load_settings(tmp_path) == Settings()


def test_an_editor_writes_keys_as_it_likes_and_sets_what_is_not_null() -> None:
    sent = {
        "limits": None,
        "ignoreIn": {"docs/**": ["max-tokens"]},
        "exclude": ["a"],
        "trace": {"server": "off"},
        "path": ["/bin/claude-preflight"],
    }

    assert from_editor(sent) == Settings(
        ignore_in={"docs/**": frozenset({"max-tokens"})}, exclude=("a",)
    )
    with pytest.raises(SettingsError, match=r'^editor settings: limits: "x" is not allowed'):
        from_editor({"limits": "x"})


def test_a_key_of_the_editor_replaces_that_key_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PYPROJECT + "ignore = ['max-tokens']\n")
    file = SettingsFile.at(tmp_path / "pyproject.toml")

    settings = read_settings_file(file, {"limits": "article", "ignore": None})

    assert settings == Settings(limits="article", ignore=frozenset({"max-tokens"}), root=tmp_path)


@pytest.mark.parametrize(
    ("before", "table", "after"),
    [
        ("", (), 'limits = "vendor"\n'),
        ("# mine\nexclude = [ 'a' ] # b\n", (), None),
        ("limits = 'article' # why\n", (), 'limits = "vendor" # why\n'),
        ("[severity]\nmax-tokens = 'hint'\n", (), None),
        ("a = 1\r\n", (), 'a = 1\r\nlimits = "vendor"\r\n'),
        (PYPROJECT, ("tool", "claude-preflight"), PYPROJECT.replace("'vendor'", '"vendor"')),
        ("[tool.ruff]\nx = 1\n", ("tool", "claude-preflight"), None),
    ],
)
def test_one_setting_is_written_and_all_else_stays(
    before: str, table: tuple[str, ...], after: str | None
) -> None:
    text = with_setting(before, VENDOR, table)

    if after is not None:
        assert text == after
    kept = [line for line in before.splitlines() if "limits" not in line]
    assert [line for line in text.splitlines() if line in kept] == kept
    assert text.count("vendor") == 1
    assert with_setting(text, VENDOR, table) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[ignore-in]\n"/a [1].json" = ["retries"]\n'),
        ('exclude = ["b"]\n', 'exclude = ["b"]\n\n[ignore-in]\n"/a [1].json" = ["retries"]\n'),
        ('[ignore-in] # why\n"b" = ["x"]\n', None),
        ("ignore-in = { b = ['max-tokens'] }\n", None),
        ('[ignore-in]\n"/a [1].json" = ["max-tokens"] # why\n', None),
    ],
)
def test_a_rule_is_added_to_those_of_a_pattern(before: str, after: str | None) -> None:
    text = with_setting(before, SettingChange("ignore-in", "retries", "/a [1].json"))

    assert after is None or text == after
    table = tomlkit.parse(text).unwrap()["ignore-in"]
    was = tomlkit.parse(before).unwrap().get("ignore-in", {})
    assert table.pop("/a [1].json") == [*was.pop("/a [1].json", []), "retries"]
    assert table == was
    assert all(comment in text for comment in ("# why",) if comment in before)


def test_a_list_of_patterns_that_is_none_is_not_written() -> None:
    for wrong in ("ignore-in = 3\n", "ignore-in = { '/a' = 3 }\n"):
        with pytest.raises(SettingsError, match="cannot write the setting ignore-in"):
            with_setting(wrong, SettingChange("ignore-in", "retries", "/a"))


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    file = SettingsFile.at(tmp_path / "pyproject.toml")
    file.path.write_text(with_setting("[tool.ruff]\nx = 1\n", VENDOR, file.table))

    assert load_settings(tmp_path).limits == "vendor"


def test_a_setting_cannot_be_written_into_what_is_not_toml() -> None:
    with pytest.raises(SettingsError, match="cannot write the setting limits"):
        with_setting("[broken", VENDOR)
    with pytest.raises(SettingsError, match="cannot write the setting limits"):
        with_setting("tool = 3\n", VENDOR, ("tool", "claude-preflight"))
    with pytest.raises(SettingsError, match=r"cannot write the setting limits: .* 32 levels"):
        with_setting("a = " + "[" * 100_000, VENDOR)
    with pytest.raises(SettingsError, match=r"cannot write the setting limits: .* 32 levels"):
        with_setting("a." * 100_000 + "a = 1", VENDOR)
