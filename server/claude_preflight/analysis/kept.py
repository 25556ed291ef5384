"""Kept: what of a conclusion holds after one statement of the text has changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claude_preflight.analysis.conclusion import Conclusion
from claude_preflight.facts.moved import Moved, Shift, values_in
from claude_preflight.facts.types import Facts
from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.rules.signs import signs_in
from claude_preflight.text.source_text import Change

# How far around a fact the rules look at the text, and how far the signs that they know reach.
_AROUND = 500
_REACH = 200
# So many parts are soon asked about again.
_FEW = 4


class Version(NamedTuple):
    """A text before or after a change, with its facts and the statement that changes."""

    text: bytes
    facts: Facts
    statement: Span


def kept(known: Conclusion, before: Version, after: Version, change: Change) -> Conclusion | None:
    """The parts of a conclusion that hold after a change; None if all may be different."""
    if before.facts.http or after.facts.http:
        return None  # what is near a URL may be sent to it
    if list(_names_in(before)) != list(_names_in(after)):
        return None
    if _signs(before.text, change.span) != _signs(after.text, _written(change)):
        return None
    if _counts(before, known.counted) != _counts(after, known.counted):
        return None
    return _apart(known, before, after, change)


def kept_for_now(
    known: Conclusion, before: Version, after: Version, change: Change
) -> Conclusion | None:
    """The same, with parts that may be different by what is far from them, if there are many."""
    if len(known.parts) <= _FEW:
        return None
    return _apart(known, before, after, change)._replace(is_provisional=True)


def _apart(known: Conclusion, before: Version, after: Version, change: Change) -> Conclusion:
    """The parts of a conclusion that are not near a change."""
    shift = Shift.of(change)
    start, end = after.statement
    touched = [Span(start - _AROUND, end + _AROUND), *shift(tuple(_users(before))), *_users(after)]
    parts = Moved.of(known.parts).behind(shift)
    for place in touched:
        parts = parts.apart_from(place)
    return known._replace(parts=parts, complete=False)


def _names_in(version: Version) -> Iterator[tuple[str, str, str]]:
    """What the ids in the statement are and what they do, which may matter to those elsewhere."""
    for mention in values_in(version.facts.mentions, version.statement):
        yield mention.text, mention.key, mention.role


def _written(change: Change) -> Span:
    """Where stands what a change has written."""
    return Span(change.span.start, change.span.start + len(change.new))


def _signs(text: bytes, changed: Span) -> frozenset[bytes]:
    return signs_in(text[max(changed.start - _REACH, 0) : changed.end + _REACH])


def _counts(version: Version, names: Iterable[bytes]) -> list[int]:
    start, end = version.statement
    return [len(re.findall(re.escape(name), version.text[start:end])) for name in sorted(names)]


def _users(version: Version) -> Iterator[Span]:
    """The ids elsewhere that are the models of requests in the statement."""
    for request in values_in(version.facts.requests, version.statement):
        if request.model and request.model.origin:
            yield request.model.origin
