"""A finding as the plain values that the JSON reports write."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, TypedDict

from claude_preflight.findings import Finding, Fix, Span

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView
    from claude_preflight.cli.repository import Repository


class Place(TypedDict):
    """A range: lines from 1, columns from 0 in UTF-16 units, as the Language Server Protocol.

    In a notebook it is one in a cell; `cell` is its number from 0, else null.
    """

    cell: int | None
    line: int
    column: int
    end_line: int
    end_column: int


class EditRecord(Place):
    """Replace a range by a text."""

    text: str


class FixRecord(TypedDict):
    """One way out of a finding; `safe` if `fix` applies it unasked."""

    title: str
    safe: bool
    edits: list[EditRecord]


class RelatedRecord(Place):
    """Another place that a finding is about."""

    message: str


class SaidRecord(Place):
    """What is said of a place. `code` is the same as `rule`; `reason` says why it has its role."""

    path: str
    rule: str
    code: str
    severity: str
    role: str | None
    reason: str | None
    message: str


class FindingRecord(SaidRecord):
    """A finding. `text` is what it is about, `hold` why `fix` leaves it, whatever it is asked.

    `expected_at` is where a test expects it, for which `fix` waits to be asked.
    """

    text: str
    hold: str | None
    expected_at: str | None
    related: list[RelatedRecord]
    fixes: list[FixRecord]


class OwnedRecord(FindingRecord):
    """A finding of `check`, with the owners of its file as CODEOWNERS says."""

    owners: list[str]


class ProblemRecord(TypedDict):
    """A file that was not checked, and why."""

    path: str
    problem: str


class NoteRecord(TypedDict):
    """A file that was checked, and a bound that was met in it."""

    path: str
    note: str


AnyRecord = OwnedRecord | ProblemRecord | NoteRecord


class RecordReport(ABC):
    """Writes what there is to say of each file as records."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository

    def add(self, path: str, view: FileView) -> None:
        """Write the findings of a file."""
        if not view.findings:
            return
        owners = list(self._repository.owners(path))
        for finding in view.findings:
            self._write({**record(path, view, finding), "owners": owners})

    def add_problem(self, path: str, problem: str) -> None:
        """Write a problem."""
        self._write({"path": path, "problem": problem})

    def add_note(self, path: str, note: str) -> None:
        """Write a note."""
        self._write({"path": path, "note": note})

    @abstractmethod
    def _write(self, each: AnyRecord) -> None:
        """Write a record."""


def said_record(path: str, view: FileView, finding: Finding, span: Span) -> SaidRecord:
    """What a finding says of a place in a file, as plain values."""
    return {
        "path": path,
        **place_record(view, span),
        "rule": finding.rule,
        "code": finding.rule,
        "severity": finding.severity.label,
        "role": finding.role.value if finding.role else None,
        "reason": finding.reason or None,
        "message": finding.message,
    }


def record(path: str, view: FileView, finding: Finding) -> FindingRecord:
    """A finding in a file, as plain values."""
    return {
        **said_record(path, view, finding, finding.span),
        "text": finding.text,
        "hold": finding.hold or None,
        "expected_at": finding.expected_at or None,
        "related": [
            {**place_record(view, each.span), "message": each.message} for each in finding.related
        ],
        "fixes": [_fix(view, fix) for fix in finding.fixes],
    }


def _fix(view: FileView, fix: Fix) -> FixRecord:
    edits: list[EditRecord] = [
        {**place_record(view, edit.span), "text": edit.text} for edit in sorted(fix.edits)
    ]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}


def place_record(view: FileView, span: Span) -> Place:
    """A range in what readers see of a file."""
    part = view.part(span)
    inner = part.inward(span)
    start, end = (part.text.position(offset, "utf-16") for offset in (inner.start, inner.end))
    return {
        "cell": part.cell,
        "line": start.line + 1,
        "column": start.character,
        "end_line": end.line + 1,
        "end_column": end.character,
    }
