"""Following: the facts of an edited text from those before, where the edit cannot change them.

Most keystrokes fall into a statement that says nothing about models. If the parser shows that the
edit stays inside that statement, all facts hold and only move.
"""

from __future__ import annotations

import re
from dataclasses import replace

from claude_preflight.findings import Span
from claude_preflight.source.facts import Argument, Facts, Request, Value
from claude_preflight.source.hits import MODEL
from claude_preflight.source.syntax import Syntax
from claude_preflight.source.text import Change, SourceText


def followed(
    facts: Facts, syntax: Syntax, before: SourceText, change: Change, after: SourceText
) -> Facts | None:
    """The facts after a change, or None if they have to be read anew."""
    around = syntax.statement_around(change, after)
    if around is None:
        return None
    now = Span(around.start, around.end + len(after.data) - len(before.data))
    if _matters(before, around, facts.names) or _matters(after, now, facts.names):
        return None
    return _Move(change).facts(facts)


def _matters(text: SourceText, span: Span, names: frozenset[bytes]) -> bool:
    """Whether a statement says something about a model, or holds a name that something hangs by."""
    if MODEL.search(text.data, span.start, span.end):
        return True
    pattern = b"|".join(map(re.escape, sorted(names)))
    return bool(names) and re.search(pattern, text.data[span.start : span.end]) is not None


class _Move:
    """Moves facts behind a change by the bytes that it adds or takes away."""

    def __init__(self, change: Change) -> None:
        self._from = change.span.end
        self._by = len(change.new) - (change.span.end - change.span.start)

    def facts(self, facts: Facts) -> Facts:
        return Facts(
            tuple(replace(mention, span=self._span(mention.span)) for mention in facts.mentions),
            tuple(self._request(request) for request in facts.requests),
            facts.names,
        )

    def _request(self, request: Request) -> Request:
        if request.span.end < self._from and all(map(self._is_before, request.arguments)):
            return request
        arguments = tuple(self._argument(argument) for argument in request.arguments)
        return Request(self._span(request.span), arguments)

    def _is_before(self, argument: Argument) -> bool:
        origin = argument.value.origin
        return origin is None or origin.end < self._from

    def _argument(self, argument: Argument) -> Argument:
        value = argument.value
        origin = self._span(value.origin) if value.origin else None
        moved = Value(self._span(value.span), value.literal, origin)
        return Argument(argument.key, argument.name, self._span(argument.span), moved)

    def _span(self, span: Span) -> Span:
        if span.start < self._from:
            return span
        return Span(span.start + self._by, span.end + self._by)
