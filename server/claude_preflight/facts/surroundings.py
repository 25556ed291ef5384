"""Surroundings: what stands elsewhere in a text and tells where its requests go."""

from __future__ import annotations

import re

from claude_preflight.facts.types import Surroundings
from claude_preflight.knowledge.surroundings import Places

# `us-east-1`, `US_EAST_1`, `USEast1`, all in lower case.
_REGION = re.compile(
    rb"(?<![a-z0-9])(?<![a-z0-9]-)(?P<area>us|eu|ap|ca|sa|me|af|il|mx)[-_]?(?P<gov>gov(?:cloud)?[-_]?)?"
    rb"(?P<side>(?:north|south)(?:east|west)?|east|west|central)[-_]?(?P<number>\d)(?![\w-])"
)
# What sets a region: its key or flag, an enumeration, the host of Bedrock. A default does not, as
# it may be another one when the program runs.
_SETS = re.compile(
    rb"(?:region\w*[\"'`]?\s*(?:=>|:=|::|[:=.(])?\s*(?:&?[\w.:]+\(\s*)?(?:region\w*\.)?[\"'`]?"
    rb"|bedrock[\w-]*(?:[.:]|[\"'`]\s*,\s*[\"'`]))\Z"
)
_BEFORE = 80
# Where there is no such id, nobody asks for a region.
_BEDROCK = b"anthropic.claude"


def read(data: bytes) -> Surroundings:
    """What a text tells."""
    lower = data.lower()
    return _all(lower) if _BEDROCK in lower else Surroundings(_words(lower))


def tell_the_same(before: bytes, after: bytes) -> bool:
    """Whether a part of a text tells after an edit what it told before."""
    old, new = before.lower(), after.lower()
    if (_BEDROCK in old) != (_BEDROCK in new):
        return False
    return _all(old) == _all(new)


def _words(lower: bytes) -> frozenset[str]:
    known = Places.load().words.items()
    return frozenset(w for w, pattern in known if w.encode() in lower and pattern.search(lower))


def _all(lower: bytes) -> Surroundings:
    """The words in a text, and the AWS regions."""
    named: set[str] = set()
    chosen: set[str] = set()
    for match in _REGION.finditer(lower):
        gov = b"gov-" if match["gov"] else b""
        region = b"%b-%b%b-%b" % (match["area"], gov, match["side"], match["number"])
        named.add(region.decode())
        if _SETS.search(lower, max(match.start() - _BEFORE, 0), match.start()):
            chosen.add(region.decode())
    return Surroundings(_words(lower), frozenset(named), frozenset(chosen))
