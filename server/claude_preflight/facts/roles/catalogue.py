"""A record of a catalogue describes a model: its price, its name for people, its cutoff."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision, Entry
from claude_preflight.facts.roles.labelled import stands_among_others
from claude_preflight.facts.roles.picker import is_taken
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.facts.roles.records import DESCRIBING, IDENTITIES, LABELS, is_sent
from claude_preflight.findings import Role
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind
from claude_preflight.text.model_words import MODEL, plain_key

KINDS = HOLDERS
# The names of what no request has.
_DESCRIPTION = regex(
    r"pric(?:e|ing)|(?:input|output)cost$|cutoff|modalit|displayname|releasedate|aliases"
    r"|^ownedby$|modelproperties|supports\w|inferencetypes"
)
# Limits of what goes in and comes out, side by side, are none that a request sets.
_CONTEXT = regex(r"context(?:length|window|size)$")
_OUTPUT = regex(r"maxoutput(?:length|tokens|size)?$")
_CHOSEN = frozenset(("selected", "checked", "defaultchecked", "default", "isdefault"))
# The list of what something has, and what people call each of that.
_MODELS = "models"
_CALLED = LABELS | {"name"}
# Who serves a model.
_SERVED = "providers"
_PRICES = frozenset(("input", "output"))
_PRICE = regex(r"pric|cost")
_MOST_PAIRS = 50
# The ends of names for the id of what is described.
_IDS = ("id", "name", "slug", "value", "ref")


def decide(candidate: Candidate, holder: Capture) -> Decision | None:
    """A listing, if the mapping describes its model."""
    entry = candidate.entry(holder)
    if entry is None or not (entry.sets_model or _is_id(entry)):
        return None
    keys = entry.keys_beside
    if describes(keys) and describes(keys - _priced_apart(candidate, holder)):
        return Decision(Role.LISTING, Reason.DESCRIBED)
    return Decision(Role.LISTING, Reason.TABLE) if _is_row(candidate, holder, entry) else None


def _priced_apart(candidate: Candidate, holder: Capture) -> frozenset[str]:
    """The names of what holds a table of prices by their models, and not the price of one."""
    readers = candidate.readers
    names = {
        plain_key(readers.arguments.key(pair)): pair.value
        for pair in readers.arguments.pairs(holder)[:_MOST_PAIRS]
        if pair.value
    }
    return frozenset(
        name
        for name, value in names.items()
        if _PRICE.search(name) and MODEL.search(readers.text.data, *value)
    )


def _is_row(candidate: Candidate, holder: Capture, entry: Entry) -> bool:
    """Whether a record that is known by its model stands in an array with another such one.

    What is known by a `model` is a setting, unless it tells how much that takes, or who serves it.
    """
    if entry.key in IDENTITIES:
        is_record = _CHOSEN.isdisjoint(entry.keys_beside) and not is_taken(candidate)
    else:
        is_described = _SERVED in entry.keys_beside or any(map(_CONTEXT.search, entry.keys_beside))
        is_record = is_described and not is_sent(entry.keys_beside)
    is_setting = entry.key == "model" and _SERVED not in entry.keys_beside
    if not is_record or is_setting:
        return False
    return stands_among_others(candidate, holder) or _is_alone_in_list(candidate, holder, entry)


def _is_alone_in_list(candidate: Candidate, holder: Capture, entry: Entry) -> bool:
    """Whether a record with a name for people is the only one of the models that something has."""
    further = candidate.captures[candidate.captures.index(holder) + 1 :]
    around = (each for each in further if each.span != holder.span)
    array = next((each for each in around if each.kind is CaptureKind.CONTAINER), None)
    if array is None or entry.key not in IDENTITIES or holder.kind is CaptureKind.CALL:
        return False
    is_called = not entry.keys_beside.isdisjoint(_CALLED - {entry.key})
    is_list = not candidate.readers.arguments.pairs(array)
    return is_called and is_list and candidate.name_of(array) == _MODELS


def describes(keys: AbstractSet[str]) -> bool:
    """Whether a mapping with these plain names beside a model's describes it."""
    if any(map(_DESCRIPTION.search, keys)) or keys >= _PRICES:
        return True
    is_limited = any(map(_CONTEXT.search, keys)) and any(map(_OUTPUT.search, keys))
    return is_limited and not is_sent(keys - DESCRIBING)


def _is_id(entry: Entry) -> bool:
    """Whether a mapping is known by the id, and says nothing of how its model is asked."""
    is_known_by_it = entry.gives and entry.key.endswith(_IDS)
    return is_known_by_it and not is_sent(entry.keys_beside - DESCRIBING)
