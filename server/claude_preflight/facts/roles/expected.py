"""What a test expects, by the name of the value or of what it stands in."""

from __future__ import annotations

import re
from itertools import islice

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import MOST_HOLDERS, Candidate, Decision
from claude_preflight.findings import Role
from claude_preflight.syntax.captures import Capture, CaptureKind

_NAMED = HOLDERS | {CaptureKind.BINDING}
KINDS = _NAMED | {CaptureKind.CONTAINER}
_EXPECTED = re.compile(
    r"^(?:expect|want(?!s)|exp(?:path|ur[il]|host|endpoint|model(?:id|name)?$))|expected$"
)


def decide(candidate: Candidate, _: Capture) -> Decision | None:
    """A comparison, if anything that holds the id is named as what is expected."""
    around = (each for each in candidate.captures if each.kind in _NAMED)
    for capture in islice(around, MOST_HOLDERS):
        name = candidate.key_of(capture)
        if is_expected(name):
            return Decision(Role.COMPARISON, f"`{name}` is what a test expects")
    return None


def is_expected(name: str) -> bool:
    """Whether a plain name says that a test expects the value."""
    return _EXPECTED.search(name) is not None


def stands_beside(candidate: Candidate) -> bool:
    """Whether an id is in a case of a test, which says what is expected of it."""
    holders = (each for each in candidate.captures if each.kind in HOLDERS)
    entries = map(candidate.entry, islice(holders, MOST_HOLDERS))
    return any(entry and any(map(is_expected, entry.keys_beside)) for entry in entries)
