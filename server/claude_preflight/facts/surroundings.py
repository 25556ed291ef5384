"""Surroundings: what stands elsewhere in a text and tells where its requests go."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property

from claude_preflight.facts import switches
from claude_preflight.facts.own_names import PROXY
from claude_preflight.facts.triggers import VENDOR, is_http, signs_in, tells_clients
from claude_preflight.findings import Span
from claude_preflight.knowledge.aliases import Aliases, aliases_in
from claude_preflight.knowledge.clients import imported, libraries
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
# A default of JavaScript: of a parameter, or of what is taken out of a mapping.
_DEFAULT, _GOES_ON = regex(rb"(?<![=!<>])=\s*[\"'`]\Z"), regex(rb"[\"'`]\s*[,)}]")
_SCRIPTS = frozenset(("javascript", "typescript", "tsx"))
# The line of what has parameters, each with its default.
_PARAMETERS = regex(rb"[ \t]*(?:[a-z]+ ){0,3}(?:def|function) \w{1,80}\([^{}()\n]{0,300}\Z")
_BEFORE = 80
# In a longer text a region may be far away from an id, and that of something else.
_FAR = 1 << 16
# How far a word and what sets it reach, in bytes.
_REACH = 200
# Where nothing speaks of it, nobody asks for a region.
_BEDROCK = (b"anthropic.claude", b"bedrock")
_NO_REGIONS = frozenset[str](), frozenset[str]()


class Words(AbstractSet[str]):
    """The words of `knowledge.surroundings` in a text; each is looked for when it is asked for."""

    def __init__(self, data: bytes) -> None:
        """Prepare for a text."""
        self._data = data
        self._known: dict[object, bool] = {}

    def __contains__(self, word: object) -> bool:
        """Whether a word is in the text."""
        if word not in self._known:
            self._known[word] = isinstance(word, str) and self._has(word)
        return self._known[word]

    def __iter__(self) -> Iterator[str]:
        """All that are there."""
        return (word for word in Places.load().words if word in self)

    def __len__(self) -> int:
        """How many are there."""
        return sum(1 for _ in self)

    def _has(self, word: str) -> bool:
        is_near = word.encode() in self._lower
        return is_near and Places.load().words[word].search(self._lower) is not None

    @cached_property
    def _lower(self) -> bytes:
        return self._data.lower()


class Surroundings:
    """What stands anywhere in a text and tells where its requests go; read when it is asked for.

    An edit that tells the same leaves it as it is, with the text of before.
    """

    def __init__(self, data: bytes, language: str) -> None:
        """Prepare for a text in a language."""
        self._data = data
        self.language = language

    @cached_property
    def names_vendor(self) -> bool:
        """Whether it has the name of a package of the vendor's."""
        return VENDOR in self._data

    @cached_property
    def tells_clients(self) -> bool:
        """Whether it has the name of an option of a client about which there are rules."""
        return tells_clients(self._data)

    @cached_property
    def is_http(self) -> bool:
        """Whether it speaks of the host of the Claude API, or of a header that only it has."""
        return is_http(self._data)

    @cached_property
    def libraries(self) -> frozenset[str]:
        """Those of `knowledge.clients` that it imports."""
        return frozenset(imported(self._data, self.language))

    @cached_property
    def may_use_library(self) -> bool:
        """Whether it names one of them as a program in any language would, such as a setting."""
        return any(library.is_imported(self._data) for library in libraries().values())

    @cached_property
    def aliases(self) -> Aliases:
        """The names that it gives to what the libraries have, each with the name in the library."""
        return aliases_in(self._data, self.language, self.libraries)

    @cached_property
    def words(self) -> Words:
        """Those of `knowledge.surroundings` that it has."""
        return Words(self._data)

    @property
    def regions(self) -> frozenset[str]:
        """The AWS regions that it names; they are only known where it speaks of Bedrock."""
        return self._regions[0]

    @property
    def chosen(self) -> frozenset[str]:
        """Those of the regions that it sets."""
        return self._regions[1]

    @cached_property
    def switches(self) -> frozenset[str]:
        """The platforms that variables switch on."""
        return switches.platforms_in(self._data.lower())

    @cached_property
    def redirects(self) -> frozenset[str]:
        """The plain names of base URLs that are not the vendor's."""
        return switches.redirects_in(self._data.lower())

    @cached_property
    def _regions(self) -> tuple[frozenset[str], frozenset[str]]:
        lower = self._data.lower()
        is_asked = len(lower) <= _FAR and _speaks_of_bedrock(lower)
        return _regions(lower, self.language) if is_asked else _NO_REGIONS


def tell_the_same(before: bytes, after: bytes, changed: Span, told: Surroundings) -> bool:
    """Whether a text tells the same before and after a change: what is `told`.

    The old place of the change is `changed`.
    Nothing that tells something reaches further than the bytes that are looked at.
    """
    if (len(before) > _FAR) != (len(after) > _FAR):
        return False
    start, end = max(changed.start - _REACH, 0), changed.end + _REACH
    old = before[start:end]
    new = after[start : end + len(after) - len(before)]
    language = told.language
    if aliases_in(old, language, told.libraries) != aliases_in(new, language, told.libraries):
        return False
    if (PROXY in old) != (PROXY in new):
        return False
    return signs_in(old) == signs_in(new) and _all(old, language) == _all(new, language)


def _all(data: bytes, language: str) -> tuple[object, ...]:
    """What a few bytes tell, wherever they stand."""
    told, lower = Surroundings(data, language), data.lower()
    used, switched = (told.libraries, told.may_use_library), (told.switches, told.redirects)
    return _speaks_of_bedrock(lower), _regions(lower, language), told.words, used, switched


def _speaks_of_bedrock(lower: bytes) -> bool:
    return any(word in lower for word in _BEDROCK)


def _regions(lower: bytes, language: str) -> tuple[frozenset[str], frozenset[str]]:
    """The AWS regions that a text in a language names, and those that it sets."""
    named: set[str] = set()
    chosen: set[str] = set()
    for match in _REGION.finditer(lower):
        gov = b"gov-" if match["gov"] else b""
        region = b"%b-%b%b-%b" % (match["area"], gov, match["side"], match["number"])
        named.add(region.decode())
        before = max(match.start() - _BEFORE, 0), match.start()
        if _SETS.search(lower, *before) and not _is_default(lower, Span(*match.span()), language):
            chosen.add(region.decode())
    return frozenset(named), frozenset(chosen)


def _is_default(lower: bytes, region: Span, language: str) -> bool:
    """Whether a region is what a parameter has where a caller gives it none."""
    start = lower.rfind(b"\n", max(region.start - _REACH, 0), region.start) + 1
    if _PARAMETERS.match(lower, start, region.start):
        return True
    before = max(region.start - _BEFORE, 0), region.start
    is_default = language in _SCRIPTS and _DEFAULT.search(lower, *before) is not None
    return is_default and _GOES_ON.match(lower, region.end) is not None
