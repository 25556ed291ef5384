"""Which error a pasted text is about: a log line, a body, a traceback.

Every place in the text that may refer to an error is read as a hover reads it. Of several errors
the last counts: it is the one that was raised in the end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import IntEnum
from itertools import groupby

from claude_preflight.explanations.error_references.identifiers import (
    class_name,
    error_code,
    error_type,
)
from claude_preflight.explanations.error_references.messages import is_meant, messages_in
from claude_preflight.explanations.error_references.statuses import status
from claude_preflight.explanations.error_references.surroundings import (
    START_OF_WORD,
    ErrorReference,
    Surroundings,
)
from claude_preflight.findings import Span
from claude_preflight.knowledge.error_messages import FoundMessage
from claude_preflight.knowledge.errors import ErrorCatalog
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.text.source_text import SourceText

# How many places are read, from the end of the text.
_MOST_PLACES = 2_000
_WORD = regex(rf"{START_OF_WORD}[A-Za-z_][\w.:]*|(?<![\w.])[45]\d\d(?!\w)")
_SEPARATORS = regex(r"[.:]+")
# A line that does not go on with what the line before it began.
_START_OF_BLOCK = regex(r"^(?:\{(?=\"type)|(?![\s\"'{}\]|>]|\[[^\dA-Z]|\xe2\x94|$))", re.MULTILINE)


class _Kind(IntEnum):
    """What tells of an error, the surest first."""

    MESSAGE = 0
    CODE = 1
    TYPE = 2
    STATUS = 3
    CLASS = 4


class _Evidence(NamedTuple):
    """A place that refers to an error; an unsure one may be another vendor's."""

    kind: _Kind
    reference: ErrorReference
    is_sure: bool


def error_reference_in(text: SourceText) -> ErrorReference | None:
    """The error that a text is about, None if it is none of the Claude API or its SDKs."""
    whole = text.data.decode("latin-1")
    starts = [match.start() for match in _START_OF_BLOCK.finditer(whole)]
    status: ErrorReference | None = None
    by_block = groupby(
        _from_the_end(text, whole),
        key=lambda each: bisect_right(starts, each.reference.span.start),
    )
    for _, block in by_block:
        evidence = list(block)
        if any(each.is_sure for each in evidence) or len({each.kind for each in evidence}) > 1:
            return _agreed(evidence)
        if status is None and evidence[0].kind is _Kind.STATUS:
            status = evidence[0].reference
    return status


def _from_the_end(text: SourceText, whole: str) -> Iterator[_Evidence]:
    """The evidence, from the end of the text to its start."""
    found: list[tuple[int, FoundMessage[str] | None]]
    found = [(each.start, each) for each in messages_in(whole)]
    found += [(at, None) for at in _words(whole)]
    from_the_end = sorted(found, key=lambda each: each[0], reverse=True)
    for at, message in from_the_end[:_MOST_PLACES]:
        place = Surroundings(text, at, pasted=True)
        evidence = _of_word(place) if message is None else _of_message(place, whole, message)
        if evidence:
            yield evidence


def _words(whole: str) -> Iterator[int]:
    """Where the words start that may name an error, and the numbers that may be statuses."""
    catalog = ErrorCatalog.load()
    for match in _WORD.finditer(whole):
        last = _SEPARATORS.split(match[0].rstrip(".:"))[-1]
        if (
            last.isdigit()
            or last in catalog.error_types
            or last.strip("_").rstrip("0123456789") in catalog.class_names
            or catalog.error_code(last)
        ):
            yield match.start()


def _of_message(place: Surroundings, whole: str, message: FoundMessage[str]) -> _Evidence | None:
    if not is_meant(place, whole, message):
        return None
    reference = ErrorReference(Span(message.start, message.end), message.meanings)
    return _Evidence(_Kind.MESSAGE, reference, is_sure=True)


def _of_word(place: Surroundings) -> _Evidence | None:
    if reference := error_code(place):
        return _Evidence(_Kind.CODE, reference, is_sure=True)
    if reference := class_name(place):
        return _Evidence(_Kind.CLASS, reference, is_sure=place.mentions_anthropic)
    if reference := error_type(place):
        return _Evidence(_Kind.TYPE, reference, is_sure=True)
    reference = status(place)
    return _Evidence(_Kind.STATUS, reference, is_sure=False) if reference else None


def _agreed(evidence: Sequence[_Evidence]) -> ErrorReference:
    """What the surest evidence says, the last of its kind, narrowed by what the others say."""
    first, *others = sorted(evidence, key=lambda each: (each.kind, -each.reference.span.start))
    agreed = first.reference
    for each in others:
        common = tuple(code for code in agreed.codes if code in each.reference.codes)
        agreed = replace(agreed, codes=common or agreed.codes)
    return agreed
