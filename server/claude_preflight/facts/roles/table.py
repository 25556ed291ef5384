"""An array or mapping that names several models is a table of them."""

from __future__ import annotations

from itertools import islice

from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind
from claude_preflight.text.model_words import MODEL, plain_key

KINDS = frozenset((CaptureKind.CONTAINER,))
_VERSION = regex(r"(?:opus|sonnet|haiku|claude)\w*\d")
_ENVIRONMENTS = frozenset(("env", "environment"))


def decide(candidate: Candidate, container: Capture) -> Decision | None:
    """A listing; a use, if its name says that it holds settings."""
    readers = candidate.readers
    if not readers.containers.is_table(container) or _is_assigned(candidate, container):
        return None
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


def _is_by_version(candidate: Candidate, container: Capture) -> bool:
    """Whether the key of an entry is the name of a version."""
    arguments = candidate.readers.arguments
    pair = arguments.around(container, candidate.word)
    return pair is not None and _VERSION.search(plain_key(arguments.key(pair))) is not None
