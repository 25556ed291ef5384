"""Injections: documents inside a document, each in a language of its own.

A script in a page, a fence in Markdown, JSON in a string, the cells of a notebook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from claude_preflight.findings import Role, Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, InjectionSite, first
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.json_texts import shell_pieces, template_pieces
from claude_preflight.syntax.languages import JSON, SHELL, TEXT, Language, language_named
from claude_preflight.syntax.literals import content
from claude_preflight.syntax.notebook import Cell, texts_of
from claude_preflight.text.source_map import (
    Piece,
    SourceMap,
    dedented,
    escaped,
    unchanged,
    unescaped,
)

# How many documents may stand in each other: JSON in a script in a step in a fence is four.
_DEEPEST = 8
_TOO_DEEP = f"holds documents in documents, read {_DEEPEST} levels deep"

# The head of JSON or of a part of it; how it writes a quote tells whether it is escaped.
_JSON_HEAD = regex(rb'=?(?:\s|\\[nrt]|[\[{,])*(?P<quote>\\?")')
# What stands before a value in JSON.
_JSON_KEY = regex(rb'\\*"[\w.-]+\\*"\s*:\s*(?:\[\s*)?\\*"[\w./:@~-]*\Z')
_PROMPT = regex(rb"\s*\$ ")
_SHEBANG = regex(rb"\s*#!(?:\S*/)?(?:env\s+)?(?P<name>\w+)")
_LOOKED_FOR = frozenset((CaptureKind.PATTERN, CaptureKind.COMPARISON))
_LARGEST_LITERAL = 1 << 16
_LONGEST_KEY = 200

Known = Mapping[tuple[str, bytes], Document]
"""The injected documents of an earlier version, by the id of their language and their text."""

NOTHING: Known = {}
"""Where there is no earlier version."""


class Injection(NamedTuple):
    """A document inside another one.

    `span` is its place in the outer text, which the `source_map` is relative to; `write` gives a
    text as it has to stand there. An injection with a `role` is an example, or a recording (which
    is prose): what is wrong in it is a matter of its readers. Where something outside expects what
    is in it, it `asks_first`.
    """

    span: Span
    document: Document
    source_map: SourceMap
    write: Callable[[str], str]
    role: Role | None = None
    asks_first: bool = False


class Injections:
    """Finds what is injected in one document; `notes` say what was left out and why."""

    def __init__(self, document: Document, known: Known) -> None:
        """Prepare for a document; one inside that is known is taken, its tree with it."""
        self.notes: dict[str, None] = {}
        self._document = document
        self._known = known
        self._data = document.text.data
        # What several places are in is looked at once.
        self._found: dict[Span, Injection | None] = {}
        self._heads: dict[int, re.Match[bytes] | None] = {}

    def at(self, place: Span, captures: list[Capture]) -> Injection | None:
        """The document around a place, given the captures around that; None if it is in none."""
        found = self._around(place, captures)
        return found if found and found.span.contains(place.start) else None

    def in_cells(
        self, cells: Iterable[Cell], may_matter: Callable[[bytes], bool]
    ) -> Iterator[Injection]:
        """The documents that the cells of a notebook make, of those texts that may matter.

        They are escaped in a file, and in an editor they are not.
        """
        write = escaped if self._document.shown_cells is None else unchanged
        whole = Span(0, len(self._data))
        for language, source_map in texts_of(cells):
            inner = None
            if may_matter(source_map.data):
                inner = self._inner(source_map.data, language)
            if inner is not None:
                yield Injection(whole, inner, source_map, write)

    def _around(self, place: Span, captures: list[Capture]) -> Injection | None:
        for capture in captures:
            if capture.kind in _LOOKED_FOR:
                return None  # JSON that is looked for is not sent
            if capture.kind is CaptureKind.INJECTION:
                return self._captured_at(capture)
            if capture.kind is CaptureKind.LITERAL:
                literal = self._put_together(capture, captures)
                inner = self._json(content(self._document.text, literal), place)
                if inner:
                    return inner
        return None

    def _put_together(self, literal: Capture, captures: list[Capture]) -> Span:
        """A literal, or all of the word of a shell that it is a part of."""
        around = first(captures, CaptureKind.INTERPOLATED)
        is_part = around is not None and around.span.encloses(literal.span)
        if around and is_part and self._document.language is SHELL:
            return around.span
        return literal.span

    def _captured_at(self, capture: Capture) -> Injection | None:
        if capture.span not in self._found:
            site = self._document.syntax.injection_site(capture)
            self._found[capture.span] = self._captured(site)
        return self._found[capture.span]

    def _captured(self, site: InjectionSite) -> Injection | None:
        place = self._place(site)
        text = self._data[place.start : place.end]
        is_quoted = site.is_literal and self._data.endswith(b'"', place.end, site.span.end)
        is_escaped = is_quoted and b"\\" in text
        pieces = (
            unescaped(self._data, place) if is_escaped else dedented(self._data, place, site.gaps)
        )
        before = Piece(Span(0, 0), site.before.encode())
        source_map = SourceMap.of([before, *pieces])
        named = (language_named(name) for name in site.languages)
        language = next(filter(None, named), None) or _language_of(source_map.data)
        inner = self._inner(source_map.data, language)
        if inner is None:
            return None
        write = escaped if is_escaped else unchanged
        role = Role.EXAMPLE if site.is_example else None
        return Injection(place, inner, source_map, write, role)

    def _place(self, site: InjectionSite) -> Span:
        """Where the document of a site stands."""
        place = content(self._document.text, site.span) if site.is_literal else site.span
        skipped = re.compile(site.skipped.encode()).match(self._data, place.start, place.end)
        return Span(skipped.end(), place.end) if skipped else place

    def _json(self, literal: Span, place: Span) -> Injection | None:
        """JSON in a literal, with or without escapes."""
        if literal.end - literal.start > _LARGEST_LITERAL:
            return None
        before = self._data[max(place.start - _LONGEST_KEY, literal.start) : place.start]
        head = self._head(literal) if _JSON_KEY.search(before) else None
        return self._injected(literal, head) if head and head.end() <= place.start else None

    def json_at(self, literal: Span) -> Injection | None:
        """The JSON that the content of a literal is; None if it does not begin as JSON does."""
        head = self._head(literal) if literal.end - literal.start <= _LARGEST_LITERAL else None
        return self._injected(literal, head) if head else None

    def _injected(self, literal: Span, head: re.Match[bytes]) -> Injection | None:
        is_escaped = head["quote"] != b'"'
        pieces = shell_pieces if self._document.language is SHELL else template_pieces
        source_map = SourceMap.of(pieces(self._data, literal, is_escaped=is_escaped))
        inner = self._inner(source_map.data, JSON)
        write = escaped if is_escaped else unchanged
        return Injection(literal, inner, source_map, write) if inner else None

    def _head(self, literal: Span) -> re.Match[bytes] | None:
        """The head of JSON that a literal begins with."""
        if literal.start not in self._heads:
            head = _JSON_HEAD.match(self._data, literal.start, literal.end)
            self._heads[literal.start] = head
        return self._heads[literal.start]

    def _inner(self, data: bytes, language: Language) -> Document | None:
        """A document inside this one.

        None for the same text again, and where documents nest too deep.
        """
        document = self._document
        if language is document.language and len(data) >= len(self._data):
            return None
        if document.depth == _DEEPEST:
            self.notes[_TOO_DEEP] = None
            return None
        known = self._known.get((language.id, data))
        return known or Document.inside(document, data, language)


def _language_of(data: bytes) -> Language:
    """What a text that nobody names the language of looks like."""
    if _JSON_HEAD.match(data):
        return JSON
    if shebang := _SHEBANG.match(data):
        return language_named(shebang["name"].decode()) or TEXT
    return SHELL if _PROMPT.match(data) else TEXT
