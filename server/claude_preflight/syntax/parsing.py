"""Parsing: the one door to the parsers, which never end the process nor run without bound.

A text that is nested too deep is not given to a parser, which may crash on it, and one that takes
too many steps is taken away from it: some grammars need a time that grows with the square of what
is wrong, or of the lines of a comment.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from time import perf_counter, thread_time
from typing import TYPE_CHECKING

from claude_preflight.findings import Span
from claude_preflight.syntax.languages import Language, grammar
from claude_preflight.syntax.nesting import is_too_deep
from claude_preflight.text.source_text import SourceText

if TYPE_CHECKING:
    import tree_sitter

# Reading a text in pieces of this size keeps a parse that can be cut as fast as one that cannot; a
# part of it is so small that it is one piece.
_READ_SIZE = 1 << 10
# In so much of the end of a text a parse is not cut.
_TAIL = 1 << 10
# Predicates read the text of nodes, most of which are short: what is read beyond their end is in
# vain. Of a longer one each piece is so much larger than the one before.
_SHORT, _GROWTH = 1 << 6, 1 << 4


class UnparsableError(Exception):
    """Why a text has no tree: the end of a sentence about it."""


def parsed(
    language: Language,
    text: SourceText,
    *,
    old: tree_sitter.Tree | None = None,
    part: Span | None = None,
) -> Generator[None, None, tree_sitter.Tree]:
    """The tree of a text, or of a part of it, made in slices of about a millisecond.

    `old` is the tree of an earlier version that was edited to fit.

    Raises:
        UnparsableError: The text is nested too deep, or takes too long.
    """
    import tree_sitter

    span = part or Span(0, len(text.data))
    if is_too_deep(language, text.data, span):
        raise UnparsableError("is nested too deep to parse")
    parser = tree_sitter.Parser(grammar(language))
    if part is not None:
        spans = (*_opening(language, text, part), part)
        parser.included_ranges = [
            tree_sitter.Range(
                text.position(start, "utf-8"), text.position(end, "utf-8"), start, end
            )
            for start, end in spans
        ]
    data = text.parsable
    last = span.start + len(data[span.start : span.end].rstrip()) - _TAIL
    effort = _Effort(span.end - span.start, last)
    read = _Reader(data, effort, _READ_SIZE if part is None else span.end - span.start)
    while True:
        effort.start_slice()
        read.is_parsing = True
        try:
            tree: tree_sitter.Tree = parser.parse(
                read,
                **({"old_tree": old} if old is not None else {}),
                encoding="utf8",
                progress_callback=effort.step,
            )
            if not effort.is_spent:
                return tree
        except ValueError:  # how the binding says that the callback stopped the parse
            pass
        finally:
            read.is_parsing = False
            effort.look_at_clock()
        if effort.is_spent:
            raise UnparsableError("takes too long to parse")
        yield


def _opening(language: Language, text: SourceText, part: Span) -> Iterator[Span]:
    """What stands before a part that makes it code."""
    if not language.opening:
        return
    start = text.data.find(language.opening.encode(), 0, part.start)
    if start >= 0:
        yield Span(start, start + len(language.opening))


class _Buffer(threading.local):
    """Where each thread puts the piece that a parser reads next."""

    def __init__(self) -> None:
        self.piece = bytearray()


_BUFFER = _Buffer()


class _Reader:
    """Hands out a text, piece by piece, to a parser and later to those who ask for a node's text.

    While it parses, the binding keeps a reference to each object that it is given, for good, and
    lets go of its memory before it asks for the next one: so it is given the same one every time.
    """

    def __init__(self, data: bytes, effort: _Effort, size: int) -> None:
        self._data = data
        self._effort = effort
        self._size = size
        self._node_size, self._node_end = 0, -1
        self.is_parsing = False

    def __call__(self, offset: int, _point: object) -> bytes | bytearray:
        if not self.is_parsing:
            size = self._node_size * _GROWTH if offset == self._node_end else _SHORT
            end = offset + size
            self._node_size, self._node_end = size, end
            return self._data[offset:end]
        self._effort.reads += 1
        piece = _BUFFER.piece
        # A scanner may go on reading between two calls of the progress callback; so the text ends.
        piece[:] = self._data[offset : offset + self._size] if not self._effort.is_spent else b""
        return piece


class _Effort:
    """What a parse has cost: calls of its progress callback and of its reader, and CPU time.

    A parse of sound code takes up to 40 of those calls a kB, one in some 16 µs: at most 0.65 s for
    a megabyte, and mostly a third of that. A comment over many lines in Python is read again for
    each of them; so many reads, which are cheap, allow for some 1,500 lines. Where something is
    wrong, a call may take as long as a thousand others; that is what the time is for.
    """

    _SLICE = 60  # about a millisecond; by steps, as a tree may differ where a parse was interrupted
    _LEAST, _PER_KB = 2_000, 100
    _REREADS, _READS_PER_KB = 16_000, 16
    _LEAST_SECONDS, _SECONDS_PER_KB = 0.05, 0.0013
    _LOOK_EVERY = 0.005

    def __init__(self, size: int, last: int) -> None:
        """Prepare for so many bytes; from the `last` place on a slice goes on to the end."""
        self.reads = 0
        self._last = last
        self._steps = 0
        self._slice_end = 0
        self._seconds = 0.0
        self._clock = 0.0
        self._next_look = 0.0
        self._most = self._LEAST + self._PER_KB * size // 1024
        self._most_reads = self._REREADS + self._READS_PER_KB * size // 1024
        self._most_seconds = self._LEAST_SECONDS + self._SECONDS_PER_KB * size / 1024

    def start_slice(self) -> None:
        """Let the parser go on for another slice."""
        self._slice_end = self._steps + self._SLICE
        self._clock = thread_time()
        self._next_look = perf_counter() + self._LOOK_EVERY

    def look_at_clock(self) -> None:
        """Add up the time; that of other threads, and between slices, does not count."""
        now = thread_time()
        self._seconds += now - self._clock
        self._clock = now
        self._next_look = perf_counter() + self._LOOK_EVERY

    def step(self, offset: int, _has_error: bool) -> bool:
        """Whether the parser has to stop here.

        When all is read it balances long lists. It must not be stopped there to go on later: then
        most nodes of a list are lost, and to ask for one of them may end the process.
        """
        self._steps += 1
        if perf_counter() > self._next_look:
            self.look_at_clock()
        is_slice_over = self._steps > self._slice_end and offset < self._last
        return is_slice_over or self.is_spent

    @property
    def is_spent(self) -> bool:
        """Whether the parse has cost more than any sound text of that size would."""
        return (
            self._steps > self._most
            or self.reads > self._most_reads
            or self._seconds > self._most_seconds
        )
