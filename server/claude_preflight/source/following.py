"""Following: the facts of an edited text from those before, where an edit cannot change them.

An edit falls into one statement. If the parser shows that it stays inside, only the facts of that
statement are read anew; all others hold and move.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_preflight.findings import Span
from claude_preflight.source.facts import Argument, Facts, Mention, Request, Value
from claude_preflight.source.hits import MODEL
from claude_preflight.source.lines import lines_around
from claude_preflight.source.reader import read_part
from claude_preflight.source.text import Change, SourceText

if TYPE_CHECKING:
    from claude_preflight.source.document import Document

# The characters of ids and names, and how far they reach.
_WORD_BEFORE = re.compile(rb"[\w.:/@-]*\Z")
_WORD_AFTER = re.compile(rb"[\w.:/@-]*")
_REACH = 200


def followed(before: Document, facts: Facts, change: Change, after: Document) -> Facts | None:
    """The facts after a change, or None if they have to be read anew."""
    statement = before.syntax.statement(change, after.text)
    if statement is None:
        return None
    old, syntax = statement
    new = Span(old.start, old.end + len(after.text.data) - len(before.text.data))
    for text, span in ((before.text, old), (after.text, new)):
        if _reaches_out(text, span, facts.names):
            return None
    inside = read_part(replace(after, syntax=syntax), new)
    if inside.names:
        return None
    return _Move(change, old).joined(facts, inside)


def _reaches_out(text: SourceText, span: Span, names: frozenset[bytes]) -> bool:
    """Whether facts in a statement and facts outside of it may hang together.

    They do by a name. Where the syntax is broken, a statement may also end within a word, and the
    lines around it tell what a model does.
    """
    head = _WORD_BEFORE.search(text.data[max(span.start - _REACH, 0) : span.start])
    tail = _WORD_AFTER.match(text.data, span.end, span.end + _REACH)
    wide = Span(span.start - len(head[0] if head else b""), tail.end() if tail else span.end)
    first, last = lines_around(text, wide)
    if MODEL.search(text.data, first, span.start) or MODEL.search(text.data, span.end, last):
        return True
    pattern = b"|".join(map(re.escape, sorted(names)))
    return bool(names) and re.search(pattern, text.data[wide.start : wide.end]) is not None


class _Move:
    """Moves facts behind a change by the bytes that it adds or takes away."""

    def __init__(self, change: Change, statement: Span) -> None:
        self._from = change.span.end
        self._by = len(change.new) - (change.span.end - change.span.start)
        self._statement = statement

    def joined(self, facts: Facts, inside: Facts) -> Facts:
        """The facts outside of the statement, moved, and those that were read inside."""
        mentions = [self._mention(each) for each in facts.mentions if self._is_outside(each.span)]
        requests = [self._request(each) for each in facts.requests if self._is_outside(each.span)]
        return Facts(
            tuple(sorted([*mentions, *inside.mentions], key=lambda mention: mention.span)),
            tuple(sorted([*requests, *inside.requests], key=lambda request: request.span)),
            facts.names,
        )

    def _is_outside(self, span: Span) -> bool:
        return span.end <= self._statement.start or self._statement.end <= span.start

    def _mention(self, mention: Mention) -> Mention:
        return replace(mention, span=self._span(mention.span))

    def _request(self, request: Request) -> Request:
        if all(self._is_before(argument) for argument in request.arguments):
            return request
        arguments = tuple(self._argument(argument) for argument in request.arguments)
        return Request(self._span(request.span), arguments)

    def _is_before(self, argument: Argument) -> bool:
        spans = (argument.span, argument.value.origin or argument.span)
        return all(span.end < self._from for span in spans)

    def _argument(self, argument: Argument) -> Argument:
        value = argument.value
        origin = self._span(value.origin) if value.origin else None
        moved = Value(self._span(value.span), value.literal, origin)
        return Argument(argument.key, argument.name, self._span(argument.span), moved)

    def _span(self, span: Span) -> Span:
        if span.start < self._from:
            return span
        return Span(span.start + self._by, span.end + self._by)
