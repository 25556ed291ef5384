"""The findings of all files, the problems and the notes as one JSON list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

from claude_preflight.cli.reports.records import AnyRecord, record
from claude_preflight.safe_text import masked

if TYPE_CHECKING:
    from claude_preflight.parts import Shown


class JsonReport:
    """Writes the list as the findings come. ASCII only, so that no encoding can harm it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._before = "[\n"

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

    def close(self, files: int) -> None:  # noqa: ARG002 - a list has no summary
        """End the list."""
        self._stream.write("[]\n" if self._before == "[\n" else "\n]\n")

    def _write(self, each: AnyRecord) -> None:
        self._stream.write(self._before + masked(json.dumps(each, indent=2, allow_nan=False)))
        self._before = ",\n"
