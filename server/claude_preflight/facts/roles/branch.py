"""The conditions of the branch that an id stands in, as the lines around it tell them."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.facts.roles.candidate import Candidate
from claude_preflight.text.words import indent_of

_MOST_LINES = 12
_REACH = 2_000


def conditions(candidate: Candidate) -> Iterator[bytes]:
    """What stands before an id on its line, and the line that the block around it begins with."""
    data, start = candidate.readers.text.data, candidate.word.start
    lines = data[max(start - _REACH, 0) : start].split(b"\n")
    here = lines.pop()
    yield here
    indent = indent_of(here)
    for line in lines[: -_MOST_LINES - 1 : -1] if indent else ():
        if indent_of(line) < indent and line.strip():
            yield line
            return
