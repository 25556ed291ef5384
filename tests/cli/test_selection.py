"""Which files, rules and settings a command looks at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Result, Run

from claude_preflight.cli.check import command as check_command
from claude_preflight.cli.fix import command as fix_command
from claude_preflight.rules import RULES

TODAY = ("--today", "2026-11-22")
RETIRED = 'MODEL = "claude-3-opus-20240229"\n'
LIMIT = 'client.messages.create(model="claude-opus-4-8", max_tokens=200000)\n'


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_py", ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def paths(result: Result) -> list[str]:
    """The files that have findings, each as often as it has one."""
    return [each["path"].replace(os.sep, "/") for each in json.loads(result.text)]


def rules(result: Result) -> list[str]:
    return [each["rule"] for each in json.loads(result.text)]


def check(run: Run, *arguments: str, stdin: bytes = b"") -> Result:
    result: Result = run("check", "--format", "json", *arguments, *TODAY, stdin=stdin)
    return result


# --files-from


@pytest.mark.parametrize("separator", [b"\n", b"\0", b"\r\n"])
def test_a_list_on_standard_input(run: Run, folder: Path, separator: bytes) -> None:
    write(folder, a_py=RETIRED, b_py=RETIRED, c_py=RETIRED)
    listed = separator.join((b"c.py", b"a.py", b""))
    result = check(run, "--files-from", "-", stdin=listed)
    assert (result.code, paths(result)) == (1, ["c.py", "a.py"])
    assert result.errors == ""


def test_a_list_in_a_file(run: Run, folder: Path) -> None:
    write(folder, a_py=RETIRED, b_py=RETIRED)
    (folder / "list.txt").write_text("b.py\n", encoding="utf-16")
    assert paths(check(run, "--files-from", "list.txt")) == ["b.py"]


def test_an_empty_list_checks_nothing(run: Run, folder: Path) -> None:
    write(folder, a_py=RETIRED)
    assert run("check", "--files-from", "-").text == "Nothing to report in 0 files.\n"
    fixed = run("fix", "--files-from", "-", stdin=b"\n")
    assert (fixed.code, fixed.text) == (0, "Nothing to report in 0 files.\n")
    assert (folder / "a.py").read_text() == RETIRED


def test_what_is_gone_or_no_text_is_passed_over(run: Run, folder: Path) -> None:
    write(folder, a_py=RETIRED)
    (folder / "x.png").write_bytes(b"\x89PNG\0\0")
    result = check(run, "--files-from", "-", stdin=b"gone.py\nx.png\na.py\n")
    assert (result.code, paths(result)) == (1, ["a.py"])
    assert result.errors == "note: 1 of 3 listed paths passed over: not there.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_names_as_git_quotes_them(run: Run, folder: Path) -> None:
    write(folder, **{'caf\u00e9 "1"\t_py': RETIRED, '"b_py"': RETIRED})
    result = check(run, "--files-from", "-", stdin=b'"caf\\303\\251 \\"1\\"\\t.py"\n"b.py"\n')
    assert paths(result) == ['caf\u00e9 "1"\t.py', '"b.py"']


def test_lists_are_fixed_too(run: Run, folder: Path) -> None:
    write(folder, a_py=RETIRED, b_py=RETIRED)
    assert run("fix", "--files-from", "-", *TODAY, stdin=b"b.py\n").code == 0
    assert (folder / "a.py").read_text() == RETIRED
    assert "claude-opus-4-8" in (folder / "b.py").read_text()


# --force-exclude, --include, --exclude


def excluded(folder: Path) -> None:
    write(
        folder,
        a_py=RETIRED,
        build__b_py=RETIRED,
        vendor__deep__c_py=RETIRED,
        node_modules__d_py=RETIRED,
        env__lib__e_py=RETIRED,
        sub__own__f_py=RETIRED,
    )
    (folder / "env/pyvenv.cfg").touch()
    (folder / ".gitignore").write_text("/build/\n")
    (folder / "claude-preflight.toml").write_text('exclude = ["vendor/"]\n')
    (folder / "sub/.gitignore").write_text("own\n")


NAMED = (
    "a.py", "build/b.py", "vendor/deep/c.py", "node_modules/d.py", "env/lib/e.py", "sub/own/f.py",
)  # fmt: skip


def test_named_files_are_read_unless_exclusion_is_forced(run: Run, folder: Path) -> None:
    excluded(folder)
    assert paths(check(run, *NAMED)) == list(NAMED)
    assert paths(check(run, "--force-exclude", *NAMED)) == ["a.py"]
    absolute = [str(folder / name) for name in NAMED]
    assert paths(check(run, "--force-exclude", *absolute)) == [(folder / "a.py").as_posix()]
    assert paths(check(run, "--force-exclude")) == ["a.py"]
    unforced = check(run, "--force-exclude", "--no-ignore", *NAMED)
    assert paths(unforced) == [name for name in NAMED if "vendor" not in name]
    fixed = run("fix", "--force-exclude", *NAMED, *TODAY)
    assert (folder / "build/b.py").read_text() == RETIRED
    assert fixed.lines[-1] == "Nothing to report in 1 file."


def test_named_folders_are_left_out_as_files_are(run: Run, folder: Path) -> None:
    excluded(folder)
    folders = ("vendor", "build", "node_modules", "env/lib", "sub", ".")
    assert paths(check(run, "vendor/deep")) == ["vendor/deep/c.py"]
    assert paths(check(run, "build", "node_modules")) == ["build/b.py", "node_modules/d.py"]
    assert paths(check(run, "--force-exclude", *folders)) == ["a.py"]


def test_exclusion_is_that_of_another_repository(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    excluded(folder)
    (folder / ".git").mkdir()
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    named = [f"../{name}" for name in NAMED]
    assert paths(check(run, "--force-exclude", *named)) == ["../a.py"]


def test_a_folder_with_nothing_but_what_is_excluded(run: Run, folder: Path) -> None:
    excluded(folder)
    assert run("check", "--force-exclude", "build/b.py").text == "Nothing to report in 0 files.\n"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--include", "*.py"), ["a.py", "src/b.py", "src/gen/c.py"]),
        (("--include", "src/"), ["src/b.py", "src/b.ts", "src/gen/c.py"]),
        (("--include", "*.ts", "--include", "/a.py"), ["a.py", "src/b.ts"]),
        (("--exclude", "gen"), ["a.py", "src/b.py", "src/b.ts"]),
        (("--exclude", "src/gen/", "--exclude", "*.ts"), ["a.py", "src/b.py"]),
        (("--include", "src/", "--exclude", "*.ts", "src"), ["src/b.py", "src/gen/c.py"]),
        (("--include", "*.py", "src/b.ts", "a.py"), ["a.py"]),
        (("--exclude", "*.ts", "src/b.ts", "a.py"), ["a.py"]),
    ],
)
def test_patterns_of_files(
    run: Run, folder: Path, options: tuple[str, ...], expected: list[str]
) -> None:
    write(folder, a_py=RETIRED, src__b_py=RETIRED, src__gen__c_py=RETIRED)
    (folder / "src/b.ts").write_text('const model = "claude-3-opus-20240229";\n')
    assert paths(check(run, *options)) == expected


def test_patterns_start_at_the_current_folder(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, src__gen__c_py=RETIRED, other__b_py=RETIRED)
    monkeypatch.chdir(folder / "src")
    assert paths(check(run, "--exclude", "gen/", "..")) == ["../other/b.py"]
    assert paths(check(run, "--include", "c.py", "..")) == ["../src/gen/c.py"]


# --only, --ignore


def test_rules_are_chosen(run: Run, folder: Path) -> None:
    write(folder, a_py=RETIRED + LIMIT)
    assert rules(check(run)) == ["retired-model", "max-tokens"]
    assert rules(check(run, "--only", "max-tokens")) == ["max-tokens"]
    assert rules(check(run, "--ignore", "max-tokens")) == ["retired-model"]
    assert rules(check(run, "--ignore", "max-tokens, retired-model")) == []
    assert len(rules(check(run, "--only", "max-tokens", "--only", "retired-model"))) == 2
    assert rules(check(run, "--only", "max-tokens", "--ignore", "max-tokens")) == []


def test_the_choice_of_rules_goes_over_the_settings(run: Run, folder: Path) -> None:
    write(folder, a_py=RETIRED + LIMIT)
    (folder / "claude-preflight.toml").write_text('ignore = ["max-tokens"]\n')
    assert rules(check(run)) == ["retired-model"]
    assert rules(check(run, "--ignore", "retired-model")) == []
    assert rules(check(run, "--only", "max-tokens")) == ["max-tokens"]


def test_only_the_chosen_rules_are_fixed(run: Run, folder: Path) -> None:
    write(folder, a_py=RETIRED + LIMIT)
    run("fix", "--only", "max-tokens", *TODAY)
    assert (folder / "a.py").read_text() == RETIRED + LIMIT.replace("200000", "128000")


def test_a_comment_about_a_rule_that_is_not_asked_is_not_stale(run: Run, folder: Path) -> None:
    write(folder, a_py=f"{RETIRED.strip()}  # claude-preflight: ignore[retired-model]\n")
    assert rules(check(run, "--ignore", "retired-model")) == []
    assert rules(check(run, "--only", "unused-ignore")) == []


# --config, --isolated, --show-files, --show-settings


def test_settings_of_another_file(run: Run, folder: Path) -> None:
    write(folder, a_py=RETIRED, src__b_py=RETIRED + LIMIT)
    (folder / "claude-preflight.toml").write_text('ignore = ["retired-model"]\n')
    (folder / "src/claude-preflight.toml").write_text('exclude = ["b.py"]\n')
    (folder / "ci").mkdir()
    (folder / "ci/strict.toml").write_text('ignore = ["max-tokens"]\n')
    assert rules(check(run)) == []
    assert rules(check(run, "--config", "ci/strict.toml")) == ["retired-model"] * 2
    isolated = ["retired-model", "retired-model", "max-tokens"]
    assert rules(check(run, "--isolated")) == isolated


def test_the_patterns_of_a_named_settings_file(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, app__a_py=RETIRED, app__vendor__b_py=RETIRED)
    (folder / "shared").mkdir()
    (folder / "shared/all.toml").write_text('exclude = ["/vendor/"]\n')
    (folder / "pyproject.toml").write_text('[tool.claude-preflight]\nexclude = ["app/vendor/"]\n')
    monkeypatch.chdir(folder / "app")
    assert paths(check(run, "--config", "../shared/all.toml")) == ["a.py"]
    assert paths(check(run, "--config", "../pyproject.toml")) == ["a.py"]
    assert paths(check(run, "--isolated")) == ["a.py", "vendor/b.py"]


def test_the_files_are_shown(run: Run, folder: Path) -> None:
    excluded(folder)
    result = run("check", "--show-files")
    names = [".gitignore", "a.py", "claude-preflight.toml", "sub/.gitignore"]
    assert (result.code, result.lines, result.errors) == (0, names, "")
    assert run("fix", "--show-files", "--include", "*.py").lines == ["a.py"]
    assert (folder / "a.py").read_text() == RETIRED
    missing = run("check", "--show-files", "a.py", "gone.py")
    assert (missing.code, missing.lines) == (2, ["a.py"])
    assert missing.errors == "error: gone.py cannot be read: no such file or directory.\n"


def settings_of(text: str) -> Any:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)


def test_the_settings_are_shown(run: Run, folder: Path) -> None:
    write(folder, a_py=RETIRED, sub__b_py=RETIRED)
    (folder / "claude-preflight.toml").write_text(
        'limits = "vendor"\nexclude = ["*.snap"]\n[ignore-in]\n"tests/**" = ["max-tokens"]\n'
        '[severity]\nretiring-model = "error"\n[models.house-1]\nname = "Ours"\n'
    )
    result = run("check", "--show-settings", "--ignore", "retries")
    assert result.code == 0
    assert result.lines[0] == f"# {folder / 'claude-preflight.toml'}: 3 files"
    shown = settings_of(result.text)
    assert (shown["limits"], shown["ignore"], shown["exclude"]) == (
        "vendor",
        ["retries"],
        ["*.snap"],
    )
    assert shown["ignore-in"] == {"tests/**": ["max-tokens"]}
    assert shown["severity"] == {"retiring-model": "error"}
    assert shown["models"] == {"house-1": {"name": "Ours"}}
    # They are settings that count the same.
    (folder / "again.toml").write_text(result.text)
    again = run("check", "--show-settings", "--config", "again.toml", "--include", "*.py")
    assert settings_of(again.text) == shown
    isolated = run("check", "--show-settings", "--isolated", "a.py").lines
    assert isolated[:2] == ["# no settings file: 1 file", 'limits = "strictest"']


def test_several_settings_are_shown_one_after_the_other(run: Run, folder: Path) -> None:
    write(folder, a_py=RETIRED, sub__b_py=RETIRED)
    (folder / "sub/claude-preflight.toml").write_text('limits = "article"\n')
    heads = [line for line in run("check", "--show-settings").lines if line.startswith("#")]
    assert heads == [
        "# no settings file: 1 file",
        f"# {folder / 'sub/claude-preflight.toml'}: 2 files",
    ]


# variables


def test_variables_give_options(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, a_py=RETIRED + LIMIT, b_py=RETIRED)
    monkeypatch.setenv("CLAUDE_PREFLIGHT_ONLY", "max-tokens retries")
    monkeypatch.setenv("CLAUDE_PREFLIGHT_FORMAT", "json")
    monkeypatch.setenv("CLAUDE_PREFLIGHT_TODAY", "2026-11-22")
    monkeypatch.setenv("CLAUDE_PREFLIGHT_EXIT_ZERO", "1")
    result = run("check")
    assert (result.code, rules(result)) == (0, ["max-tokens"])
    assert rules(run("check", "--only", "retired-model")) == ["retired-model"] * 2
    monkeypatch.setenv("CLAUDE_PREFLIGHT_EXIT_ZERO", "0")
    assert run("check").code == 1


def test_a_variable_of_check_is_none_of_fix(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, a_py=RETIRED)
    monkeypatch.setenv("CLAUDE_PREFLIGHT_FORMAT", "sarif")
    monkeypatch.setenv("CLAUDE_PREFLIGHT_UNSAFE", "1")
    assert run("fix", "--diff", *TODAY).lines[0] == "--- a/a.py"


def test_a_wrong_variable_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDE_PREFLIGHT_FAIL_ON", "loud")
    result = run("check")
    assert result.code == 2
    assert "'--fail-on' (from CLAUDE_PREFLIGHT_FAIL_ON): 'loud' is not one of" in result.errors


# rules


def test_the_rules_are_listed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = run("rules").lines
    assert {line.split()[0] for line in lines if not line.startswith(" ")} == set(RULES)
    assert max(map(len, lines)) <= 60
    records = json.loads(run("rules", "--format", "json").text)
    assert [each["code"] for each in records] == list(RULES)
    (retired,) = [each for each in records if each["code"] == "retired-model"]
    assert retired["url"].endswith("/retired-model.md#retired-model")
    assert retired["summary"] == RULES["retired-model"].summary


# wrong use


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--files-from", "-", "a.py"), "--files-from lists the paths; name no other ones."),
        (("--files-from", "gone"), "--files-from: gone cannot be read: no such file or directory."),
        (("--files-from", "."), "--files-from: . cannot be read: is a directory."),
        (("--files-from", "-", "--since", "main"), "leave out --files-from and '-'."),
        (("--since", "main", "-"), "leave out --files-from and '-'."),
        (("--only", "retired"), "'retired' is no rule; did you mean 'retired-model'?"),
        (("--ignore", "x"), "'x' is no rule; `claude-preflight rules` lists them."),
        (("--only", ","), "name a rule; `claude-preflight rules` lists them."),
        (("--exclude", ""), "a pattern is empty."),
        (("--config", "a.toml", "--isolated"), "--isolated reads no settings"),
        (("--config", "gone.toml"), "gone.toml: cannot be read: no such file or directory"),
        (("--config", "pyproject.toml"), "pyproject.toml: has no table [tool.claude-preflight]"),
        (("--colour", "never"), "No such option '--colour'"),
        (("--formt", "json"), "Did you mean"),
    ],
)
@pytest.mark.parametrize("command", ["check", "fix"])
def test_wrong_use_ends_in_one_line(
    run: Run, folder: Path, command: str, arguments: tuple[str, ...], reason: str
) -> None:
    write(folder, a_py=RETIRED)
    (folder / "a.toml").touch()
    (folder / "pyproject.toml").write_text('[project]\nname = "x"\n')
    result = run(command, *arguments, *TODAY)
    assert (result.code, result.output) == (2, b"")
    assert reason in result.errors.splitlines()[-1]
    assert (folder / "a.py").read_text() == RETIRED


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell of POSIX")
def test_the_line_of_the_readme(folder: Path) -> None:
    """`git diff` and a pipe, as people copy it."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    (line,) = [line for line in readme.splitlines() if line.startswith("git diff")]
    for command in (
        "git init -q && git config user.email a@b && git config user.name n",
        "touch a.py gone.py && git add . && git commit -q -m 1 && rm gone.py",
    ):
        subprocess.run(command, shell=True, cwd=folder, check=True)
    write(folder, a_py=RETIRED)
    program = f"{sys.executable} -m claude_preflight"
    command = line.partition(" #")[0].replace("claude-preflight", program)
    done = subprocess.run(command, shell=True, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout.count("a.py:1:10: error")) == (1, 1)
    assert done.stderr.startswith("note: 1 of 2 listed paths")


def test_the_options_that_have_variables_are_documented() -> None:
    page = (Path(__file__).parents[2] / "docs/command-line.md").read_text(encoding="utf-8")
    told = page.partition("These have one:")[2]
    for command in (check_command, fix_command):
        for each in command.params:
            name = max(each.opts, key=len)
            assert (f"`{name}`" in told) is bool(each.envvar) or name == "--format", name
