"""What a command checks: the files under its paths, or standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claude_preflight.cli.options import Exit
from claude_preflight.cli.progress import Progress
from claude_preflight.cli.selection import Selection
from claude_preflight.safe_text import printable
from claude_preflight.workspace.files import LARGEST, decode, read_file
from claude_preflight.workspace.scan import CheckedFile, Files, Read
from claude_preflight.workspace.walk import Target, Workspace

if TYPE_CHECKING:
    from claude_preflight.cli.reports import Report
    from claude_preflight.cli.verdict import Verdict

Scan = Callable[[Files], Iterator[CheckedFile]]
"""What is done with the files."""


FileId = tuple[int, int]
"""The device and the number of a file, which are the same whatever it is called by."""


def file_id(status: os.stat_result) -> FileId:
    """What tells a file from every other one."""
    return status.st_dev, status.st_ino


class Inputs:
    """The files that a command checks, how many they are, and what could not be read of them.

    What is `written` by the command is not checked. A `quiet` one tells of no notes.
    """

    def __init__(
        self,
        selection: Selection,
        written: frozenset[FileId] = frozenset(),
        *,
        quiet: bool = False,
    ) -> None:
        self._selection = selection
        self.count = 0
        self.from_stdin = selection.paths == ("-",) and not selection.listed
        self._problems: list[str] = []
        self._notes: list[str] = []
        self._failed: set[str] = set()
        self._stdin = b""
        self._workspace = Workspace(selection.choice)
        self._written = written
        self._quiet = quiet

    def checked(self, scan: Scan, report: Report) -> Iterator[CheckedFile]:
        """The files that could be checked and of which there is something to say, in order.

        Problems and notes go to the report and, in the end, to standard error. Call it once. Raises
        SettingsError before anything is done with any of the files.
        """
        targets = self.targets
        self.count = len(targets) + len(self._workspace.problems)
        for path, sentence, named in self._workspace.unread:
            (self._problem if named else self._note)(report, path, sentence)
        self._note_missing()
        progress = Progress(len(targets), quiet=self._quiet)
        try:
            for file in scan(Files(targets, self._read(), progress.count)):
                progress.hide()
                for note in file.notes:
                    self._note(report, file.target.path, note)
                if file.problem:
                    self._problem(report, file.target.path, file.problem)
                else:
                    yield file
        finally:
            progress.hide()

    @property
    def folder(self) -> Path:
        """A folder that the files are in: that of a lone path, else the current one."""
        paths = self._selection.paths
        if len(paths) != 1 or self._selection.listed:
            return Path()
        path = Path(self._selection.stdin_filename or "." if self.from_stdin else paths[0])
        with suppress(OSError):  # what cannot be read is told later
            if path.exists():
                return path if path.is_dir() else path.parent
        return Path()

    @property
    def facts_day(self) -> date:
        """The day of the newest facts that count for any of the files."""
        from claude_preflight.knowledge.knowledge_files import newest_day  # late, as below

        _ = self.targets  # their settings may name newer facts
        return newest_day(self._workspace.knowledge_files)

    def unchanged(self) -> bytes:
        """Standard input, for a command that has nothing to change; nothing if it has a problem."""
        return b"" if self._problems else self._stdin

    def note_age(self, today: date) -> None:
        """Keep a note about facts that are old, if they are."""
        # A late import: only a run for people says it.
        from claude_preflight.knowledge.knowledge_files import age_note

        note = age_note(self._workspace.knowledge_files, today)
        self._notes += [note] if note else []

    @property
    def checked_files(self) -> list[str]:
        """The files that were checked, whether there is something to say of them or not."""
        return [target.path for target in self.targets if target.path not in self._failed]

    def add_note(self, note: str) -> None:
        """Keep a sentence about what was done, or about a bound."""
        self._notes.append(note)

    def add_problem(self, problem: str) -> None:
        """Keep a sentence about something that could not be read or written."""
        self._problems.append(problem)

    def exit_code(self, verdict: Verdict) -> Exit:
        """Print the notes and problems on standard error, and give the command's exit code."""
        if verdict.hidden and not verdict.exit_zero:
            self._notes.append(f"--severity hides {verdict.hidden:,} of the findings that fail.")
        for note in () if self._quiet else self._notes:
            click.echo(f"note: {printable(note)}", err=True)
        for problem in self._problems:
            click.echo(f"error: {printable(problem)}", err=True)
        if self._problems:
            return Exit.ERROR
        return Exit.FINDINGS if verdict.failed and not verdict.exit_zero else Exit.CLEAN

    def exit_code_of_names(self) -> Exit:
        """The same of a command that reads no file: what was named may not be there."""
        self._note_missing()
        for _, sentence, named in self._workspace.unread:
            click.echo(f"{'error' if named else 'note'}: {printable(sentence)}", err=True)
        for note in self._notes:
            click.echo(f"note: {printable(note)}", err=True)
        return Exit.ERROR if self._workspace.problems else Exit.CLEAN

    def _problem(self, report: Report, path: str, problem: str) -> None:
        self.add_problem(problem)
        self._failed.add(path)
        report.add_problem(path, problem)

    def _note(self, report: Report, path: str, note: str) -> None:
        self._notes.append(note)
        report.add_note(path, note)

    @cached_property
    def targets(self) -> list[Target]:
        """The files. Raises SettingsError, and click.UsageError for one that would be written."""
        if self.from_stdin:
            name = self._selection.stdin_filename
            settings = self._workspace.settings_in(Path(name or ".").parent)
            return [Target(name or "<stdin>", settings, named=True)]
        workspace, paths = self._workspace, self._selection.paths
        found = workspace.listed(paths) if self._selection.listed else workspace.targets(paths)
        return (
            [target for target in found if not self._is_written(target)] if self._written else found
        )

    def _note_missing(self) -> None:
        """Keep a note about paths that were listed and are not there, as that may be a mistake."""
        paths = self._selection.paths
        if self._selection.listed and not self._selection.since:
            missing = sum(not os.path.exists(path) for path in paths)  # noqa: PTH110 - as in `walk`
            if missing:
                self._notes.append(
                    f"{missing:,} of {len(paths):,} listed paths passed over: not there."
                )

    def _is_written(self, target: Target) -> bool:
        try:
            found = file_id(Path(target.path).stat()) in self._written
        except OSError:
            return False
        if found and target.named:
            raise click.UsageError(
                f"{target.path} is to be checked, so no report is written to it; name another file."
            )
        return found

    def _read(self) -> Read:
        if not self.from_stdin:
            return read_file
        if sys.stdin is None:
            raise click.UsageError("'-' stands for standard input, which is closed.")
        self._stdin = sys.stdin.buffer.read(LARGEST + 1)
        return lambda name: decode(self._stdin, name)
