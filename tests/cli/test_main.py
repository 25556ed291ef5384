from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from claude_preflight import __version__

Run = Callable[..., Any]


def test_the_version(run_program: Run) -> None:
    result = run_program("--version")
    assert (result.code, result.text.strip()) == (0, f"claude-preflight {__version__}")


def test_help_names_every_command(run: Run) -> None:
    result = run("--help")
    assert result.code == 0
    for command in ("check", "fix", "explain", "models", "server"):
        assert f"\n  {command} " in result.text


@pytest.mark.parametrize("command", ["check", "fix", "explain", "models", "server"])
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
