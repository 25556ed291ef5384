"""What a place in a text refers to: the first reader that knows it answers."""

from __future__ import annotations

import re
from dataclasses import replace

from claude_preflight.explanations.error_references.identifiers import (
    class_name,
    error_code,
    error_type,
)
from claude_preflight.explanations.error_references.messages import (
    around_message,
    body_message,
    fragment,
    is_meant,
    message,
    messages_in,
)
from claude_preflight.explanations.error_references.statuses import is_logged, status
from claude_preflight.explanations.error_references.surroundings import ErrorReference, Surroundings
from claude_preflight.knowledge.errors import ErrorCatalog
from claude_preflight.regex import regex
from claude_preflight.text.source_text import SourceText

# Where a class stands in code, so that what follows it is no message of it.
_CODE = regex(
    r"\b(?:except|catch|raise|throw|instanceof|isinstance|import|new|class|case|if|elif|when)\b"
)
_STATUS_BEHIND = regex(r"\d?:\s{1,3}(?:error code: )?([45]\d\d)\b", re.IGNORECASE)
_INTRODUCES = regex(r"\d?[\])]?:?\s{0,3}(?:[:{\[(-]|[45]\d\d\b)")


def error_reference_at(text: SourceText, offset: int) -> ErrorReference | None:
    """What the text at a byte offset refers to; None if it is no error of the Claude API.

    It may be a message, an exception class, the type or the code of an error, an HTTP status, or a
    part of a message that code tests for. A name or a status before a message has its meaning.
    """
    place = Surroundings(text, offset)
    return (
        error_code(place)
        or message(place)
        or name_or_status(place)
        or around_message(place)
        or body_message(place)
        or fragment(place)
    )


def name_or_status(place: Surroundings) -> ErrorReference | None:
    """What a class, a type or a status at a place refers to, by the message that it comes with."""
    if reference := class_name(place):
        return _of_logged_class(place, reference)
    if reference := error_type(place):
        return _told(place, reference)
    reference = status(place)
    return _told(place, reference) if reference and is_logged(place) else reference


def _of_logged_class(place: Surroundings, reference: ErrorReference) -> ErrorReference:
    """The reference of a class with what a log says behind it; in code it stands for itself."""
    start, end = (at - place.span.start for at in (reference.span.start, reference.span.end))
    before, behind = place.line[:start], place.line[end:]
    if _CODE.search(before) or not _INTRODUCES.match(behind):
        return reference
    told = _told(place, reference)
    status_behind = _STATUS_BEHIND.match(behind)
    if told is reference and status_behind:
        entries = ErrorCatalog.load().by_status(int(status_behind[1]))
        codes = tuple(entry.code for entry in entries)
        is_agreed = not set(codes).isdisjoint(reference.codes)
        return reference if is_agreed else replace(reference, codes=codes)
    return told


def _told(place: Surroundings, reference: ErrorReference) -> ErrorReference:
    """The reference with the meaning of the message behind it, or in the same body."""
    start = reference.span.start - place.span.start
    text = place.line + place.below if place.in_error_body else place.line[start:]
    found = next((each for each in messages_in(text) if is_meant(place, text, each)), None)
    return replace(reference, codes=found.meanings, error_code=None) if found else reference
