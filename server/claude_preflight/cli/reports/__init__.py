"""How findings are printed: one module per format, imported when it is asked for."""

from __future__ import annotations

from typing import Protocol, TextIO

from claude_preflight.findings import Finding
from claude_preflight.source.text import SourceText

FORMATS = ("text", "json", "jsonl")


class Report(Protocol):
    """Prints the findings of one file after the other."""

    def add(
        self, path: str, text: SourceText, findings: tuple[Finding, ...], cell: int | None = None
    ) -> None:
        """Print, or keep for later, the findings in a file, or in a cell (from 0) of a notebook."""

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
