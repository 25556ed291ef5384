"""Messages of errors in a text, and parts of them that code tests for."""

from __future__ import annotations

import re
from functools import partial

from claude_preflight.explanations.error_references.identifiers import known_class
from claude_preflight.explanations.error_references.surroundings import (
    START_OF_WORD,
    ErrorReference,
    Surroundings,
)
from claude_preflight.findings import Span
from claude_preflight.knowledge.error_messages import (
    FoundMessage,
    MessageIndex,
    MessagePattern,
    SqueezedText,
)
from claude_preflight.knowledge.errors import ErrorCatalog, ErrorEntry
from claude_preflight.regex import regex

# How far from a message its head is looked for, in characters.
_HEAD_REACH = 60
# What stands before a message, squeezed: a key, the name of a class, a status, or nothing.
_HEAD = regex(
    r"(?:(?:message|msg|detail|details|reason|cause|description)[^\w]{0,4}[:=][^\w]{0,3}"
    r"|(?:error|exception|err)\d?[^\w]{1,4}|(?<!\d)[45]\d\d[^\w]{0,6}|\A[^\w]{0,3})\Z"
)
# What ends a message, in the original; LiteLLM adds words of its own.
_TAIL = regex(
    r"\.?(?:\s*\Z|\s*[\"'`\\}\])(,;|\r\n]|&(?:quot|apos|#)"
    r"|\s{1,4}(?:Handle with|Received Model Group|LiteLLM Retried)\b)"
)
_CLASS_BEFORE = regex(rf"(?<![.]){START_OF_WORD}([\w.$:]{{3,80}}?)\d?:[ \t]*\Z")
_API_BEFORE = regex(
    r"\b(?:API error|AI_\w{1,40}|Anthropic(?:Error|Exception) -)\]?[:( ]{1,3}"
    r"(?:[45]\d\d\W{0,3})?\Z",
    re.IGNORECASE,
)
_STATUS_BEFORE = regex(r"(?<!\d)[45]\d\d\W{0,6}\Z")
# A line of code, and where its first string starts.
_CODE = regex(
    r"\s*(?:(?:return|raise|throw|yield|await|if|elif|assert|case|const|let|var|new|else)\b"
    r"|[\w$.\[\]\"'-]{1,80}(?:\s?:?=[\s\"'`]|\())"
)
_OPENING = regex(r"(?<![\w\\])[a-zA-Z$@]{0,2}([\"'`])")
_BODY_MESSAGE = regex(
    r"\\*[\"']message\\*[\"']\s*:\s*(?P<quote>\\*[\"'])(?P<text>(?:(?!(?P=quote))(?:\\.|.))*)"
)
# Another vendor's model, as Amazon Bedrock, Google Vertex AI and the vendors themselves name it.
_VENDOR = regex(
    r"\b(?:ai21|amazon|cohere|deepseek|meta|mistral|openai|qwen|stability|writer)\.[a-z]"
    r"|\bpublishers/\w"
    r"|\b(?:deepseek|gemini|gemma|gpt|grok|llama|mistral|mixtral|qwen)-?[\w.]*\d"
)
_CLAUDE = regex(r"claude|anthropic", re.IGNORECASE)
# A part of a message that code tests for: this many words and characters make it telling.
_STRING = regex(r"(?P<quote>[\"'`])(?P<text>(?:(?!(?P=quote))[^\\\n]){10,200})(?P=quote)")
_LEAST_WORDS = 2
_TEST = regex(
    r"\b(?:in|if|includes|contains|startswith|endswith|indexof|match|search|has|equals|test|find"
    r"|is|strpos|include|hasprefix|starts_with|str_contains)\b|[=!]=|case\b",
    re.IGNORECASE,
)
_SPEAKS_OF_ERRORS = regex(r"err|exc|msg|message|\be\b|reason|body|text|cause", re.IGNORECASE)


def messages_in(text: str) -> tuple[FoundMessage[str], ...]:
    """The messages in a text, with the codes of their entries.

    What other programs say as well counts only where it stands as the message of an error.
    """
    squeezed = SqueezedText.of(text)
    index: MessageIndex[str] = ErrorCatalog.load().messages
    return index.found(squeezed, partial(_counts, text, squeezed))


def told_by(text: str) -> tuple[ErrorEntry, ...]:
    """The entries of the first message in a text."""
    found = messages_in(text)
    return ErrorCatalog.load().entries_of(found[0].meanings) if found else ()


def message(place: Surroundings) -> ErrorReference | None:
    """A message at a place, or the body of an error around it."""
    at = place.offset - place.span.start + len(place.above)
    start = place.span.start - len(place.above)
    for found in messages_in(place.near):
        if found.start <= at <= found.end and is_meant(place, place.near, found):
            return ErrorReference(Span(start + found.start, start + found.end), found.meanings)
    return None


def around_message(place: Surroundings) -> ErrorReference | None:
    """The rest of a line, or of a string in it, that holds a message."""
    for found in messages_in(place.line):
        start, end = _extent(place.line, found)
        if start <= place.at <= end and is_meant(place, place.line, found):
            at = place.span.start
            return ErrorReference(Span(at + start, at + end), found.meanings)
    return None


def _extent(line: str, found: FoundMessage[str]) -> tuple[int, int]:
    """What belongs to a message: in code the string that it is in, else the line."""
    if not _CODE.match(line):
        return len(line) - len(line.lstrip()), len(line.rstrip())
    opening = _OPENING.search(line, 0, found.start + 1)
    if opening is None:
        return found.start, found.end
    end = line.rfind(opening[1], found.end)
    return opening.end(), end if end >= 0 else found.end


def is_meant(place: Surroundings, text: str, found: FoundMessage[str]) -> bool:
    """Whether a message in a text around a place is one of the Claude API or its SDKs."""
    if names_another_vendor(text[found.start : found.end]):
        return False
    if not found.pattern.common:
        return not place.only_others
    if place.only_others:
        return False
    if place.types or (place.pasted and place.mentions_anthropic):
        return True
    head = text[max(found.start - _HEAD_REACH, 0) : found.start].rstrip("\"'`\\")
    if _API_BEFORE.search(head):
        return True
    name = _CLASS_BEFORE.search(head)
    if name and known_class(place, name[1]):
        return True
    return place.mentions_anthropic and _STATUS_BEFORE.search(head) is not None


def names_another_vendor(found: str) -> bool:
    """Whether a message of a platform is about a model that is none of Anthropic's."""
    return bool(_VENDOR.search(found)) and not _CLAUDE.search(found)


def body_message(place: Surroundings) -> ErrorReference | None:
    """The message in the body of an error, known or not."""
    match = place.token(_BODY_MESSAGE)
    if match is None or not match.start("text") <= place.at or not place.types:
        return None
    if place.only_others:
        return None
    entries = told_by(match[0]) or ErrorCatalog.load().by_type(place.types[-1])
    return place.reference(match, entries, "text")


def fragment(place: Surroundings) -> ErrorReference | None:
    """A part of a message that code looks for in an error."""
    match = place.token(_STRING)
    if match is None or place.only_others or not _is_test(place, match):
        return None
    if len(match["text"].split()) < _LEAST_WORDS:
        return None
    catalog = ErrorCatalog.load()
    known = catalog.messages.whole(match["text"]) if place.mentions_anthropic else ()
    codes = known or catalog.messages.having(match["text"], common=place.mentions_anthropic)
    return place.reference(match, catalog.entries_of(codes), "text")


def _is_test(place: Surroundings, match: re.Match[str]) -> bool:
    around = place.line[: match.start()] + place.line[match.end() :]
    return _TEST.search(around) is not None and (
        place.mentions_anthropic or _SPEAKS_OF_ERRORS.search(around) is not None
    )


def _counts(
    text: str, squeezed: SqueezedText, pattern: MessagePattern, span: tuple[int, int]
) -> bool:
    """Whether a match counts: of a common message, only one that stands as a message."""
    if not pattern.common:
        return True
    start, end = span
    if not _HEAD.search(squeezed.text[max(start - _HEAD_REACH, 0) : start]):
        return False
    return pattern.prefix or _TAIL.match(text, squeezed.original(end - 1) + 1) is not None
