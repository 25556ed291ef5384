"""How a model's id looks, and the name of what holds one: all that a reader of lines has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex

MODEL = regex(rb"(?:claude|Claude|CLAUDE)-(?!preflight\b)[0-9A-Za-z]")
"""Where an id of a model may be: cheap to find, dear to look at. Our own name is none."""

# The same without its first letter: what begins with a text is found much faster.
_SMALL = regex(rb"laude-(?<=[cC]laude-)(?!preflight\b)[0-9A-Za-z]")
_CAPITAL = regex(rb"LAUDE-(?<=CLAUDE-)(?!preflight\b)[0-9A-Za-z]")

TABLE_SIZE = 3
"""So many models that stand together are a table; two may be alternatives."""

# The version in an id: all but the platform, the day and the number of a release.
_VERSION = regex(
    r"claude-(?:v(?=\d))?(?P<version>[a-z0-9.-]*?)(?:-v\d)?(?:[-@]20\d{6})?(?:-latest)?"
    r"(?:-think(?:ing)?|-fast)?(?:[-@]v\d)?(?::\w+)*"
)
_FAMILY = regex(r"[a-z]{3,}")
_NUMBER = regex(r"\d+")
_DATE = regex(r"20\d{6}")

# How a builder names what it sets.
_SETTER = regex(r"^(?:[Ss]et|[Ww]ith)(?:_|(?=[A-Z]))")
MODEL_KEYS = ("model", "modelid", "modelname")
"""The plain names of the parameter that sets the model."""

_HOLD_A_MODEL = (*MODEL_KEYS, "llm")


def models_in(data: bytes, part: Span) -> Iterator[Span]:
    """What `MODEL` finds in a part of a text, in its order."""
    found = [_SMALL.finditer(data, part.start + 1, part.end)]
    if data.find(b"LAUDE-", *part) >= 0:
        found.append(_CAPITAL.finditer(data, part.start + 1, part.end))
    places = (Span(each.start() - 1, each.end()) for matches in found for each in matches)
    return iter(sorted(places)) if len(found) > 1 else places


def bare_id(text: str) -> str:
    """An id in lower case, without what a platform or a route puts before it."""
    text = text.lower()
    return text[max(text.rfind("claude"), 0) :].rstrip(".-")


def plain_key(key: str) -> str:
    """A name without its style: `maxTokens`, `max-tokens`, `setMaxTokens`, `max_tokens` are one."""
    return _known(key) if len(key) <= _LONGEST_KNOWN else _plain(key)


def _plain(key: str) -> str:
    return "".join(filter(str.isalnum, _SETTER.sub("", key))).lower()


# A text has few names, and each is asked for often.
_known = lru_cache(maxsize=4096)(_plain)
_LONGEST_KNOWN = 60


def bare_key(key: str) -> str:
    """A name without what a setter puts before it: `temperature` of `withTemperature`."""
    bare = _SETTER.sub("", key)
    return key if bare == key else bare[:1].lower() + bare[1:]


def is_model_key(key: str) -> bool:
    """Whether a parameter of this name sets the model of a request."""
    return plain_key(key) in MODEL_KEYS


def sets_vendors_model(key: str) -> bool:
    """Whether a setting says by its name that it holds an id of Claude: `ANTHROPIC_MODEL`."""
    return names_a_model(key) and any(word in plain_key(key) for word in ("claude", "anthropic"))


def names_a_model(key: str) -> bool:
    """Whether a setting of this name holds a model id: `model`, `ANTHROPIC_MODEL`, `fast_llm`."""
    return plain_key(key).endswith(_HOLD_A_MODEL)


class Version(NamedTuple):
    """The version of a model that an id names: its family, and its number without dots.

    A `.0` at its end is left out: `claude-opus-4-0` and `claude-opus-4` are one.
    """

    families: frozenset[str]
    number: str

    @classmethod
    def of(cls, model_id: str) -> Version | None:
        """The version in an id, in whatever spelling; None where no number is in it."""
        text = model_id.lower()
        found = _VERSION.fullmatch(text, max(text.rfind("claude-"), 0))
        numbers = _NUMBER.findall(found["version"]) if found else []
        if not found or not numbers:
            return None
        if len(numbers) > 1 and numbers[-1] == "0":
            numbers.pop()
        return cls(frozenset(_FAMILY.findall(found["version"])), "".join(numbers))

    def in_words(self) -> re.Pattern[bytes]:
        """How people call the version: `Claude 3.5`, `sonnet-4`, `3.7 Sonnet`."""
        number = r"[ ._-]?".join(self.number)
        names = r"(?:claude|opus|sonnet|haiku)"
        said = rf"{names}[ _-]?v?{number}(?![\d.-]|[ _]\d)|(?<![\d.-]){number}[ _-]{names}"
        return re.compile(said.encode(), re.IGNORECASE)

    def is_named_by(self, name: str) -> bool:
        """Whether a plain name has the family and the number: `claude35sonnet`, `opus4model`.

        Or it has no family, and the number right behind the name of all: `claude3dot7`.
        """
        stated = _DATE.sub("", name)
        spelled = r"(?:dot|point)?".join(self.number)
        if re.fullmatch(rf"(?:anthropic)?claudev?{spelled}0?(?:v\d)?", stated):
            return True
        number = re.search(rf"(?<!\d){self.number}0?(?!\d)", stated)
        return number is not None and all(family in stated for family in self.families)
