"""A record with a label for people is an option, or describes the model that the label names."""

from __future__ import annotations

import re
from itertools import islice

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision, Entry
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.facts.roles.records import DESCRIBING, LABELS, is_sent
from claude_preflight.findings import Role, Span
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind
from claude_preflight.syntax.literals import content
from claude_preflight.text.model_words import MODEL, Version, plain_key
from claude_preflight.text.words import word_around

KINDS = HOLDERS
_NAMES = LABELS | {"name", "shortname", "modelname", "modeldisplayname"}
# A name of a version: with its number, and with no word that would make it the name of an agent.
_MODEL = regex(r"(?!.*claude-)(?=.*\d).*(?:claude|opus|sonnet|haiku)", re.IGNORECASE)
_WORD = regex(
    r"anthropic|bedrock|vertex|claude|opus|sonnet|haiku|instant|latest|new|old|legacy|fast|preview"
    r"|thinking|extended|v?\d[\w.]*",
    re.IGNORECASE,
)
_BETWEEN_WORDS = regex(r"[^\w.]+")
_CALLED = frozenset(("name", "label", "title", "displayname"))
_LONGEST_SETTING = 1_000
_LONGEST_LABEL = 60
_MOST_PAIRS = 20
_LONGEST_ROW = 4
# What makes a record, and not a client or an agent.
_MAKES_RECORD = regex(
    rb"(?:model|option|choice|item|entry|record|info|spec|card|create|insert|add|register|build)"
    rb"(?:_?\w{0,20})?(?:\.new)?[!?]?\s*\(?\s*\Z",
    re.IGNORECASE,
)
_CLIENT = regex(rb"(?:chat|llm|client|agent|messages|completion)\w*[!?]?\s*\(?\s*\Z", re.IGNORECASE)
_BEFORE = 80
# What asks its models is a list of settings, labels or not.
_ASKED = regex(r"providers?$|targets?$|agents?$|fallback|deployments?$")


def decide(candidate: Candidate, holder: Capture) -> Decision | None:
    """A listing, unless the record says who is asked, or how."""
    entry = candidate.entry(holder)
    if entry is None or not entry.gives:
        return None
    if entry.key in _CALLED and _is_called_after(candidate, holder):
        return Decision(Role.LISTING, Reason.CALLED_AFTER)
    if _is_sent(entry):
        return None
    if entry.keys_beside.isdisjoint(_NAMES) or not _may_be_record(candidate, holder):
        return None
    if any(map(names_version, labels(candidate, holder))):
        return Decision(Role.LISTING, Reason.LABELLED)
    if not entry.keys_beside.isdisjoint(LABELS - {entry.key}) and _is_among_others(
        candidate, holder
    ):
        return Decision(Role.LISTING, Reason.OPTION)
    return None


def _is_called_after(candidate: Candidate, holder: Capture) -> bool:
    """Whether a name stands beside what is set to a longer id of its version, in whatever depth.

    The very same id is another use, which changes with it.
    """
    text, arguments = candidate.readers.text, candidate.readers.arguments
    name = text.slice(candidate.word)
    version = Version.of(name)
    for pair in arguments.pairs(holder)[:_MOST_PAIRS] if version else ():
        value = pair.value
        if value is None or value.encloses(candidate.word):
            continue
        ids = MODEL.finditer(text.data, value.start, min(value.end, value.start + _LONGEST_SETTING))
        words = (word_around(text.data, Span(*each.span()), _LONGEST_LABEL) for each in ids)
        found = [text.slice(each) for each in islice(words, _MOST_PAIRS)]
        if any(Version.of(each) == version for each in found):
            return name not in found
    return False


def _is_sent(entry: Entry) -> bool:
    """Whether a record asks its model; one that is known by it rather describes it."""
    return is_sent(entry.keys_beside if entry.sets_model else entry.keys_beside - DESCRIBING)


def _may_be_record(candidate: Candidate, holder: Capture) -> bool:
    """Whether nothing around a mapping says that it is called, or asked."""
    if _ASKED.search(candidate.name_of(holder)):
        return False
    if holder.kind is not CaptureKind.CALL:
        return True
    start = holder.span.start
    before = candidate.readers.text.data[max(start - _BEFORE, 0) : start]
    return _MAKES_RECORD.search(before) is not None and _CLIENT.search(before) is None


def labels(candidate: Candidate, holder: Capture) -> list[str]:
    """What stands under the names of labels, but for the id itself."""
    readers = candidate.readers
    found: list[str] = []
    if readers.arguments.keys(holder).isdisjoint(_NAMES):
        return found  # most
    for pair in readers.arguments.pairs(holder)[:_MOST_PAIRS]:
        if pair.value and plain_key(readers.arguments.key(pair)) in _NAMES:
            inner = content(readers.text, pair.value)
            if inner.end - inner.start <= _LONGEST_LABEL and not inner.encloses(candidate.word):
                found.append(readers.text.slice(inner))
    return found


def stands_among_others(candidate: Candidate, holder: Capture) -> bool:
    """Whether a record stands in an array with another one, and none of them is asked."""
    return _may_be_record(candidate, holder) and _is_among_others(candidate, holder)


def _is_among_others(candidate: Candidate, holder: Capture) -> bool:
    """Whether a record stands in an array with another one that names a model."""
    further = candidate.captures[candidate.captures.index(holder) :]
    arrays = (each for each in further if each.kind is CaptureKind.CONTAINER)
    is_array = candidate.readers.containers.names_several
    return any(each.span != holder.span and is_array(each) for each in islice(arrays, 2))


def is_labelled(candidate: Candidate, array: Capture) -> bool:
    """Whether an id stands in a short row beside a label that names its version."""
    readers = candidate.readers
    elements = readers.containers.elements(array, _LONGEST_ROW + 1)
    if len(elements) > _LONGEST_ROW:
        return False
    others = (content(readers.text, each) for each in elements if not each.encloses(candidate.word))
    return any(
        names_version(readers.text.slice(each))
        for each in others
        if each.end - each.start <= _LONGEST_LABEL
    )


def names_version(label: str) -> bool:
    """Whether a label for people is the name of a version, and of nothing else."""
    words = filter(None, _BETWEEN_WORDS.split(label))
    return _MODEL.match(label) is not None and all(map(_WORD.fullmatch, words))
