"""The order of sources: which of them decides on a fact, and when none does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from claude_preflight.knowledge.model_ids import API
from refresh.rows import (
    ALWAYS_THINKS,
    CONTEXT,
    DEPRECATED,
    FORCED_TOOL,
    INPUT_PRICE,
    NO_BUDGET,
    OUTPUT,
    OUTPUT_PRICE,
    RETIRES,
    SAMPLING,
    SDK_LIMIT,
    Value,
)

SDKS = ("anthropic", "anthropic-ai-sdk")
_CLI = ("claude-agent-sdk",)
VENDOR = (*SDKS, *_CLI)
CATALOGUES_OF_IDS = ("earendil-works-pi-ai", "litellm")
LISTS_OF_IDS = (*_CLI, *CATALOGUES_OF_IDS)
_CATALOGUES = ("litellm", "genai-prices", "earendil-works-pi-ai")
_WRAPPERS = ("ai-sdk-anthropic", "pydantic-ai-slim", "langchain-anthropic")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a source says of one fact of one model on one platform.

    `variant` is the id where it is that of a variant, such as a fast one: its days are its own.
    """

    source: str
    value: Value
    is_confirmed: bool = True
    variant: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The value that counts, and the sources that decided, by their stems."""

    value: Value
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rank:
    """Sources of one rank. `least` of them have to say the same.

    Unless a majority is enough, no other one of the rank may say something else. What a source
    does not vouch for counts only where another one says it too.
    """

    sources: tuple[str, ...]
    least: int = 1
    majority: bool = False


_NUMBERS = (_Rank(_CLI), _Rank(_CATALOGUES, least=2, majority=True))
_CAPABILITIES = (_Rank(_WRAPPERS, least=2),)
_ORDER: Mapping[str, tuple[_Rank, ...]] = {
    RETIRES: (_Rank(SDKS), _Rank(_CLI), _Rank(("llm-sunset",))),
    DEPRECATED: (_Rank(("anthropic-ai-sdk",)), _Rank(("llm-sunset",))),
    SDK_LIMIT: (_Rank(("anthropic",)),),
    **dict.fromkeys((CONTEXT, OUTPUT, INPUT_PRICE, OUTPUT_PRICE), _NUMBERS),
    **dict.fromkeys((SAMPLING, FORCED_TOOL, NO_BUDGET, ALWAYS_THINKS), _CAPABILITIES),
}
_ENDS_ON_PLATFORMS: Mapping[str, tuple[_Rank, ...]] = {
    "bedrock": (_Rank(_CLI), _Rank(("litellm",))),
    "databricks": (_Rank(("litellm",)),),
    "vertex": (_Rank(_CLI), _Rank(("litellm", "llm-sunset"), least=2)),
}


def decide(field: str, platform: str, statements: Iterable[Statement]) -> Decision | None:
    """The value that counts by the order of sources, None if it does not decide."""
    known = list(statements)
    for rank in _ranks(field, platform):
        voices = _voices(rank, known)
        if voices:
            decision = _agreed(rank, voices)
            # A rank that has enough voices and does not agree is not passed over.
            if decision is not None or len(voices) >= rank.least:
                return decision
    return None


def outranks(field: str, platform: str, source: str, other: str) -> bool:
    """Whether a source is of a better rank for a fact than one that decides on it."""
    for rank in _ranks(field, platform):
        if source in rank.sources or other in rank.sources:
            return other not in rank.sources
    return False


def _ranks(field: str, platform: str) -> tuple[_Rank, ...]:
    if field == RETIRES and platform != API:
        return _ENDS_ON_PLATFORMS.get(platform, (_Rank(_CLI),))
    return _ORDER.get(field, ())


def _voices(rank: _Rank, statements: list[Statement]) -> dict[str, Value]:
    """What each source of a rank says; one that contradicts itself says nothing."""
    voices: dict[str, Value] = {}
    for source in rank.sources:
        said = {
            each.value
            for each in statements
            if each.source == source
            and each.variant is None
            and (each.is_confirmed or rank.least > 1)
        }
        if len(said) == 1:
            voices[source] = said.pop()
    return voices


def _agreed(rank: _Rank, voices: Mapping[str, Value]) -> Decision | None:
    counts = Counter(voices.values())
    value, count = counts.most_common(1)[0]
    if count < rank.least or (len(counts) > 1 and not rank.majority):
        return None
    return Decision(value, tuple(source for source, said in voices.items() if said == value))
