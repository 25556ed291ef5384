"""Conclusion: what the rules find in the facts of a document, part by part.

A part has a few facts. After an edit only those parts are asked about again that it touches, so
that a keystroke costs as much in a long file as in a short one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from claude_preflight.analysis.placed import placed
from claude_preflight.facts.moved import Moved, spans_of
from claude_preflight.facts.types import Facts
from claude_preflight.findings import Finding, Span
from claude_preflight.records import NamedTuple
from claude_preflight.rules import RULES, Context
from claude_preflight.rules.moved_models import moved_models

# So many facts are in a part, and those that lie over them; others are far from it, in bytes.
_FACTS = 3
_FAR = 500
# What rules are asked about. Pins are too, once.
_ASKED = ("mentions", "requests", "clients", "http", "api_keys")
_CHECKS = [rule.check for rule in RULES.values() if rule.check]


class Part(NamedTuple):
    """What is found in the facts that begin in a span of the text."""

    span: Span
    findings: tuple[Finding, ...]


class Conclusion(NamedTuple):
    """What the rules found in the facts of a document, and on what basis besides them.

    `counted` are the names that matter to it by how often they stand in the text. One that is not
    `complete` lacks the facts that are in none of its parts. In one that `is_provisional` parts may
    be different, by an edit far from them.
    """

    basis: object
    parts: Sequence[Part] = ()
    counted: frozenset[bytes] = frozenset()
    complete: bool = True
    is_provisional: bool = False

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that was found, in the order of the text."""
        return in_order(finding for part in self.parts for finding in part.findings)


def concluded(context: Context, known: Conclusion) -> Generator[None, None, Conclusion]:
    """What all rules find, of which some is known, in steps of about a millisecond."""
    parts: list[Part] = []
    for facts, span in _parts(context.facts, known.parts):
        found: list[Finding] = []
        about = context._replace(about=facts, own={})
        for check in (*_CHECKS, moved_models):
            for finding in check(about):
                found.append(finding)
                yield
        parts.append(Part(span, in_order(placed(about, found))))
        yield
    counted = known.counted.union(context.counted)
    return known._replace(parts=Moved.of(known.parts).joined(parts), counted=counted, complete=True)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of the text; requests that share a limit share what is found there."""
    once: list[Finding] = []
    for _, alike in groupby(sorted(findings, key=_place), key=_place):
        first, *others = alike
        # To tell two findings apart takes long, and is rarely needed.
        once += dict.fromkeys([first, *others]) if others else [first]
    return tuple(once)


def _place(finding: Finding) -> tuple[Span, str]:
    return finding.span, finding.rule


def _parts(facts: Facts, known: Sequence[Part]) -> Iterator[tuple[Facts, Span]]:
    """The facts that are in no known part, a few at a time."""
    pins, end = facts.pins, 0
    here: list[tuple[str, Any]] = []
    for name, fact in _left(facts, spans_of(known)):
        is_full = len(here) >= _FACTS and fact.span.start >= end
        if here and (is_full or fact.span.start >= end + _FAR):
            yield _part(here, pins), Span(here[0][1].span.start, end)
            here, pins = [], ()
        here.append((name, fact))
        end = max(end, fact.span.end)
    if here or pins:
        yield _part(here, pins), Span(here[0][1].span.start if here else 0, end)


def _left(facts: Facts, known: Sequence[Span]) -> Iterator[tuple[str, Any]]:
    """The facts that begin in no known place with the names of their kinds, in their order."""
    starts = [span.start for span in known]
    left: list[tuple[int, int, str]] = []
    for name in _ASKED:
        for number, (start, _) in enumerate(spans_of(getattr(facts, name))):
            at = bisect_right(starts, start) - 1
            if at < 0 or start >= known[at].end:
                left.append((start, number, name))
    for _, number, name in sorted(left, key=itemgetter(0)):
        yield name, getattr(facts, name)[number]


def _part(facts: Iterable[tuple[str, Any]], pins: tuple[Any, ...]) -> Facts:
    kinds: dict[str, list[Any]] = {name: [] for name in _ASKED}
    for name, fact in facts:
        kinds[name].append(fact)
    asked: dict[str, Any] = {name: tuple(found) for name, found in kinds.items()}
    return Facts(**asked, pins=pins)
