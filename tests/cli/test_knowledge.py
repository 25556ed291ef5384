"""`--knowledge FILE` and the setting `knowledge`, and facts that are old."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

HAIKU = "claude-haiku-4-5-20251001"
FACTS = {
    "as_of": "2026-12-01",
    "models": {HAIKU: {"retires_on": "2026-12-20", "replacement": "claude-haiku-5-5"}},
}
CALL = f'client.messages.create(model="{HAIKU}", max_tokens=9)\n'
TODAY = ("--today", "2026-12-24")


@pytest.fixture
def facts(folder: Path) -> str:
    (folder / "app.py").write_text(CALL)
    (folder / "facts.json").write_text(json.dumps(FACTS))
    return "facts.json"


def test_check_and_fix(run: Run, facts: str, folder: Path) -> None:
    assert run("check", "app.py", *TODAY).code == 0
    checked = run("check", "app.py", *TODAY, "--knowledge", facts)
    assert checked.code == 1
    assert f"`{HAIKU}` is retired (2026-12-20)" in checked.text
    assert run("fix", "app.py", *TODAY, "--knowledge", facts).code == 0
    assert "claude-haiku-5-5" in (folder / "app.py").read_text()


def test_workers_have_it_too(run_program: Run, facts: str, folder: Path) -> None:
    for number in range(400):
        (folder / f"{number:03}.py").write_text(CALL * 40)
    result = run_program("check", "--format", "jsonl", *TODAY, "--knowledge", facts)
    assert len(result.lines) == 1 + 400 * 40 + 1  # the line about the run comes first


def test_explain_names_it(run: Run, facts: str) -> None:
    text = run("explain", HAIKU, *TODAY, "--knowledge", facts).text
    assert "Retired on 2026-12-20" in text
    assert "**Replace with** `claude-haiku-5-5`" in text
    assert "*Sources: knowledge file facts.json, 2026-12-01" in text


def test_models(run: Run, facts: str) -> None:
    result = run("models", "--format", "json", *TODAY, "--knowledge", facts)
    (haiku,) = [each for each in json.loads(result.text) if each["id"] == HAIKU]
    assert (haiku["status"], haiku["retires_on"]) == ("retired", "2026-12-20")


@pytest.mark.parametrize("command", [("check", "app.py"), ("explain", HAIKU), ("models",)])
def test_the_setting_is_relative_to_its_file(
    run: Run, facts: str, folder: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "claude-preflight.toml").write_text(f'knowledge = "{facts}"\n')
    (folder / "inner").mkdir()
    (folder / "app.py").rename(folder / "inner" / "app.py")
    monkeypatch.chdir(folder / "inner")
    assert "2026-12-20" in run(*command, *TODAY).text


def test_the_option_goes_before_the_setting(run: Run, facts: str, folder: Path) -> None:
    (folder / "claude-preflight.toml").write_text(f'knowledge = "{facts}"\n')
    (folder / "none.json").write_text('{"as_of": "2026-12-01"}')
    assert run("check", "app.py", *TODAY, "--knowledge", "none.json").code == 0


@pytest.mark.parametrize(
    "command", [("check",), ("fix",), ("explain", "429"), ("models",), ("server",)]
)
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            '{"as_of": "2026-12-01",\n "models": {"x": {"retires_on": "soon"}}}',
            "models.x.retires_on",
        ),
        ('{\n  "as_of" 3}', "line 2, column 11: is not valid JSON"),
        (b"\xff{", "is not UTF-8 text"),
    ],
)
def test_a_bad_file_stops_the_command(
    run: Run, folder: Path, command: tuple[str, ...], content: str | bytes, said: str
) -> None:
    data = content if isinstance(content, bytes) else content.encode()
    (folder / "bad.json").write_bytes(data)
    result = run(*command, "--knowledge", "bad.json")
    assert (result.code, result.output) == (2, b"")
    assert result.errors.startswith("error: bad.json: ")
    assert said in result.errors
    assert result.errors.count("\n") == 1


def test_what_is_no_file_of_a_sane_size_is_not_read(run: Run, folder: Path) -> None:
    (folder / "large.json").write_bytes(b" " * (2 << 20))
    names = ["nothing.json", "large.json", "."]
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.json")
        names.append("pipe.json")
    for name in names:
        result = run("explain", "429", "--knowledge", name)
        assert result.code == 2
        assert result.errors.startswith(f"error: {name}: cannot be read: ")


def test_a_bad_file_in_the_settings_is_told_with_both_places(run: Run, folder: Path) -> None:
    (folder / "claude-preflight.toml").write_text('knowledge = "bad.json"\n')
    (folder / "bad.json").write_text("{}")
    result = run("models")
    assert result.code == 2
    assert "claude-preflight.toml: knowledge: " in result.errors
    assert "bad.json: as_of: is missing" in result.errors


def test_old_facts_are_told_once_to_people_only(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text("x = 1\n")
    (folder / "b.py").write_text("x = 1\n")
    late = ("--today", "2030-01-01")
    result = run("check", *late)
    assert result.code == 0
    assert result.errors.count("What is known of the models is of ") == 1
    assert "What is known" not in result.text
    for name in ("json", "jsonl"):
        assert run("check", "--format", name, *late).errors == ""
    (folder / "new.json").write_text('{"as_of": "2029-12-02"}')
    assert run("check", *late, "--knowledge", "new.json").errors == ""
    (folder / "old.json").write_text('{"as_of": "2029-12-01"}')
    assert (
        "is of 2029-12-01, 31 days before" in run("check", *late, "--knowledge", "old.json").errors
    )
