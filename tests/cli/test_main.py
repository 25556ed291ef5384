from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from claude_preflight import __version__

Run = Callable[..., Any]


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version(run_program: Run, option: str) -> None:
    result = run_program(option)
    assert (result.code, result.text.strip()) == (0, f"claude-preflight {__version__}")


def test_help_names_every_command(run: Run) -> None:
    result = run("--help")
    assert result.code == 0
    for command in ("check", "fix", "explain", "rules", "models", "server"):
        assert f"\n  {command} " in result.text


@pytest.mark.parametrize("command", ["check", "fix", "explain", "rules", "models", "server"])
def test_each_command_has_help(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.code == 0
    assert result.text.startswith(f"Usage: claude-preflight {command}")


@pytest.mark.parametrize("command", ["check", "fix", "explain", "models", "server"])
def test_help_documents_the_day(run: Run, command: str) -> None:
    assert "--today YYYY-MM-DD" in run(command, "--help").text


@pytest.mark.parametrize("arguments", [("chek",), ("--nonsense",)])
def test_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).code == 2


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("chek",), "No such command 'chek'; did you mean 'check'?"),
        (("expl", "429"), "No such command 'expl'; did you mean 'explain'?"),
        (("lint",), "No such command 'lint'; there is check, fix, explain, rules, models,"),
        (("check", "--fail_on", "error"), "No such option '--fail_on'"),
        (("check", "--severty", "error"), "--severity"),
        (("--versoin",), "--version"),
    ],
)
def test_what_may_be_meant(run: Run, arguments: tuple[str, ...], reason: str) -> None:
    result = run(*arguments)
    assert (result.code, result.text) == (2, "")
    assert reason in result.errors.splitlines()[-1]


@pytest.mark.parametrize(("columns", "most"), [("80", 80), ("120", 100), ("300", 100)])
def test_help_is_as_wide_as_the_terminal_up_to_what_reads_well(
    run_program: Run, monkeypatch: pytest.MonkeyPatch, columns: str, most: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for command in ("check", "fix"):
        # Examples are not wrapped, so that they can be copied.
        lines = run_program(command, "--help").text.partition("Examples:")[0].splitlines()
        assert 0.9 * most < max(map(len, lines)) <= most
