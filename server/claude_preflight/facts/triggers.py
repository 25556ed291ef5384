"""Triggers: the places that may matter, found in bytes before anything is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cache, lru_cache
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Protocol

from claude_preflight.findings import Span
from claude_preflight.knowledge.aliases import Aliases
from claude_preflight.knowledge.clients import libraries
from claude_preflight.manifests import is_lock, is_manifest
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.text.model_words import MODEL, models_in
from claude_preflight.text.search import holds_any

# Named as the SDKs name the models: `anthropic.ModelClaudeOpus4_8`, `Model.CLAUDE_OPUS_4_8`; as
# those of the community do: `AnthropicChatModelName.CLAUDE_3_OPUS`, `.claude3Opus`.
_OWNERS = (rb"\bModel\.", rb"\bModel::", rb"ModelName\.", rb"ChatModel\.", rb"AnthropicModels\.")
_MODULES = (rb"\banthropic::", rb"\bcompletion::")
_CONSTANT = regex(
    rb"(?:(?<=\.)ModelClaude|(?:%b)(?:Claude|(?:[A-Z]+_)?CLAUDE_)"
    rb"|(?:(?<=[\s(:,]\.)|(?<=\bModel\.))claude(?:Instant)?(?=\d))\w+"
    % b"|".join(b"(?<=%b)" % owner for owner in (*_OWNERS, *_MODULES))
)
_URL = regex(rb"https?://api\.anthropic\.com(?![\w-]|\.\w)")
_HEADER = regex(rb"(?<![\w-])(?i:x-api-key|anthropic-version|authorization)(?![\w-])")
_KEY = regex(rb"sk-ant-[a-z]{2,8}\d\d-[\w-]{20,}")
# What a file has that says where requests go, or what they are sent by.
_HOST = b"api.anthropic.com"
_VERSION_HEADERS = (b"anthropic-version", b"Anthropic-Version")
_KEYS = b"sk-ant-"
_SUPPRESSION = regex(rb"claude-preflight:[ \t]{0,9}ignore")
_OWN_NAME = b"claude-preflight:"
VENDOR = b"nthropic"
"""What is in the name of each package of the vendor's, and in all code that uses one."""

_PHP = ("php",)
# What a client is told besides its key; of one that is told nothing no rule speaks.
_OPTIONS = (b"timeout", b"Timeout", b"etries", b"ase_url", b"aseURL", b"aseUrl")
_QUALIFIED = regex(rb"[\w.:\\]+(?P<name>" + _CONSTANT.pattern + rb")")
# What is in a text with such constants, by what is in their names; few texts have any.
_CONSTANT_WORDS = {
    b"Claude": (b"ModelClaude", b".Claude", b":Claude"),
    b"CLAUDE_": (
        *(b"Model.C", b"Model::", b"ModelName.C", b"Models.C"),
        *(b"anthropic::C", b"completion::C"),
    ),
    b".claude": (b".claude2", b".claude3", b".claudeInstant"),
}
# What is in the name of each model, and in each constant that may stand for one.
_NAMES = (b"laude", b"LAUDE")
_WORDS = (*_NAMES, VENDOR, _KEYS)
_LONGEST_CONSTANT_WORD = max(len(word) for words in _CONSTANT_WORDS.values() for word in words)
# No id is so long. A word of this length holds many triggers, and each would read all of it.
_LONG_WORD = regex(rb"[\w./:@~\[\]-]{1000}")
_WORD_REST = regex(rb"[\w./:@~\[\]-]*")


class Told(Protocol):
    """What a text tells wherever it stands, by which there are triggers in it."""

    @property
    def names_vendor(self) -> bool:
        """Whether it has the name of a package of the vendor's."""

    @property
    def tells_clients(self) -> bool:
        """Whether it has the name of an option of a client about which there are rules."""

    @property
    def is_http(self) -> bool:
        """Whether it speaks of the host of the Claude API, or of a header that only it has."""

    @property
    def aliases(self) -> Aliases:
        """The names that it gives to what libraries have."""


class TriggerKind(str, Enum):
    """What a place may be: an id, a constant that stands for one, or a part of how it is sent."""

    MODEL = "model"
    CONSTANT = "constant"
    CLIENT = "client"
    URL = "url"
    HEADER = "header"
    API_KEY = "API key"
    SUPPRESSION = "suppression"


class Trigger(NamedTuple):
    """A place that may matter: the start of an id or a URL, or the whole of a name or a key."""

    span: Span
    kind: TriggerKind = TriggerKind.MODEL


@cache
def patterns() -> Mapping[TriggerKind, re.Pattern[bytes]]:
    """What makes a place worth reading, by its kind."""
    return {
        TriggerKind.MODEL: MODEL,
        TriggerKind.CONSTANT: _CONSTANT,
        TriggerKind.CLIENT: _called(_constructors()),
        TriggerKind.URL: _URL,
        TriggerKind.HEADER: _HEADER,
        TriggerKind.API_KEY: _KEY,
        TriggerKind.SUPPRESSION: _SUPPRESSION,
    }


@cache
def _constructors() -> frozenset[str]:
    return frozenset(name for library in libraries().values() for name in library.constructors)


@lru_cache(maxsize=64)
def _made_by(aliases: frozenset[tuple[str, str]]) -> re.Pattern[bytes] | None:
    """What finds the constructors under their aliases, if some of these are of constructors."""
    names = {
        alias + each[len(name) :]
        for alias, name in aliases
        for each in _constructors()
        if each == name or each.startswith(f"{name}.")
    }
    return _called(names - _constructors()) if names - _constructors() else None


def _called(names: Iterable[str]) -> re.Pattern[bytes]:
    """What finds some names where they are called."""
    # What a name must not stand behind is asked last: beginnings of words are found much faster,
    # most of all if one is tried for each letter that some begin with.
    alone = sorted(map(_alone, sorted(names, key=len, reverse=True)), key=itemgetter(0))
    by_letter = (f"(?:{'|'.join(alike)})" for _, alike in groupby(alone, key=itemgetter(0)))
    return re.compile(rf"(?:{'|'.join(by_letter)})(?=\s{{0,80}}[({{])".encode())


def _alone(name: str) -> str:
    """What finds a name that is no part of another one; what PHP makes stands behind `new`."""
    word = re.escape(name)
    if name in _made_by_php():
        return rf"{word}(?:(?<=new {word})|(?<=\\{word}))"
    return rf"{word}(?<![\w$]{word})"


@cache
def _made_by_php() -> frozenset[str]:
    """The names that only libraries for PHP have, one of which is as common as `Client`."""
    others = (each for each in libraries().values() if each.languages != _PHP)
    return _constructors().difference(*(each.constructors for each in others))


def may_matter(data: bytes, path: str | None = None) -> bool:
    """Whether a file can hold a finding at all; told from its bytes and path, in no time.

    A scan asks this of each file, and most hold none of the four words that are looked for first.
    """
    return holds_any(data, _WORDS) and (
        any(word in data and _may_name_model(data) for word in _NAMES)
        or (VENDOR in data and (is_http(data) or tells_clients(data)))
        or _KEYS in data
        or (path is not None and may_pin(data, path))
    )


def _may_name_model(data: bytes) -> bool:
    return b"laude-" in data or b"LAUDE-" in data or _may_hold_constants(data, Span(0, len(data)))


def may_pin(data: bytes, path: str) -> bool:
    """Whether a file is a manifest that people write, and names a package of the vendor's."""
    return VENDOR in data and is_manifest(path) and not is_lock(path)


def is_http(text: bytes) -> bool:
    """Whether a text speaks of the host of the Claude API, or of a header that only it has."""
    return _HOST in text or any(name in text for name in _VERSION_HEADERS)


def signs_in(data: bytes) -> frozenset[bytes]:
    """The words in a text by which the triggers in all of it may count, or not."""
    return frozenset(word for word in (VENDOR, _HOST, *_VERSION_HEADERS, *_OPTIONS) if word in data)


def triggers_in(data: bytes, part: Span, told: Told) -> Iterator[Trigger]:
    """The triggers in a part of a text that tells something, in its order.

    Clients that are made under aliases are some, too.
    """
    models = _models(data, part)
    kinds = list(_kinds_in(data, part, told))
    if not kinds:
        return models
    found = [_found(data, part, kind, patterns()[kind]) for kind in kinds]
    if TriggerKind.CLIENT in kinds and told.aliases:
        made = _made_by(frozenset(told.aliases.items()))
        found += [_found(data, part, TriggerKind.CLIENT, made)] if made else []
    return merge(models, *found)


def _kinds_in(data: bytes, part: Span, told: Told) -> Iterator[TriggerKind]:
    """The kinds of triggers besides ids that a part of a text may have, told without a search."""
    if _may_hold_constants(data, part):
        yield TriggerKind.CONSTANT
    if data.find(_KEYS, *part) >= 0:
        yield TriggerKind.API_KEY
    if data.find(_OWN_NAME, *part) >= 0:
        yield TriggerKind.SUPPRESSION
    if not told.names_vendor:
        return
    if told.tells_clients:
        yield TriggerKind.CLIENT
    if told.is_http:
        yield TriggerKind.URL
        yield TriggerKind.HEADER


def tells_clients(text: bytes) -> bool:
    """Whether a text has the name of an option of a client about which there are rules."""
    return any(option in text for option in _OPTIONS)


def _found(
    data: bytes, part: Span, kind: TriggerKind, pattern: re.Pattern[bytes]
) -> Iterator[Trigger]:
    for match in pattern.finditer(data, *part):
        yield Trigger(Span(*match.span()), kind)


def _models(data: bytes, part: Span) -> Iterator[Trigger]:
    """Where ids may be, but for what is within words that are longer than any id."""
    read, end = part
    for place in models_in(data, part):
        if place.start < read:
            continue
        if word := _LONG_WORD.match(data, place.start, end):
            rest = _WORD_REST.match(data, word.end(), end)
            read = rest.end() if rest else word.end()
        else:
            yield Trigger(place)


def holds_trigger(data: bytes, part: Span, told: Told) -> bool:
    """Whether there is a trigger in a part of a text that tells something."""
    if next(_models(data, part), None) is not None:
        return True  # as most have that hold any
    return next(triggers_in(data, part, told), None) is not None


def names_model(data: bytes, span: Span) -> bool:
    """Whether an id, or a constant that may stand for one, is in a part of a text."""
    if not any(data.find(word, *span) >= 0 for word in _NAMES):
        return False
    if next(_models(data, span), None) is not None:
        return True
    return _may_hold_constants(data, span) and _CONSTANT.search(data, *span) is not None


def constant_at(data: bytes, span: Span) -> Span | None:
    """The name of a constant that an expression is, behind the name of where it comes from."""
    if not _may_hold_constants(data, span):
        return None
    match = _QUALIFIED.fullmatch(data, span.start, span.end)
    return Span(*match.span("name")) if match else None


def _may_hold_constants(data: bytes, part: Span) -> bool:
    """Whether one of the words is there; it may begin before the part that it names a model in."""
    first = max(part.start - _LONGEST_CONSTANT_WORD, 0)
    return any(
        data.find(name, first, part.end) >= 0
        and any(data.find(word, first, part.end) >= 0 for word in words)
        for name, words in _CONSTANT_WORDS.items()
    )
