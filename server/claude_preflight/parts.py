"""Parts: how readers of a file see its findings. A file has one part, a notebook one per cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claude_preflight.findings import Finding
from claude_preflight.source.document import Document
from claude_preflight.source.notebook import by_cell
from claude_preflight.source.text import SourceText


@dataclass(frozen=True, slots=True)
class Part:
    """A text and the findings in it; `cell` is the number, from 0, of a cell of a notebook."""

    text: SourceText
    findings: tuple[Finding, ...]
    cell: int | None = None


def parts_of(document: Document, findings: Iterable[Finding]) -> Iterator[Part]:
    """The parts of a document that have findings, in their order."""
    waiting = tuple(findings)
    if document.language.cells:
        for cell, text, inside in by_cell(document, waiting):
            yield Part(text, inside, cell)
            waiting = waiting[len(inside) :]
    # All of it is left of a notebook that cannot be read as one.
    if waiting:
        yield Part(document.text, waiting)
