"""Names: what the value of an argument is, through the constants and defaults of the same file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from claude_preflight.findings import Span
from claude_preflight.source.document import Document
from claude_preflight.source.facts import Value
from claude_preflight.source.literals import content

_INTEGER = re.compile(r"[-+]?\d[\d_]*")
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_LONGEST_CHAIN = 3
_MOST_PLACES = 200


class Names:
    """Resolves values in one document. What cannot be known is unknown, never guessed."""

    def __init__(self, document: Document) -> None:
        """Prepare for a document; a name is looked up when it is first met."""
        self._text = document.text
        self._syntax = document.syntax
        self._bindings: dict[str, list[tuple[Span | None, Span | None]]] = {}

    def value(self, span: Span, chain: int = _LONGEST_CHAIN) -> Value:
        """The literal at a span, or the one that the name at the span stands for."""
        source = self._text.slice(span).strip()
        if _INTEGER.fullmatch(source):
            return Value(span, int(source.replace("_", "")), span)
        if chain and _NAME.fullmatch(source) and (bound := self._bound(source, span)):
            resolved = self.value(bound, chain - 1)
            return Value(span, resolved.literal, resolved.origin)
        kinds = {mark.kind for mark in self._syntax.path(span) if mark.span == span}
        if "literal" in kinds and "interpolated" not in kinds:
            inner = content(self._text, span)
            return Value(span, self._text.slice(inner), inner)
        return Value(span)

    def _bound(self, name: str, reference: Span) -> Span | None:
        """The one value that a name has in the innermost scope that binds it; None if unsure."""
        if name not in self._bindings:
            self._bindings[name] = list(self._places(name))
        visible = [
            (scope, value)
            for scope, value in self._bindings[name]
            if scope is None or scope.contains(reference.start)
        ]
        innermost = max((scope for scope, _ in visible), key=_depth, default=None)
        values = [value for scope, value in visible if scope == innermost]
        sources = {self._text.slice(value) if value else None for value in values}
        return values[0] if len(sources) == 1 else None

    def _places(self, name: str) -> Iterator[tuple[Span | None, Span | None]]:
        """The places that bind a name: the scope it is bound in, and the value if it has one."""
        word = re.compile(rb"(?<![\w$.])" + re.escape(name.encode()) + rb"(?![\w$])")
        for match in islice(word.finditer(self._text.data), _MOST_PLACES):
            place = Span(*match.span())
            marks = self._syntax.path(place)
            if any(mark.kind == "binding.key" for mark in marks):
                scope = next((mark.span for mark in marks if mark.kind == "scope"), None)
                pairs = (
                    pair
                    for mark in marks
                    if mark.kind == "binding"
                    for pair in self._syntax.pairs(mark, "binding")
                )
                yield scope, next((pair.value for pair in pairs if pair.key == place), None)


def _depth(scope: Span | None) -> int:
    """Of scopes that enclose one place, the innermost starts last."""
    return -1 if scope is None else scope.start
