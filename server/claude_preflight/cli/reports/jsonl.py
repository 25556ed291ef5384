"""One JSON object per finding, problem or note, and line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

from claude_preflight.cli.reports.records import AnyRecord, record
from claude_preflight.safe_text import masked

if TYPE_CHECKING:
    from claude_preflight.parts import Shown


class JsonLinesReport:
    """Writes a line for each of them. ASCII only, so that no encoding can harm it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def add(self, path: str, shown: Shown) -> None:
        """Write the findings of a file."""
        for finding in shown.findings:
            self._write(record(path, shown, finding))

    def add_problem(self, path: str, problem: str) -> None:
        """Write a problem."""
        self._write({"path": path, "problem": problem})

    def add_note(self, path: str, note: str) -> None:
        """Write a note."""
        self._write({"path": path, "note": note})

    def close(self, files: int) -> None:
        """Nothing is left to write."""

    def _write(self, each: AnyRecord) -> None:
        self._stream.write(masked(json.dumps(each, allow_nan=False)) + "\n")
