"""The reader: from a document to facts. Bytes first, then the syntax around each hit."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from claude_preflight.facts.bindings import Names
from claude_preflight.facts.mentions import Mentions
from claude_preflight.facts.requests import Requests
from claude_preflight.facts.roles import Roles
from claude_preflight.facts.triggers import hits, name_models
from claude_preflight.facts.types import Facts, Mention
from claude_preflight.findings import Span
from claude_preflight.steps import finish
from claude_preflight.syntax.injections import Regions
from claude_preflight.syntax.notebook import cells, embedded_in
from claude_preflight.syntax.parsing import UnparsableError
from claude_preflight.text.source_map import Embedded

if TYPE_CHECKING:
    from claude_preflight.syntax.document import Document


def read_facts(document: Document) -> Generator[None, None, Facts]:
    """The facts of a document, read in steps of about a millisecond if they are not known yet."""
    if document.reading.facts is None:
        document.reading.facts = yield from _read_all(document)
    return document.reading.facts


def read_part(document: Document, span: Span) -> Facts:
    """The facts of a part of a document, which need not be known elsewhere."""
    return finish(_read(document, span))


def _read_all(document: Document) -> Generator[None, None, Facts]:
    whole = Span(0, len(document.text.data))
    if not name_models(document.text.data, whole):
        return Facts()
    if document.is_too_large:
        document.note(f"is larger than {document.language.largest >> 20} MB")
    try:
        yield from document.syntax.parse()
    except UnparsableError as error:
        document.note(str(error))
        document = document.by_line()
    if document.language.cells:
        found = cells(document)
        if found is not None:
            return Facts(embedded=tuple(embedded_in(document, found)))
        document = document.by_line()
    return (yield from _read(document, whole))


def _read(document: Document, span: Span) -> Generator[None, None, Facts]:
    names = Names(document)
    requests = Requests(document, names)
    mentions = Mentions(document, Roles(document, requests, names))
    regions = Regions(document, requests)
    found: dict[Span, Mention] = {}
    embedded: list[Embedded] = []
    at = span.start
    for hit in hits(document.text.data, span.start, span.end):
        if hit.span.start < at:
            continue  # in what is embedded, or in a word that is read
        marks = mentions.marks(hit)
        inner = regions.at(hit, marks)
        if inner is not None:
            embedded.append(inner)
            at = inner.span.end
        elif mention := mentions.at(hit, marks):
            found[mention.span] = mention
            at = max(at, mention.span.end)
        yield
    read = []
    for request in requests.read():
        read.append(request)
        yield
    listed = tuple(found[span] for span in sorted(found))
    return Facts(listed, tuple(read), tuple(embedded), names.asked)
