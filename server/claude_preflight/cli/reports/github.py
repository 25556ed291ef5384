"""Findings as annotations of GitHub Actions, the loudest first.

GitHub shows ten of each kind in a step.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

from claude_preflight.cli.reports.records import place_record
from claude_preflight.findings import Finding, Severity
from claude_preflight.safe_text import printable

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView
    from claude_preflight.cli.reports import Run
    from claude_preflight.cli.repository import Repository

_KINDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "notice",
    Severity.HINT: "notice",
}


def report(stream: TextIO, run: Run) -> GithubReport:
    """The report of `check`."""
    return GithubReport(stream, run.repository)


class GithubReport:
    """Keeps the annotations of all files, and writes a line for each."""

    def __init__(self, stream: TextIO, repository: Repository) -> None:
        self._stream = stream
        self._repository = repository
        self._lines: list[tuple[Severity, str]] = []

    def add(self, path: str, view: FileView) -> None:
        """Keep the findings of a file."""
        for finding, in_file in zip(view.findings, view.in_file.findings, strict=True):
            place = place_record(view.in_file, in_file.span)
            properties: dict[str, object] = {
                "file": self._repository.path(path),
                "line": place["line"],
                "endLine": place["end_line"],
                "title": _title(view, finding),
            }
            if place["line"] == place["end_line"]:  # GitHub takes columns of one line only
                properties |= {"col": place["column"] + 1, "endColumn": place["end_column"] + 1}
            self._keep(finding.severity, properties, _message(finding))

    def add_problem(self, path: str, problem: str) -> None:
        """Keep a problem."""
        properties = {"file": self._repository.path(path), "title": "Not checked"}
        self._keep(Severity.ERROR, properties, problem)

    def add_note(self, path: str, note: str) -> None:
        """Keep a note."""
        self._keep(Severity.HINT, {"file": self._repository.path(path), "title": "Note"}, note)

    def close(self, files: int) -> None:  # noqa: ARG002 - it has no summary
        """Write the lines."""
        for _, line in sorted(self._lines, key=lambda each: each[0]):
            self._stream.write(line)

    def _keep(self, severity: Severity, properties: Mapping[str, object], message: str) -> None:
        told = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
        line = f"::{_KINDS[severity]} {told}::{_data(printable(message))}\n"
        self._lines.append((severity, line))


def _title(view: FileView, finding: Finding) -> str:
    cell = view.part(finding.span).cell
    return finding.rule if cell is None else f"{finding.rule} (cell {cell + 1})"


def _message(finding: Finding) -> str:
    fix = finding.best_fix(unsafe=True)
    if fix is None:
        return finding.message
    return f"{finding.message} {'Fix' if fix.safe else 'Possible fix'}: {fix.title}."


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")
