"""Pins of a project, on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]

TODAY = ("--today", "2026-11-26")
WARM = """\
import anthropic
anthropic.Anthropic().messages.create(model="claude-haiku-4-5", max_tokens=9, temperature=0.2)
"""
GO = """\
package a

import "github.com/anthropics/anthropic-sdk-go"

var m = anthropic.ModelClaudeOpus4_1_20250805
"""


def found(run: Run, *arguments: str) -> list[tuple[str, int, str, str]]:
    """Where the rule speaks, how loudly and how the message begins."""
    records = map(json.loads, run("check", "--format", "jsonl", *arguments, *TODAY).lines[1:])
    return [
        (Path(r["path"]).as_posix(), r["line"], r["severity"], r["message"].split(":")[0])
        for r in records
        if r["rule"] == "outdated-sdk"
    ]


def test_an_open_pin_is_told_at_the_code_and_in_the_manifest(
    run_program: Run, folder: Path
) -> None:
    (folder / "src").mkdir()
    (folder / "src" / "judge.py").write_text(WARM)
    (folder / "pyproject.toml").write_text('[project]\ndependencies = ["anthropic>=0.91.0"]\n')

    pin = "Bound `anthropic>=0.91.0`"
    assert found(run_program) == [
        ("pyproject.toml", 2, "information", f"{pin} below 1.0.0"),
        (
            "src/judge.py",
            2,
            "information",
            f"{pin} (../pyproject.toml) below 1.0.0, or drop `temperature`",
        ),
    ]
    assert found(run_program, "pyproject.toml") == [
        ("pyproject.toml", 2, "information", f"{pin} below 1.0.0")
    ]


def test_a_manifest_is_quiet_where_the_code_passes_nothing_that_is_refused(
    run: Run, folder: Path
) -> None:
    (folder / "pyproject.toml").write_text('[project]\ndependencies = ["anthropic>=0.91.0"]\n')
    (folder / "judge.py").write_text(WARM.replace(", temperature=0.2", ""))
    (folder / "venv").mkdir()
    (folder / "venv" / "pyvenv.cfg").write_text("")
    (folder / "venv" / "of_others.py").write_text(WARM)
    (folder / "own").mkdir()
    (folder / "own" / "requirements.txt").write_text("anthropic<1\n")
    (folder / "own" / "judge.py").write_text(WARM)

    assert not found(run)


def test_a_fix_to_a_constant_is_made_where_the_pin_is_new_enough(run: Run, folder: Path) -> None:
    (folder / "a.go").write_text(GO)
    run("fix", *TODAY)
    assert (folder / "a.go").read_text() == GO

    (folder / "go.mod").write_text("require github.com/anthropics/anthropic-sdk-go v1.60.0\n")
    run("fix", *TODAY)
    assert (folder / "a.go").read_text() == GO.replace("4_1_20250805", "4_8")


def test_a_manifest_is_fixed_when_asked_for(run: Run, folder: Path) -> None:
    manifest = folder / "requirements.txt"
    manifest.write_text("anthropic==0.30.1\nhttpx==0.28.0\n")

    assert found(run)[0][:3] == ("requirements.txt", 1, "warning")
    run("fix", *TODAY)
    assert manifest.read_text() == "anthropic==0.30.1\nhttpx==0.28.0\n"
    run("fix", "--unsafe", *TODAY)
    assert manifest.read_text() == "anthropic==0.40.0\nhttpx==0.28.0\n"


def test_pins_on_standard_input(run: Run, folder: Path) -> None:
    (folder / "requirements.txt").write_text("anthropic\n")
    arguments = ("check", "-", "--stdin-filename", "a.py", "--format", "jsonl", *TODAY)
    (record,) = map(json.loads, run(*arguments, stdin=WARM.encode()).lines[1:])
    assert record["rule"] == "outdated-sdk"
