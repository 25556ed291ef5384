"""Tables of TOML: `[llm.parameters]` below `[llm]` is an entry of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import CaptureKind, Pair, first
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.languages import TOML

_HEADER = regex(rb"^[ \t]*(?P<table>\[\[?[ \t]*(?P<name>[\w.\"'-]+)[ \t]*\])", re.MULTILINE)
# So many tables behind one are asked whether they are a part of it.
_MOST = 100


class _Header(NamedTuple):
    """The head of a table: where it begins, its name and where that is."""

    start: int
    name: bytes
    place: Span


class Tables:
    """The tables of one document; in other languages there are none."""

    def __init__(self, document: Document) -> None:
        """Prepare for a document."""
        self._data = document.text.data
        self._syntax = document.syntax
        self._is_toml = document.language is TOML
        self.asked: set[bytes] = set()
        """The names of tables of which others may be a part."""

    def below(self, table: Span) -> Iterator[Pair]:
        """The tables right below one, under the last part of their names."""
        if not self._is_toml or not self._data.startswith(b"[", table.start):
            return
        at = bisect_right(self._headers, table.start, key=lambda each: each.start) - 1
        if at < 0 or self._headers[at].start != table.start:
            return
        self.asked.add(self._headers[at].name)
        head = self._headers[at].name + b"."
        for each in self._headers[at + 1 : at + 1 + _MOST]:
            if not each.name.startswith(head):
                break
            key = each.name[len(head) :]
            captures = self._syntax.path(Span(each.start, each.start + 1))
            mapping = first(captures, CaptureKind.MAPPING)
            if b"." not in key and mapping and mapping.span.start == each.start:
                place = Span(each.place.end - len(key), each.place.end)
                yield Pair(mapping.span, place, mapping.span)

    @cached_property
    def _headers(self) -> list[_Header]:
        return [
            _Header(match.start("table"), match["name"], Span(*match.span("name")))
            for match in _HEADER.finditer(self._data)
        ]
