"""Surroundings: what stands elsewhere in a text and tells where its requests go."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from claude_preflight.facts import switches
from claude_preflight.facts.own_names import PROXY
from claude_preflight.facts.part import Told
from claude_preflight.facts.triggers import is_http, signs_in
from claude_preflight.facts.types import Surroundings
from claude_preflight.findings import Span
from claude_preflight.knowledge.aliases import aliases_in
from claude_preflight.knowledge.clients import imported
from claude_preflight.knowledge.surroundings import Places
from claude_preflight.regex import regex

# `us-east-1`, `US_EAST_1`, `USEast1`, all in lower case.
_REGION = regex(
    rb"(?<![a-z0-9])(?<![a-z0-9]-)(?P<area>us|eu|ap|ca|sa|me|af|il|mx)[-_]?(?P<gov>gov(?:cloud)?[-_]?)?"
    rb"(?P<side>(?:north|south)(?:east|west)?|east|west|central)[-_]?(?P<number>\d)(?![\w-])"
)
# What sets a region: its key or flag, an enumeration, the host of Bedrock. A default does not, as
# it may be another one when the program runs.
_SETS = regex(
    rb"(?:region\w*[\"'`]?\]?\s*(?:[\"']?value[\"']?\s*)?(?:=>|:=|::|[:=.(])?\s*"
    rb"(?:&?[\w.:]+\(\s*)?(?:region\w*\.)?[\"'`]?"
    rb"|bedrock[\w-]*(?:[.:]|[\"'`]\s*,\s*[\"'`]))\Z"
)
_BEFORE = 80
# In a longer text a region may be far away from an id, and that of something else.
_FAR = 1 << 16
# How far a word and what sets it reach, in bytes.
_REACH = 200
# Where nothing speaks of it, nobody asks for a region.
_BEDROCK = (b"anthropic.claude", b"bedrock")
_NO_REGIONS = frozenset[str](), frozenset[str]()


def read(data: bytes, told: Told) -> Generator[None, None, Surroundings]:
    """What else a text tells, read in steps: each word is looked for in all of it."""
    lower = data.lower()
    words: set[str] = set()
    for word, pattern in Places.load().words.items():
        if word in lower and pattern.search(lower):
            words.add(word.decode())
        yield
    is_asked = len(data) <= _FAR and _speaks_of_bedrock(lower)
    regions = _regions(lower) if is_asked else _NO_REGIONS
    switched = switches.platforms_in(lower), switches.redirects_in(lower)
    return Surroundings(
        frozenset(words),
        *(*regions, told.libraries, *switched, is_http(told.signs), told.signs),
        aliases=frozenset(told.aliases.items()),
    )


def tell_the_same(before: bytes, after: bytes, changed: Span, libraries: Iterable[str]) -> bool:
    """Whether a text that uses some libraries tells the same before and after a change.

    The old place of that is `changed`.
    Nothing that tells something reaches further than the bytes that are looked at.
    """
    if (len(before) > _FAR) != (len(after) > _FAR):
        return False
    start, end = max(changed.start - _REACH, 0), changed.end + _REACH
    old = before[start:end]
    new = after[start : end + len(after) - len(before)]
    if aliases_in(old, libraries) != aliases_in(new, libraries):
        return False
    if (PROXY in old) != (PROXY in new):
        return False
    return signs_in(old) == signs_in(new) and _all(old) == _all(new)


def _all(data: bytes) -> tuple[bool, Surroundings]:
    """What a few bytes tell, wherever they stand."""
    lower = data.lower()
    known = Places.load().words.items()
    found = (word.decode() for word, pattern in known if word in lower and pattern.search(lower))
    libraries = frozenset(imported(data))
    switched = switches.platforms_in(lower), switches.redirects_in(lower)
    told = Surroundings(frozenset(found), *_regions(lower), libraries, *switched)
    return _speaks_of_bedrock(lower), told


def _speaks_of_bedrock(lower: bytes) -> bool:
    return any(word in lower for word in _BEDROCK)


def _regions(lower: bytes) -> tuple[frozenset[str], frozenset[str]]:
    """The AWS regions that a text names, and those that it sets."""
    named: set[str] = set()
    chosen: set[str] = set()
    for match in _REGION.finditer(lower):
        gov = b"gov-" if match["gov"] else b""
        region = b"%b-%b%b-%b" % (match["area"], gov, match["side"], match["number"])
        named.add(region.decode())
        if _SETS.search(lower, max(match.start() - _BEFORE, 0), match.start()):
            chosen.add(region.decode())
    return frozenset(named), frozenset(chosen)
