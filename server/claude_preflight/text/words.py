"""Words: where a name stands in a text, without reading the text anew for each name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from claude_preflight.findings import Span
from claude_preflight.regex import regex

# Names may have letters beyond ASCII.
_WORD = regex(rb"[\w\x80-\xff]+")
_LETTER = regex(rb"[\w\x80-\xff]")
_BETWEEN = regex(rb"([^\w\x80-\xff]+)")
# What a name does not go on before or behind; a member is none.
_BEGINS = regex(rb"(?<![\w$@])(?<![^.]\.)")
_ENDS = regex(rb"(?![\w$])")
_MEMBER_BEGINS = (b".", b">", b":")
MOST_PLACES = 200
_BLOCK = 256
# So many words are looked for one by one: to list all of them takes as long as thirty searches.
_FEW = 20
# A part of the text that is so much smaller is searched alone.
_SHORT = 64

ID_CHARACTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@~[]-"
"""What ids are made of, with the names of platforms before them and of variants behind."""


def word_around(data: bytes, place: Span, reach: int, characters: bytes = ID_CHARACTERS) -> Span:
    """The word that a place is in, as far as it reaches on each side, in bytes."""
    first, last = max(place.start - reach, 0), min(place.end + reach, len(data))
    start = first + len(data[first : place.start].rstrip(characters))
    return Span(start, last - len(data[place.end : last].lstrip(characters)))


def indent_of(line: bytes) -> int:
    """How far a line is indented, in bytes."""
    return len(line) - len(line.lstrip())


class Words:
    """The words of one text."""

    def __init__(self, data: bytes) -> None:
        """Prepare for a text; its words are listed once several names have been looked for."""
        self._data = data
        self._found: dict[bytes, list[int]] = {}
        self._known: dict[tuple[bytes, int, bool], list[Span]] = {}

    def places(self, name: bytes, within: Span, *, member: bool = False) -> Iterator[Span]:
        """The first places of a name in a part of the text, as it is or as a member."""
        return islice(self._places(name, within, is_member=member), MOST_PLACES)

    def _places(self, name: bytes, within: Span, *, is_member: bool) -> Iterator[Span]:
        first = _WORD.search(name)
        if first is None:
            return
        word, before = first[0], first.start()
        place = self._member if is_member else self._name
        if word not in self._found and (within.end - within.start) * _SHORT < len(self._data):
            starts = self._sought(word, within.start + before, within.end)
            found = (place(name, start - before) for start in starts)
            yield from (each for each in found if each and each.end <= within.end)
            return
        starts = self._all(word)
        begin = bisect_left(starts, within.start + before)
        end = bisect_left(starts, within.end, lo=begin)
        # Many words may be no such name, so it is told of each only once.
        for block in range(begin - begin % _BLOCK, end, _BLOCK):
            known = (name, block, is_member)
            if known not in self._known:
                found = (place(name, start - before) for start in starts[block : block + _BLOCK])
                self._known[known] = [each for each in found if each]
            fitting = self._known[known]
            for each in fitting[bisect_left(fitting, Span(within.start, 0)) :]:
                if each.end > within.end:
                    return
                yield each

    def _all(self, word: bytes) -> list[int]:
        """Where a word begins."""
        if word not in self._found:
            is_listed = len(self._found) >= _FEW
            found = self._starts.get(word) if is_listed else self._sought(word, 0, len(self._data))
            self._found[word] = found or []
        return self._found[word]

    def _name(self, name: bytes, start: int) -> Span | None:
        """A name that begins at a place."""
        stop = start + len(name)
        fits = (
            self._data.startswith(name, start)
            and _BEGINS.match(self._data, start)
            and _ENDS.match(self._data, stop)
        )
        return Span(start, stop) if fits else None

    def _member(self, name: bytes, at: int) -> Span | None:
        """A name behind what joins a member to its owner; a `$` between them belongs to it."""
        stop = at + len(name)
        start = at - 1 if self._data.startswith(b"$", at - 1) else at
        fits = (
            self._data.startswith(name, at)
            and self._data.startswith(_MEMBER_BEGINS, max(start - 1, 0))
            and _ENDS.match(self._data, stop)
        )
        return Span(start, stop) if fits else None

    def _sought(self, word: bytes, start: int, stop: int) -> list[int]:
        """Where a word begins between two offsets, without those of the others."""
        starts = []
        at = self._data.find(word, start, stop)
        while at >= 0:
            end = at + len(word)
            if not ((at and _LETTER.match(self._data, at - 1)) or _LETTER.match(self._data, end)):
                starts.append(at)
            at = self._data.find(word, end, stop)
        return starts

    @cached_property
    def _starts(self) -> dict[bytes, list[int]]:
        """Where each word begins, in the order of the text."""
        starts: dict[bytes, list[int]] = {}
        at = 0
        # Words and what is between them, in turn; a text begins with a word, which may be empty.
        parts = _BETWEEN.split(self._data)
        for word, between in zip(parts[::2], [*parts[1::2], b""], strict=True):
            if word:
                starts.setdefault(word, []).append(at)
            at += len(word) + len(between)
        return starts
