"""How the parameters of the API are called elsewhere, and which mappings hold them.

This is the one place that knows; the names are in `parameter_names.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from claude_preflight.knowledge import data
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.text.model_words import bare_key

_UNION_FIELD = regex(r"Of[A-Z]\w*")
_MODELS = (
    "model",
    "model_id",
    "modelId",
    "model_name",
    "modelName",
    "Model",
    "ModelId",
    "ModelName",
)


class Foreign(NamedTuple):
    """A field that the Messages API does not know, and whose it is.

    `instead` is the path of the parameter of the API; where no more than that name is needed,
    `takes` is what the value has to be. What `has_no_effect` nobody misses.
    """

    name: str
    of: str
    instead: str = ""
    takes: str = ""
    has_no_effect: bool = False


class _Names(NamedTuple):
    """`spellings` are API names by how a language or a library writes them."""

    foreign: Mapping[str, Foreign]
    input_limits: frozenset[str]
    spellings: Mapping[str, str]
    holders: tuple[str, ...]
    no_holders: frozenset[str]
    bodies: frozenset[str]
    http_bodies: frozenset[str]
    told_by: frozenset[str]


@lru_cache(maxsize=4096)
def api_name(path: str) -> str:
    """The name in the API of a parameter as a language or a library writes it (`maxTokens`).

    An inner one has a dot (`thinking.budgetTokens`); what a setter puts before a name is no part.
    """
    spellings = _names().spellings
    return ".".join(spellings.get(part, part) for part in map(bare_key, path.split(".")))


def foreign(key: str) -> Foreign | None:
    """What is known of a field, as it is written, that the API does not know."""
    return _names().foreign.get(key)


def limits_input(key: str) -> bool:
    """Whether a setting of this name says how many tokens a model is sent at most."""
    return key in _names().input_limits


def is_holder(key: str) -> bool:
    """Whether a mapping of this name inside of a request holds parameters of that request."""
    names, plain = _names(), key.lower()
    return any(word in plain for word in names.holders) and api_name(key) not in names.no_holders


def is_union(key: str) -> bool:
    """Whether a name is one of the fields of a Go struct of which one is set: `OfEnabled`.

    It is no part of the path of a parameter.
    """
    return _UNION_FIELD.fullmatch(key) is not None


def holds_all(key: str) -> bool:
    """Whether a mapping of this name holds parameters of its request and nothing else."""
    return key in _names().bodies


def is_body(key: str) -> bool:
    """Whether an option of this name is the body of a request over HTTP."""
    return key in _names().http_bodies


def is_in_bodies(key: str) -> bool:
    """Whether a key of this name tells the body of a request from other mappings."""
    return key in _names().told_by


def spellings_of(name: str) -> Iterable[str]:
    """How languages and libraries write a parameter of the API; an inner one by its own name."""
    return (written for written, each in _names().spellings.items() if each == name)


def names_of_parameters() -> Iterable[str]:
    """How parameters of the API, the model among them, are called in any language or library."""
    return (*_names().spellings, *_MODELS)


@cache
def _names() -> _Names:
    content = data.load("parameter_names.json")
    holders = content["holders"]
    return _Names(
        {each["name"]: Foreign(**each) for each in content["foreign"]},
        frozenset(content["input_limits"]),
        {written: name for name, each in content["spellings"].items() for written in each},
        tuple(holders["words"]),
        frozenset(holders["except"]),
        frozenset(holders["bodies"]),
        frozenset(content["http"]["bodies"]),
        frozenset(content["http"]["told_by"]),
    )
