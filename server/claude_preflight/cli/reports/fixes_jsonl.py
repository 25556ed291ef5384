"""What `fix` did as one JSON object per place, remaining finding, problem or note, and line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

from claude_preflight.cli.reports.changes import changes_in
from claude_preflight.cli.reports.records import record, said_record
from claude_preflight.safe_text import masked

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView
    from claude_preflight.analysis.fix_groups import FixGroups
    from claude_preflight.settings import Settings


class JsonLinesFixReport:
    """Writes a line for each of them. ASCII only, so that no encoding can harm it.

    What was changed has `old`, `new` and the title of the `fix`; its place is the one before. What
    remains is a finding as `check` writes it, with why it was `left`.
    """

    def __init__(self, stream: TextIO, groups: FixGroups) -> None:
        self._stream = stream
        self._groups = groups

    def add_changes(self, path: str, view: FileView, settings: Settings) -> None:  # noqa: ARG002
        """Write the places that were changed in a file."""
        for change in changes_in(view):
            finding = change.finding
            self._write(
                {
                    **said_record(path, view, finding, change.edit.span),
                    "old": change.old,
                    "new": change.new,
                    "fix": finding.fixes[0].title,
                }
            )

    def add(self, path: str, view: FileView) -> None:
        """Write the findings that remain in a file."""
        for finding in view.findings:
            left = {"left": self._groups.why_left(finding)}
            self._write({**record(path, view, finding), **left})

    def add_problem(self, path: str, problem: str) -> None:
        """Write a problem."""
        self._write({"path": path, "problem": problem})

    def add_note(self, path: str, note: str) -> None:
        """Write a note."""
        self._write({"path": path, "note": note})

    def close(self, files: int) -> None:
        """Nothing is left to write."""

    def _write(self, each: Mapping[str, object]) -> None:
        self._stream.write(masked(json.dumps(each, allow_nan=False)) + "\n")
