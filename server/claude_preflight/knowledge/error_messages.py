"""Message patterns: the texts of errors, with their models, numbers and other values left open.

Messages are met wrapped, coloured, quoted and escaped once or twice. So they are compared without
white space, quotes and backslashes, in lower case: a `SqueezedText`. The search is made of plain
searches for the given parts of a pattern, which do not backtrack.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Generic, TypeVar

from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex

T = TypeVar("T")


class _Placeholder(NamedTuple):
    """What may stand for a placeholder: its characters, and how many of them at most."""

    pattern: re.Pattern[str]
    longest: int
    is_word: bool = True


_PLACEHOLDERS = {
    "{model}": _Placeholder(regex(r"[\w.:@/~+-]+"), 200),
    "{number}": _Placeholder(regex(r"\d[\d,._]*"), 40),
    "{path}": _Placeholder(regex(r"[\w.\[\]]+"), 200),
    # Nothing is left of a quote.
    "{value}": _Placeholder(regex(r".*", re.DOTALL), 400, is_word=False),
}
_PLACEHOLDER = regex("|".join(map(re.escape, _PLACEHOLDERS)))

# Texts may come as Latin-1 of their UTF-8 bytes, so curly quotes and box lines do too.
_DROPPED = regex(
    r"\x1b\[[0-9;?]*[@-~]|\\+(?:u001b|x1b|033|e)\[[0-9;]*m"  # colours, as they are or escaped
    r"|\\+u(?:00(?:22|27|60)|201[89cd])|&(?:quot|apos|#0?39|#x27|#34);"  # escaped quotes
    r"|[\"'`](?:\s{0,99}[+.])?\s{0,99}f?(?=[\"'`])"  # between the parts of a concatenation
    r"|[\r\n]+[ \t]*(?:#+|/{2,}|-{2,}|;+|\*+|>+|\|)?"  # a new line of a comment
    r"|\\+[nrt]|[\s\"'`\\]|\xe2\x80[\x98\x99\x9c\x9d]|[\u2018\u2019\u201c\u201d]"
    r"|\xe2\x94\x82|\u2502|\xc2\xa0"
)


class SqueezedText(NamedTuple):
    """A text without what wrapping, quoting, escaping and colouring bring in, in lower case.

    `pieces` are the places, in `text`, at which a kept piece starts; `starts` are the places of the
    same pieces in the original.
    """

    text: str
    pieces: tuple[int, ...]
    starts: tuple[int, ...]
    length: int

    @classmethod
    def of(cls, original: str) -> SqueezedText:
        """Squeeze a text."""
        lowered = original.lower()
        kept: list[str] = []
        pieces, starts = [], []
        size = end = 0
        for match in (*_DROPPED.finditer(lowered), None):
            start = match.start() if match else len(lowered)
            if start > end:
                kept.append(lowered[end:start])
                pieces.append(size)
                starts.append(end)
                size += start - end
            end = match.end() if match else start
        return cls("".join(kept), tuple(pieces), tuple(starts), len(original))

    def original(self, index: int) -> int:
        """Where a squeezed character stands in the original; its end for the end."""
        piece = bisect_right(self.pieces, index) - 1
        if index >= len(self.text) or piece < 0:
            return self.length
        return self.starts[piece] + index - self.pieces[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where squeezed characters, at least one, stand in the original."""
        return self.original(start), self.original(end - 1) + 1

    def piece_end(self, index: int) -> int:
        """Where the piece ends that a squeezed character is in."""
        piece = bisect_right(self.pieces, index)
        return self.pieces[piece] if piece < len(self.pieces) else len(self.text)

    def piece_start(self, index: int) -> int:
        """Where the piece starts that ends at, or goes on beyond, a squeezed character."""
        return self.pieces[bisect_right(self.pieces, index - 1) - 1] if index else 0


class MessagePattern(NamedTuple):
    """The text of a message.

    `{model}`, `{number}`, `{path}` (of a parameter) and `{value}` stand for any such value. A
    `prefix` is the start of a message whose rest is not known. A `common` message is one that other
    programs give as well: it counts only where it stands as the message of an error.
    """

    text: str
    prefix: bool = False
    common: bool = False

    @property
    def literals(self) -> tuple[str, ...]:
        """The given parts, squeezed; between two of them stands a placeholder."""
        return _literals(self.text)

    @property
    def literal_length(self) -> int:
        """How many characters are given, not left open: the more, the more specific."""
        return sum(map(len, self.literals))

    def matches(self, message: SqueezedText) -> bool:
        """Whether a message, as a whole, is one of these. Case and a final stop do not matter."""
        span = next(self.spans(message), None)
        if span is None or span[0] > 0:
            return False
        return self.prefix or message.text[span[1] :].strip(".") == ""

    def spans(self, text: SqueezedText) -> Iterator[tuple[int, int]]:
        """Where such messages stand in a text, in squeezed characters."""
        # Most patterns are not in a text: their longest part tells that at once.
        if max(self.literals, key=len) not in text.text:
            return
        first = next(filter(None, self.literals))
        at = text.text.find(first)
        while at >= 0:
            start = at if self.literals[0] else self._led(text, at)
            end = None if start is None else self._end(text, start)
            if start is not None and end is not None:
                yield start, end
            at = text.text.find(first, max(at + 1, end or 0))

    def _led(self, text: SqueezedText, at: int) -> int | None:
        """Where the placeholder starts that the pattern starts with, and that ends at a place."""
        placeholder = _placeholders(self.text)[0]
        reach = max(at - placeholder.longest, text.piece_start(at))
        start = at
        while start > reach and placeholder.pattern.fullmatch(text.text, start - 1, start):
            start -= 1
        return start if start < at else None

    def _end(self, text: SqueezedText, start: int) -> int | None:
        """Where the message ends that starts at a place; None if none does."""
        first, *others = self.literals
        at = start + len(first)
        for placeholder, literal in zip(_placeholders(self.text), others, strict=True):
            end = min(at + placeholder.longest, len(text.text))
            if placeholder.is_word and at < end:
                end = min(end, text.piece_end(at))
            if literal:
                end = text.text.find(literal, at + placeholder.is_word, end + len(literal))
            value = placeholder.pattern.match(text.text, at, end) if end >= at else None
            if value is None or (literal and value.end() != end):
                return None
            at = value.end() + len(literal)
        return at


@dataclass(frozen=True, slots=True)
class FoundMessage(Generic[T]):
    """A message in a text: its place in the original, and what the patterns that match stand for.

    `squeezed` is its place in the squeezed text.
    """

    start: int
    end: int
    meanings: tuple[T, ...]
    pattern: MessagePattern
    squeezed: tuple[int, int]


class MessageIndex(Generic[T]):
    """Message patterns, each with what it stands for."""

    def __init__(self, patterns: Iterable[tuple[MessagePattern, T]]) -> None:
        """Take the patterns, in the order that matters where several match."""
        self._patterns = tuple(patterns)

    def whole(self, message: str) -> tuple[T, ...]:
        """What a whole message stands for, by the most specific patterns."""
        squeezed = SqueezedText.of(message.strip())
        found = [each for each in self._patterns if each[0].matches(squeezed)]
        most = max((pattern.literal_length for pattern, _ in found), default=0)
        return tuple(
            dict.fromkeys(meant for pattern, meant in found if pattern.literal_length == most)
        )

    def having(self, part: str, *, common: bool) -> tuple[T, ...]:
        """What the messages stand for whose given parts hold a text; nothing if they differ.

        The common ones are among them only if `common` says so.
        """
        squeezed = SqueezedText.of(part).text.rstrip(".")
        with_it: dict[str, list[T]] = {}
        for pattern, meant in self._patterns:
            is_taken = squeezed and (common or not pattern.common)
            if is_taken and any(squeezed in literal for literal in pattern.literals):
                with_it.setdefault(pattern.text, []).append(meant)
        meanings = {tuple(found) for found in with_it.values()}
        return meanings.pop() if len(meanings) == 1 else ()

    def found(
        self, text: SqueezedText, counts: Callable[[MessagePattern, tuple[int, int]], bool]
    ) -> tuple[FoundMessage[T], ...]:
        """The messages in a text, in its order; of those that overlap, the most specific.

        `counts` says of a pattern and a place, in squeezed characters, whether it is to be taken.
        """
        spans = [
            (span, pattern, meant)
            for pattern, meant in self._patterns
            for span in pattern.spans(text)
            if counts(pattern, span)
        ]
        best: list[FoundMessage[T]] = []
        for (start, end), pattern, meant in sorted(spans, key=lambda each: each[0]):
            new = FoundMessage(*text.span(start, end), (meant,), pattern, (start, end))
            last = best[-1] if best else None
            if last is None or start >= last.squeezed[1]:
                best.append(new)
            elif pattern.literal_length > last.pattern.literal_length:
                best[-1] = new
            elif pattern.text == last.pattern.text and meant not in last.meanings:
                best[-1] = replace(last, meanings=(*last.meanings, meant))
        return tuple(best)


@cache
def _placeholders(text: str) -> tuple[_Placeholder, ...]:
    return tuple(_PLACEHOLDERS[name] for name in _PLACEHOLDER.findall(text))


@cache
def _literals(text: str) -> tuple[str, ...]:
    parts = _PLACEHOLDER.split(text)
    return tuple(SqueezedText.of(part).text for part in (*parts[:-1], parts[-1].rstrip(".")))
