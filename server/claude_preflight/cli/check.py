"""`claude-preflight check`: report findings, change nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date

import click

from claude_preflight.cli.inputs import Inputs
from claude_preflight.cli.options import (
    knowledge_option,
    no_ignore_option,
    paths_argument,
    stdin_filename_option,
    today_option,
    uses_colour,
)
from claude_preflight.cli.outputs import Output, opened, output_option, written
from claude_preflight.cli.reports import FORMATS, Run
from claude_preflight.cli.repository import Repository
from claude_preflight.cli.verdict import Verdict, verdict_options
from claude_preflight.settings import KnowledgeFile
from claude_preflight.workspace.scan import CheckedFile, Read, check_files
from claude_preflight.workspace.walk import Target

_EXAMPLES = """\b
Examples:
  claude-preflight check
  claude-preflight check src config/app.yaml --severity warning --fail-on error
  claude-preflight check --format jsonl --today 2026-08-05 > findings.jsonl
  claude-preflight check --format github --output sarif=build/findings.sarif
  cat app.py | claude-preflight check - --stdin-filename app.py
"""


@click.command(epilog=_EXAMPLES)
@paths_argument
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="What is written to standard output: text for people, concise as one line per finding, "
    "the others for programs.",
)
@output_option
@verdict_options
@today_option
@stdin_filename_option
@no_ignore_option
@knowledge_option
def command(
    paths: tuple[str, ...],
    format_name: str,
    outputs: tuple[Output, ...],
    verdict: Verdict,
    today: date,
    stdin_filename: str | None,
    knowledge: KnowledgeFile | None,
    *,
    no_ignore: bool,
) -> None:
    """Report code and configuration that the Claude API would refuse.

    PATH is a file or a folder, or - for standard input; without one, this folder is checked. In
    folders, what .gitignore or the setting `exclude` leaves out is passed over, and so are binary
    files, installed packages and virtual environments. A file that you name is always read.

    Exit code: 0, or 1 if there are findings that --fail-on counts, or 2 if the command or the
    settings are wrong (then nothing is checked), if a file that you named cannot be read, or if
    the analysis of a file fails (the rest is checked all the same).
    """
    inputs = Inputs(
        paths,
        stdin_filename,
        ignore_files=not no_ignore,
        knowledge=knowledge,
        written=frozenset(written(outputs)),
    )
    repository = Repository(inputs.folder)
    run = Run(today, inputs.facts_day, repository, verdict.fails, uses_colour(sys.stdout))

    def check(targets: Iterable[Target], read: Read) -> Iterator[CheckedFile]:
        return check_files(targets, today, read)

    with opened(format_name, outputs, run) as report:
        for file in inputs.checked(check, report):
            if file.view:
                report.add(file.target.path, verdict.kept(file.view))
        report.close(inputs.count)
    if format_name == "text":
        inputs.note_age(today)
    sys.exit(inputs.exit_code(verdict))
