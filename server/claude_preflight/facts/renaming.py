"""What stands against another id in the place of one: it is a key, or would stand twice."""

from __future__ import annotations

import re

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.held import around, held_by_place, is_array
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.findings import Role, Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, first

_KEYS = frozenset((CaptureKind.ARGUMENT_KEY, CaptureKind.ENTRY_KEY))
_WHOLES = HOLDERS | {CaptureKind.CONTAINER}
# What a key stands in where the syntax has none: brackets, or the call that makes an entry.
_IN_BRACKETS = regex(rb"(?:(?<!Literal)\[|^[ \t]*\[[\w.\"' -]*)[\"'`]?\Z", re.MULTILINE)
_ENTRY_CALL = regex(
    rb"(?:Map\.\w+|\b(?:put|entry|computeIf\w+|Entry)\w*|Map<[^<>]*>)\s*\((?:[^()]|\([^()]*\))*\Z"
)
# The label of a case: the word before it, or what stands behind it and those beside it.
_CASE = regex(rb"\b(?:case|when)\b[^\n;{}=]*\Z", re.IGNORECASE)
_ARROW = regex(rb"[\"'`]?(?:\s*[|,]\s*[\"'`][\w.:@/-]+[\"'`])*\s*[=-]>|(?:\|[\w.:@/*-]+)*\)[ \t\n]")
_OPERATOR = regex(rb"(?:[=!~<>]=?|\b(?:is|in|eq|IN|LIKE))[ \t]*[(\[]?\s*[\"'`]?\Z")
_ITEMS = regex(rb"(?:[\w.:@/-]+,[ \t]?)+\Z")
_COMMAS = (b",", b", ", b",\t")
_LOOP = regex(rb"\bfor[ \t]+\w+[ \t]+in[ \t]+[^\n;(){}]*\Z")
_REACH = 300
# A record, what it is in, and the table of it.
_MOST_CONTAINERS = 4


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
    return Renaming(is_case, _among(candidate, decision), held_by_place(candidate, decision))


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
    before, after = around(candidate)
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
    before, after = around(candidate)
    if _OPERATOR.search(before):
        return False
    return _CASE.search(before) is not None or _ARROW.match(after) is not None


def _among(candidate: Candidate, decision: Decision) -> Span | None:
    captures = candidate.captures
    if not candidate.in_url and (listed := _list_with_commas(candidate)):
        return listed
    if decision.role is Role.COMPARISON:
        is_asserted = first(captures, CaptureKind.ASSERTION) is not None
        wholes = (CaptureKind.CONTAINER, CaptureKind.SCOPE)
        whole = next((each for each in captures if each.kind in wholes), None)
        return None if is_asserted else _start(whole)
    if decision.role is Role.USE:
        # An element by itself; a part of one may well be what another one has, too.
        further = (each for each in captures if each.kind is not CaptureKind.LITERAL)
        nearest = next(further, None)
        return _start(nearest) if nearest and is_array(candidate, nearest) else None
    return _listed_among(candidate) if decision.role is Role.LISTING else None


def _list_with_commas(candidate: Candidate) -> Span | None:
    """Where a list begins that has no syntax: with commas, or of what a shell loops through."""
    data, (start, end) = candidate.readers.text.data, candidate.word
    begin = max(start - _REACH, 0)
    # Most ids are told apart by a word, which is faster to look for.
    before = _ITEMS.search(data, begin, start) if data.endswith(_COMMAS, begin, start) else None
    if before is None and data.find(b"for", begin, start) >= 0:
        before = _LOOP.search(data, begin, start)
    if before is None and data[end : end + 1] != b",":
        return None
    first_item = before.start() if before else start
    return Span(first_item, first_item)


def _listed_among(candidate: Candidate) -> Span | None:
    """What lists an id: a container of several, a type, else all of the document."""
    captures = candidate.captures
    containers = [each for each in captures if each.kind is CaptureKind.CONTAINER]
    several = candidate.readers.containers.holds_several
    if whole := next(filter(several, containers[:_MOST_CONTAINERS]), None):
        return _start(whole)
    types = [each for each in captures if each.kind is CaptureKind.ENUMERATION]
    if types:
        # The members of an enumeration are types by themselves in some grammars.
        return _start(first(captures, CaptureKind.SCOPE) or types[-1])
    return None if containers else _start(None)


def _start(whole: Capture | None) -> Span:
    """Where something begins, or the whole document."""
    start = whole.span.start if whole else 0
    return Span(start, start)
