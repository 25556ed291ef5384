"""Requests of the Text Completions API, which no model of today is served by."""

from __future__ import annotations

import re

from claude_preflight.facts.types import Mention, Request
from claude_preflight.findings import Span
from claude_preflight.knowledge.surroundings import Places
from claude_preflight.regex import regex
from claude_preflight.rules.rule import Context
from claude_preflight.text.source_text import SourceText

# What only a request of the Messages API has.
_MESSAGES = "messages"
_CHAT = regex(rb"chat\w*(?:\.\w+)?\s*\Z", re.IGNORECASE)
_BEFORE = 80


def completes_text(context: Context, mention: Mention) -> bool:
    """Whether an id is, or may be, the model of a text completion.

    Old models were served by both APIs, so that what else the document says decides where the
    request itself does not.
    """
    places = Places.load()
    model = context.find(mention.text, is_constant=mention.is_constant)
    if model is None or not places.completes_texts(model.model):
        return False
    requests = context.facts.users(mention)
    if requests and all(_is_chat(context.text, request) for request in requests):
        return False
    return places.complete_texts(context.facts.surroundings.words)


def _is_chat(text: SourceText, request: Request) -> bool:
    return request.argument(_MESSAGES) is not None or _is_called_so(text, request.span)


def _is_called_so(text: SourceText, span: Span) -> bool:
    """Whether parameters are those of a class or method that is named a chat."""
    return _CHAT.search(text.data[max(span.start - _BEFORE, 0) : span.start]) is not None
