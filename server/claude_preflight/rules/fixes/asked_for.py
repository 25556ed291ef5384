"""What an app may ask for of all that a mapping has: without a part of it nothing may work."""

from __future__ import annotations

import re

from claude_preflight.facts.types import Request
from claude_preflight.findings import Span
from claude_preflight.knowledge.parameter_names import api_name
from claude_preflight.regex import regex
from claude_preflight.rules.rule import Context
from claude_preflight.rules.senders import sender_of

# The languages that name the arguments of calls, of which each may be needed.
_NAMING = frozenset(("kotlin", "swift", "scala"))
# A type that is declared for a mapping, before it or behind; one of Rust has all of its fields.
_DECLARED = regex(rb"[\w?][ \t]*:[ \t]*(?P<type>[\w.<>\[\]|, ]{1,80}?)[ \t]*=\s*\Z")
_SATISFIED = regex(rb"\s*(?:satisfies|as)\s+(?!const\b)(?P<type>[\w.<>]{1,80})")
_OPEN = regex(rb"\b(?:any|unknown|object|Record|Partial|[Dd]ict|Mapping)\b|\b[Aa]nthropic\.")
_STRUCT = regex(rb"[\w:]*\s*\{")
# A struct of the text, of which a field that is left out is zero, and sent as well.
_STRUCT_OF_GO = regex(rb"(?P<name>[A-Za-z_]\w*)\s*\{")
_FIELD = rb"^[ \t]*%b[ \t]+(?!\*)[^\n]*$"
_OMITTED = b"omitempty"
_LONGEST = 4_000
# What is called or made: the function or the class may be one of the text itself.
_CALLEE = regex(rb"(?<![\w.])(?P<name>[A-Za-z_]\w*)\s*(?:\(\s*\)\s*)?\Z")
_DEFINES = tuple(b"def function class func fn fun record struct const".split())
_OPENINGS = frozenset((b"(", b"{"))
_REACH = 120


def is_asked_for(context: Context, request: Request) -> bool:
    """Whether something of the app may ask for all that a request sets, or its type does."""
    if not request.call and _has_declared_type(context, request.span):
        return True
    if context.library_of(request) or sender_of(context, request):
        return False
    if _is_of_app(context, request.span) or _is_sent_anyway(context, request):
        return True
    is_struct = _STRUCT.match(context.text.data, *request.span) is not None
    return context.language in _NAMING or (context.language == "rust" and is_struct)


def _has_declared_type(context: Context, span: Span) -> bool:
    """Whether a mapping has a type of the app, of which some fields may be needed."""
    data = context.text.data
    before = _DECLARED.search(data, max(span.start - _REACH, 0), span.start)
    behind = _SATISFIED.match(data, span.end, span.end + _REACH)
    return any(each and not _OPEN.search(each["type"]) for each in (before, behind))


def _is_of_app(context: Context, span: Span) -> bool:
    """Whether a request is an object of the app, or goes to a function of the same text."""
    data = context.text.data
    callee = _CALLEE.search(data, max(span.start - _REACH, 0), span.start)
    if callee is None or data[span.start : span.start + 1] not in _OPENINGS:
        return False
    definitions = [b"%b %b" % (word, callee["name"]) for word in _DEFINES]
    context.counted.update(definitions)
    return any(_stands_in(data, each) for each in definitions)


def _stands_in(data: bytes, words: bytes) -> bool:
    """Whether words stand in a text as they are, and no longer ones."""
    return words in data and re.search(rb"\b%b\b" % re.escape(words), data) is not None


def _is_sent_anyway(context: Context, request: Request) -> bool:
    """Whether a struct of the text has a field of the request that is sent if it is left out."""
    data = context.text.data
    struct = _STRUCT_OF_GO.match(data, *request.span) if context.language == "go" else None
    if struct is None:
        return False
    head = b"type %b struct" % struct["name"]
    context.counted.add(head)
    start = data.find(head)
    if start < 0:
        return False
    body = data[start : start + _LONGEST].partition(b"\n}")[0]
    keys = (
        argument.key.encode() for argument in request.arguments if api_name(argument.key) != "model"
    )
    fields = (re.search(_FIELD % re.escape(key), body, re.MULTILINE) for key in keys)
    return any(field is not None and _OMITTED not in field[0] for field in fields)
