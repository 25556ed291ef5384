"""Tables of TOML files, which need no whole parser for a few versions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex

_HEADER = regex(r"^[ \t]*\[(?P<name>[^\n]{1,200}?)\][ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE)
_PACKAGE = regex(
    r"""^name[ \t]*=[ \t]*"(?P<name>[^"\n]{1,100})"\r?\n"""
    r"""version[ \t]*=[ \t]*"(?P<version>[^"\n]{1,60})\"""",
    re.MULTILINE,
)


class Table(NamedTuple):
    """How the name of a table matches what is wanted, and where its content stands."""

    name: re.Match[str]
    start: int
    end: int


def tables(text: str, wanted: re.Pattern[str]) -> Iterator[Table]:
    """The tables whose names are wanted, in the order of the text."""
    headers = list(_HEADER.finditer(text))
    ends = [*(header.start() for header in headers), len(text)][1:]
    for header, end in zip(headers, ends, strict=True):
        name = wanted.fullmatch(header["name"].strip())
        if name:
            yield Table(name, header.end(), end)


class Locked(NamedTuple):
    """A package that is installed, and where that and its version are said."""

    name: str
    version: str
    span: tuple[int, int]
    at: tuple[int, int]


def locked_packages(text: str) -> Iterator[Locked]:
    """The packages of a lock file that has a table for each."""
    for match in _PACKAGE.finditer(text):
        yield Locked(match["name"], match["version"], match.span(), match.span("version"))
