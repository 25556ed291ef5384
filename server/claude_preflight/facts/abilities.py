"""Tests about one version: their title names it, or they assert what not every model can do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from claude_preflight.findings import Span
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.regex import regex
from claude_preflight.text.model_words import Version, bare_id

_MOST_BLOCKS = 3
_LONGEST_LINE = 300
# The line that a block begins on, with the comment or the text about it that follows.
_HEAD = regex(rb"[^\n]{0,300}(?:\n[ \t]*(?:[rf]?[\"']{1,3}|#|//|/?\*|--|@)[^\n]{0,300}){0,3}")

_REACH = 6_000
_ASSERTION = regex(
    rb"\b(?:\w*[aA]ssert\w*|expect\w*|should\w*|require|verify\w*|check)\b|@test\b"
    rb"|\bt\.(?:Error|Fatal)f?\b|\bto(?:Be|Equal)\b"
    # What a test compares by itself, and what it calls the answer.
    rb"|\bif\b|\b(?:got|actual)\w*(?:, ?\w{1,40})? ?:?=(?!=)"
)
_MOST_ASSERTIONS = 30
_LONGEST_ASSERTION = 600
_BRACKETS = regex(rb"[(\[{]|[)\]}]|\n")
_OPENING = frozenset((b"(", b"[", b"{"))
# What a model can do, costs or is limited to, by itself.
_ABILITY = regex(
    rb"thinking|reasoning|effort|supports|capab|context_?(?:window|length|limit|size)|vision"
    rb"|cache_?(?:control|point)|prompt_?cach|caching|pric(?:e|ing)|\bcost|_cost\b|Cost\b|model_?info|famil(?:y|ies)"
    rb"|tokenizer|\bbetas?\b|response_?format|json_?(?:mode|schema|object)|structured_?output",
    re.IGNORECASE,
)
# What a request may be given as well, and hands on.
_GIVEN = regex(
    rb"\b(?:max_?(?:output|completion|input|new)?_?tokens(?:_?to_?sample)?|temperature|top_?[pk])\b",
    re.IGNORECASE,
)


# What a title says of a test that is about what one model is, and not all of them.
_ABOUT = regex(
    rb"(?:legacy|older|deprecated|retired|unsupported)_?models?|clamp|capabilit|context_?window|pricing",
    re.IGNORECASE,
)
# What becomes of a wish to think hangs on the model, whatever a test wishes.
_BY_MODEL = regex(rb"thinking|effort", re.IGNORECASE)
# Numbers that a limit may be; a temperature is none.
_FIGURES = regex(rb"(?<![\w.])\d[\d_]{2,}\b")

# What may be a limit, and what may be a price.
_WORTHS = regex(rb"(?<![\w.])(?:\d[\d_,]{3,}|\d+\.\d+)(?=[fFdDmM]?\b)")

# `200k model`, `1 M context`: a size that not every model has.
_SIZE = regex(rb"(?:\b|_)\d{1,4}[ _]?[km][ _](?:model|context|window|token)", re.IGNORECASE)


def names_version(data: bytes, model_id: bytes, blocks: Iterable[Span]) -> bool:
    """Whether a title of the innermost blocks names the version of an id, or speaks of models."""
    version = Version.of(model_id.decode(errors="replace"))
    said = version.in_words() if version else None
    heads = [_head(data, block) for block in islice(blocks, _MOST_BLOCKS)]
    return any(_ABOUT.search(head) or (said and said.search(head)) for head in heads)


def _head(data: bytes, block: Span) -> bytes:
    """How a block begins: its name, or the title that it is given to."""
    start = data.rfind(b"\n", max(block.start - _LONGEST_LINE, 0), block.start) + 1
    head = _HEAD.match(data, start, block.end)
    return head[0] if head else b""


def asserts_ability(data: bytes, word: Span, block: Span) -> bool:
    """Whether a block asserts, behind an id, what not all models can do, cost or are limited to.

    One that speaks of the size of a model's window is about that, whatever it asserts.
    """
    end = min(block.end, word.end + _REACH)
    if _SIZE.search(data, max(block.start, word.start - _REACH), end):
        return True
    said: set[bytes] = set()
    for found in islice(_ASSERTION.finditer(data, word.end, end), _MOST_ASSERTIONS):
        last = _end(data, found.end(), end)
        for kind, spelled in ((_ABILITY, rb"%s\w{0,40}"), (_GIVEN, rb"(?<!\w)%s")):
            asked = kind.search(data, found.start(), last)
            if asked is None or asked[0] in said:
                continue
            before = Span(block.start, found.start())
            is_by_model = _BY_MODEL.fullmatch(asked[0]) is not None
            if is_by_model or not _is_set(data, spelled % re.escape(asked[0]), before):
                return True
            if not _are_written(data, _FIGURES.findall(data, found.end(), last), before):
                return True
            said.add(asked[0])
    return False


def tells_of_model(data: bytes, asserted: Span, model_id: bytes, block: int) -> bool:
    """Whether an assertion about what is `asserted` asks for what depends on the model of an id.

    That is its version in words, a price or a limit; not what its block says itself before.
    """
    version = Version.of(model_id.decode(errors="replace"))
    end = _end(data, asserted.end, asserted.end + _LONGEST_ASSERTION)
    near = max(asserted.start - _LONGEST_LINE, 0), asserted.start
    start = max(data.rfind(b"\n", *near), data.rfind(b";", *near)) + 1
    if version and version.in_words().search(data, start, end):
        return True
    limits = _limits_of(model_id)
    worths = (
        each
        for each in _WORTHS.findall(data, start, end)
        if b"." in each or int(each.replace(b"_", b"").replace(b",", b"")) in limits
    )
    return not _are_written(data, worths, Span(block, start))


def _limits_of(model_id: bytes) -> frozenset[int]:
    """How many tokens the model of an id writes and reads at most, by all who say so."""
    registry = ModelRegistry.load()
    found = registry.find(bare_id(model_id.decode(errors="replace")))
    if found is None:
        return frozenset()
    stated = (*registry.limit_sources(found), *registry.context_window(found))
    return frozenset(each.value for each in stated)


def _are_written(data: bytes, figures: Iterable[bytes], before: Span) -> bool:
    """Whether a test itself says the numbers that it asserts; else they come from the model."""
    said = data[max(before.start, before.end - _REACH) : before.end].replace(b"_", b"")
    return all(each.replace(b"_", b"") in said for each in figures)


def _is_set(data: bytes, name: bytes, before: Span) -> bool:
    """Whether a test itself says before what it asserts, under such a name."""
    is_set = re.compile(name + rb"[\"']?\s{0,2}(?::=?|=>?)(?!=)")
    return is_set.search(data, max(before.start, before.end - _REACH), before.end) is not None


def _end(data: bytes, start: int, end: int) -> int:
    """Where a statement ends: with its line, or where its brackets are closed."""
    depth, last = 0, min(end, start + _LONGEST_ASSERTION)
    for each in _BRACKETS.finditer(data, start, last):
        if each[0] in _OPENING:
            depth += 1
        elif each[0] != b"\n":
            depth -= 1
        elif depth <= 0:
            return each.start()
    return last
