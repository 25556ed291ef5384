"""How findings are printed: one module per format, imported when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from claude_preflight.analysis.cell_view import FileView


FORMATS = ("text", "json", "jsonl")


class Report(Protocol):
    """Prints the findings of one file after the other."""

    def add(self, path: str, view: FileView) -> None:
        """Print, or keep for later, what there is to show of a file."""

    def add_problem(self, path: str, problem: str) -> None:
        """Print, or keep for later, what kept a file from being checked, or from being written."""

    def add_note(self, path: str, note: str) -> None:
        """Print, or keep for later, a bound that was met in a file."""

    def close(self, files: int) -> None:
        """Print what is left to say after the last file; `files` is how many were checked."""


def report_for(format_name: str, stream: TextIO, *, colour: bool) -> Report:
    """A report in one of FORMATS that writes to a stream."""
    if format_name == "json":
        from claude_preflight.cli.reports.json import JsonReport

        return JsonReport(stream)
    if format_name == "jsonl":
        from claude_preflight.cli.reports.jsonl import JsonLinesReport

        return JsonLinesReport(stream)
    from claude_preflight.cli.reports.text import TextReport

    return TextReport(stream, colour=colour)
