"""A configuration inside of an entry of a table belongs to that entry, and so to the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import MOST_HOLDERS, Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role, Span
from claude_preflight.syntax.captures import Capture, CaptureKind
from claude_preflight.syntax.literals import content

KINDS = HOLDERS
_OF_TESTS = re.compile(r"tests?(?!ed)|mock|fake|dummy")


def decide(candidate: Candidate, holder: Capture) -> Decision | None:
    """A listing, if what is around the mapping is an entry of a table that is known by an id."""
    entry = candidate.entry(holder)
    if entry is None or not entry.sets_model:
        return None
    for outer in islice(_around(candidate, holder), MOST_HOLDERS):
        if _is_known_by_id(candidate, outer, holder) and _is_in_table(candidate, outer):
            return Decision(Role.LISTING, Reason.NESTED)
    return None


def _around(candidate: Candidate, holder: Capture) -> Iterator[Capture]:
    """What holds a mapping, the innermost first."""
    further = candidate.captures[candidate.captures.index(holder) + 1 :]
    return (each for each in further if each.kind in HOLDERS and each.span != holder.span)


def _is_known_by_id(candidate: Candidate, outer: Capture, holder: Capture) -> bool:
    """Whether an entry of a mapping has a mapping inside, and the same id, by itself or as key."""
    inside = candidate.readers.arguments.around(outer, holder.span)
    if inside is None:
        return False
    identities = candidate.readers.containers.identities(outer)
    return any(_is_same(candidate, place) for place in (inside.key, *identities))


def _is_same(candidate: Candidate, place: Span) -> bool:
    text = candidate.readers.text
    return text.slice(content(text, place)) == text.slice(candidate.word)


def _is_in_table(candidate: Candidate, outer: Capture) -> bool:
    """Whether a mapping stands in a table of models that is no input of tests."""
    containers = candidate.readers.containers
    further = candidate.captures[candidate.captures.index(outer) :]
    tables = (each for each in further if each.kind is CaptureKind.CONTAINER)
    table = next(filter(containers.is_table, islice(tables, MOST_HOLDERS)), None)
    return table is not None and _OF_TESTS.match(candidate.name_of(table)) is None
