"""Regions: which places of a document hold a document of their own, and in which language."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_preflight.findings import Role, Span
from claude_preflight.source.captures import Capture, CaptureKind, Injection
from claude_preflight.source.embedded import (
    Embedded,
    Origins,
    Piece,
    as_it_is,
    dedented,
    escape,
    unescaped,
)
from claude_preflight.source.hits import Hit
from claude_preflight.source.languages import JSON, SHELL, TEXT, Language, language_named
from claude_preflight.source.literals import content
from claude_preflight.source.requests import Requests

if TYPE_CHECKING:
    from claude_preflight.source.document import Document

# The head of JSON or of a part of it; how it writes a quote tells whether it is escaped.
_JSON_HEAD = re.compile(rb'(?:\s|\\[nrt]|[\[{,])*(?P<quote>\\?")')
# What stands before a value in JSON.
_JSON_KEY = re.compile(rb'\\*"[\w.-]+\\*"\s*:\s*(?:\[\s*)?\\*"[\w./:@~-]*\Z')
_PROMPT = re.compile(rb"\s*\$ ")
_SHEBANG = re.compile(rb"\s*#!(?:\S*/)?(?:env\s+)?(?P<name>\w+)")
_LOOKED_FOR = frozenset((CaptureKind.PATTERN, CaptureKind.COMPARISON))
_LARGEST_LITERAL = 1 << 16
_LONGEST_KEY = 200


class Regions:
    """Finds what is embedded in one document."""

    def __init__(self, document: Document, requests: Requests) -> None:
        """Prepare for a document and its requests."""
        self._document = document
        self._requests = requests
        self._data = document.text.data
        # What several hits are in is looked at once.
        self._found: dict[Span, Embedded | None] = {}
        self._heads: dict[int, re.Match[bytes] | None] = {}

    def at(self, hit: Hit, marks: list[Capture]) -> Embedded | None:
        """The document around a hit, given its marks; None if it is in none."""
        found = self._around(hit, marks)
        if found is None or not found.span.contains(hit.span.start):
            return None
        if self._requests.is_recorded(marks):
            return replace(found, role=Role.PROSE)
        return found

    def _around(self, hit: Hit, marks: list[Capture]) -> Embedded | None:
        for mark in marks:
            if mark.kind in _LOOKED_FOR:
                return None  # JSON that is looked for is not sent
            if mark.kind is CaptureKind.INJECTION:
                return self._embedded(mark)
            if mark.kind is CaptureKind.LITERAL:
                inner = self._json(content(self._document.text, mark.span), hit.span)
                if inner:
                    return inner
        return None

    def _embedded(self, mark: Capture) -> Embedded | None:
        if mark.span not in self._found:
            self._found[mark.span] = self._captured(self._document.syntax.injection(mark))
        return self._found[mark.span]

    def _captured(self, found: Injection) -> Embedded | None:
        place = self._place(found)
        text = self._data[place.start : place.end]
        is_quoted = found.is_literal and self._data.endswith(b'"', place.end, found.span.end)
        is_escaped = is_quoted and b"\\" in text
        pieces = (
            unescaped(self._data, place) if is_escaped else dedented(self._data, place, found.gaps)
        )
        before = Piece(Span(0, 0), found.before.encode())
        origins = Origins([before, *pieces])
        named = (language_named(name) for name in found.languages)
        language = next(filter(None, named), None) or _language_of(origins.data)
        inner = self._document.inner(origins.data, language)
        if inner is None:
            return None
        write = escape if is_escaped else as_it_is
        return Embedded(place, inner, origins, write, Role.EXAMPLE if found.is_example else None)

    def _place(self, found: Injection) -> Span:
        """Where the document itself stands."""
        place = content(self._document.text, found.span) if found.is_literal else found.span
        skipped = re.compile(found.skipped.encode()).match(self._data, place.start, place.end)
        return Span(skipped.end(), place.end) if skipped else place

    def _json(self, literal: Span, hit: Span) -> Embedded | None:
        """JSON in a literal, with or without escapes."""
        if literal.end - literal.start > _LARGEST_LITERAL:
            return None
        before = self._data[max(hit.start - _LONGEST_KEY, literal.start) : hit.start]
        head = self._head(literal) if _JSON_KEY.search(before) else None
        if head is None or head.end() > hit.start:
            return None
        if head["quote"] == b'"':
            whole = Span(0, literal.end - literal.start)
            origins = Origins([Piece(whole, self._data[literal.start : literal.end])])
        else:
            origins = Origins(unescaped(self._data, literal))
        inner = self._document.inner(origins.data, JSON)
        return Embedded(literal, inner, origins, escape) if inner else None

    def _head(self, literal: Span) -> re.Match[bytes] | None:
        """The head of JSON that a literal begins with."""
        if literal.start not in self._heads:
            head = _JSON_HEAD.match(self._data, literal.start, literal.end)
            self._heads[literal.start] = head
        return self._heads[literal.start]


def _language_of(data: bytes) -> Language:
    """What a text that nobody names the language of looks like."""
    if _JSON_HEAD.match(data):
        return JSON
    if shebang := _SHEBANG.match(data):
        return language_named(shebang["name"].decode()) or TEXT
    return SHELL if _PROMPT.match(data) else TEXT
