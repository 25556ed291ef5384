"""What a command shows: colours, how much, and what shells complete."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from tests.cli.conftest import Run

TODAY = ("--today", "2026-11-22")
RETIRED = 'MODEL = "claude-3-opus-20240229"\n'
SOURCE = {"bash": "complete -o", "zsh": "#compdef claude-preflight", "fish": "complete --no-files"}


@pytest.mark.parametrize("command", ["check", "fix", "models", "explain retired-model"])
def test_colours_are_asked_for(
    run_program: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    (folder / "a.py").write_text("PRICES = {'claude-2.1': 1, 'claude-3-opus-20240229': 2}\n")

    def has_colours(*options: str) -> bool:
        return b"\x1b[3" in run_program(*command.split(), *options, *TODAY).output

    assert not has_colours()
    assert not has_colours("--color", "auto")
    assert has_colours("--color", "always")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert has_colours()
    assert not has_colours("--color", "never")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not has_colours()
    assert has_colours("--color", "always")
    monkeypatch.setenv("CLAUDE_PREFLIGHT_COLOR", "always")
    assert has_colours()


@pytest.mark.parametrize("format_name", ["text", "concise"])
def test_quiet_leaves_findings_and_errors(run: Run, folder: Path, format_name: str) -> None:
    (folder / "a.py").write_text(RETIRED)
    arguments = ("check", "a.py", "gone.py", "--format", format_name, "--severity", "error")
    loud, quiet = run(*arguments, *TODAY), run(*arguments, "-q", *TODAY)
    assert loud.text.startswith(quiet.text)
    assert "Found 1 finding" in loud.text
    assert quiet.text.strip().splitlines()[0].startswith("a.py:1:10: error")
    assert "Found" not in quiet.text
    assert quiet.errors == "error: gone.py cannot be read: no such file or directory.\n"
    assert (loud.code, quiet.code) == (2, 2)
    (folder / "a.py").write_text("X = 1\n")
    clean = run("check", "a.py", "--quiet", "--format", format_name, "--today", "2029-01-01")
    assert (clean.text, clean.errors) == ("", "")


def test_quiet_fixes_name_the_places(run: Run, folder: Path) -> None:
    (folder / "a.py").write_text(RETIRED)
    result = run("fix", "--quiet", *TODAY)
    assert result.lines == ["a.py:1:10: claude-3-opus-20240229 -> claude-opus-4-8 [retired-model]"]


@pytest.mark.skipif(sys.platform == "win32", reason="click asks bash for its version")
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell(monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    """As docs/command-line.md says."""
    monkeypatch.setenv("_CLAUDE_PREFLIGHT_COMPLETE", f"{shell}_source")
    done = subprocess.run([sys.executable, "-c", _MAIN], capture_output=True, encoding="utf-8")
    assert SOURCE[shell] in done.stdout
    assert f"_CLAUDE_PREFLIGHT_COMPLETE={shell}_complete" in done.stdout


_MAIN = "from claude_preflight.cli.main import main; main()"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("claude-preflight ex", ["plain,explain"]),
        ("claude-preflight check --only retir", ["plain,retired-model", "plain,retiring-model"]),
        ("claude-preflight check --format sa", ["plain,sarif"]),
        ("claude-preflight check --force", ["plain,--force-exclude"]),
        ("claude-preflight check sr", ["file,sr"]),
        ("claude-preflight fix --config cl", ["file,cl"]),
    ],
)
def test_what_a_shell_completes(
    monkeypatch: pytest.MonkeyPatch, words: str, expected: list[str]
) -> None:
    monkeypatch.setenv("_CLAUDE_PREFLIGHT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    done = subprocess.run([sys.executable, "-c", _MAIN], capture_output=True, encoding="utf-8")
    assert done.stdout.splitlines() == expected


@pytest.mark.parametrize(
    "command", ["check", "check --statistics", "models", "models --savings", "rules"]
)
def test_everything_fits_80_columns_and_parts_nothing(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    shutil.copytree(Path(__file__).parents[2] / "examples", folder / "examples")
    monkeypatch.chdir(folder / "examples")
    more = () if command == "rules" else TODAY
    lines = {}
    for columns in ("80", "500"):
        monkeypatch.setenv("COLUMNS", columns)
        lines[columns] = run(*command.split(), *more).lines
    assert lines["80"]
    assert max(map(len, lines["80"])) <= 80

    def words(columns: str) -> list[str]:
        """All but the lines of code, which are cut to the width, and their marks."""
        prose = (line for line in lines[columns] if " | " not in line and "^^" not in line)
        return " ".join(prose).split()

    assert Counter(words("80")) == Counter(words("500"))
