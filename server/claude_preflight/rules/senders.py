"""Senders: what sends a request, and so which of the rules about parameters hold for it."""

from __future__ import annotations

from claude_preflight.facts.types import Request, Url
from claude_preflight.knowledge.clients import Library
from claude_preflight.knowledge.sdks import Sdk, of_library
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.rules.refusals import call_of
from claude_preflight.rules.rule import Context

CREATE, STREAM, PARSE = "messages.create", "messages.stream", "messages.parse"
COUNT, BATCH = "messages.count_tokens", "messages.batches.create"
HTTP = "http"

# The methods of the SDKs by the end of their names in lower case.
_METHODS = {
    "batches.create": BATCH,
    "messages.create": CREATE,
    "messages.new": CREATE,
    "messages.stream": STREAM,
    "messages.stream_raw": STREAM,
    "messages.newstreaming": STREAM,
    "messages.createstreaming": STREAM,
    "messages.createstream": STREAM,
    "messages.parse": PARSE,
    "messages.count_tokens": COUNT,
    "messages.counttokens": COUNT,
}
# The path of the URL decides which request it is.
_PATHS = {"/v1/messages": CREATE, "/v1/messages/count_tokens": COUNT}
# What only writes a body, or takes one along with the URL that it is sent to.
_WRITERS = frozenset(
    (
        "dumps",
        "stringify",
        "json",
        "json_encode",
        "generate",
        "encode",
        "to_json",
        "serialize",
        "marshal",
        "post",
        "fetch",
        "request",
        "postjson",
        "postasjsonasync",
        "send",
        "body",
    )
)
_SAME = {"javascript": "typescript", "tsx": "typescript", "kotlin": "java", "scala": "java"}
_BRACKETS = regex(rb"[()\[\]{}]")
_LONGEST_CALL = 4_000
# A body that only the Messages API takes, whatever sends it.
_BODY = ("messages", "maxtokens")


class Sender(NamedTuple):
    """What is known of how a request is sent.

    `library` is an SDK of the vendor by its language, or `http` where the request is written out;
    "" for others. `call` is the method, as `messages.create`. Of what is sent by another library,
    only what that `passes` on reaches the API; None is everything. It is not certain where a
    setting elsewhere may keep it from failing. The `sdk` is the one whose pins count.
    """

    library: str = ""
    call: str = ""
    passes: frozenset[str] | None = None
    is_certain: bool = True
    sdk: Sdk | None = None


def sender_of(context: Context, request: Request) -> Sender | None:
    """What sends a request; None if nothing is known of that."""
    if request.argument("anthropicversion"):
        return Sender()  # the body of a request to Bedrock or Vertex AI
    callee = request.call.callee if request.call else ""
    if url_around(context, request):
        return _http(context, request)
    library = context.library_of(request)
    if library is not None and (callee or _is_body(request) or library.passes):
        found = _by_library(context, request, library, callee)
        if found is not None:
            return found
    if method := _method(callee):
        return Sender(_language(context), method)
    if not callee or _is_writer(callee):
        return _http(context, request)
    return None


def url_around(context: Context, request: Request) -> Url | None:
    """The URL that stands in the same call as a request, before it."""
    url = context.facts.url_before(request.span.start)
    if url is None or request.span.start - url.span.end > _LONGEST_CALL:
        return None
    return url if _is_open(context.text.data[url.span.end : request.span.start]) else None


def _is_open(between: bytes) -> bool:
    """Whether nothing is closed in a piece of code that is not opened there."""
    depth = 0
    for bracket in _BRACKETS.findall(between):
        depth += 1 if bracket in b"([{" else -1
        if depth < 0:
            return False
    return True


def _by_library(context: Context, request: Request, library: Library, callee: str) -> Sender | None:
    if library.is_vendors:
        method = call_of(context.text, request.span) or _method(callee)
        if callee and not (method or library.makes(callee)):
            return None
        return Sender(library.id.partition("-")[2], method, sdk=of_library(library))
    if not library.passes or not _is_passed_by(library, callee):
        return None
    if library.drops_with and library.drops_with.encode() in context.text.data:
        return None
    return Sender(passes=library.passes - library.drops, is_certain=not library.drops_with)


def _is_passed_by(library: Library, callee: str) -> bool:
    names = library.passes_by
    return not names or any(callee == name or callee.endswith(f".{name}") for name in names)


def _is_body(request: Request) -> bool:
    return request.argument(*_BODY) is not None


def _method(callee: str) -> str:
    parts = ".".join(callee.lower().split(".")[-2:])
    return _METHODS.get(parts, "")


def _is_writer(callee: str) -> bool:
    return callee.lower().rpartition(".")[2].strip("!") in _WRITERS


def _http(context: Context, request: Request) -> Sender | None:
    """What is known of a body that is written out: the URL near it tells where it goes."""
    if call_of(context.text, request.span):
        return Sender("", BATCH)
    path = context.around.sent_to or context.facts.path_near(request.span)
    if path in _PATHS and (request.argument("messages") or request.argument(*_BODY)):
        return Sender(HTTP, _PATHS[path])
    is_whole = request.span.end >= len(context.text.data.rstrip())
    if context.language == "json" and is_whole and request.argument("messages"):
        return Sender() if request.argument("maxtokens") else None
    return None


def _language(context: Context) -> str:
    return _SAME.get(context.language, context.language)
