"""How readers see a file: as one text, a notebook cell by cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from claude_preflight.analysis.file_view import FileView, Part
from claude_preflight.findings import Edit, Finding, Span
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.notebook import Cell
from claude_preflight.text.source_map import SourceMap
from claude_preflight.text.source_text import SourceText


def view_of(document: Document, findings: Iterable[Finding]) -> FileView:
    """The findings in a document as its readers see them."""
    found = tuple(findings)
    if not found:
        return FileView()
    # All of it is shown of a notebook that cannot be read as one.
    whole = FileView((Part(document.text),), found)
    cells = document.cells()
    return whole if cells is None else _by_cell(cells, found)._replace(raw=whole)


def _by_cell(cells: Iterable[Cell], findings: Iterable[Finding]) -> FileView:
    parts, known, start = [], [], 0
    for cell in cells:
        source_map = cell.source_map
        known.append((cell.span, source_map, start))
        parts.append(Part(SourceText.of(source_map.data), start, cell.number))
        start += len(source_map.data) + 1
    return FileView(tuple(parts), tuple(_inward(finding, known) for finding in findings))


def _inward(finding: Finding, known: Sequence[tuple[Span, SourceMap, int]]) -> Finding:
    """A finding in a file as one in the joined sources of its cells.

    Of each cell, `known` has the place in the file, the source, and where that begins, in order.
    """

    def placed(span: Span) -> Span:
        cell = bisect_right(known, span.start, key=lambda each: each[0].start) - 1
        _, source_map, start = known[cell]
        inner = source_map.inward(span)
        return Span(start + inner.start, start + inner.end)

    fixes = tuple(
        fix._replace(edits=tuple(Edit(placed(edit.span), edit.text) for edit in fix.edits))
        for fix in finding.fixes
    )
    related = tuple(each._replace(span=placed(each.span)) for each in finding.related)
    return finding._replace(span=placed(finding.span), fixes=fixes, related=related)
