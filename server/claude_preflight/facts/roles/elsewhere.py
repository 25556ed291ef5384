"""An id beside a provider that is the URL of another host, which has models of its own."""

from __future__ import annotations

from itertools import islice

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture
from claude_preflight.text.model_words import plain_key

_PROVIDER = regex(r"(?:provider|vendor)$")
_ELSEWHERE = regex(rb"https?://(?!api\.anthropic\.com)")
_SIGN, _FAR = b"://", 4_000
_MOST_HOLDERS = 2
_MOST_PAIRS = 50
_REACH = 200


def is_asked_elsewhere(candidate: Candidate) -> bool:
    """Whether what an id is an entry of names its provider by such a URL."""
    holders = (each for each in candidate.captures if each.kind in HOLDERS)
    return any(_leads_elsewhere(candidate, each) for each in islice(holders, _MOST_HOLDERS))


def _leads_elsewhere(candidate: Candidate, holder: Capture) -> bool:
    readers = candidate.readers
    start, end = holder.span
    if readers.text.data.find(_SIGN, start, min(end, start + _FAR)) < 0:
        return False  # most
    return any(
        pair.value is not None
        and _PROVIDER.search(plain_key(readers.arguments.key(pair)))
        and _ELSEWHERE.search(
            readers.text.data, pair.value.start, min(pair.value.end, pair.value.start + _REACH)
        )
        for pair in readers.arguments.pairs(holder)[:_MOST_PAIRS]
    )
