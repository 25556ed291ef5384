"""How a model's id looks, and the name of what holds one: all that a reader of lines has."""

from __future__ import annotations

import re

MODEL = re.compile(rb"(?:claude|Claude|CLAUDE)-[0-9A-Za-z]")
"""Where an id of a model may be: cheap to find, dear to look at."""

TABLE_SIZE = 3
"""So many models that stand together are a table; two may be alternatives."""

# How a builder names what it sets.
_SETTER = re.compile(r"^(?:[Ss]et|[Ww]ith)(?:_|(?=[A-Z]))")
MODEL_KEYS = ("model", "modelid", "modelname")
"""The plain names of the parameter that sets the model."""


def plain_key(key: str) -> str:
    """A name without its style: `maxTokens`, `max-tokens`, `setMaxTokens`, `max_tokens` are one."""
    return "".join(filter(str.isalnum, _SETTER.sub("", key))).lower()


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
    return plain_key(key).endswith((*MODEL_KEYS, "llm"))
