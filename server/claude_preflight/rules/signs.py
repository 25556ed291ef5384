"""Signs: words that rules look for in all of a text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from claude_preflight.knowledge import sdk_constants
from claude_preflight.knowledge.clients import libraries
from claude_preflight.rules.betas import betas_of
from claude_preflight.rules.pinned_sdk import API_VERSION


def signs_in(text: bytes) -> frozenset[bytes]:
    """The words in a text, or in a part of it, by which rules find something else in all of it."""
    words = (word for word in _words() if word in text)
    return frozenset((*words, *(beta.encode() for beta in betas_of(text))))


@cache
def _words() -> frozenset[bytes]:
    return frozenset((API_VERSION, *_of_libraries()))


def _of_libraries() -> Iterator[bytes]:
    yield from (module.encode() for module in sdk_constants.modules())
    for library in libraries().values():
        if library.drops_with:
            yield library.drops_with.encode()
