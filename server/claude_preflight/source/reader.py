"""The reader: from a document to facts. Bytes first, then the syntax around each hit."""

from __future__ import annotations

from collections.abc import Generator

from claude_preflight.findings import Span
from claude_preflight.source.document import Document
from claude_preflight.source.facts import Facts, Mention
from claude_preflight.source.hits import MODEL, may_matter
from claude_preflight.source.mentions import Mentions
from claude_preflight.source.names import Names
from claude_preflight.source.requests import Requests


def read_facts(document: Document) -> Generator[None, None, Facts]:
    """The facts of a document, read in steps of about a millisecond if they are not known yet."""
    if document.reading.facts is None:
        document.reading.facts = yield from _read(document)
    return document.reading.facts


def _read(document: Document) -> Generator[None, None, Facts]:
    data = document.text.data
    if not may_matter(data):
        return Facts()
    yield from document.syntax.parse()
    names = Names(document)
    requests = Requests(document, names)
    mentions = Mentions(document, requests)
    found: dict[Span, Mention] = {}
    for match in MODEL.finditer(data):
        mention = mentions.at(Span(*match.span()))
        if mention is not None:
            found[mention.span] = mention
        yield
    read = []
    for request in requests.read():
        read.append(request)
        yield
    return Facts(tuple(found[span] for span in sorted(found)), tuple(read), names.asked)
