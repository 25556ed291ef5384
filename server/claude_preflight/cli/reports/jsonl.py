"""A line about the run, then one JSON object per finding, problem or note, and line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO, TypedDict

from claude_preflight import __version__
from claude_preflight.cli.reports.records import AnyRecord, RecordReport
from claude_preflight.safe_text import masked

if TYPE_CHECKING:
    from claude_preflight.cli.reports import Run

# The version of `schemas/findings.schema.json`. A change that breaks a reader makes it one more.
_SCHEMA_VERSION = 1


class Envelope(TypedDict):
    """What the findings below it depend on; None stands for what is not known. Days are ISO."""

    schema_version: int
    tool: str
    tool_version: str
    facts_date: str
    today: str
    repository: str | None
    commit: str | None


def report(stream: TextIO, run: Run) -> JsonLinesReport:
    """The report of `check`."""
    return JsonLinesReport(stream, run)


def envelope(run: Run) -> Envelope:
    """The line about a run."""
    return {
        "schema_version": _SCHEMA_VERSION,
        "tool": "claude-preflight",
        "tool_version": __version__,
        "facts_date": run.facts.isoformat(),
        "today": run.today.isoformat(),
        "repository": run.repository.name,
        "commit": run.repository.commit,
    }


class JsonLinesReport(RecordReport):
    """Writes a line for each of them. ASCII only, so that no encoding can harm it."""

    def __init__(self, stream: TextIO, run: Run) -> None:
        super().__init__(run.repository)
        self._stream = stream
        self._write(envelope(run))

    def close(self, files: int) -> None:
        """Nothing is left to write."""

    def _write(self, each: AnyRecord | Envelope) -> None:
        self._stream.write(masked(json.dumps(each, allow_nan=False)) + "\n")
