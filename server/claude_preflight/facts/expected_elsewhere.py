"""The ids that a test expects of other files: nothing around the expectation is given them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import takewhile

from claude_preflight.facts.blocks import block_by_lines, tests_within
from claude_preflight.facts.expectations import EXPECTING
from claude_preflight.facts.extract import readable
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.facts.test_paths import is_recorded, is_test
from claude_preflight.facts.types import Facts, Mention
from claude_preflight.findings import Role, Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.captures import Capture, CaptureKind, first
from claude_preflight.syntax.document import Document
from claude_preflight.text.model_words import bare_id, models_in
from claude_preflight.text.words import word_around

_COMPARING = frozenset((CaptureKind.COMPARISON, CaptureKind.PATTERN))
# What is no input of a test: an expectation, and talk.
_NO_INPUT = frozenset((Role.COMPARISON, Role.PATTERN))
_NO_LETTER = regex(r"[^a-z0-9]+")
_PLATFORM_VERSION = regex(r"-v\d+(?:-\d+)?$")
# A part without one is in the newer id as well.
_VERSION = regex(rb"\d")
_LONGEST = 200
# So many ids of one file are kept.
_MOST = 200


class Expected(NamedTuple):
    """An id that a file expects of other ones, and the line where it does so first, from 1.

    The id is without what a platform or a route puts before it. Of one that `is_part`, more may
    follow: something is asked to have it in it.
    """

    model_id: str
    is_part: bool
    line: int

    @property
    def known_by(self) -> tuple[str, bool]:
        """What it is the same as in another version of the file, and in others."""
        return self.model_id, self.is_part


def expected_elsewhere(document: Document, facts: Facts) -> tuple[Expected, ...]:
    """What a test, or what tests compare with, expects of other files; in the order of the text.

    Where the same test gives the id to what it tests, it expects that back.
    """
    if is_recorded(document.path):
        return _first_of_each(document, ((each.span, False) for each in facts.mentions))
    begin = _tests_begin(document, facts)
    if begin == len(document.text.data) or document.language.cells:
        return ()
    found = _Tests(document, facts).expected()
    return _first_of_each(document, (each for each in found if each[0].start >= begin))


def _tests_begin(document: Document, facts: Facts) -> int:
    """Where the tests of a document begin; its end without any that compare something."""
    if is_test(document.path):
        return 0
    compares = any(each.role is Role.COMPARISON for each in facts.mentions)
    return tests_within(document.text.data) if compares else len(document.text.data)


def _first_of_each(document: Document, places: Iterable[tuple[Span, bool]]) -> tuple[Expected, ...]:
    lines: dict[tuple[str, bool], int] = {}
    for place, is_part in places:
        known_by = bare_id(document.text.slice(place)), is_part
        if known_by not in lines and len(lines) < _MOST:
            lines[known_by] = document.text.line_at(place.start) + 1
    return tuple(Expected(*known_by, line) for known_by, line in lines.items())


class _Tests:
    """The tests of one document. Its tree is asked for only where the facts do not tell."""

    def __init__(self, document: Document, facts: Facts) -> None:
        self._document = document
        self._data = document.text.data
        self._mentions = facts.mentions

    def expected(self) -> Iterator[tuple[Span, bool]]:
        """Where ids are expected that the same test gives to nothing, and whether as a part."""
        compared = {each.span for each in self._mentions if each.role is Role.COMPARISON}
        asked = set(self._asked())
        known: set[tuple[bytes, bool]] = set()
        for place in sorted(compared | asked):
            known_by = self._data[slice(*place)], place in asked
            if known_by not in known and not self._is_given(place):
                known.add(known_by)
                yield place, place in asked

    def _asked(self) -> Iterator[Span]:
        """The words behind which more may follow, that are no mention and that something has."""
        ends = [each.span.end for each in self._mentions]
        for trigger in models_in(self._data, Span(0, len(self._data))):
            at = bisect_left(ends, trigger.end)
            is_known = at < len(ends) and self._mentions[at].span.encloses(trigger)
            if not is_known and not EXPECTING.isdisjoint(self._around(trigger)):
                word = word_around(self._data, trigger, _LONGEST)
                if _VERSION.search(self._data, *word):
                    yield word

    def _is_given(self, place: Span) -> bool:
        """Whether the test that a place is in has its id for another reason than to expect it."""
        starts = self._given.get(_plain(self._document.text.slice(place)))
        block = self._block(place) if starts else None
        if not starts or block is None:
            return False
        at = bisect_left(starts, block.start)
        return at < len(starts) and starts[at] < block.end

    @cached_property
    def _given(self) -> dict[str, list[int]]:
        """Where each id begins that is no expectation, as all platforms write it."""
        given: dict[str, list[int]] = defaultdict(list)
        for mention in self._mentions:
            if self._is_input(mention):
                given[_plain(mention.text)].append(mention.span.start)
        return given

    def _is_input(self, mention: Mention) -> bool:
        if mention.reason == Reason.LONGER.value:
            return _COMPARING.isdisjoint(self._around(mention.span))
        is_talk = mention.role is Role.PROSE and mention.reason == Reason.TEXT.value
        return mention.role not in _NO_INPUT and not is_talk

    def _block(self, place: Span) -> Span | None:
        """The function or the test that a place is in; None outside of all."""
        scope = first(self._path(place), CaptureKind.SCOPE)
        blocks = (scope and scope.span, block_by_lines(self._data, place))
        return min(filter(None, blocks), key=lambda each: each.end - each.start, default=None)

    def _around(self, place: Span) -> Iterator[CaptureKind]:
        """The kinds of what is around a place in its function."""
        kinds = (capture.kind for capture in self._path(place))
        return takewhile(lambda kind: kind is not CaptureKind.SCOPE, kinds)

    def _path(self, place: Span) -> list[Capture]:
        return self._read.syntax.path(place)

    @cached_property
    def _read(self) -> Document:
        """The document with its tree, or by its lines."""
        return run_to_end(readable(self._document))[0]


def _plain(text: str) -> str:
    """An id as all platforms write it."""
    return _PLATFORM_VERSION.sub("", _NO_LETTER.sub("-", bare_id(text)))
