"""An array or mapping that names several models is a table of them."""

from __future__ import annotations

from itertools import islice

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.catalogue import describes
from claude_preflight.facts.roles.offered import OFFER
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind
from claude_preflight.text.model_words import MODEL, plain_key

KINDS = frozenset((CaptureKind.CONTAINER,))
_VERSION = regex(r"(?:opus|sonnet|haiku|claude)\w*\d")
_ENVIRONMENTS = frozenset(("env", "environment"))
# What else a model is called.
_NAMES = regex(r"(?:slug|alias|id|name|version|variant)(?:e?s)$")
_MOST_TIERS = 12
# How large, quick or able a model is, or who serves it: whatever its version.
_TIER = regex(
    r"(?:claude|anthropic)?(?:claude|anthropic|bedrock|vertex|opus|sonnet|haiku|instant|fast(?:est)?|quick|cheap(?:est)?|tiny"
    r"|small|medium|large|big|smart(?:est)?|strong|powerful|best|balanced|simple|complex|light|heavy"
    r"|premium|quality|standard|high|low|primary|secondary|fallback|main|default|reasoning|deep)(?:model|tier)?"
)


def decide(candidate: Candidate, container: Capture) -> Decision | None:
    """A listing; a use, if its name says that it holds settings, or one asks for it by its tier."""
    readers = candidate.readers
    if _is_in_record(candidate, container):
        return Decision(Role.LISTING, Reason.DESCRIBED)
    if not readers.containers.is_table(container) or _is_assigned(candidate, container):
        return None
    if tier := _tier(candidate, container):
        return Decision(Role.USE, Reason.TIER, tier)
    name = candidate.name_of(container)
    is_of_defaults = "default" in name and readers.arguments.pairs(container)
    if name in _ENVIRONMENTS or (is_of_defaults and not _is_by_version(candidate, container)):
        return Decision(Role.USE, Reason.SETTINGS, name)
    return Decision(Role.LISTING, Reason.TABLE)


def _is_assigned(candidate: Candidate, container: Capture) -> bool:
    """Whether an id is what a name stands for in a block of cases, the only one of Claude there."""
    inner = candidate.captures[: candidate.captures.index(container)]
    if not any(map(candidate.is_bound, inner)):
        return False
    others = MODEL.finditer(candidate.readers.text.data, *container.span)
    return len(list(islice(others, 2))) == 1


def _is_in_record(candidate: Candidate, container: Capture) -> bool:
    """Whether an array has the names of a model that the record around it describes."""
    arguments = candidate.readers.arguments
    if arguments.pairs(container) or not _NAMES.search(candidate.name_of(container)):
        return False
    further = candidate.captures[candidate.captures.index(container) + 1 :]
    record = next((each for each in further if each.kind in HOLDERS), None)
    return record is not None and describes(arguments.keys(record))


def _tier(candidate: Candidate, container: Capture) -> str:
    """The key by which code asks a mapping for a model, if all in it are tiers; "" if they are not.

    One may choose from what is offered: a picker tells that.
    """
    arguments = candidate.readers.arguments
    pairs = arguments.pairs(container)
    if not 1 < len(pairs) <= _MOST_TIERS or OFFER.search(candidate.name_of(container)):
        return ""
    if not all(_TIER.fullmatch(plain_key(arguments.key(pair))) for pair in pairs):
        return ""
    pair = arguments.around(container, candidate.word)
    is_given = pair is not None and arguments.gives(pair, candidate.word)
    return plain_key(arguments.key(pair)) if pair and is_given else ""


def _is_by_version(candidate: Candidate, container: Capture) -> bool:
    """Whether the key of an entry is the name of a version."""
    arguments = candidate.readers.arguments
    pair = arguments.around(container, candidate.word)
    return pair is not None and _VERSION.search(plain_key(arguments.key(pair))) is not None
