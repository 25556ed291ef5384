"""An id that has a type of the application's own, which other ids it has stands elsewhere."""

from __future__ import annotations

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import CaptureKind, first

_ANNOTATED = regex(rb"\s*[?!]?\s*:\s*(?P<type>[^=\n]{1,160}?)\s*=\s*\Z")
_CAST = regex(rb"[\"'`]\s+(?:as|satisfies)\s+(?P<type>[\w.]{1,80})")
# Types that take any text, those of the vendor's SDKs among them; and what says nothing of one.
_TAKES_ANY = regex(
    rb"(?i:\b(?:str|string|text|any|unknown|object|auto|const|final|classvar|var)\b)"
    rb"|\b[Aa]nthropic\.|\bMessageCreateParams|\[\]"
)
_REACH = 300


def is_taken(candidate: Candidate) -> bool:
    """Whether an id is bound to a name, or cast, with a type that may not take another one."""
    return any(not _TAKES_ANY.search(each) for each in _types(candidate))


def _types(candidate: Candidate) -> list[bytes]:
    """The types by which an id is annotated."""
    data, word = candidate.readers.text.data, candidate.word
    cast = _CAST.match(data, word.end, word.end + _REACH)
    found = [cast["type"]] if cast else []
    binding = first(candidate.captures, CaptureKind.BINDING)
    holder = next((each for each in candidate.captures if each.kind in HOLDERS), None)
    if binding is None or (holder and binding.span.encloses(holder.span)):
        return found
    for pair in candidate.readers.bindings.bound(binding):
        if pair.value and pair.value.encloses(word):
            end = min(pair.value.start, pair.key.end + _REACH)
            annotated = _ANNOTATED.match(data, pair.key.end, end)
            found += [annotated["type"]] if annotated else []
    return found
