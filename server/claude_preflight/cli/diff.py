"""A unified diff of a file's text, byte for byte, so that `patch` and `git apply` take it.

Python's own, `difflib`, takes a time that grows faster than the square of the lines where many are
the same. A fix changes few lines at a place, so here the next equal ones are looked for nearby.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence

from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.workspace.files import FileContent

_SPECIAL = regex(rb'[\x00-\x1f"\\\x7f]')
_ESCAPES = {b"\n": b"\\n", b"\t": b"\\t", b'"': b'\\"', b"\\": b"\\\\"}
_NO_LINE_END = b"\n\\ No newline at end of file\n"
# Lines around a change that are shown with it.
_CONTEXT = 3
# How many lines on the next equal ones are looked for.
_NEARBY = 50


class _Change(NamedTuple):
    """Lines of the old text, from `start` to `end`, and the new ones in their place."""

    start: int
    end: int
    new_start: int
    new_end: int


def unified_diff(path: str, content: FileContent, data: bytes) -> bytes:
    """The changes from a file's text to `data`. Files in UTF-16 and UTF-32 are shown in UTF-8."""
    name = os.fsencode(path.replace(os.sep, "/").lstrip("/"))
    old, new = _lines(content, content.data), _lines(content, data)
    hunks = [_hunk(old, new, changes) for changes in _grouped(_changes(old, new))]
    if not hunks:
        return b""
    head = b"--- " + _named(b"a/" + name) + b"\n+++ " + _named(b"b/" + name) + b"\n"
    return head + b"".join(hunks)


def _changes(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[_Change]:
    """Where two texts differ. Between changes, and only there, their lines are the same."""
    at = new_at = 0
    while at < len(old) or new_at < len(new):
        start, new_start = at, new_at
        while at < len(old) or new_at < len(new):
            nearby = old[at : at + _NEARBY], new[new_at : new_at + _NEARBY]
            if equal := _first_equal(*nearby):
                at, new_at = at + equal[0], new_at + equal[1]
                break
            at, new_at = min(at + 1, len(old)), min(new_at + 1, len(new))
        if (at, new_at) != (start, new_start):
            yield _Change(start, at, new_start, new_at)
        while at < len(old) and new_at < len(new) and old[at] == new[new_at]:
            at, new_at = at + 1, new_at + 1


def _first_equal(old: Sequence[bytes], new: Sequence[bytes]) -> tuple[int, int] | None:
    """Where some lines of two texts are the same for the first time."""
    places = {line: place for place, line in reversed([*enumerate(new)])}
    pairs = ((place, places[line]) for place, line in enumerate(old) if line in places)
    return min(pairs, key=max, default=None)


def _grouped(changes: Iterable[_Change]) -> Iterator[list[_Change]]:
    """Changes that share lines around them, together."""
    group: list[_Change] = []
    for change in changes:
        if group and change.start - group[-1].end > 2 * _CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _hunk(old: Sequence[bytes], new: Sequence[bytes], changes: Sequence[_Change]) -> bytes:
    """Changes with the lines around them, under a line that says where they are."""
    before = min(changes[0].start, _CONTEXT)
    after = min(len(old) - changes[-1].end, _CONTEXT)
    start, end = changes[0].start - before, changes[-1].end + after
    new_start, new_end = changes[0].new_start - before, changes[-1].new_end + after
    lines = [b"@@ -%b +%b @@\n" % (_range(start, end), _range(new_start, new_end))]
    at = start
    for change in changes:
        lines += _marked(b" ", old[at : change.start])
        lines += _marked(b"-", old[change.start : change.end])
        lines += _marked(b"+", new[change.new_start : change.new_end])
        at = change.end
    lines += _marked(b" ", old[at:end])
    return b"".join(lines)


def _range(start: int, end: int) -> bytes:
    """Lines as the head of a hunk has them: the first and how many; of none, the one before."""
    count = end - start
    return b"%d" % (start + 1) if count == 1 else b"%d,%d" % (start + bool(count), count)


def _marked(mark: bytes, lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield mark + (line if line.endswith(b"\n") else line + _NO_LINE_END)


def _named(name: bytes) -> bytes:
    """A file's name as git writes it in the first lines of a diff.

    One with a character that would end it is quoted as in C; a tab ends one with spaces.
    """
    if _SPECIAL.search(name):
        return b'"' + _SPECIAL.sub(_escaped, name) + b'"'
    return name + b"\t" if b" " in name else name


def _escaped(match: re.Match[bytes]) -> bytes:
    return _ESCAPES.get(match[0]) or b"\\%03o" % match[0][0]


def _lines(content: FileContent, data: bytes) -> list[bytes]:
    """The lines as `patch` has them: a line feed ends one, nothing else does."""
    mark = content.mark if content.encoding == "utf-8" else b""
    *whole, last = (mark + data).split(b"\n")
    return [line + b"\n" for line in whole] + ([last] if last else [])
