"""Triggers: the places that may matter, found in bytes before anything is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import merge
from typing import NamedTuple

from claude_preflight.findings import Span
from claude_preflight.manifests import is_lock, is_manifest
from claude_preflight.text.model_words import MODEL

# Named as the SDKs name the models: `anthropic.ModelClaudeOpus4_8`, `Model.CLAUDE_OPUS_4_8`.
_CONSTANT = re.compile(
    rb"(?:(?<=\.)ModelClaude|(?:(?<=\bModel\.)|(?<=\bModel::))(?:Claude|(?:[A-Z]+_)?CLAUDE_))\w+"
)
VENDOR = b"nthropic"
"""What is in the name of each package of the vendor's, and in all code that uses one."""

PATTERNS = {"model": MODEL, "constant": _CONSTANT}
"""What makes a place worth reading, by its kind."""

_QUALIFIED = re.compile(rb"[\w.:\\]+(?P<name>" + _CONSTANT.pattern + rb")")
_CONSTANT_WORDS = (b"ModelClaude", b"Model.C", b"Model::")
_LONGEST_CONSTANT_WORD = max(map(len, _CONSTANT_WORDS))
# No id is so long. A word of this length holds many triggers, and each would read all of it.
_LONG_WORD = re.compile(rb"[\w./:@~\[\]-]{1000}")
_WORD_REST = re.compile(rb"[\w./:@~\[\]-]*")


class Trigger(NamedTuple):
    """A place that may matter: the start of an id, or the whole name of a constant."""

    span: Span
    is_constant: bool = False


def may_matter(data: bytes, path: str | None = None) -> bool:
    """Whether a file can hold a finding at all; told from its bytes and path, in no time."""
    if b"laude-" in data or b"LAUDE-" in data or _may_hold_constants(data, 0, len(data)):
        return True
    return path is not None and may_pin(data, path)


def may_pin(data: bytes, path: str) -> bool:
    """Whether a file is a manifest that people write, and names a package of the vendor's."""
    return VENDOR in data and is_manifest(path) and not is_lock(path)


def triggers_in(data: bytes, start: int, end: int) -> Iterator[Trigger]:
    """The triggers in a part of a text, in its order."""
    models = _models(data, start, end)
    if not _may_hold_constants(data, start, end):
        return models
    found = _CONSTANT.finditer(data, start, end)
    return merge(models, (Trigger(Span(*match.span()), is_constant=True) for match in found))


def _models(data: bytes, start: int, end: int) -> Iterator[Trigger]:
    """Where ids may be, but for what is within words that are longer than any id."""
    read = start
    for match in MODEL.finditer(data, start, end):
        if match.start() < read:
            continue
        if word := _LONG_WORD.match(data, match.start(), end):
            rest = _WORD_REST.match(data, word.end(), end)
            read = rest.end() if rest else word.end()
        else:
            yield Trigger(Span(*match.span()))


def holds_trigger(data: bytes, span: Span) -> bool:
    """Whether there is a trigger in a part of a text."""
    return next(triggers_in(data, span.start, span.end), None) is not None


def constant_at(data: bytes, span: Span) -> Span | None:
    """The name of a constant that an expression is, behind the name of where it comes from."""
    match = _QUALIFIED.fullmatch(data, span.start, span.end)
    return Span(*match.span("name")) if match else None


def _may_hold_constants(data: bytes, start: int, end: int) -> bool:
    """Whether one of the words is there; it may begin before the part that it names a model in."""
    first = max(start - _LONGEST_CONSTANT_WORD, 0)
    return any(data.find(word, first, end) >= 0 for word in _CONSTANT_WORDS)
