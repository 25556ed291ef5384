"""How many findings there are, by rule, by model and by folder: for people, or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, TextIO

from claude_preflight.cli.reports.columns import aligned
from claude_preflight.cli.reports.lines import terminal_width, words_of, wrapped
from claude_preflight.cli.reports.summary import Summary
from claude_preflight.findings import Finding, Severity
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.regex import regex
from claude_preflight.safe_text import masked, printable

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView
    from claude_preflight.cli.reports import Run

FORMATS = ("text", "json")
# Of each kind this many lines are shown to people, those with the most findings.
_MOST_LINES = 20
_CODE = regex(r"`([^`]+)`")
_LEVELS = tuple(severity.label for severity in Severity)
# What these mark is an id, if of no model that is known.
_ABOUT_IDS = frozenset({"unknown-model", "model-platform"})
_NO_MODEL = "(none named)"


Counts = Mapping[str, Counter[str]]
"""How many findings of each level there are, by the name of what they are counted for."""


def report(format_name: str, stream: TextIO, run: Run) -> StatisticsReport:
    """The report of `check --statistics` in one of FORMATS."""
    return StatisticsReport(stream, is_json=format_name == "json", quiet=run.quiet)


class StatisticsReport:
    """Counts the findings of all files."""

    def __init__(self, stream: TextIO, *, is_json: bool, quiet: bool) -> None:
        self._stream = stream
        self._is_json = is_json
        self._quiet = quiet
        self._summary = Summary()
        self._by: dict[str, dict[str, Counter[str]]] = {"rule": {}, "model": {}, "folder": {}}

    def add(self, path: str, view: FileView) -> None:
        """Count the findings of a file."""
        self._summary.add(view)
        folder = PurePath(path).parent.as_posix()
        for finding in view.findings:
            names = {"rule": finding.rule, "model": _model_of(finding), "folder": folder}
            for kind, name in names.items():
                self._by[kind].setdefault(name, Counter())[finding.severity.label] += 1

    def add_problem(self, path: str, problem: str) -> None:  # noqa: ARG002 - on standard error
        """Keep the file, to name it in the end."""
        self._summary.add_failed(path)

    def add_note(self, path: str, note: str) -> None:
        """Nothing to write: standard error says it."""

    def close(self, files: int) -> None:
        """Write the numbers, the largest first."""
        if self._is_json:
            told = {f"by_{kind}": _records(counts) for kind, counts in self._by.items()}
            self._stream.write(masked(json.dumps({"files": files, **told}, indent=2)) + "\n")
            return
        for kind, counts in self._by.items():
            self._stream.writelines(f"{line}\n" for line in self._table(kind, counts))
        for line in () if self._quiet else self._summary.lines(files):
            self._stream.write(wrapped(words_of(line), terminal_width(), 4) + "\n")

    def _table(self, kind: str, counts: Counts) -> Iterator[str]:
        if not counts:
            return
        levels = [level for level in _LEVELS if any(each[level] for each in counts.values())]
        head = (kind.upper(), "ALL", *(level.upper() for level in levels))
        rows = [
            [
                printable(masked(name)),
                f"{each.total():,}",
                *(f"{each[level]:,}" for level in levels),
            ]
            for name, each in _sorted(counts)[:_MOST_LINES]
        ]
        yield from aligned([head, *rows], head[1:], colour=False)
        if (more := len(counts) - _MOST_LINES) > 0:
            yield f"{more:,} more"
        yield ""


def _sorted(counts: Counts) -> list[tuple[str, Counter[str]]]:
    return sorted(counts.items(), key=lambda each: (-each[1].total(), each[0]))


def _records(counts: Counts) -> list[dict[str, object]]:
    return [
        {"name": name, "findings": each.total(), **{level: each[level] for level in _LEVELS}}
        for name, each in _sorted(counts)
    ]


def _model_of(finding: Finding) -> str:
    """The model that a finding is about: what it marks, or the first that its message names."""
    registry = ModelRegistry.load()
    said = () if finding.rule in _ABOUT_IDS else _CODE.findall(finding.message)
    for text in (finding.text, *said):
        if found := registry.find(text):
            return found.model
    return finding.text if finding.rule in _ABOUT_IDS else _NO_MODEL
