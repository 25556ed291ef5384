"""`claude-preflight check`: report findings."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import click

from claude_preflight.cli.baseline_options import Accepting, baseline_options
from claude_preflight.cli.inputs import Inputs
from claude_preflight.cli.options import (
    color_option,
    format_option,
    quiet_option,
    today_option,
    uses_colour,
)
from claude_preflight.cli.outputs import MakeReport, Output, opened, output_option, written
from claude_preflight.cli.reports import FORMATS, Run, report_for
from claude_preflight.cli.repository import Repository
from claude_preflight.cli.selection import Selection
from claude_preflight.cli.selection_options import selection_options
from claude_preflight.cli.verdict import Verdict, verdict_options
from claude_preflight.cli.watching import Repeatable, watch
from claude_preflight.workspace.scan import CheckedFile, Files, check_files, held_across

if TYPE_CHECKING:
    from claude_preflight.cli.add_ignore import Silencer

_NOT_WATCHED = (
    "--watch is for files and folders; leave out '-', --files-from, --add-ignore and what writes a "
    "baseline."
)
_EXAMPLES = """\b
Examples:
  claude-preflight check
  claude-preflight check src config/app.yaml --severity warning --fail-on error
  claude-preflight check --format jsonl --today 2026-08-05 > findings.jsonl
  claude-preflight check --format github --output sarif=build/findings.sarif
  claude-preflight check --since origin/main
  claude-preflight check --baseline accepted.json
  cat app.py | claude-preflight check - --stdin-filename app.py
"""


@click.command(cls=Repeatable, epilog=_EXAMPLES)
@format_option(
    FORMATS,
    "What is written to standard output: text for people, concise as one line per finding, the "
    "others for programs.",
    variable=True,
)
@output_option
@click.option(
    "--statistics",
    is_flag=True,
    help="Print numbers instead of findings: by rule, by model, by folder; as text or json.",
)
@click.option(
    "--add-ignore",
    is_flag=True,
    help="Write a comment beside each finding that ignores it; where a file has no comments, write "
    "`ignore-in` into the settings. What is left is reported.",
)
@verdict_options
@today_option
@selection_options
@baseline_options(writes=True)
@click.option(
    "--watch",
    "watches",
    is_flag=True,
    help="Check again whenever a file changes, until Ctrl-C. Needs the extra `watch`.",
)
@color_option
@quiet_option
def command(
    selection: Selection,
    format_name: str,
    outputs: tuple[Output, ...],
    verdict: Verdict,
    today: date,
    color: str,
    *,
    quiet: bool,
    statistics: bool,
    add_ignore: bool,
    watches: bool,
    accepting: Accepting,
) -> None:
    """Report code and configuration that the Claude API would refuse.

    PATH is a file or a folder, or - for standard input; without one, this folder is checked. In
    folders, what .gitignore or the setting `exclude` leaves out is passed over, and so are binary
    files, installed packages and virtual environments. A file that you name is always read.

    Exit code: 0, or 1 if there are findings that --fail-on counts, or 2 if the command or the
    settings are wrong (then nothing is checked), if a file that you named cannot be read, or if
    the analysis of a file fails (the rest is checked all the same).
    """
    if watches:
        if selection.named in ((), ("-",)) or add_ignore or accepting.writes:
            raise click.UsageError(_NOT_WATCHED)
        watch(selection.named, partial(written, outputs))
    inputs = Inputs(selection, written=frozenset(written(outputs)), quiet=quiet)
    selection.prepare(inputs.targets, today)
    repository = Repository(inputs.folder)
    run = Run(
        today,
        inputs.facts_day,
        repository,
        verdict.fails,
        colour=uses_colour(sys.stdout, color),
        quiet=quiet,
    )

    silencer = _silencer(inputs, selection, verdict, accepting) if add_ignore else None

    def check(files: Files) -> Iterator[CheckedFile]:
        return silencer.files(files, today) if silencer else held_across(check_files(files, today))

    with opened(_maker(format_name, statistics=statistics), outputs, run) as report:
        for file in inputs.checked(check, report):
            if file.view:
                path = file.target.path
                view = file.view if silencer else selection.kept(path, file.view)
                report.add(path, verdict.kept(view))
        report.close(inputs.count)
    if silencer:
        silencer.close()
    else:
        accepting.close(inputs, selection)
    if format_name == "text":
        inputs.note_age(today)
    sys.exit(inputs.exit_code(verdict))


def _silencer(
    inputs: Inputs, selection: Selection, verdict: Verdict, accepting: Accepting
) -> Silencer:
    """What adds comments. Raises click.UsageError."""
    from claude_preflight.cli.add_ignore import Silencer  # late: few runs write

    if accepting.writes:
        raise click.UsageError("--add-ignore and the file of --baseline: write one at a time.")
    return Silencer(inputs, selection, verdict)


def _maker(format_name: str, *, statistics: bool) -> MakeReport:
    """What makes the report on standard output. Raises click.UsageError."""
    if not statistics:
        return partial(report_for, format_name)
    from claude_preflight.cli.reports import statistics as numbers  # late: few ask for them

    if format_name not in numbers.FORMATS:
        raise click.UsageError(f"--statistics come as {' or '.join(numbers.FORMATS)} only.")
    return partial(numbers.report, format_name)
