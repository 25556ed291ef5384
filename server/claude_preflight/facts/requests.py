"""Requests: the calls, objects and mappings that set parameters, found from a place inside."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from claude_preflight.facts.bindings import LONGEST_CHAIN, Names, Search
from claude_preflight.facts.types import Argument, Request, Value
from claude_preflight.findings import Span
from claude_preflight.syntax.captures import WITH_ARGUMENTS, Capture, CaptureKind, Pair, first
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.literals import content
from claude_preflight.text.model_words import is_model_key, plain_key

# A mapping under one of these belongs to the request around it: `inferenceConfig`, `extra_params`.
_NESTED = re.compile(r"param|config|option|setting|kwarg|body|default|inference|generation")

REQUEST_KINDS = WITH_ARGUMENTS | {CaptureKind.CHAIN}
"""The kinds of captures that hold the parameters of a request."""

_CLAUDE = re.compile(r"claude-", re.IGNORECASE)

# What a recorder of requests writes down of each.
_RECORDED = frozenset(("request", "response"))

# The parameters whose names are worth a look for what they stand for.
_RESOLVED = re.compile(r"model|tokens")


class Requests:
    """The requests of one document, noted from the ids that they use and read at the end."""

    def __init__(self, document: Document, names: Names) -> None:
        """Prepare for a document and its names."""
        self._text = document.text
        self._syntax = document.syntax
        self._names = names
        self._pairs: dict[Span, list[Pair]] = {}
        self._spreads: dict[Span, list[Span]] = {}
        self._noted: dict[Span, Capture] = {}
        self._keys: dict[Span, frozenset[str]] = {}
        self._followed: dict[Span, int] = {}
        self._searched: dict[Search, list[Capture]] = {}
        self._users: dict[Span, Capture | None] = {}
        self._recordings: dict[Span, bool] = {}
        self._may_be_recorded = all(key.encode() in self._text.data for key in _RECORDED)

    def pairs(self, mark: Capture) -> list[Pair]:
        """The names and values that stand directly in a call, object or mapping."""
        if mark.span not in self._pairs:
            self._pairs[mark.span] = self._syntax.pairs(mark, CaptureKind.ARGUMENT)
        return self._pairs[mark.span]

    def pair_around(self, mark: Capture, literal: Span) -> Pair | None:
        """The pair in a call, object or mapping whose value a literal is, stands for or is in."""
        pairs = self.pairs(mark)
        at = bisect_right(pairs, literal.start, key=lambda pair: pair.span.start) - 1
        value = pairs[at].value if at >= 0 else None
        return pairs[at] if value and value.encloses(literal) else None

    def key(self, pair: Pair) -> str:
        """The bare name of a pair."""
        return self._text.slice(content(self._text, pair.key))

    def gives(self, pair: Pair, literal: Span) -> bool:
        """Whether the value of a pair is a literal, whose content is given, or stands for it."""
        if pair.value is None or not pair.value.encloses(literal):
            return False
        return literal in (content(self._text, pair.value), self._names.value(pair.value).origin)

    def is_recorded(self, marks: Iterable[Capture]) -> bool:
        """Whether marks are around a place in a recording, which has the answer as well."""
        if not self._may_be_recorded:
            return False
        return any(self._is_recording(mark) for mark in marks if mark.kind in WITH_ARGUMENTS)

    def _is_recording(self, mapping: Capture) -> bool:
        if mapping.span not in self._recordings:
            keys = {self.key(pair) for pair in self.pairs(mapping)}
            self._recordings[mapping.span] = keys >= _RECORDED
        return self._recordings[mapping.span]

    def keys(self, mark: Capture) -> frozenset[str]:
        """The plain names that stand directly in a call, object or mapping."""
        if mark.span not in self._keys:
            self._keys[mark.span] = frozenset(plain_key(self.key(p)) for p in self.pairs(mark))
        return self._keys[mark.span]

    def note(self, mark: Capture) -> bool:
        """Note a call, object or mapping as a request, if one of its keys is the model's."""
        if self._spread_in(mark) or any(map(is_model_key, self.keys(mark))):
            self._noted[mark.span] = mark
        return mark.span in self._noted

    def note_users(self, binding: Capture, literal: Span) -> None:
        """Note the requests whose model a name gives, of a literal or of a mapping that has it."""
        for pair in self._names.bound(binding):
            if self.gives(pair, literal) or self._maps_to(pair, literal):
                self.follow(binding)

    def _maps_to(self, pair: Pair, literal: Span) -> bool:
        mapping = self._names.container(pair.value) if pair.value else None
        inner = self.pair_around(mapping, literal) if mapping else None
        return inner is not None and self.gives(inner, literal)

    def follow(self, binding: Capture) -> None:
        """Note the requests whose model is given by the name that a binding binds.

        Another name may be bound to this one, and give the model in its place.
        """
        followed = [binding]
        # The value of a longer chain is not looked up.
        for left in range(LONGEST_CHAIN, 0, -1):
            further: list[Capture] = []
            for each in followed:
                if self._followed.get(each.span, 0) < left:
                    self._followed[each.span] = left
                    further += (
                        b for search in self._names.searches(each) for b in self._users_of(search)
                    )
            followed = further

    def _users_of(self, search: Search) -> list[Capture]:
        """Note the requests that a name gives the model; the names that are bound to that name."""
        if search not in self._searched:
            places = self._names.places(search)
            self._searched[search] = list(filter(None, map(self._user, places)))
        return self._searched[search]

    def _user(self, place: Span) -> Capture | None:
        """Note the request that a name at a place gives the model; the name that is bound to it."""
        if place not in self._users:
            self._users[place] = self._note_user(place)
        return self._users[place]

    def _note_user(self, place: Span) -> Capture | None:
        marks = self._syntax.path(place)
        # The innermost may be a conversion, such as a call on the name.
        for mark in marks:
            is_request = mark.kind in REQUEST_KINDS and self._is_given(mark, place)
            if (is_request and self.note(mark)) or mark.kind is CaptureKind.SCOPE:
                break
        binding = first(marks, CaptureKind.BINDING)
        pairs = self._names.bound(binding) if binding else []
        values = (p.value for p in pairs if p.value and p.value.encloses(place))
        return binding if any(map(self._names.is_reference, values)) else None

    def _is_given(self, request: Capture, place: Span) -> bool:
        """Whether a name at a place is the value of an argument, or a mapping of arguments."""
        if self.pair_around(request, place):
            return True
        spreads = self._spread_in(request)
        at = bisect_right(spreads, place.start, key=lambda spread: spread.start) - 1
        return at >= 0 and spreads[at].encloses(place)

    def read(self) -> Iterator[Request]:
        """The noted requests for Claude models, in the order of the text, names resolved.

        A mapping that is spread in a request belongs to that one.
        """
        spread = {mapping.span for mark in self._noted.values() for mapping in self._mappings(mark)}
        for span in sorted(self._noted.keys() - spread):
            pairs = [*self.pairs(self._noted[span]), *self._spread(self._noted[span])]
            nested = (inner for pair in pairs for inner in self._nested(pair))
            request = Request(span, tuple(map(self._argument, [*pairs, *nested])))
            model = request.model.value if request.model else None
            if model and (model.is_constant or _CLAUDE.search(str(model.literal))):
                yield request

    def _spread(self, mark: Capture) -> Iterator[Pair]:
        """The pairs of the mappings that a request takes over."""
        return (pair for mapping in self._mappings(mark) for pair in self.pairs(mapping))

    def _mappings(self, mark: Capture) -> list[Capture]:
        return list(filter(None, map(self._names.container, self._spread_in(mark))))

    def _spread_in(self, mark: Capture) -> list[Span]:
        """Where a call, object or mapping takes over the pairs of another."""
        if mark.span not in self._spreads:
            self._spreads[mark.span] = self._syntax.captured(mark, CaptureKind.SPREAD)
        return self._spreads[mark.span]

    def _nested(self, pair: Pair) -> list[Pair]:
        """The pairs of a mapping of parameters inside a request."""
        if pair.value is None or not _NESTED.search(self.key(pair).lower()):
            return []
        inner = self._names.container(pair.value)
        return self.pairs(inner) if inner else []

    def _argument(self, pair: Pair) -> Argument:
        key = self.key(pair)
        value = Value(pair.key)
        if pair.value:
            resolve = _RESOLVED.search(plain_key(key)) is not None
            value = self._names.value(pair.value) if resolve else self._names.literal(pair.value)
        return Argument(key, plain_key(key), pair.span, value)
