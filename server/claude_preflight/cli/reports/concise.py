"""A line for each finding, however wide: for grep, editors and reviewdog."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from claude_preflight.cli.reports.changes import place_of
from claude_preflight.cli.reports.summary import Summary
from claude_preflight.safe_text import printable

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView
    from claude_preflight.cli.reports import Run


def report(stream: TextIO, run: Run) -> ConciseReport:
    """The report of `check`."""
    return ConciseReport(stream, quiet=run.quiet)


class ConciseReport:
    """Writes `path:line:column: level: message [rule]` as findings come, and the closing lines."""

    def __init__(self, stream: TextIO, *, quiet: bool) -> None:
        self._stream = stream
        self._quiet = quiet
        self._summary = Summary()

    def add(self, path: str, view: FileView) -> None:
        """Write the findings of a file."""
        self._summary.add(view)
        for finding in view.findings:
            place = place_of(path, view, finding.span)
            said = f"{finding.severity.label}: {printable(finding.message)} [{finding.rule}]"
            self._stream.write(f"{place}: {said}\n")

    def add_problem(self, path: str, problem: str) -> None:  # noqa: ARG002 - on standard error
        """Keep the file, to name it in the end."""
        self._summary.add_failed(path)

    def add_note(self, path: str, note: str) -> None:
        """Nothing to write: standard error says it."""

    def close(self, files: int) -> None:
        """Write the closing lines."""
        if not self._quiet:
            self._stream.writelines(f"{line}\n" for line in self._summary.lines(files))
