"""A constant that is named after the version that it holds: with another id its name would lie."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.facts.types import Mention
from claude_preflight.findings import Role, Span
from claude_preflight.syntax.captures import Capture, CaptureKind
from claude_preflight.syntax.literals import content
from claude_preflight.text.model_words import plain_key

KINDS = HOLDERS | {CaptureKind.BINDING}
# The version in an id: all but the platform, the day and the number of a release.
_ID = re.compile(
    r"claude-(?:v(?=\d))?(?P<version>[a-z0-9.-]*?)(?:[-@]20\d{6})?(?:-latest)?(?:[-@]v\d(?::\w+)*)?"
)
_DECIDER = __name__.rpartition(".")[2]
_FAMILY = re.compile(r"[a-z]{3,}")


def decide(candidate: Candidate, capture: Capture) -> Decision | None:
    """A listing, if the name has the family and the number of the version."""
    name = _name(candidate, capture)
    if name and _is_version(name, candidate.readers.text.slice(candidate.word)):
        return Decision(Role.LISTING, Reason.VERSION)
    return None


def seen_with(mention: Mention, sent: AbstractSet[Span | None]) -> Mention:
    """A constant that a request sends by its name is used, though its value is not to be changed.

    `sent` are the places of the ids that requests send.
    """
    if mention.decider != _DECIDER or mention.span not in sent:
        return mention
    reason = Reason.SENT_VERSION.value
    return mention._replace(role=Role.USE, reason=reason, ask_first=True)


def _name(candidate: Candidate, capture: Capture) -> str:
    """The plain name of a constant or an entry that is the id and nothing else."""
    readers = candidate.readers
    if capture.kind in HOLDERS:
        entry = candidate.entry(capture)
        return entry.key if entry and entry.gives and not entry.sets_model else ""
    for pair in readers.bindings.bound(capture):
        if pair.value and content(readers.text, pair.value) == candidate.word:
            return plain_key(readers.text.slice(pair.key))
    return ""


def _is_version(name: str, model_id: str) -> bool:
    found = _ID.fullmatch(model_id.lower()[model_id.lower().find("claude-") :])
    if found is None:
        return False
    number = "".join(filter(str.isdigit, found["version"]))
    families = _FAMILY.findall(found["version"])
    stated = re.sub(r"20\d{6}", "", name)
    has_number = re.search(rf"(?<!\d){number}(?!\d)", stated) if number else None
    return has_number is not None and all(family in stated for family in families)
