"""Parts: how readers of a file see its findings. A file has one part, a notebook one per cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from claude_preflight.findings import Finding, Span
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.notebook import Cell, cells, inward
from claude_preflight.text.source_text import SourceText


@dataclass(frozen=True, slots=True)
class Part:
    """A text that readers see as one, and where it starts among the parts of its file.

    `cell` is the number, from 0, of a cell of a notebook.
    """

    text: SourceText
    start: int = 0
    cell: int | None = None

    def own(self, span: Span) -> Span:
        """A place among the parts as one in this text."""
        return Span(span.start - self.start, span.end - self.start)


@dataclass(frozen=True, slots=True)
class Shown:
    """What readers see of a file: parts, and findings whose places run through all of them."""

    parts: tuple[Part, ...] = ()
    findings: tuple[Finding, ...] = ()

    def part(self, span: Span) -> Part:
        """The part that a place is in."""
        at = bisect_right(self.parts, span.start, key=lambda part: part.start)
        return self.parts[at - 1]


def shown(document: Document, findings: Iterable[Finding]) -> Shown:
    """The findings in a document as its readers see them."""
    found = tuple(findings)
    if not found:
        return Shown()
    if document.language.cells and (listed := cells(document)) is not None:
        return _by_cell(listed, found)
    # All of it is shown of a notebook that cannot be read as one.
    return Shown((Part(document.text),), found)


def _by_cell(listed: Iterable[Cell], findings: Iterable[Finding]) -> Shown:
    parts, known, start = [], [], 0
    for cell in listed:
        origins = cell.origins
        known.append((cell.span, origins, start))
        parts.append(Part(SourceText.of(origins.data), start, cell.number))
        start += len(origins.data) + 1
    return Shown(tuple(parts), tuple(inward(finding, known) for finding in findings))
