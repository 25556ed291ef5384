"""What another id in the place of one would break: a key, a price, a record of what was."""

from __future__ import annotations

import re
from typing import NamedTuple

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision, Entry
from claude_preflight.findings import Role, Span
from claude_preflight.syntax.captures import Capture, CaptureKind, first

_KEYS = frozenset((CaptureKind.ARGUMENT_KEY, CaptureKind.ENTRY_KEY))
_WHOLES = HOLDERS | {CaptureKind.CONTAINER}
# What a key stands in where the syntax has none: brackets, or the call that makes an entry.
_IN_BRACKETS = re.compile(rb"(?:(?<!Literal)\[|^[ \t]*\[[\w.\"' -]*)[\"'`]?\Z", re.MULTILINE)
_ENTRY_CALL = re.compile(
    rb"(?:Map\.\w+|\b(?:put|entry|computeIf\w+|Entry)\w*|Map<[^<>]*>)\s*\((?:[^()]|\([^()]*\))*\Z"
)
# The names of what holds for one model alone.
_OF_ONE_MODEL = re.compile(
    r"pric|cost|usd|dollar|cutoff|released?(?:date|at|on)|per(?:k|m|1k|1m|million|thousand)?tokens?"
    r"|permillion|per1m|permtok"
)
_BOTH_PRICES = frozenset(("input", "output"))
# The names of what takes the place of a model, in an entry that leads from one to the other.
_SUCCESSOR = re.compile(
    r"^(?:to|new|newmodel|use|useinstead|instead)$|replacement|replace[dsw]|successor|supersed"
    r"|(?:migrat|upgrad)\w*to"
)
_REPLACEMENT = re.compile(r"replacement|successor|superseded")
_NUMBER_IN_ROW = re.compile(rb"(?:^|[,;|\t])[ \"']*\$?\d[\d.]*[ \"']*(?=$|[,;|\t])")
# The label of a case: the word before it, or what stands behind it and those beside it.
_CASE = re.compile(rb"\b(?:case|when)\b[^\n;{}=]*\Z", re.IGNORECASE)
_ARROW = re.compile(
    rb"[\"'`]?(?:\s*[|,]\s*[\"'`][\w.:@/-]+[\"'`])*\s*[=-]>|(?:\|[\w.:@/*-]+)*\)[ \t\n]"
)
_OPERATOR = re.compile(rb"(?:[=!~<>]=?|\b(?:is|in|eq|IN|LIKE))[ \t]*[(\[]?\s*[\"'`]?\Z")
# What a comparison leads to: a number, or something that is called a price.
_WORTH = re.compile(
    rb"[^\n{}]{0,80}?(?:\bthen\b|[=-]>|:|\breturn\b|\?)\s*(?:return\s+)?\$?\d"
    rb"|[^{}=]{0,60}[):{\n]\s*[\w.]*(?:price|cost)\w*\s*=",
    re.IGNORECASE,
)
_REACH = 300
_FORMER, _UNDER_ID = "former", "own_id"
_RECORDINGS = frozenset(("answer", "recordings"))


class Renaming(NamedTuple):
    """What stands against another id in the place of one.

    One that `is_key` is the key of an entry or the label of a case. `among` is an empty span where
    the whole begins in which no entry may stand twice; None without one. `held` says why only a
    person writes another id here, "" if nothing speaks against it.
    """

    is_key: bool
    among: Span | None
    held: str


def renaming_of(candidate: Candidate, decision: Decision) -> Renaming:
    """What stands against another id, by what is around an id with a role."""
    if key := _key(candidate):
        return Renaming(True, _start(_whole_of_key(candidate, key)), "it is the key of an entry")
    is_case = decision.role is Role.COMPARISON and _is_case(candidate)
    return Renaming(is_case, _among(candidate, decision), _held(candidate, decision))


def _key(candidate: Candidate) -> Capture | None:
    """The capture of the key that an id is in."""
    for capture in candidate.captures:
        if capture.kind in _KEYS and capture.span.encloses(candidate.word):
            return capture
        if capture.kind is CaptureKind.ENUMERATION and _is_key_by_look(candidate):
            return capture
        if capture.kind in _WHOLES:
            break
    return None


def _is_key_by_look(candidate: Candidate) -> bool:
    """Whether an id is all between brackets, or the first of what a call makes an entry of."""
    before, after = _around(candidate)
    behind = after.lstrip(b"\"'`")
    if behind.startswith(b"]"):
        return _IN_BRACKETS.search(before) is not None
    return behind.lstrip().startswith(b",") and _ENTRY_CALL.search(before) is not None


def _whole_of_key(candidate: Candidate, key: Capture) -> Capture | None:
    """What has the key; None where it is the whole document, as far as the syntax tells."""
    if key.kind is CaptureKind.ARGUMENT_KEY or key.kind is CaptureKind.ENUMERATION:
        further = candidate.captures[candidate.captures.index(key) + 1 :]
        return next((each for each in further if each.kind in _WHOLES), None)
    return None


def _is_case(candidate: Candidate) -> bool:
    """Whether an id that is compared is the label of a case."""
    before, after = _around(candidate)
    if _OPERATOR.search(before):
        return False
    return _CASE.search(before) is not None or _ARROW.match(after) is not None


def _among(candidate: Candidate, decision: Decision) -> Span | None:
    captures = candidate.captures
    if decision.role is Role.COMPARISON:
        is_asserted = first(captures, CaptureKind.ASSERTION) is not None
        wholes = (CaptureKind.CONTAINER, CaptureKind.SCOPE)
        whole = next((each for each in captures if each.kind in wholes), None)
        return None if is_asserted else _start(whole)
    if decision.role is Role.USE:
        # An element by itself; a part of one may well be what another one has, too.
        further = (each for each in captures if each.kind is not CaptureKind.LITERAL)
        nearest = next(further, None)
        return _start(nearest) if nearest and _is_array(candidate, nearest) else None
    if decision.role is not Role.LISTING:
        return None
    containers = [each for each in captures if each.kind is CaptureKind.CONTAINER]
    several = candidate.readers.containers.holds_several
    types = [each for each in captures if each.kind is CaptureKind.ENUMERATION]
    whole = next(filter(several, containers), None) or next(reversed(types), None)
    return _start(whole) if whole or not containers else None


def _held(candidate: Candidate, decision: Decision) -> str:
    """Why only a person writes another id in the place of one that is no key."""
    if decision.decider == _FORMER:
        return "it is listed as a former model"
    if decision.decider == _UNDER_ID:
        return "it belongs to the entry of another id"
    if decision.decider in _RECORDINGS:
        return "it tells what a model once answered"
    if decision.role is Role.COMPARISON and _WORTH.match(_around(candidate)[1]):
        return "a number is chosen for this model"
    if _has_price(candidate, decision):
        return "its entry has prices or days of this model"
    if _leads_on(candidate, decision):
        return "its entry names the model to use instead"
    return ""


def _has_price(candidate: Candidate, decision: Decision) -> bool:
    """Whether something stands beside an id that holds for its model alone."""
    is_listed = decision.role is Role.LISTING
    entry = _entry(candidate)
    if entry and (is_listed or (entry.gives and not entry.sets_model)):
        keys = entry.keys_beside
        return keys >= _BOTH_PRICES or any(map(_OF_ONE_MODEL.search, keys))
    row = first(candidate.captures, CaptureKind.CONTAINER)
    if row is None:
        return is_listed and _NUMBER_IN_ROW.search(_line(candidate)) is not None
    if not is_listed and not _OF_ONE_MODEL.search(candidate.name_of(row)):
        return False
    return candidate.readers.containers.has_number(row)


def _leads_on(candidate: Candidate, decision: Decision) -> bool:
    """Whether an entry beside an id names what takes its place."""
    entry = _entry(candidate)
    if entry is None:
        return False
    # A request may well be `to` somebody, or made with something `new`.
    is_sent = decision.role is Role.USE and entry.sets_model
    return any(map((_REPLACEMENT if is_sent else _SUCCESSOR).search, entry.keys_beside))


def _entry(candidate: Candidate) -> Entry | None:
    """The entry that an id is in, unless an array is nearer."""
    for capture in candidate.captures:
        if capture.kind in HOLDERS and (entry := candidate.entry(capture)):
            return entry
        if _is_array(candidate, capture):
            return None
    return None


def _is_array(candidate: Candidate, capture: Capture) -> bool:
    is_container = capture.kind is CaptureKind.CONTAINER
    return is_container and not candidate.readers.arguments.pairs(capture)


def _start(whole: Capture | None) -> Span:
    """Where something begins, or the whole document."""
    start = whole.span.start if whole else 0
    return Span(start, start)


def _around(candidate: Candidate) -> tuple[bytes, bytes]:
    """The text before and behind an id."""
    data, (start, end) = candidate.readers.text.data, candidate.word
    return data[max(start - _REACH, 0) : start], data[end : end + _REACH]


def _line(candidate: Candidate) -> bytes:
    """The line of an id, as far as it is near."""
    near = candidate.readers.text.line_around(candidate.word, _REACH)
    return candidate.readers.text.data[near.start : near.end]
