"""Fixes that are not made unasked because of what stands around, whatever the rule says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from claude_preflight.facts.types import Facts, Mention
from claude_preflight.findings import Finding, Span
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.regex import regex
from claude_preflight.rules.fixes.meant_to_fail import is_meant_to_fail

# So many words of a function are looked at.
_MOST = 50
# What asks for a value, with no end of a statement between, and how far behind it is looked for.
_QUOTE = rb"[\"'`]"
_ASSERTION = rb"\b(?:assert|expect|should|require|verify)(?:(?!\n\s*\n)[^;]){0,200}?" + _QUOTE
# A parameter, or a number of several figures.
_NAME = regex(rb"[A-Za-z_]\w+(?=[\"']?\s{0,2}[:=(])|\d{3,}")
_REACH = 1_000
# A parameter that a program takes from elsewhere, or a number of its own: `o.temperature ?? 0.7`.
_TAKEN = rb"[\"']?\s?[\])]?\s?(?:\?\?|\|\||\?:|,|\bor\b)\s?-?\d"
_PARAMETER = regex(rb"[A-Za-z_]\w+(?=[\"']?\s{0,2}(?:[:=(]))")
# A long test asks for it later, but before the next one begins.
_FAR = 4_000
_NEXT = regex(
    rb"^[ \t]*(?:(?:async )?def |func |(?:async )?fn |(?:it|test|specify)\b)", re.MULTILINE
)
_LONGEST = 80


def withheld(
    data: bytes, facts: Facts, registry: ModelRegistry, findings: Sequence[Finding]
) -> Sequence[Finding]:
    """The findings in a text, of which those are not safe to fix any more that others hang on.

    Uses of one id in one function change together, or none of them; what a test means to fail
    goes on failing.
    """
    safe = [finding for finding in findings if _is_safe(finding)]
    if not safe:
        return findings
    mentions = {each.span: each for each in facts.mentions}
    held = {
        *_parted(mentions, registry, findings),
        *_meant_to_fail(data, mentions, safe),
        *_asserted(data, mentions, safe),
    }
    return [_held(each) if each.span in held else each for each in findings] if held else findings


def _parted(
    mentions: dict[Span, Mention], registry: ModelRegistry, findings: Sequence[Finding]
) -> Iterator[Span]:
    """Where an id stands in a function in which it is not safe to change everywhere."""
    alike: defaultdict[tuple[Span, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        mention = mentions.get(finding.span)
        if mention and mention.block:
            alike[mention.block, _id(mention)].append(finding)
    longer = _longer_words(mentions, registry) if alike else {}
    for (block, model_id), group in alike.items():
        is_left = any(word.startswith(model_id) for word in longer.get(block, ()))
        if is_left or not all(map(_is_safe, group)):
            yield from (finding.span for finding in group)


def _longer_words(mentions: dict[Span, Mention], registry: ModelRegistry) -> dict[Span, list[str]]:
    """The words in functions that look like ids and are none, such as names of files with one."""
    words: defaultdict[Span, list[str]] = defaultdict(list)
    for mention in mentions.values():
        block = mention.block
        if block and len(words[block]) < _MOST and registry.find(mention.text) is None:
            words[block].append(_id(mention))
    return words


def _meant_to_fail(
    data: bytes, mentions: dict[Span, Mention], safe: Sequence[Finding]
) -> Iterator[Span]:
    """Where a request is wrong that something asks an error of, but for the id in it."""
    for finding in safe:
        if finding.span not in mentions and is_meant_to_fail(data, finding.span):
            yield finding.span


def _asserted(
    data: bytes, mentions: dict[Span, Mention], safe: Sequence[Finding]
) -> Iterator[Span]:
    """Where a value would be written anew, or dropped, that an assertion behind it asks for."""
    for finding in safe:
        if finding.span in mentions:
            changed = list(_further_edits(finding))
            if any(_is_asked_for(data, each) or _is_set_anyway(data, each) for each in changed):
                yield finding.span
            continue
        written = re.escape(data[finding.span.start : finding.span.end])
        asked = re.compile(_ASSERTION + written)
        if len(written) <= _LONGEST and asked.search(data, *_behind(data, finding.span)):
            yield finding.span


def _further_edits(finding: Finding) -> Iterator[Span]:
    """What a safe fix changes besides the id."""
    for fix in finding.fixes:
        if fix.safe:
            yield from (edit.span for edit in fix.edits if edit.span != finding.span)


def _is_asked_for(data: bytes, span: Span) -> bool:
    """Whether an assertion behind asks for a parameter, or for a number, that a fix takes away."""
    names = _NAME.findall(data, span.start, min(span.end, span.start + _LONGEST))
    asked = re.compile(_ASSERTION.removesuffix(_QUOTE) + rb"\b(?:" + b"|".join(names) + rb")\b")
    return bool(names) and asked.search(data, *_behind(data, span)) is not None


def _is_set_anyway(data: bytes, span: Span) -> bool:
    """Whether a program near has a number of its own for a parameter that a fix takes away."""
    names = _PARAMETER.findall(data, span.start, min(span.end, span.start + _LONGEST))
    taken = re.compile(
        rb"(?:[.\[(:][\"']?|->)(?:" + b"|".join(map(re.escape, names)) + rb")" + _TAKEN
    )
    return (
        bool(names) and taken.search(data, max(span.start - _FAR, 0), span.end + _FAR) is not None
    )


def _behind(data: bytes, span: Span) -> Span:
    """What is behind a place, as far as it is near, or in the same test."""
    near, far = span.end + _REACH, span.end + _FAR
    after = _NEXT.search(data, near, far)
    return Span(span.end, after.start() if after else far)


def _id(mention: Mention) -> str:
    """An id without what a platform or a route puts before it."""
    text = mention.text.lower()
    return text[max(text.rfind("claude"), 0) :]


def _is_safe(finding: Finding) -> bool:
    return any(fix.safe for fix in finding.fixes)


def _held(finding: Finding) -> Finding:
    return finding._replace(
        fixes=tuple(fix._replace(safe=False, works=False) for fix in finding.fixes)
    )
