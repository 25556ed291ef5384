"""The findings of all files as one JSON list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

from claude_preflight.cli.reports.records import record

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
            self._stream.write(self._before + json.dumps(record(path, shown, finding), indent=2))
            self._before = ",\n"

    def close(self, files: int) -> None:  # noqa: ARG002 - a list has no summary
        """End the list."""
        self._stream.write("[]\n" if self._before == "[\n" else "\n]\n")
