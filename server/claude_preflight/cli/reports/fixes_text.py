"""What `fix` did, for people: a line for each place, what remains and why, and the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from claude_preflight.cli.reports.changes import changes_in, place_of, shown
from claude_preflight.cli.reports.summary import count
from claude_preflight.cli.reports.text import TextReport

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView
    from claude_preflight.analysis.fix_groups import FixGroups
    from claude_preflight.settings import Settings


class TextFixReport(TextReport):
    """Writes changes and what remains as they come. Beside a diff it only counts."""

    def __init__(
        self,
        stream: TextIO,
        groups: FixGroups,
        *,
        colour: bool,
        quiet: bool,
        is_done: bool,
        has_diff: bool,
    ) -> None:
        super().__init__(stream, colour=colour, quiet=quiet, why_left=groups.why_left)
        self._is_done = is_done
        self._has_diff = has_diff
        self._fixes = 0
        self._changed = 0

    def add_changes(self, path: str, view: FileView, settings: Settings) -> None:  # noqa: ARG002
        """Write a line for each place."""
        self._fixes += len(view.findings)
        self._changed += 1
        for change in () if self._has_diff else changes_in(view):
            place = self._style(f"{place_of(path, view, change.edit.span)}:", bold=True)
            rule = self._style(f"[{change.finding.rule}]", dim=True)
            words = (place, *shown(change.old).split(), "->", *shown(change.new).split(), rule)
            self._write(words)

    def add(self, path: str, view: FileView) -> None:
        """Write what remains."""
        if not self._has_diff:
            super().add(path, view)

    def close(self, files: int) -> None:
        """Write how much was fixed, and how much remains."""
        if (self._fixes or self._has_diff) and not self._quiet:
            verb = "Applied" if self._is_done else "Would apply"
            done = f"{count(self._fixes, 'fix')} in {count(self._changed, 'file')}"
            self._stream.write(f"{verb} {done}.\n")
        if not self._has_diff:
            super().close(files)
