"""Paths of requests that name their model, where a platform takes it from there.

The paths are data, in `models.json`. An id is told by what stands before and behind it, so the rest
of a URL may be unknown, and an id may be percent-encoded.
"""

from __future__ import annotations

import re
from functools import cache

from claude_preflight.findings import Span
from claude_preflight.knowledge import data
from claude_preflight.regex import regex
from claude_preflight.text.words import ID_CHARACTERS, word_around

_REACH = 200
# JSON may write a slash as an escape.
_CHARACTERS = ID_CHARACTERS + b"%\\"
_ID = rb"(?:[\w.:@~-]|%[0-9A-Fa-f]{2})+?"
# What a word goes on with, or a placeholder right behind it.
_END = rb"(?![\w%/@~${&-]|[.:]\w|\\/|\#\{)"
_ENCODED = regex("%([0-9A-Fa-f]{2})")
_RESERVED = regex(r"[^\w.~-]")
_RESERVED_IN_A_SEGMENT = regex(r"[^\w.~/-]")
_METHOD = rb"[a-z][A-Za-z]+" + _END
# A placeholder, or the end of a string that something is joined to.
_ANY = rb"(?=[$#{<%\"'`])"


def id_at(text: bytes, place: Span) -> Span | None:
    """The id at a place in the path of a request, with the route before it if it has one."""
    word = word_around(text, place, _REACH, _CHARACTERS)
    if text.find(b"/", word.start, place.start) < 0:
        return None
    # One byte more shows what the word goes on with, and two show a placeholder.
    for match in _paths().finditer(text, word.start, min(word.end + 2, len(text))):
        span = Span(*match.span(match.lastindex or 0))
        if span.encloses(place):
            return span
    return None


def decoded(written: str) -> str:
    """The id that stands in a path."""
    return _ENCODED.sub(lambda match: chr(int(match[1], 16)), written.replace("\\/", "/"))


def encoded(text: str, written: str) -> str:
    """An id as it is written in the place of another: encoded, if the other is."""
    if "%" not in written:
        return text
    reserved = _RESERVED if "%2F" in written.upper() else _RESERVED_IN_A_SEGMENT
    return reserved.sub(lambda match: f"%{ord(match[0]):02X}", text)


@cache
def _paths() -> re.Pattern[bytes]:
    """All paths, each with a group for the id."""
    content = data.load("models.json")
    routes = content["routes"]
    # The longest first, so that `{any}` is what no other path has.
    paths = sorted(content["request_paths"], key=lambda path: ("{any}" in path, -len(path)))
    shapes = (_shape(path, with_route=path.partition("{")[0] in routes) for path in paths)
    return re.compile(b"|".join(shapes))


def _shape(path: str, *, with_route: bool) -> bytes:
    before, _, behind = path.partition("{id}")
    head = _literal(before)
    model = b"(" + head + _ID + b")" if with_route else head + b"(" + _ID + b")"
    edge = b"" if before.startswith("/") else rb"(?<![\w.%=-])"
    if behind.endswith("{any}"):
        end = _literal(behind.removesuffix("{any}")) + _ANY
    elif behind.endswith("{method}"):
        end = _literal(behind.removesuffix("{method}")) + _METHOD
    else:
        end = _literal(behind) + _END
    return edge + model + end


def _literal(text: str) -> bytes:
    return re.escape(text).encode().replace(b"/", rb"\\?/")
