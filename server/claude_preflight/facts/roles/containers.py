"""Containers: the arrays and mappings that list models; names that are only looked up in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from enum import Enum
from functools import cached_property
from itertools import islice

from claude_preflight.facts.arguments import HOLDERS, Arguments
from claude_preflight.facts.bindings import Bindings
from claude_preflight.facts.triggers import names_model
from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, first
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.languages import captures_in
from claude_preflight.text.model_words import TABLE_SIZE, plain_key

# Models of others stand in the same tables.
_OTHER_MODEL = regex(
    rb"(?<![\w.-])(?:gpt-\d|o[1-4](?:-mini|-preview|[\"'`])|gemini-(?:\d|pro|flash|ultra)"
    rb"|llama-?\d|mistral-|mixtral-|qwen-?\d|codestral|deepseek-|grok-\d|command-r)"
)
# Of longer arrays the first elements tell.
_MOST_ELEMENTS = 20
_ID = regex(rb"[\"'`][^\"'`\s]{1,100}[\"'`]")
# Of a longer entry the first values tell what it is.
_MOST_PAIRS = 20
_QUOTED = regex(rb"(?=(?P<word>[\"'`][^\"'`\s]{1,100}[\"'`]))")
# So many are looked for one by one; to look at all of them takes as long.
_FEW = 50
_NUMBER = regex(rb"[\"']?\s*\$?\s*-?\d[\d_.,]*(?:[eE]-?\d+)?[fFdDmML]?\s*[\"']?")
# The call that something is an argument of, and the names of those that compare it.
_CALLED = regex(rb"(?P<callee>\w{1,80})[!?]?\s*\((?:[^()]{0,120},)?\s*&?\Z")
_COMPARES = regex(rb"(?i)assert|expect|equal|match|same|verify|that|^(?:is|be|eq|to_?be)$")
_LONGEST_CALL = 240
_TEXTS = {CaptureKind.PROSE, CaptureKind.LITERAL}


class _User(Enum):
    """What a place does with a name."""

    LOOK_UP = "looks something up in it"
    TEXT = "is a text that has it"
    OTHER = "does something else with it"


class Containers:
    """Tells what arrays and mappings hold; what several ids share is looked at once."""

    def __init__(self, document: Document, arguments: Arguments, bindings: Bindings) -> None:
        """Prepare for a document, its arguments and its bindings."""
        self._language = document.language
        self._text = document.text
        self._syntax = document.syntax
        self._arguments = arguments
        self._bindings = bindings
        self._naming: dict[Span, int] = {}
        self._numbers: dict[Span, bool] = {}
        self._defaults: dict[Span, bool] = {}
        self._looked_up: dict[Span, bool] = {}
        self._users: dict[Span, _User] = {}
        self._named: dict[Span, dict[str, Span]] = {}
        self._sought = 0
        self.asked: set[bytes] = set()
        """The ids that were looked for elsewhere, as they stand."""
        self._asserted: dict[Span, bool] = {}

    def is_table(self, container: Capture) -> bool:
        """Whether three or more elements of a container name a model.

        Of items without a key, those of other vendors count as well; some languages mix them with
        entries. What others provide in a mapping of settings says nothing.
        """
        return self._count(container) == TABLE_SIZE

    def names_several(self, array: Capture) -> bool:
        """Whether two or more elements of an array name a model."""
        return self._count(array) > 1 and not self._arguments.pairs(array)

    def named(self, entry: Capture) -> dict[str, Span]:
        """The first values in an entry of a table by their plain names."""
        if entry.span not in self._named:
            pairs = self._arguments.pairs(entry)[:_MOST_PAIRS]
            self._named[entry.span] = {
                plain_key(self._arguments.key(pair)): pair.value for pair in pairs if pair.value
            }
        return self._named[entry.span]

    def holds_several(self, container: Capture) -> bool:
        """Whether two or more elements or entries of a container name a model."""
        return self._count(container) > 1

    def has_number(self, container: Capture) -> bool:
        """Whether one of the first elements of a container is a number."""
        if container.span not in self._numbers:
            elements = self.elements(container, _MOST_ELEMENTS)
            self._numbers[container.span] = any(
                _NUMBER.fullmatch(self._text.data, *element) for element in elements
            )
        return self._numbers[container.span]

    def elements(self, container: Capture, most: int) -> list[Span]:
        """The first elements of a container."""
        return list(islice(self._syntax.elements(container), most))

    def has_default_beside(self, array: Capture) -> bool:
        """Whether one of several models in an array is named elsewhere too, as it stands there."""
        if array.span not in self._defaults:
            elements = self.elements(array, _MOST_ELEMENTS)
            self._defaults[array.span] = self.names_several(array) and any(
                map(self._is_elsewhere, elements)
            )
        return self._defaults[array.span]

    def _is_elsewhere(self, element: Span) -> bool:
        data = self._text.data
        source = data[element.start : element.end]
        if _ID.fullmatch(source) is None or not names_model(data, element):
            return False
        self.asked.add(source)
        self._sought += 1
        if self._sought > _FEW:
            return self._quoted[source] != Span(element.start, element.start)
        return data.find(source, 0, element.start) >= 0 or data.find(source, element.end) >= 0

    @cached_property
    def _quoted(self) -> dict[bytes, Span]:
        """Where each quoted word begins, for the first time and for the last."""
        found: dict[bytes, Span] = {}
        for match in _QUOTED.finditer(self._text.data):
            at = match.start()
            first = found.get(match["word"], Span(at, at)).start
            found[match["word"]] = Span(first, at)
        return found

    def _count(self, container: Capture) -> int:
        """How many elements of a container name a model, as far as that makes a table."""
        if container.span not in self._naming:
            naming = 0
            for element in self._syntax.elements(container):
                naming += self._names_a_model(container, element)
                if naming == TABLE_SIZE:
                    break
            self._naming[container.span] = naming
        return self._naming[container.span]

    def _names_a_model(self, container: Capture, element: Span) -> bool:
        if names_model(self._text.data, element):
            return True
        others = _OTHER_MODEL.search(self._text.data, element.start, element.end)
        return others is not None and self._is_item(container, element)

    def _is_item(self, container: Capture, element: Span) -> bool:
        """Whether an element of a container is none of its pairs."""
        pairs = self._arguments.pairs(container)
        at = bisect_left(pairs, element.start, key=lambda pair: pair.span.start)
        return at == len(pairs) or pairs[at].span.start >= element.end

    def is_looked_up(self, container: Capture, around: Iterable[Capture]) -> bool:
        """Whether all that is done with an array is to look for something in it, by its name."""
        if container.span not in self._looked_up:
            binding = first(around, CaptureKind.BINDING)
            self._looked_up[container.span] = (
                binding is not None
                and CaptureKind.MEMBER in captures_in(self._language)
                and self._is_only_looked_up(binding)
                and not self._arguments.pairs(container)
            )
        return self._looked_up[container.span]

    def is_only_asserted(self, binding: Capture) -> bool:
        """Whether all that is done with a name is to assert something of it, or with it."""
        if CaptureKind.ASSERTION not in captures_in(self._language):
            return False
        if binding.span not in self._asserted:
            keys = {pair.key for pair in self._bindings.bound(binding)}
            users = (each for each in self._bindings.users(binding) if each not in keys)
            asserted = map(self._is_asserted, users)
            self._asserted[binding.span] = next(asserted, False) and all(asserted)
        return self._asserted[binding.span]

    def is_only_compared(self, binding: Capture) -> bool:
        """Whether all that is done with a name is to compare something with it, in assertions."""
        keys = {pair.key for pair in self._bindings.bound(binding)}
        users = (each for each in self._bindings.users(binding) if each not in keys)
        return self.is_only_asserted(binding) and not any(map(self._is_given, users))

    def _is_given(self, place: Span) -> bool:
        """Whether a place is an argument of a call that is no assertion by its name."""
        data = self._text.data
        call = _CALLED.search(data, max(place.start - _LONGEST_CALL, 0), place.start)
        return call is not None and _COMPARES.search(call["callee"]) is None

    def _is_asserted(self, place: Span) -> bool:
        """Whether a place is in an assertion, and given to nothing there by a name."""
        for capture in self._syntax.path(place):
            if capture.kind is CaptureKind.ASSERTION:
                return True
            is_given = capture.kind in HOLDERS and self._arguments.pairs(capture)
            if capture.kind is CaptureKind.SCOPE or is_given:
                return False
        return False

    def _is_only_looked_up(self, binding: Capture) -> bool:
        keys = {pair.key for pair in self._bindings.bound(binding)}
        users = (self._user(place) for place in self._bindings.users(binding) if place not in keys)
        in_code = (user is _User.LOOK_UP for user in users if user is not _User.TEXT)
        return next(in_code, False) and all(in_code)

    def _user(self, place: Span) -> _User:
        """What a place does that has the name of an array."""
        if place not in self._users:
            kinds = {capture.kind for capture in self._syntax.path(place)}
            is_look_up = _User.LOOK_UP if CaptureKind.MEMBER in kinds else _User.OTHER
            self._users[place] = _User.TEXT if kinds & _TEXTS else is_look_up
        return self._users[place]
