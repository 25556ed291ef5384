"""One JSON object per finding and line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

from claude_preflight.cli.reports.records import record

if TYPE_CHECKING:
    from claude_preflight.parts import Shown


class JsonLinesReport:
    """Writes a line per finding. ASCII only, so that no encoding can harm it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def add(self, path: str, shown: Shown) -> None:
        """Write the findings of a file."""
        self._stream.writelines(
            json.dumps(record(path, shown, finding)) + "\n" for finding in shown.findings
        )

    def close(self, files: int) -> None:
        """Nothing is left to write."""
