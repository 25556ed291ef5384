"""Source blocks: code in the texts of Org and AsciiDoc, as their lines tell it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex

_EDGES = {
    # `#+begin_src python :results output`
    "org": regex(
        rb"^[ \t]*\#\+(?:(?P<opens>begin_(?P<kind>src|example))(?:[ \t]+(?P<name>[\w+-]+))?"
        rb"|end_(?P<closes>src|example))\b[^\n]*(?:\n|\Z)",
        re.MULTILINE | re.IGNORECASE,
    ),
    # `[source,python]`, maybe a title, and four or more signs of one kind.
    "asciidoc": regex(
        rb"^(?:\[(?:source|listing)?[%\w]*(?:,[ \t]*(?P<name>[\w+-]+))?[^\]\n]*\][ \t]*\r?\n)?"
        rb"(?:\.[^.\s][^\n]*\n)?(?P<kind>-{4,200}|\.{4,200})[ \t]*(?:\r?\n|\Z)",
        re.MULTILINE,
    ),
}


class Block(NamedTuple):
    """A block without the lines that open and close it, and what names its language."""

    span: Span
    languages: tuple[str, ...]


class SourceBlocks:
    """The source blocks of one text; in most languages there are none."""

    def __init__(self, language: str, data: bytes) -> None:
        """Prepare for a text in the language with an id."""
        self._edges = _EDGES.get(language)
        self._data = data

    def around(self, offset: int) -> Block | None:
        """The block that an offset lies in."""
        if self._edges is None:
            return None
        at = bisect_right(self._blocks, offset, key=lambda block: block.span.start) - 1
        return self._blocks[at] if at >= 0 and offset < self._blocks[at].span.end else None

    @cached_property
    def _blocks(self) -> list[Block]:
        return list(self._read())

    def _read(self) -> Iterator[Block]:
        """What stands between what opens a block and the next that closes one of its kind."""
        opening: re.Match[bytes] | None = None
        for edge in self._edges.finditer(self._data) if self._edges else ():
            if opening is None:
                opening = edge if edge["kind"] else None
            elif _closes(opening, edge):
                name = opening["name"]
                languages = (name.decode(),) if name else ()
                yield Block(Span(opening.end(), edge.start()), languages)
                opening = None


def _closes(opening: re.Match[bytes], edge: re.Match[bytes]) -> bool:
    named = edge.groupdict()
    closing = named["closes"] if "closes" in named else edge["kind"]
    return closing is not None and closing.lower() == opening["kind"].lower()
