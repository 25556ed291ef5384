"""Ids that a test gives to one thing, one after another: what it expects hangs on each of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TypeAlias

from claude_preflight.facts.blocks import speaks_of_tests, tests_within
from claude_preflight.facts.rows import is_case, row_around
from claude_preflight.facts.test_paths import is_test
from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, first
from claude_preflight.syntax.document import Document
from claude_preflight.text.model_words import Version

# A member that is set, or a function with the id as its only argument; `new` makes something.
_SET = regex(rb"(?P<name>[\w.\]\[>:-]*\w(?:\.|->)\w{1,60}) ?= ?[\"'`]\Z")
_CALLED = regex(rb"(?<!new )(?<![\w.])(?P<name>[\w.]{1,80})\([\"'`]\Z")
_CLOSED = regex(rb"[\"'`]\s?\)")
# Types begin so, in the languages that make something of one without `new`.
_TYPE = regex(rb"(?:.*\.)?[A-Z]", re.DOTALL)
# What asks something about an id: the answer is another one for another id.
_ASKS = regex(
    rb"(?:[\w.]*\.)?(?:_?(?:is|has|can|supports?|needs|uses|requires|parse|infer|detect|normali[sz]e"
    rb"|validate|check|calculate|estimate|count|classify"
    rb"|find|look_?up|resolve|get)"
    rb"(?:_|[A-Z])\w*|\w+?_?(?:[Ii]nfo|[Ll]imits?|[Ww]indow|[Ff]amily|[Pp]ric(?:e|ing)|[Cc]ost))"
)
_LOOKS_UP = regex(rb"(?:\b|[._])(?:get|find|look_?up|resolve)\w*\(\s*\Z", re.IGNORECASE)
_CASE = 400
_BRACKET = regex(rb"[][(){}]")
_REACH = 120
_MOST = 50
# What opens a list, in Go with the type of its elements; what is found in each id.
_LIST = regex(rb"(?:\[|\[\]string\{)\Z")
_FAMILY = b"claude-"
# The block that something is given an id in, and its name.
_Receiver: TypeAlias = tuple[Span | None, bytes]


class ToldApart:
    """What the tests of one document give several ids, one after another."""

    def __init__(self, document: Document) -> None:
        """Prepare for a document."""
        self._data = document.text.data
        self.is_test = is_test(document.path)
        self._given: dict[_Receiver, set[bytes]] = defaultdict(set)

    @cached_property
    def tests_from(self) -> int:
        """Where the first test begins: in a file of the source, behind what it tests."""
        return 0 if self.is_test else tests_within(self._data)

    @cached_property
    def may_have_tests(self) -> bool:
        """Whether a file has tests, or may have some; that is soon said."""
        return self.is_test or speaks_of_tests(self._data)

    @property
    def names(self) -> frozenset[bytes]:
        """What is given ids."""
        return frozenset(name for _, name in self._given)

    def note(self, word: Span, scope: Span | None) -> None:
        """Note an id that a test gives to something."""
        if receiver := self._receiver(word, scope):
            given = self._given[receiver]
            if len(given) < _MOST:
                given.add(self._data[word.start : word.end])

    def are_told_apart(self, word: Span, scope: Span | None) -> bool:
        """Whether a test gives the thing that an id is given another one too, or asks about it."""
        receiver = self._receiver(word, scope)
        if receiver is None:
            return False
        return len(self._given.get(receiver, ())) > 1 or _ASKS.fullmatch(receiver[1]) is not None

    def is_labelled(self, word: Span, captures: Iterable[Capture]) -> bool:
        """Whether a case of a test says in words which version its id is of."""
        case = first(captures, CaptureKind.MAPPING) if self.is_test else None
        version = Version.of(self._data[slice(*word)].decode(errors="replace")) if case else None
        if case is None or version is None:
            return False
        start, end = max(case.span.start, word.start - _CASE), min(case.span.end, word.end + _CASE)
        # What is in further brackets belongs to something else.
        before = _BRACKET.split(self._data[start : word.start])[-1]
        after = _BRACKET.split(self._data[word.end : end])[0]
        return any(map(version.in_words().search, (before, after)))

    def is_repeated(self, word: Span, model_id: bytes) -> bool:
        """Whether a row of a test, or what it gives to one call, has an id a second time.

        `("anthropic", id, "anthropic/id")`: what is expected of a row depends on all of it. In a
        list another id counts as well: both may have one successor.
        """
        if not self.is_test:
            return False
        start, end = row_around(self._data, word)
        beside = self._data[start : word.start], self._data[word.end : end]
        is_list = _LIST.search(self._data, max(start - _REACH, 0), start) is not None
        sought = _FAMILY if is_list else model_id
        return any(sought in each for each in beside)

    def is_case(self, word: Span) -> bool:
        """Whether an id is in a row of a test, beside what comes out for it."""
        is_row = self.may_have_tests and is_case(self._data, word)
        return is_row and word.start >= self.tests_from

    def is_looked_up(self, places: Iterable[Span]) -> bool:
        """Whether a test looks something up by what has one of some names."""
        if not self.is_test:
            return False
        return any(
            _LOOKS_UP.search(self._data, max(each.start - _REACH, 0), each.start) for each in places
        )

    def _receiver(self, word: Span, scope: Span | None) -> _Receiver | None:
        """What is given an id in a test, and the block that this is done in."""
        if not self.is_test:
            return None
        before = max(word.start - _REACH, 0), word.start
        if member := _SET.search(self._data, *before):
            return scope, member["name"]
        called = _CALLED.search(self._data, *before)
        is_alone = called and _CLOSED.match(self._data, word.end)
        if called and is_alone:
            makes = _TYPE.match(called["name"]) and not _ASKS.fullmatch(called["name"])
            return None if makes else (scope, called["name"])
        return None
