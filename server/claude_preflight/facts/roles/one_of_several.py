"""An id that a condition chooses for a request: what is set beside it is set for the others too."""

from __future__ import annotations

import re
from itertools import islice

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.bindings import MEMBER, Binding, Bindings
from claude_preflight.facts.roles.candidate import Candidate
from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, first
from claude_preflight.text.model_words import names_a_model

# What newer models refuse, so that another id would need it to go.
_REFUSED = frozenset(("temperature", "topp", "topk", "thinking"))
_SET = regex(
    rb"\b(?:temperature|top_?p|top_?k|thinking)[\"']?\s{0,2}(?:[:=](?!=)|\()", re.IGNORECASE
)
# What is in each of those: to look for it first is faster by far.
_SIGNS = (b"temperature", b"top", b"thinking")
# What chooses between a value and another one: an operator, a condition, a look-up.
_OR = regex(rb"\b(?:or|else|if)\b|\|\||\?[?:.]?|:-|unwrap_or|\bget[A-Z_]?\w*\(")
# How far from a name such a thing is set for it, and at how many places that is looked for.
_NEAR = 400
_MOST_PLACES = 10


def is_chosen(candidate: Candidate) -> bool:
    """Whether an id is one that a request may have, which sets what newer models refuse."""
    holder = next((each for each in candidate.captures if each.kind in HOLDERS), None)
    binding = first(candidate.captures, CaptureKind.BINDING)
    if binding and not (holder and binding.span.encloses(holder.span)):
        return _is_bound_to_chosen(candidate, binding)
    entry = candidate.entry(holder) if holder else None
    if entry is None or not names_a_model(entry.key):
        return False
    is_whole = entry.gives and not _has_others(candidate, entry.pair.value)
    return not is_whole and not _REFUSED.isdisjoint(entry.keys_beside)


def _has_others(candidate: Candidate, value: Span | None) -> bool:
    """Whether an id is what a value has where another one is not set: `given or id`."""
    if value is None:
        return False
    data, word = candidate.readers.text.data, candidate.word
    start, end = max(value.start, word.start - _NEAR), min(value.end, word.end + _NEAR)
    return any(map(_OR.search, (data[start : word.start], data[word.end : end])))


def _is_bound_to_chosen(candidate: Candidate, binding: Capture) -> bool:
    """Whether a name stands for one of several values, and something is set near where it is used.

    A name that nothing but the id is bound to is followed by the facts of the requests themselves.
    """
    bindings, data = candidate.readers.bindings, candidate.readers.text.data
    places = islice(bindings.users(binding), _MOST_PLACES)
    near = (Span(max(each.start - _NEAR, 0), each.end + _NEAR) for each in places)
    if not any(_is_set(data, span) for span in near):
        return False
    pairs = bindings.bound(binding)
    wrappers = {each.span for each in candidate.captures if each.kind is CaptureKind.WRAPPER}
    is_value = candidate.is_bound(binding) or any(pair.value in wrappers for pair in pairs)
    if not is_value or len(pairs) > 1 or _has_others(candidate, pairs[0].value):
        return True
    bound = _bindings_of(bindings, data, pairs[0].key)
    return len(bound) > 1 and bindings.agreed(bound) is None


def _is_set(data: bytes, span: Span) -> bool:
    """Whether something that newer models refuse is set in a part of the text."""
    written = data[span.start : span.end].lower()
    return any(sign in written for sign in _SIGNS) and _SET.search(data, *span) is not None


def _bindings_of(bindings: Bindings, data: bytes, key: Span) -> list[Binding]:
    """What binds the name, or the member, at a place."""
    name = data[slice(*key)]
    if member := MEMBER.fullmatch(name):
        return [*bindings.members(member["owner"], member["name"], name, key)]
    return bindings.innermost(name, key)
