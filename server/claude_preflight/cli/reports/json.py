"""The findings of all files, the problems and the notes as one JSON list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

from claude_preflight.cli.reports.records import AnyRecord, RecordReport
from claude_preflight.safe_text import masked

if TYPE_CHECKING:
    from claude_preflight.cli.reports import Run
    from claude_preflight.cli.repository import Repository


def report(stream: TextIO, run: Run) -> JsonReport:
    """The report of `check`."""
    return JsonReport(stream, run.repository)


class JsonReport(RecordReport):
    """Writes the list as the findings come. ASCII only, so that no encoding can harm it."""

    def __init__(self, stream: TextIO, repository: Repository) -> None:
        super().__init__(repository)
        self._stream = stream
        self._before = "[\n"

    def close(self, files: int) -> None:  # noqa: ARG002 - a list has no summary
        """End the list."""
        self._stream.write("[]\n" if self._before == "[\n" else "\n]\n")

    def _write(self, each: AnyRecord) -> None:
        self._stream.write(self._before + masked(json.dumps(each, indent=2, allow_nan=False)))
        self._before = ",\n"
