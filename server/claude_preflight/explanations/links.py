"""The sources at the end of a hover: few, by plain names, to be opened."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from claude_preflight.explanations.markdown import line, literal
from claude_preflight.knowledge.model_facts import KNOWLEDGE, SETTINGS, Sourced
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.regex import regex

_MOST = 3
_WEB = "https://"
_OWN = frozenset((KNOWLEDGE, SETTINGS))
# What tells a source from others of its name: its version and its date.
_VERSION = regex(r"(?:\s+v?\d[\w.]*)?(?:,.*)?\Z", re.DOTALL)


def links(sources: Iterable[tuple[str, str | None]]) -> str:
    """The first sources that can be opened, or else the first names; "" without any.

    Each source is its name, with a date or without, and its address: "" where none is known, None
    for what the user says, who is always named.
    """
    named: dict[str, str] = {}
    for cited, address in sources:
        name = literal(plain_name(cited))
        if address is None:
            named[name] = name
        else:
            opens = f"[{name}]({address})" if address.startswith(_WEB) else ""
            named[name] = named.get(name) or opens
    shown = list(filter(None, named.values()))
    told = line(*(shown or list(named))[:_MOST])
    return f"Sources: {told}" if told else ""


def linked(stated: Sourced[Any], registry: ModelRegistry) -> tuple[str, str | None]:
    """Who states a value, as `links` takes it."""
    return stated.source, None if stated.slug in _OWN else registry.link_of(stated.slug)


def plain_name(cited: str) -> str:
    """The name of a source without its version and its date."""
    return _VERSION.sub("", cited)
