"""`claude-preflight hook`: for agents; check the file that they have just written."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from claude_preflight.cli.inputs import Inputs
from claude_preflight.cli.options import Exit, today_option
from claude_preflight.cli.reports import Run, report_for
from claude_preflight.cli.repository import Repository
from claude_preflight.cli.selection import Selection
from claude_preflight.cli.verdict import Verdict
from claude_preflight.findings import Severity
from claude_preflight.workspace.choice import Choice
from claude_preflight.workspace.scan import CheckedFile, Files, check_files

# What makes `check` fail by default is worth an agent's attention.
_VERDICT = Verdict(Severity.HINT, Severity.WARNING, retiring_days=30)
# An event has the text that was written, twice.
_MOST_INPUT = 64 << 20
_FIELDS = ("file_path", "notebook_path")
_EXAMPLE = """\b
Example:
  echo '{"tool_input": {"file_path": "app.py"}}' | claude-preflight hook
"""


@click.command(epilog=_EXAMPLE)
@today_option
def command(today: date) -> None:
    """Check what an agent has just written, as an event on standard input names it.

    The event is that of a hook of Claude Code, PostToolUse: JSON whose `tool_input` has a
    `file_path` or a `notebook_path`. What makes `check` fail goes to standard error, which the
    agent is shown. Settings and .gitignore count.

    Exit code: 0 if there is nothing to say, also of an event that names no file that is there; 2 if
    there is, since that is the code by which the agent reads it.
    """
    path = _path_in(sys.stdin.buffer.read(_MOST_INPUT) if sys.stdin else b"")
    if path is None or not path.is_file():
        sys.exit(Exit.CLEAN)
    inputs = Inputs(Selection((str(path),), None, Choice(force_exclude=True)), quiet=True)
    run = Run(today, inputs.facts_day, Repository(path.parent), _VERDICT.fails, quiet=True)
    report, found = report_for("text", sys.stderr, run), False

    def check(files: Files) -> Iterator[CheckedFile]:
        return check_files(files, today)

    for file in inputs.checked(check, report):
        view = file.view and file.view.only(_VERDICT.fails)
        if view and view.findings:
            report.add(str(path), view)
            found = True
    if found:
        click.echo("`claude-preflight fix` repairs what is safe.", err=True)
    sys.exit(Exit.ERROR if found else Exit.CLEAN)


def _path_in(event: bytes) -> Path | None:
    """The file that an event is about; None if it is about none."""
    try:
        content = json.loads(event)
        given, folder = content.get("tool_input", {}), content.get("cwd") or "."
        named = next((given[field] for field in _FIELDS if given.get(field)), None)
    except (ValueError, AttributeError, RecursionError):
        return None
    return Path(folder) / named if isinstance(named, str) and isinstance(folder, str) else None
