"""The reader: from a document to facts. Bytes first, then the syntax around each hit."""

from __future__ import annotations

import re
from collections.abc import Generator

from claude_preflight.findings import Span
from claude_preflight.source.document import Document
from claude_preflight.source.facts import Facts, Mention
from claude_preflight.source.mentions import MODEL, Mentions
from claude_preflight.source.requests import Requests

# The names of the output limit in the languages and SDKs; every request has to set it.
_LIMIT = re.compile(
    rb"\bmax_(?:(?:output|completion)_)?tokens(?:_to_sample)?\b"
    rb"|\bmax(?:Output|Completion)?Tokens(?:ToSample)?\b"
)


def may_matter(data: bytes) -> bool:
    """Whether a file can hold a finding at all; told from its bytes, in no time."""
    return b"laude-" in data or b"LAUDE-" in data


def read_facts(document: Document) -> Generator[None, None, Facts]:
    """Read the facts of a document in steps of about a millisecond; the generator returns them."""
    data = document.text.data
    if not may_matter(data):
        return Facts()
    yield from document.syntax.parse()
    requests = Requests(document)
    mentions = Mentions(document, requests)
    found: dict[Span, Mention] = {}
    for match in MODEL.finditer(data):
        mention = mentions.at(Span(*match.span()))
        if mention is not None:
            found[mention.span] = mention
        yield
    for match in _LIMIT.finditer(data):
        requests.note_at(Span(*match.span()))
        yield
    read = []
    for request in requests.read():
        read.append(request)
        yield
    return Facts(tuple(found[span] for span in sorted(found)), tuple(read))
