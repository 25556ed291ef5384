"""Senders: what sends a request, and so which of the rules about parameters hold for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claude_preflight.facts.types import Request
from claude_preflight.rules.refusals import call_of
from claude_preflight.rules.rule import Context

_BEFORE = 200
_URL_BEFORE = 1500
_CALLED = re.compile(
    rb"\bmessages(?:\(\))?(?:\.|->|::|\?\.)(?:batches(?:\.|->))?(?P<method>\w+)\s*(?:<[^<>]*>)?\(?\s*(?:\w+\s*,\s*)?\Z",
    re.IGNORECASE,
)
_METHODS = {
    "create": "messages.create",
    "new": "messages.create",
    "stream": "messages.stream",
    "newstreaming": "messages.stream",
    "createstreaming": "messages.stream",
    "createstream": "messages.stream",
    "parse": "messages.parse",
    "count_tokens": "messages.count_tokens",
    "counttokens": "messages.count_tokens",
}
_GO = re.compile(rb"\bMessageNewParams\s*\Z")
_URL = re.compile(rb"api\.anthropic\.com/v1/messages(?P<count>/count_tokens)?\b")
_BEDROCK = re.compile(rb"\b(?:invoke_?model|converse)\w*\s*\(?\s*\Z", re.IGNORECASE)
_LANGUAGES = {"javascript": "typescript", "tsx": "typescript", "kotlin": "java", "scala": "java"}


@dataclass(frozen=True, slots=True)
class Sender:
    """What is known of how a request is sent.

    `library` is an SDK of the vendor by its language, or `http` where the request is written out;
    "" for others. `call` is the method, as `messages.create`.
    """

    library: str = ""
    call: str = ""


def sender_of(context: Context, request: Request) -> Sender | None:
    """What sends a request; None if nothing is known of that."""
    data = context.text.data
    before = data[max(request.span.start - _BEFORE, 0) : request.span.start]
    language = _LANGUAGES.get(context.language, context.language)
    if called := _CALLED.search(before):
        method = _METHODS.get(called["method"].decode().lower())
        return Sender(language, method) if method else None
    if batch := call_of(context.text, request.span):
        return Sender(language, batch)
    if _GO.search(before):
        return Sender(language, "messages.create")
    if request.argument("anthropicversion") or _BEDROCK.search(before):
        return Sender()
    near = data[max(request.span.start - _URL_BEFORE, 0) : request.span.start]
    if urls := list(_URL.finditer(near)):
        call = "messages.count_tokens" if urls[-1]["count"] else "messages.create"
        return Sender("http", call)
    is_whole = context.language == "json" and request.span.end >= len(data.rstrip())
    if is_whole and request.argument("messages") and request.argument("maxtokens"):
        return Sender()
    return None
