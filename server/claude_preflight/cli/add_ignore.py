"""`check --add-ignore`: comments and settings that silence what is found."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claude_preflight.cli.inputs import Inputs
from claude_preflight.cli.reports.summary import count
from claude_preflight.cli.repository import Repository
from claude_preflight.cli.selection import Selection
from claude_preflight.cli.verdict import Verdict
from claude_preflight.findings import Finding, SettingChange
from claude_preflight.rules import unused_ignore
from claude_preflight.settings import SettingsError
from claude_preflight.workspace.files import FileError, write_atomic, write_whole
from claude_preflight.workspace.scan import CheckedFile, Files, silence_files
from claude_preflight.workspace.settings_files import (
    OWN_FILE,
    SettingsFile,
    pattern_of,
    read_settings_text,
    with_setting,
)
from claude_preflight.workspace.walk import Target

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView


class Silencer:
    """Writes comments into files, and what has no comments into their settings files."""

    def __init__(self, inputs: Inputs, selection: Selection, verdict: Verdict) -> None:
        """Silence what a run would show. Raises click.UsageError for standard input."""
        if inputs.from_stdin:
            raise click.UsageError("--add-ignore changes files; name some instead of '-'.")
        self._inputs = inputs
        self._selection = selection
        self._verdict = verdict
        self._commented = 0
        self._files = 0
        self._written_files: set[str] = set()
        self._changes: dict[Path, list[SettingChange]] = {}

    def files(self, files: Files, today: date) -> Iterator[CheckedFile]:
        """The files, with what is still found in them."""
        for file in silence_files(files, today, self._counts):
            try:
                yield self._written(file)
            except FileError as error:
                yield CheckedFile(file.target, problem=str(error))

    def close(self) -> None:
        """Write the settings, and keep a note about what was done."""
        for path, changes in self._changes.items():
            try:
                _write_settings(path, changes)
            except (FileError, SettingsError) as error:
                self._inputs.add_problem(str(error))
        by_comments = f"{count(self._commented, 'finding')} in {count(self._files, 'file')}"
        self._inputs.add_note(f"Comments ignore {by_comments} now.")
        for path, changes in self._changes.items():
            shown = os.path.relpath(path)
            self._inputs.add_note(f"{shown} ignores {count(len(changes), 'rule')} by file now.")

    def _counts(self, path: str, view: FileView) -> list[bool]:
        kept = zip(view.findings, self._selection.counts(path, view), strict=True)
        return [is_in and each.severity <= self._verdict.severity for each, is_in in kept]

    def _written(self, file: CheckedFile) -> CheckedFile:
        """Write a file, and give what remains of its findings. Raises FileError."""
        fixed, view = file.fixed, file.view
        real = os.path.realpath(file.target.path)
        if fixed and real in self._written_files:  # under another name, a link
            return CheckedFile(file.target)
        if fixed:
            self._written_files.add(real)
            data = fixed.content.encode(fixed.data)
            write_atomic(file.target.path, data, fixed.content.raw)
            self._commented += len(fixed.changes.findings)
            self._files += 1
        if view is None:
            return file
        left = [not self._set(file.target, each) for each in view.findings]
        return file._replace(view=view.chosen(left), fixed=None)

    def _set(self, target: Target, finding: Finding) -> bool:
        """Whether a setting can ignore a finding; it is kept for later."""
        settings, path = target.settings, Path(target.path).resolve()
        if finding.rule == unused_ignore.CODE or (
            self._selection.choice.settings and not settings.file
        ):
            return False
        top = Repository(path.parent).root or Path.cwd()
        root, file = settings.root or top, settings.file or top / OWN_FILE
        if not path.is_relative_to(root.resolve()):
            return False
        change = SettingChange("ignore-in", finding.rule, pattern_of(path, root.resolve()))
        changes = self._changes.setdefault(file, [])
        if change not in changes:
            changes.append(change)
        return True


def _write_settings(path: Path, changes: Iterable[SettingChange]) -> None:
    """Raises FileError or SettingsError; then the file is as it was."""
    file = SettingsFile.at(path)
    text = read_settings_text(file) if path.exists() else ""
    for change in changes:
        text = with_setting(text, change, file.table)
    write_whole(str(path), text.encode())
