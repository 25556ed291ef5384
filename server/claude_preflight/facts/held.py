"""Why only a person writes another id at a place: prices, former models, what was recorded."""

from __future__ import annotations

import re
from itertools import islice

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles import answer
from claude_preflight.facts.roles.candidate import Candidate, Decision, Entry
from claude_preflight.findings import Role
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, first

# The names of what holds for one model alone.
_OF_ONE_MODEL = regex(
    r"pric|cost|usd|dollar|cutoff|released?(?:date|at|on)|per(?:k|m|1k|1m|million|thousand)?tokens?"
    r"|permillion|per1m|permtok"
)
_BOTH_PRICES = frozenset(("input", "output"))
# The names of what takes the place of a model, in an entry that leads from one to the other.
_SUCCESSOR = regex(
    r"^(?:to|new|newmodel|use|useinstead|instead)$|replacement|replace[dsw]|successor|supersed"
    r"|(?:migrat|upgrad)\w*to"
)
_REPLACEMENT = regex(r"replacement|successor|superseded")
_NUMBER_IN_ROW = regex(rb"(?:^|[,;|\t])[ \"']*\$?\d[\d.]*[ \"']*(?=$|[,;|\t])")
# What a comparison leads to: a number, or something that is called a price.
_WORTH = regex(
    rb"[^\n{}]{0,80}?(?:\bthen\b|[=-]>|:|\breturn\b|\?)\s*(?:return\s+)?\$?\d"
    rb"|[^{}=]{0,60}[):{\n]\s*[\w.]*(?:price|cost)\w*\s*=",
    re.IGNORECASE,
)
_WORTH_OF = regex(rb"(?:price|cost)\w*\s*:?=(?!=)[^\n]*\Z", re.IGNORECASE)
_FORMER_MODEL = regex(
    rb"deprecat|retired|(?<![a-z])legacy|sunset|obsolete|no longer|end.of.life|superseded",
    re.IGNORECASE,
)
# Numbers right behind an id, up to the end of its row; what is called to set a price.
_NUMBERS = regex(rb"[\"'`](?P<numbers>(?:\s*,\s*\$?\d+(?:\.\d+)?[fFdDmM]?)+)\s*,?\s*[)\]}]")
_PRICE_CALL = regex(rb"(?:price|cost|rate)\w*!?\s*\(\s*[\"'`]?\Z", re.IGNORECASE)
_REACH = 300
# A row, and the table that it is in.
_MOST_CONTAINERS = 3
_NEAR = 120
_FORMER, _UNDER_ID = "former", "own_id"
_RECORDINGS = frozenset(("answer", "recordings"))


def held_by_place(candidate: Candidate, decision: Decision) -> str:
    """Why only a person writes another id in the place of one that is no key."""
    if decision.decider == _FORMER:
        return "it is listed as a former model"
    if decision.decider == _UNDER_ID:
        return "it belongs to the entry of another id"
    if decision.decider in _RECORDINGS:
        return answer.HELD
    if decision.role is Role.COMPARISON and (why := _held_in_comparison(candidate)):
        return why
    if _has_price(candidate, decision):
        return "its entry has prices or days of this model"
    if _leads_on(candidate, decision):
        return "its entry names the model to use instead"
    return ""


def _held_in_comparison(candidate: Candidate) -> str:
    before, after = around(candidate)
    if _WORTH.match(after) or _WORTH_OF.search(before):
        return "a number is chosen for this model"
    if _FORMER_MODEL.search(before[-_NEAR:] + after[:_NEAR]):
        return "it is told apart as a former model"
    return ""


def _has_price(candidate: Candidate, decision: Decision) -> bool:
    """Whether something stands beside an id that holds for its model alone."""
    is_listed = decision.role is Role.LISTING
    entry = _entry(candidate)
    if entry and (is_listed or (entry.gives and not entry.sets_model)):
        keys = entry.keys_beside
        return keys >= _BOTH_PRICES or any(map(_OF_ONE_MODEL.search, keys))
    if _is_followed_by_prices(candidate):
        return True
    row = first(candidate.captures, CaptureKind.CONTAINER)
    if row is None:
        return is_listed and _NUMBER_IN_ROW.search(_line(candidate)) is not None
    if not is_listed and not _OF_ONE_MODEL.search(candidate.name_of(row)):
        return False
    return candidate.readers.containers.has_number(row)


def _is_followed_by_prices(candidate: Candidate) -> bool:
    """Whether numbers stand behind an id in a row of several, or in a call that sets a price."""
    before, after = around(candidate)
    found = _NUMBERS.match(after)
    if found is None:
        return False
    numbers = re.findall(rb"\d+(?:\.\d+)?", found["numbers"])
    is_price = len(numbers) > 1 or (b"." in numbers[0] and float(numbers[0]) > 1)
    containers = (each for each in candidate.captures if each.kind is CaptureKind.CONTAINER)
    nearest = islice(containers, _MOST_CONTAINERS)
    is_row = is_price and any(map(candidate.readers.containers.holds_several, nearest))
    return is_row or _PRICE_CALL.search(before) is not None


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
        if is_array(candidate, capture):
            return None
    return None


def is_array(candidate: Candidate, capture: Capture) -> bool:
    """Whether a container has elements, and no entries."""
    is_container = capture.kind is CaptureKind.CONTAINER
    return is_container and not candidate.readers.arguments.pairs(capture)


def around(candidate: Candidate) -> tuple[bytes, bytes]:
    """The text before and behind an id."""
    data, (start, end) = candidate.readers.text.data, candidate.word
    return data[max(start - _REACH, 0) : start], data[end : end + _REACH]


def _line(candidate: Candidate) -> bytes:
    """The line of an id, as far as it is near."""
    near = candidate.readers.text.line_around(candidate.word, _REACH)
    return candidate.readers.text.data[near.start : near.end]
