"""`claude-preflight fix`: apply fixes to files, or show what they would change."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import click

from claude_preflight.cli.baseline_options import baseline_options
from claude_preflight.cli.diff import unified_diff
from claude_preflight.cli.fix_options import group_options
from claude_preflight.cli.inputs import Inputs
from claude_preflight.cli.moving import changed_defaults, mover
from claude_preflight.cli.options import (
    color_option,
    format_option,
    quiet_option,
    today_option,
    uses_colour,
)
from claude_preflight.cli.output import write_text
from claude_preflight.cli.reports.fixes import FORMATS, FixReport, fix_report_for
from claude_preflight.cli.selection import Selection
from claude_preflight.cli.selection_options import selection_options
from claude_preflight.cli.verdict import Verdict, verdict_options
from claude_preflight.safe_text import masked_bytes
from claude_preflight.settings import Move
from claude_preflight.workspace.files import FileError, write_atomic
from claude_preflight.workspace.scan import CheckedFile, Files, Fixed, fix_files

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView
    from claude_preflight.analysis.fix_groups import FixGroups
    from claude_preflight.settings import Settings

_MASKED = "Keys are masked in the diff, so it cannot be applied as a patch; `fix` itself can."
_RECODED = (
    "Files in UTF-16 or UTF-32 are shown in UTF-8, so their part of the diff cannot be applied as "
    "a patch; `fix` itself can."
)
_EXAMPLES = """\b
Examples:
  claude-preflight fix --diff
  claude-preflight fix src
  claude-preflight fix --since HEAD
  claude-preflight fix --retiring-within 90d --roles listing,example src
  claude-preflight fix --unsafe src/app.py --severity warning
  claude-preflight fix --diff --format markdown > pull-request.md
  claude-preflight fix - --stdin-filename app.py < app.py
  claude-preflight fix --to claude-opus-5-5 --from claude-opus-4-7 src
"""


@click.command(epilog=_EXAMPLES)
@click.option(
    "--diff",
    is_flag=True,
    help="Print the changes as a unified diff, or as another --format says; write nothing.",
)
@format_option(
    FORMATS,
    "text for people, jsonl as one object per line, markdown as the text of a pull request.",
)
@group_options
@click.option(
    "--to",
    metavar="MODEL",
    help="Move what is retired or about to be to this model, and its requests with it.",
)
@click.option(
    "--from",
    "of",
    metavar="ID",
    multiple=True,
    help="With --to: move this model instead, retired or not, however it is written. Repeatable.",
)
@verdict_options
@today_option
@selection_options
@baseline_options(writes=False)
@color_option
@quiet_option
def command(
    selection: Selection,
    verdict: Verdict,
    today: date,
    color: str,
    *,
    to: str | None,
    of: tuple[str, ...],
    groups: FixGroups,
    format_name: str,
    diff: bool,
    quiet: bool,
) -> None:
    """Fix what can be fixed safely, and report what remains.

    A safe fix leaves a request that works; --retiring-within, --roles and --unsafe name more of
    them. No fix renames the key or the price of a table, what tells of the past, or makes an entry
    stand twice; what is left says why. The paths are those of `check`. A file is replaced as a
    whole or, on any error, left as it was; its encoding, line ends and mode stay. With - the fixed
    text goes to standard output and the report to standard error.

    With --to, ids become ids of that model in their own spelling, where their platform serves it,
    and their requests lose what it refuses. Tables and comparisons of a model that still answers
    stay, and so does all that is suppressed.

    Exit code: 0, or 1 if findings remain that --fail-on counts, or 2 if the command or the
    settings are wrong (then nothing is written), if a file that you named cannot be read, if one
    cannot be written, or if the analysis of one fails (the rest is fixed all the same). With
    --diff: 1 if there is anything to change, else 0.
    """
    if of and not to:
        raise click.UsageError("--from names what moves; name with --to the model to move it to.")
    inputs = Inputs(selection, quiet=quiet)
    selection.prepare(inputs.targets, today)
    shows_diff = diff and format_name == "text"
    stream = sys.stderr if shows_diff or (inputs.from_stdin and not diff) else sys.stdout
    report = fix_report_for(
        format_name,
        stream,
        groups,
        today,
        colour=uses_colour(stream, color),
        quiet=quiet,
        is_done=not diff,
        has_diff=shows_diff,
    )
    run = _Run(inputs, verdict, report, to or "", writes=not diff, diff=shows_diff)

    def fix(files: Files) -> Iterator[CheckedFile]:
        if to:
            moved = map(mover(files.targets, Move(to, of), today), files.targets)
            files = files._replace(targets=[*moved])
        return fix_files(files, today, groups, selection.counts)

    for file in inputs.checked(fix, report):
        run.add(file)
    run.close()
    sys.exit(inputs.exit_code(verdict))


@dataclass
class _Run:
    """Writes one file after the other and says what was done."""

    inputs: Inputs
    verdict: Verdict
    report: FixReport
    # The model that everything moves to, if the user named one.
    to: str
    writes: bool
    diff: bool
    # Whether a file was fixed, or would be.
    changes: bool = False
    # What there is to say of a diff that cannot be applied.
    notes: dict[str, None] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def add(self, file: CheckedFile) -> None:
        """Write what was fixed in a file and report what remains in it."""
        path = file.target.path
        if file.fixed and not self._is_done(path):
            try:
                self._write(path, file.fixed)
            except FileError as error:
                self.inputs.add_problem(str(error))
                self.report.add_problem(path, str(error))
                return
            self.report.add_changes(path, file.fixed.changes, file.target.settings)
            self.changes = True
            if self.to:
                self._note_defaults(file.fixed.changes, file.target.settings)
        if not self.writes:
            self.verdict.failed |= file.fixed is not None
            if file.view:
                self.report.add(path, self.verdict.shown(self._without_notes(file.view)))
        elif file.view:
            self.report.add(path, self.verdict.kept(self._without_notes(file.view)))

    def _note_defaults(self, changes: FileView, settings: Settings) -> None:
        """Say what does not fail, and is something else with the model that the user named."""
        for text in dict.fromkeys(each.text for each in changes.findings):
            if told := changed_defaults(text, self.to, settings):
                self.notes[told] = None

    def _without_notes(self, view: FileView) -> FileView:
        """What there is to report; what cannot be moved anywhere on a platform is said once."""
        # A late import: a run that finds nothing needs no rules.
        from claude_preflight.rules.moved_models import UNSERVED

        unserved = [each for each in view.findings if each.rule == UNSERVED]
        self.notes |= dict.fromkeys(each.message for each in unserved)
        return view.only(lambda finding: finding.rule != UNSERVED)

    def close(self) -> None:
        """Say what is left to say of all files."""
        if self.inputs.from_stdin and self.writes and not self.changes:
            write_text(self.inputs.unchanged())
        for note in self.notes:
            click.echo(f"note: {note}", err=True)
        self.report.close(self.inputs.count)

    def _is_done(self, path: str) -> bool:
        """Whether a file was written under another name, a link: both were read before that."""
        real = os.path.realpath(path)
        known = real in self.written
        if self.writes:
            self.written.add(real)
        return known

    def _write(self, path: str, fixed: Fixed) -> None:
        content = fixed.content
        if self.diff:
            diff = unified_diff(path, content, fixed.data)
            shown = masked_bytes(diff)
            if shown != diff:
                self.notes[_MASKED] = None
            if content.encoding != "utf-8":
                self.notes[_RECODED] = None
            write_text(shown)
        elif not self.writes:
            return
        elif self.inputs.from_stdin:
            write_text(content.encode(fixed.data))
        else:
            write_atomic(path, content.encode(fixed.data), content.raw)
