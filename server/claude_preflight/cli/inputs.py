"""What a command checks: the files under its paths, or standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import click

from claude_preflight.cli.options import Exit
from claude_preflight.cli.reports.excerpt import printable
from claude_preflight.files import FileContent, FileError, decode, read_file
from claude_preflight.scan import CheckedFile, check_content, check_files
from claude_preflight.settings import KnowledgeFile
from claude_preflight.workspace import Target, Workspace


class Inputs:
    """The files that a command checks, how many they were, and what could not be read.

    `paths` are the command's arguments; a lone `-` is standard input.
    """

    def __init__(
        self,
        paths: tuple[str, ...],
        stdin_filename: str | None,
        *,
        ignore_files: bool,
        knowledge: KnowledgeFile | None = None,
    ) -> None:
        if "-" in paths and len(paths) > 1:
            raise click.UsageError(
                "'-' stands for standard input and cannot be mixed with paths; name one or other."
            )
        if stdin_filename and paths != ("-",):
            raise click.UsageError(
                "--stdin-filename names what comes on standard input; give '-' as the only path."
            )
        self.count = 0
        self.from_stdin = paths == ("-",)
        self._problems: list[str] = []
        self._stdin: FileContent | None = None
        self._paths = paths or (".",)
        self._stdin_filename = stdin_filename
        self._workspace = Workspace(ignore_files=ignore_files, knowledge=knowledge)

    def checked(self, today: date) -> Iterator[CheckedFile]:
        """The files with findings, in order. Call it once."""
        if self.from_stdin:
            files = self._checked_stdin(today)
        else:
            files = check_files(self._counted(self._workspace.targets(self._paths)), today)
        for file in files:
            if file.problem:
                self.add_problem(file.problem)
            else:
                yield file

    def content(self, file: CheckedFile) -> FileContent:
        """The whole of a file that was checked. Raises FileError."""
        return self._stdin or read_file(file.target.path)

    def age_note(self, today: date) -> str | None:
        """A sentence about facts that are old; None if they are not."""
        # A late import: only a run for people says it.
        from claude_preflight.knowledge.knowledge_files import age_note

        return age_note(self._workspace.knowledge_files, today)

    def add_problem(self, problem: str) -> None:
        """Keep a sentence about something that could not be read or written."""
        self._problems.append(problem)

    def exit_code(self, *, found: bool) -> Exit:
        """Print the problems on standard error and give the exit code of the command."""
        problems = [*self._workspace.problems, *self._problems]
        for problem in problems:
            click.echo(f"error: {printable(problem)}", err=True)
        if problems:
            return Exit.ERROR
        return Exit.FINDINGS if found else Exit.CLEAN

    def _checked_stdin(self, today: date) -> Iterator[CheckedFile]:
        name = self._stdin_filename or "<stdin>"
        settings = self._workspace.settings_in(Path(self._stdin_filename or ".").parent)
        raw = sys.stdin.buffer.read()
        self.count = 1
        try:
            self._stdin = decode(raw, name)
        except FileError as error:
            self.add_problem(str(error))
        else:
            yield check_content(Target(name, settings, named=True), self._stdin, today)

    def _counted(self, targets: Iterable[Target]) -> Iterator[Target]:
        for self.count, target in enumerate(targets, start=1):
            yield target
