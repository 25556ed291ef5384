"""Version ranges, as the package managers write them."""

from __future__ import annotations

import re

from claude_preflight.pins import Range, Version, version_of
from claude_preflight.regex import regex

_COMPARATOR = regex(r"(?P<op>===|==|~=|~>|!=|>=|<=|\^|~|>|<|=)?\s*v?(?P<version>\d[\w.+*-]*|\*)")
_ANYTHING = frozenset(("", "*", "x", "latest", "any"))
_EXACT = "="


def range_of(text: str, *, short_tilde: bool = False) -> Range | None:
    """The versions that a text asks for; None where it says that in no way we know.

    A version without an operator is meant exactly. With `short_tilde`, `~1.2` ends at 2, as
    in Composer, and not at 1.3.
    """
    stripped = text.strip()
    if stripped.lower() in _ANYTHING:
        return Range()
    if "|" in stripped or " - " in stripped:
        return None
    found, at = Range(), 0
    for match in _COMPARATOR.finditer(stripped):
        if stripped[at : match.start()].strip(" ,"):
            return None
        part = _part(match["op"] or _EXACT, match["version"], short_tilde=short_tilde)
        found, at = _both(found, part), match.end()
    return None if stripped[at:].strip(" ,") or not at else found


def exactly(version: str) -> Range:
    """One version and no other."""
    numbers = version_of(version)
    return Range(numbers, numbers, closed=True)


def _part(operator: str, text: str, *, short_tilde: bool) -> Range:
    """What one comparator asks for."""
    version = version_of(text)
    given = [part for part in re.split(r"[.+-]", text) if part.isdigit()]
    is_open = text.endswith(("*", ".x"))
    if operator in (">=", ">"):
        return Range(version)
    if operator in ("<", "<="):
        return Range((), version, closed=operator == "<=")
    if operator == "!=" or text == "*":
        return Range()
    if operator in ("~>", "~=") or (operator == "~" and short_tilde):
        return Range(version, _next(version, max(len(given) - 1, 1)))
    if operator == "~":
        return Range(version, _next(version, min(len(given), 2)))
    if operator == "^" and not is_open:
        # The first number that is not zero may not change; of zeros, the last one given.
        first = next((at for at, part in enumerate(given) if int(part)), len(given) - 1)
        return Range(version, _next(version, first + 1))
    if is_open:
        return Range(version, _next(version, len(given)))
    return Range(version, version, closed=True)


def _next(version: Version, kept: int) -> Version:
    """The version after all that have the first numbers of one."""
    numbers = (version + (0,) * kept)[:kept]
    return (*numbers[:-1], numbers[-1] + 1)


def _both(one: Range, other: Range) -> Range:
    """The versions of two ranges alike."""
    low = max(one.low, other.low)
    ends = [each for each in (one, other) if each.high is not None]
    if not ends:
        return Range(low)
    end = min(ends, key=lambda each: (each.high or (), each.closed))
    return Range(low, end.high, end.closed)
