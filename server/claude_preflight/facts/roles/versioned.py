"""A constant that is named after the version that it holds: with another id its name would lie."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.facts.roles.records import DESCRIBING, IDENTITIES, is_sent
from claude_preflight.facts.types import Mention
from claude_preflight.findings import Role, Span
from claude_preflight.syntax.captures import Capture, CaptureKind
from claude_preflight.syntax.literals import content
from claude_preflight.text.model_words import Version, plain_key

KINDS = HOLDERS | {CaptureKind.BINDING}
_DECIDER = __name__.rpartition(".")[2]


def decide(candidate: Candidate, capture: Capture) -> Decision | None:
    """A listing, if the name has the family and the number of the version."""
    name = _name(candidate, capture)
    version = Version.of(candidate.readers.text.slice(candidate.word)) if name else None
    if version and version.is_named_by(name):
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
    """The plain name of a constant or an entry that is the id, or a record that is known by it."""
    readers = candidate.readers
    if capture.kind in HOLDERS:
        entry = candidate.entry(capture)
        if entry is None or entry.sets_model:
            return ""
        is_all = entry.gives or _is_record(candidate, entry.pair.value)
        return entry.key if is_all else ""
    for pair in readers.bindings.bound(capture):
        is_id = pair.value and content(readers.text, pair.value) == candidate.word
        if is_id or _is_record(candidate, pair.value):
            return plain_key(readers.text.slice(pair.key))
    return ""


def _is_record(candidate: Candidate, value: Span | None) -> bool:
    """Whether a value is a record that the id stands in as what it is known by."""
    holder = next((each for each in candidate.captures if each.kind in HOLDERS), None)
    entry = candidate.entry(holder) if holder else None
    if holder is None or entry is None or value is None or not value.encloses(holder.span):
        return False
    is_known_by_it = entry.gives and entry.key in IDENTITIES
    # All of the value, but for what makes it: `Model(id="...")`.
    return (
        is_known_by_it
        and value.end - holder.span.end <= 1
        and not is_sent(entry.keys_beside - DESCRIBING)
    )
