"""What the requests set, and the models that they name: all of it worked once."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.requests.dialects import BEDROCK, DIALECTS, VERTEX
from tests.requests.oracle import Parameters, Successor, moved_to, successor, targets
from tests.requests.source import Unknown
from tests.requests.writing import Dialect, Way, Written, write

from claude_preflight.knowledge.model_ids import API
from claude_preflight.settings import Move, Settings

_ONE_IN = 16

# Their successors refuse different things: all sampling and thinking that is enabled; two kinds of
# sampling together; thinking that is adaptive; thinking that is disabled and forced tools.
MODELS: Mapping[str, tuple[str, ...]] = {
    API: (
        "claude-opus-4-20250514",
        "claude-sonnet-4-20250514",
        "claude-3-5-haiku-20241022",
        "claude-sonnet-4-5-20250929",
    ),
    BEDROCK: (
        "us.anthropic.claude-opus-4-20250514-v1:0",
        "us.anthropic.claude-sonnet-4-20250514-v1:0",
        "us.anthropic.claude-3-5-haiku-20241022-v1:0",
    ),
    VERTEX: (
        "claude-opus-4@20250514",
        "claude-sonnet-4@20250514",
        "claude-3-5-haiku@20241022",
        "claude-sonnet-4-5@20250929",
    ),
}

_THINKING = {"type": "enabled", "budget_tokens": 2000}
_ANY, _TOOL = {"type": "any"}, {"type": "tool", "name": "look_up"}

PARAMETERS: Mapping[str, Parameters] = {
    "nothing else": {"max_tokens": 1000},
    "too much output": {"max_tokens": 200_000},
    "output above the article's limit": {"max_tokens": 40_000},
    "temperature": {"max_tokens": 1000, "temperature": 0.5},
    "default temperature": {"max_tokens": 1000, "temperature": 1.0},
    "temperature of zero": {"temperature": 0, "max_tokens": 1000},
    "top_p": {"max_tokens": 1000, "top_p": 0.9},
    "top_k": {"max_tokens": 1000, "top_k": 40},
    "temperature and top_p": {"max_tokens": 1000, "temperature": 0.5, "top_p": 0.9},
    "top_p and top_k": {"top_p": 0.9, "top_k": 40, "max_tokens": 1000},
    "temperature and too much output": {"temperature": 0.5, "max_tokens": 200_000},
    "thinking enabled": {"max_tokens": 4000, "thinking": _THINKING},
    "thinking disabled": {"max_tokens": 1000, "thinking": {"type": "disabled"}},
    "thinking adaptive": {"max_tokens": 4000, "thinking": {"type": "adaptive"}},
    "thinking and temperature": {"max_tokens": 4000, "temperature": 0.5, "thinking": _THINKING},
    "any tool": {"max_tokens": 1000, "tool_choice": _ANY},
    "one tool": {"max_tokens": 1000, "temperature": 0.5, "tool_choice": _TOOL},
    "thinking and any tool": {"max_tokens": 4000, "thinking": _THINKING, "tool_choice": _ANY},
    "system and stop sequences": {
        "max_tokens": 1000,
        "system": "Be brief.",
        "stop_sequences": ["END"],
    },
    "stop sequences and temperature": {
        "max_tokens": 1000,
        "stop_sequences": ["END"],
        "temperature": 0.5,
    },
    "system and temperature": {"max_tokens": 1000, "temperature": 0.5, "system": "Be brief."},
    "unknown temperature": {"max_tokens": 1000, "temperature": Unknown(float)},
    "unknown top_p": {"max_tokens": 1000, "top_p": Unknown(float)},
    "unknown max_tokens": {"max_tokens": Unknown(int), "temperature": 0.5},
    "unknown thinking": {"max_tokens": 4000, "thinking": Unknown(dict)},
}


def is_unknown_in(parameters: Parameters) -> bool:
    """Whether a request sets something that is not known."""
    return any(isinstance(value, Unknown) for value in parameters.values())


@dataclass(frozen=True, slots=True)
class Sample:
    """A request that was written: what it sets, and the text that says so.

    `target` is the model that it is moved to, None for the successor that is proposed.
    """

    title: str
    old: str
    parameters: Parameters
    dialect: Dialect
    way: Way
    written: Written
    target: Successor | None = None

    @property
    def successor(self) -> Successor:
        return self.target or successor(self.old)

    @property
    def settings(self) -> Settings:
        return Settings(move=Move(self.target.model.model)) if self.target else Settings()


def samples(dialect: Dialect, way: Way, *, all_models: bool) -> Iterator[Sample]:
    """The requests of a dialect in a way, with all models or every other, always the same.

    What is not known about a request is asked of with all models.
    """
    models = MODELS[dialect.platform]
    for title, parameters in PARAMETERS.items():
        first = zlib.crc32(f"{dialect.name} {way.value} {title}".encode()) % 2
        whole = all_models or is_unknown_in(parameters)
        for model in models if whole else models[first::2]:
            old = dialect.id.replace("{id}", model)
            written = write(dialect, way, old, parameters)
            if written is not None:
                yield Sample(f"{title}, {model}", old, parameters, dialect, way, written)


def moves(dialect: Dialect, way: Way, *, all_models: bool) -> Iterator[Sample]:
    """The requests of a dialect in a way, each with a model to move it to.

    With all models, those that are written in place move to every one that is active, and the
    others to one of them, always the same; else one in sixteen requests does.
    """
    for title, parameters in PARAMETERS.items():
        for old in MODELS[dialect.platform]:
            first = zlib.crc32(f"{dialect.name} {way.value} {title} {old}".encode())
            if not all_models and first % _ONE_IN:
                continue
            text = dialect.id.replace("{id}", old)
            written = write(dialect, way, text, parameters)
            if written is None:
                continue
            every = all_models and way is dialect.ways[0]
            chosen = targets() if every else (targets()[first % len(targets())],)
            for model in chosen:
                if target := moved_to(text, model):
                    name = f"{title}, {old} to {model}"
                    yield Sample(name, text, parameters, dialect, way, written, target)


PAIRS = tuple((dialect, way) for dialect in DIALECTS for way in dialect.ways)
