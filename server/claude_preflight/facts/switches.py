"""Switches: variables that send the requests of a program to another platform, or another host."""

from __future__ import annotations

import re
from functools import cache

from claude_preflight.knowledge.surroundings import Places
from claude_preflight.regex import regex
from claude_preflight.text.model_words import plain_key

# Between a name and its value: `NAME=1`, `"NAME": "1"`, `["NAME"] = "1"`, `ENV NAME 1`, and
# `name: NAME` with `value: 1` behind it.
_JOINT = (
    rb"[\"'`]?\s?\]?\)?[ \t]*(?::=|=>|[=:,]|[ \t])?\s{0,2}[ \t]{0,40}"
    rb"(?:[\"']?value[\"']?\s*[:=]\s*)?"
)
_ON = rb"[\"'`]?(?:1|true|yes|on)(?![\w.])"
# What names a base URL, and what it is set to.
_REDIRECT = regex(
    rb"(?<![${])\b(?P<key>\w{0,40}?(?:base[_-]?ur[il]|api[_-]?base|api[_-]?ur[il]|endpoint[_-]?(?:ur[il])?"
    rb"|(?:proxy|gateway)[_-]?ur[il]|api[_-]?host))[\"'`]?\s?\]?[ \t]*"
    rb"(?::=|=>|[:=,(](?!=)|\?\?=)[ \t]*(?:\s{0,40}[\"']?value[\"']?\s*[:=]\s*)?"
    rb"(?P<value>[\"'`]?[^\s,\"'`)};]{0,100})"
)
_HOST = b"api.anthropic.com"
# A value that says nothing of where requests go.
_NOWHERE = frozenset((b"", b"none", b"null", b"nil", b"undefined", b'"', b"'", b"`"))
# A longer line is no comment.
_LONGEST_LINE = 2_000
_COMMENTED = regex(rb"[ \t]*(?:#|//|--|;|<!--)")


def platforms_in(lower: bytes, start: int = 0, end: int | None = None) -> frozenset[str]:
    """The platforms that variables switch on in a part of a text in lower case."""
    found = _patterns().finditer(lower, start, len(lower) if end is None else end)
    return frozenset(
        Places.load().switches[match["name"].decode()]
        for match in found
        if not _is_commented(lower, match.start())
    )


def redirects_in(lower: bytes) -> frozenset[str]:
    """The plain names of what leads to another host than the vendor's, in a text in lower case."""
    return frozenset(
        plain_key(match["key"].decode())
        for match in _REDIRECT.finditer(lower)
        if _leads_elsewhere(match["value"]) and not _is_commented(lower, match.start())
    )


def _leads_elsewhere(value: bytes) -> bool:
    return value not in _NOWHERE and _HOST not in value


def _is_commented(data: bytes, at: int) -> bool:
    reach = max(at - _LONGEST_LINE, 0)
    start = data.rfind(b"\n", reach, at) + 1
    is_known = start > 0 or reach == 0
    return is_known and _COMMENTED.match(data, start, at) is not None


@cache
def _patterns() -> re.Pattern[bytes]:
    names = b"|".join(re.escape(name.encode()) for name in Places.load().switches)
    return re.compile(rb"(?<![\w${])(?P<name>" + names + rb")" + _JOINT + _ON)
