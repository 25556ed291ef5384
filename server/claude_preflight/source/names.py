"""Names: what the value of an argument is, through the constants and defaults of the same file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from claude_preflight.findings import Span
from claude_preflight.source.facts import Value
from claude_preflight.source.literals import content

if TYPE_CHECKING:
    from claude_preflight.source.document import Document

_INTEGER = re.compile(rb"[-+]?\d[\d_]*")
_NAME = re.compile(rb"[A-Za-z_$][\w$]*")
# Longer texts are prompts and messages; no parameter that is looked at has such a value.
_TEXT = re.compile(rb"[^\r\n]{1,200}")
_LONGEST_CHAIN = 3
_MOST_PLACES = 200


@dataclass(frozen=True, slots=True)
class _Binding:
    """A place that binds a name: in which scope, to what value if to one, or to an outer name."""

    scope: Span | None
    value: Span | None
    is_outer: bool

    def declares(self, reference: Span) -> bool:
        """Whether the name belongs to a scope around a place."""
        within = self.scope is None or self.scope.contains(reference.start)
        return within and not self.is_outer


class Names:
    """Resolves values in one document. What cannot be known is unknown, never guessed."""

    def __init__(self, document: Document) -> None:
        """Prepare for a document; a name is looked up when it is first met."""
        self._text = document.text
        self._syntax = document.syntax
        self._asked: set[bytes] = set()
        self._bindings: dict[bytes, list[_Binding]] = {}

    def value(self, span: Span, chain: int = _LONGEST_CHAIN) -> Value:
        """The literal at a span, or the one that the name at the span stands for."""
        source = self._text.data[span.start : span.end].strip()
        if chain and _NAME.fullmatch(source) and (bound := self._bound(source, span)):
            resolved = self.value(bound, chain - 1)
            return Value(span, resolved.literal, resolved.origin)
        return self.literal(span)

    def literal(self, span: Span) -> Value:
        """The literal at a span, if there is one; names stay unknown."""
        source = self._text.data[span.start : span.end].strip()
        if _INTEGER.fullmatch(source):
            return Value(span, int(source.replace(b"_", b"")), span)
        inner = content(self._text, span)
        if _TEXT.fullmatch(self._text.data, inner.start, inner.end) and self._is_literal(span):
            return Value(span, self._text.slice(inner), inner)
        return Value(span)

    def _is_literal(self, span: Span) -> bool:
        kinds = {mark.kind for mark in self._syntax.path(span) if mark.span == span}
        return "literal" in kinds and "interpolated" not in kinds

    def _bound(self, name: bytes, reference: Span) -> Span | None:
        """The one value that a name has in the innermost scope that binds it; None if unsure."""
        if name not in self._bindings:
            self._bindings[name] = list(self._bindings_of(name))
        scopes = {binding.scope for binding in self._bindings[name] if binding.declares(reference)}
        innermost = max(scopes, key=_depth, default=None)
        values = [
            binding.value
            for binding in self._bindings[name]
            if binding.is_outer or binding.scope == innermost
        ]
        sources = {self._text.slice(value) if value else None for value in values}
        return values[0] if len(sources) == 1 else None

    @property
    def asked(self) -> frozenset[bytes]:
        """The names whose places have been looked for."""
        return frozenset(self._asked)

    def places(self, name: Span) -> Iterator[Span]:
        """Where the name at a span stands in the text, itself included."""
        return self._words(self._text.data[name.start : name.end])

    def _words(self, name: bytes) -> Iterator[Span]:
        self._asked.add(name)
        word = re.compile(rb"(?<![\w$])(?<![^.]\.)" + re.escape(name) + rb"(?![\w$])")
        matches = islice(word.finditer(self._text.data), _MOST_PLACES)
        return (Span(*match.span()) for match in matches)

    def _bindings_of(self, name: bytes) -> Iterator[_Binding]:
        """What each place that binds a name binds it to."""
        for place in self._words(name):
            marks = self._syntax.path(place)
            kinds = {mark.kind for mark in marks}
            if "binding.key" in kinds:
                scope = next((mark.span for mark in marks if mark.kind == "scope"), None)
                bindings = (mark for mark in marks if mark.kind == "binding")
                pairs = (p for mark in bindings for p in self._syntax.pairs(mark, "binding"))
                value = next((pair.value for pair in pairs if pair.key == place), None)
                yield _Binding(scope, value, "binding.outer" in kinds)


def _depth(scope: Span | None) -> int:
    """Of scopes that enclose one place, the innermost starts last."""
    return -1 if scope is None else scope.start
