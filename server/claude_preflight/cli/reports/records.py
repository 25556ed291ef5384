"""A finding as the plain values that the JSON reports write."""

from __future__ import annotations

from typing import TypedDict

from claude_preflight.findings import Finding, Fix, Span
from claude_preflight.source.text import SourceText


class Place(TypedDict):
    """A range: lines from 1, columns from 0 in UTF-16 units, as the Language Server Protocol."""

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


class FindingRecord(Place):
    """A finding. `code` is the same as `rule`; `text` is what the finding is about.

    In a notebook all places are those in a cell; `cell` is its number from 0, else null.
    """

    path: str
    cell: int | None
    rule: str
    code: str
    severity: str
    role: str | None
    message: str
    text: str
    fixes: list[FixRecord]


def record(path: str, text: SourceText, finding: Finding, cell: int | None) -> FindingRecord:
    """A finding in a file, or in a cell of a notebook, as plain values."""
    return {
        "path": path,
        "cell": cell,
        **_place(text, finding.span),
        "rule": finding.rule,
        "code": finding.rule,
        "severity": finding.severity.label,
        "role": finding.role.value if finding.role else None,
        "message": finding.message,
        "text": finding.text,
        "fixes": [_fix(text, fix) for fix in finding.fixes],
    }


def _fix(text: SourceText, fix: Fix) -> FixRecord:
    edits: list[EditRecord] = [
        {**_place(text, edit.span), "text": edit.text} for edit in sorted(fix.edits)
    ]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}


def _place(text: SourceText, span: Span) -> Place:
    start, end = (text.position(offset, "utf-16") for offset in (span.start, span.end))
    return {
        "line": start.line + 1,
        "column": start.character,
        "end_line": end.line + 1,
        "end_column": end.character,
    }
