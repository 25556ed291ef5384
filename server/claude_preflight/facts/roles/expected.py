"""What a test expects, by the name of the value or what holds it, and by where it flows."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from itertools import islice

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import MOST_HOLDERS, Candidate, Decision, Readers
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind
from claude_preflight.text.model_words import plain_key

_NAMED = HOLDERS | {CaptureKind.BINDING}
KINDS = _NAMED | {CaptureKind.CONTAINER}
_EXPECTED = regex(
    r"^(?:expect|want(?!s)|exp(?:path|ur[il]|host|endpoint|model(?:id|name)?$))|expected$|assertions?$"
)
_USED = frozenset(("inputtokens", "outputtokens"))


def decide(candidate: Candidate, capture: Capture) -> Decision | None:
    """A comparison, if what holds the id is named so, or is only asked for by assertions."""
    if candidate.is_bound(capture) and candidate.readers.containers.is_only_asserted(capture):
        return Decision(Role.COMPARISON, Reason.ASSERTED)
    around = (each for each in candidate.captures if each.kind in _NAMED)
    for each in islice(around, MOST_HOLDERS):
        name = candidate.key_of(each)
        if is_expected(name):
            return Decision(Role.COMPARISON, Reason.EXPECTED, name)
    return None


def is_bound_to_expected(readers: Readers, binding: Capture) -> bool:
    """Whether a name says that a test expects the value, or only assertions compare it."""
    names = (plain_key(readers.text.slice(pair.key)) for pair in readers.bindings.bound(binding))
    return any(map(is_expected, names)) or readers.containers.is_only_compared(binding)


def is_expected(name: str) -> bool:
    """Whether a plain name says that a test expects the value."""
    return _EXPECTED.search(name) is not None


def stands_beside(candidate: Candidate) -> bool:
    """Whether an id is in a case of a test, which says what is expected of it."""
    holders = (each for each in candidate.captures if each.kind in HOLDERS)
    entries = map(candidate.entry, islice(holders, MOST_HOLDERS))
    return any(entry and _says_what_is_expected(entry.keys_beside) for entry in entries)


def _says_what_is_expected(keys: AbstractSet[str]) -> bool:
    """Whether one of some names says so, or they tell what was used: what that costs is known."""
    return keys >= _USED or any(map(is_expected, keys))
