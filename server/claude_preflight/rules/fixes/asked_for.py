"""What an app may ask for of all that a mapping has: without a part of it nothing may work."""

from __future__ import annotations

from claude_preflight.facts.types import Request
from claude_preflight.findings import Span
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
_REACH = 120


def is_asked_for(context: Context, request: Request) -> bool:
    """Whether something of the app may ask for all that a request sets, or its type does."""
    if not request.call and _has_declared_type(context, request.span):
        return True
    if context.library_of(request) or sender_of(context, request):
        return False
    is_struct = _STRUCT.match(context.text.data, *request.span) is not None
    return context.language in _NAMING or (context.language == "rust" and is_struct)


def _has_declared_type(context: Context, span: Span) -> bool:
    """Whether a mapping has a type of the app, of which some fields may be needed."""
    data = context.text.data
    before = _DECLARED.search(data, max(span.start - _REACH, 0), span.start)
    behind = _SATISFIED.match(data, span.end, span.end + _REACH)
    return any(each and not _OPEN.search(each["type"]) for each in (before, behind))
