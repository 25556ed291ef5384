"""Requests: the calls, objects and mappings that set parameters, found from a place inside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from claude_preflight.findings import Span
from claude_preflight.source.document import Document
from claude_preflight.source.facts import Argument, Request, Value, is_model_key
from claude_preflight.source.literals import content
from claude_preflight.source.names import Names
from claude_preflight.source.syntax import Mark, Pair

# A mapping under one of these belongs to the request around it: `inferenceConfig`, `extra_params`.
_NESTED = re.compile(r"param|config|option|setting|kwarg|body|default|inference|generation")


class Requests:
    """The requests of one document, noted while its bytes are scanned and read at the end."""

    def __init__(self, document: Document) -> None:
        """Prepare for a document."""
        self._text = document.text
        self._syntax = document.syntax
        self._names = Names(document)
        self._pairs: dict[Span, list[Pair]] = {}
        self._noted: dict[Span, list[Pair]] = {}

    def pairs(self, mark: Mark) -> list[Pair]:
        """The names and values that stand directly in a call, object or mapping."""
        if mark.span not in self._pairs:
            self._pairs[mark.span] = self._syntax.pairs(mark, "argument")
        return self._pairs[mark.span]

    def key(self, pair: Pair) -> str:
        """The bare name of a pair."""
        return self._text.slice(content(self._text, pair.key))

    def note(self, mark: Mark) -> None:
        """Note a call, object or mapping as a request, if it names a model."""
        pairs = self.pairs(mark)
        if self._name_a_model(pairs):
            self._noted[mark.span] = pairs

    def note_at(self, key: Span) -> None:
        """Note the request that has a parameter of the name at a span."""
        marks = takewhile(lambda mark: mark.kind != "scope", self._syntax.path(key))
        requests = [mark for mark in marks if mark.kind == "request"][:2]
        if not requests or not any(_encloses(pair.key, key) for pair in self.pairs(requests[0])):
            return
        self.note(requests[0])
        if requests[0].span not in self._noted and len(requests) > 1:
            self._note_nested(*requests)

    def read(self) -> Iterator[Request]:
        """The noted requests in the order of the text, their names resolved to literals."""
        for span in sorted(self._noted):
            yield Request(span, tuple(self._argument(pair) for pair in self._noted[span]))

    def _note_nested(self, inner: Mark, outer: Mark) -> None:
        """Note a mapping of parameters with those of the request that it stands in."""
        around = self.pairs(outer)
        for pair in around:
            if pair.value and _encloses(pair.value, inner.span):
                if _NESTED.search(self.key(pair).lower()) and self._name_a_model(around):
                    self._noted[inner.span] = [*self.pairs(inner), *around]
                return

    def _name_a_model(self, pairs: Iterable[Pair]) -> bool:
        return any(is_model_key(self.key(pair)) for pair in pairs)

    def _argument(self, pair: Pair) -> Argument:
        value = self._names.value(pair.value) if pair.value else Value(pair.key)
        return Argument(self.key(pair), pair.span, value)


def _encloses(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
