"""One JSON object per finding, problem or note, and line."""

from __future__ import annotations

import json
from typing import TextIO

from claude_preflight.cli.reports.records import AnyRecord, RecordReport
from claude_preflight.safe_text import masked


class JsonLinesReport(RecordReport):
    """Writes a line for each of them. ASCII only, so that no encoding can harm it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def close(self, files: int) -> None:
        """Nothing is left to write."""

    def _write(self, each: AnyRecord) -> None:
        self._stream.write(masked(json.dumps(each, allow_nan=False)) + "\n")
