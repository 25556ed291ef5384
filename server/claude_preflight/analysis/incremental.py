"""Following: the facts of an edited text from those before, where an edit cannot change them.

An edit falls into one statement. If the parser shows that it stays inside, only the facts of that
statement are read anew; all others hold and move.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_preflight.facts.extract import read_part
from claude_preflight.facts.triggers import MODEL
from claude_preflight.facts.types import Argument, Facts, Mention, Request
from claude_preflight.findings import Edit, Finding, Span
from claude_preflight.syntax.comments import fences_in
from claude_preflight.syntax.lexical import lines_around
from claude_preflight.text.source_map import Embedded
from claude_preflight.text.source_text import Change, SourceText

if TYPE_CHECKING:
    from claude_preflight.syntax.document import Document

# The characters of ids and names, and how far they reach.
_WORD_BEFORE = re.compile(rb"[\w.:/@-]*\Z")
_WORD_AFTER = re.compile(rb"[\w.:/@-]*")
_REACH = 200


def follow(before: Document, change: Change, after: Document) -> None:
    """Tell the document after a change what is known of it from the one before, if anything is."""
    facts = None if before.language.cells else before.reading.facts
    statement = before.syntax.statement(change, after.text) if facts is not None else None
    if facts is None or statement is None:
        return
    old, syntax = statement
    new = Span(old.start, old.end + len(after.text.data) - len(before.text.data))
    if fences_in(before.text, old) != fences_in(after.text, new):
        return
    for text, span in ((before.text, old), (after.text, new)):
        if _reaches_out(text, span, facts.names):
            return
    inside = read_part(replace(after, syntax=syntax), new)
    if inside.names:
        return
    move = _Move(change)
    outside = _outside(facts, old)
    after.reading.facts = move.facts(outside, inside)
    says_nothing = not inside.mentions and outside.mentions == facts.mentions
    if before.reading.conclusion and says_nothing and not _uses_constants(outside):
        findings = tuple(move.finding(finding) for finding in before.reading.conclusion.findings)
        after.reading.conclusion = replace(before.reading.conclusion, findings=findings)


def _outside(facts: Facts, span: Span) -> Facts:
    """The facts without those of a statement."""

    def is_outside(fact: Mention | Request | Embedded) -> bool:
        return fact.span.end <= span.start or span.end <= fact.span.start

    return Facts(
        tuple(filter(is_outside, facts.mentions)),
        tuple(filter(is_outside, facts.requests)),
        tuple(filter(is_outside, facts.embedded)),
        facts.names,
    )


def _uses_constants(facts: Facts) -> bool:
    """Whether the imports of a file decide what its facts stand for."""
    return any(mention.is_constant for mention in facts.mentions) or any(
        argument.value.is_constant for request in facts.requests for argument in request.arguments
    )


def _reaches_out(text: SourceText, span: Span, names: frozenset[bytes]) -> bool:
    """Whether facts in a statement and facts outside of it may hang together.

    They do by a name. Where the syntax is broken, a statement may also
    end within a word, and the lines around it tell what a model does.
    """
    head = _WORD_BEFORE.search(text.data[max(span.start - _REACH, 0) : span.start])
    tail = _WORD_AFTER.match(text.data, span.end, span.end + _REACH)
    wide = Span(span.start - len(head[0] if head else b""), tail.end() if tail else span.end)
    for hit in MODEL.finditer(text.data, *lines_around(text, wide)):
        if wide != span or hit.start() < span.start or span.end < hit.end():
            return True
    pattern = b"|".join(map(re.escape, sorted(names)))
    return bool(names) and re.search(pattern, text.data[wide.start : wide.end]) is not None


class _Move:
    """Moves facts and findings behind a change by the bytes that it adds or takes away."""

    def __init__(self, change: Change) -> None:
        self._from = change.span.end
        self._by = len(change.new) - (change.span.end - change.span.start)

    def facts(self, facts: Facts, more: Facts) -> Facts:
        """Moved facts together with others, which are in place."""
        mentions = [*map(self._mention, facts.mentions), *more.mentions]
        requests = [*map(self._request, facts.requests), *more.requests]
        embedded = [*map(self._embedded, facts.embedded), *more.embedded]
        return Facts(
            tuple(sorted(mentions, key=lambda mention: mention.span)),
            tuple(sorted(requests, key=lambda request: request.span)),
            tuple(sorted(embedded, key=lambda inner: inner.span)),
            facts.names,
        )

    def finding(self, finding: Finding) -> Finding:
        """A finding in its new place, its fixes with it."""
        if self._is_before(finding.span) and all(
            self._is_before(edit.span) for fix in finding.fixes for edit in fix.edits
        ):
            return finding
        fixes = tuple(
            replace(fix, edits=tuple(map(self._edit, fix.edits))) for fix in finding.fixes
        )
        return replace(finding, span=self._span(finding.span), fixes=fixes)

    def _edit(self, edit: Edit) -> Edit:
        return Edit(self._span(edit.span), edit.text)

    def _embedded(self, embedded: Embedded) -> Embedded:
        return replace(embedded, span=self._span(embedded.span))

    def _mention(self, mention: Mention) -> Mention:
        return replace(mention, span=self._span(mention.span))

    def _request(self, request: Request) -> Request:
        if all(
            self._is_before(span)
            for argument in request.arguments
            for span in (argument.span, argument.value.origin or argument.span)
        ):
            return request
        arguments = tuple(self._argument(argument) for argument in request.arguments)
        return Request(self._span(request.span), arguments)

    def _argument(self, argument: Argument) -> Argument:
        value = argument.value
        origin = self._span(value.origin) if value.origin else None
        moved = replace(value, span=self._span(value.span), origin=origin)
        return Argument(argument.key, argument.name, self._span(argument.span), moved)

    def _is_before(self, span: Span) -> bool:
        return span.end < self._from

    def _span(self, span: Span) -> Span:
        if span.start < self._from:
            return span
        return Span(span.start + self._by, span.end + self._by)
