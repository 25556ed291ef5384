"""The ids that a test expects of other files: nothing around the expectation is given them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from claude_preflight.facts.blocks import block_by_lines
from claude_preflight.facts.extract import readable
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.facts.test_paths import is_recorded, is_test
from claude_preflight.facts.types import Facts, Mention
from claude_preflight.findings import Role, Span
from claude_preflight.regex import regex
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.captures import CaptureKind, first
from claude_preflight.syntax.document import Document
from claude_preflight.text.model_words import bare_id, models_in
from claude_preflight.text.words import word_around

# What asks whether something is an id, or has it in it.
_EXPECTING = frozenset((CaptureKind.COMPARISON, CaptureKind.PATTERN, CaptureKind.ASSERTION))
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
    if not is_test(document.path) and not is_recorded(document.path):
        return ()
    document, _ = run_to_end(readable(document))
    if document.cells() is not None:
        return ()
    found: dict[tuple[str, bool], int] = {}
    given = {} if is_recorded(document.path) else _given(document, facts)
    for place, is_part in _places(document, facts):
        text = document.text.slice(place)
        known_by = bare_id(text), is_part
        if known_by in found or len(found) == _MOST:
            continue
        starts = given.get(_plain(text))
        if not starts or not _has_any(starts, _block(document, place)):
            found[known_by] = document.text.line_at(place.start) + 1
    return tuple(Expected(*known_by, line) for known_by, line in found.items())


def _places(document: Document, facts: Facts) -> Iterator[tuple[Span, bool]]:
    """Where ids are expected, and whether more may follow them."""
    mentions = [each.span for each in facts.mentions]
    if is_recorded(document.path):
        yield from ((place, False) for place in mentions)
        return
    compared = {each.span for each in facts.mentions if each.role is Role.COMPARISON}
    asked = _asked(document, mentions)
    yield from ((place, place in asked) for place in sorted(compared | asked))


def _asked(document: Document, known: list[Span]) -> set[Span]:
    """The words behind which more may follow, that are no mention and that something has in it."""
    data, ends = document.text.data, [each.end for each in known]
    asked = set()
    for trigger in models_in(data, Span(0, len(data))):
        at = bisect_left(ends, trigger.end)
        is_known = at < len(known) and known[at].encloses(trigger)
        if is_known or _EXPECTING.isdisjoint(_around(document, trigger)):
            continue
        word = word_around(data, trigger, _LONGEST)
        if _VERSION.search(data, *word):
            asked.add(word)
    return asked


def _given(document: Document, facts: Facts) -> dict[str, list[int]]:
    """Where each id begins that a test has for another reason than to expect it."""
    given: dict[str, list[int]] = defaultdict(list)
    for mention in facts.mentions:
        if _is_given(document, mention):
            given[_plain(mention.text)].append(mention.span.start)
    return given


def _is_given(document: Document, mention: Mention) -> bool:
    if mention.reason == Reason.LONGER.value:
        return _COMPARING.isdisjoint(_around(document, mention.span))
    is_talk = mention.role is Role.PROSE and mention.reason == Reason.TEXT.value
    return mention.role not in _NO_INPUT and not is_talk


def _around(document: Document, place: Span) -> Iterator[CaptureKind]:
    """The kinds of what is around a place in its function."""
    kinds = (capture.kind for capture in document.syntax.path(place))
    return takewhile(lambda kind: kind is not CaptureKind.SCOPE, kinds)


def _plain(text: str) -> str:
    """An id as all platforms write it."""
    return _PLATFORM_VERSION.sub("", _NO_LETTER.sub("-", bare_id(text)))


def _block(document: Document, place: Span) -> Span | None:
    """The function or the test that a place is in; None outside of all."""
    scope = first(document.syntax.path(place), CaptureKind.SCOPE)
    test = block_by_lines(document.text.data, place)
    blocks: Iterable[Span] = (each for each in (scope and scope.span, test) if each)
    return min(blocks, key=lambda each: each.end - each.start, default=None)


def _has_any(starts: list[int], block: Span | None) -> bool:
    """Whether one of some places, in their order, is in a block."""
    if block is None:
        return False
    at = bisect_left(starts, block.start)
    return at < len(starts) and starts[at] < block.end
