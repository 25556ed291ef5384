"""One JSON object per finding and line."""

from __future__ import annotations

import json
from typing import TextIO

from claude_preflight.cli.reports.records import record
from claude_preflight.findings import Finding
from claude_preflight.source.text import SourceText


class JsonLinesReport:
    """Writes a line per finding. ASCII only, so that no encoding can harm it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def add(
        self, path: str, text: SourceText, findings: tuple[Finding, ...], cell: int | None = None
    ) -> None:
        """Write the findings of a file, or of a cell of a notebook."""
        self._stream.writelines(
            json.dumps(record(path, text, finding, cell)) + "\n" for finding in findings
        )

    def close(self, files: int) -> None:
        """Nothing is left to write."""
