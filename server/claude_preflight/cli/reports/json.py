"""The findings of all files as one JSON list."""

from __future__ import annotations

import json
from typing import TextIO

from claude_preflight.cli.reports.records import record
from claude_preflight.findings import Finding
from claude_preflight.source.text import SourceText


class JsonReport:
    """Writes the list as the findings come. ASCII only, so that no encoding can harm it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._before = "[\n"

    def add(
        self, path: str, text: SourceText, findings: tuple[Finding, ...], cell: int | None = None
    ) -> None:
        """Write the findings of a file, or of a cell of a notebook."""
        for finding in findings:
            self._stream.write(
                self._before + json.dumps(record(path, text, finding, cell), indent=2)
            )
            self._before = ",\n"

    def close(self, files: int) -> None:  # noqa: ARG002 - a list has no summary
        """End the list."""
        self._stream.write("[]\n" if self._before == "[\n" else "\n]\n")
