"""A configuration inside of an entry of a table belongs to that entry, and so to the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import MOST_HOLDERS, Candidate, Decision
from claude_preflight.facts.roles.labelled import names_version
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.facts.roles.records import DESCRIBING, IDENTITIES, LABELS, is_sent
from claude_preflight.findings import Role, Span
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind
from claude_preflight.syntax.literals import content
from claude_preflight.text.model_words import Version, plain_key

KINDS = HOLDERS
_OF_TESTS = regex(r"tests?(?!ed)|mock|fake|dummy")
_LONGEST_ID = 120
# An id, behind what a platform or a route puts before it.
_ID = regex(r"(?:.*[/.:@~])?claude-", re.IGNORECASE)


def decide(candidate: Candidate, holder: Capture) -> Decision | None:
    """A listing, if what is around the mapping is an entry of a table that is known by its model.

    That may be another id of the same version.
    """
    entry = candidate.entry(holder)
    if entry is None or not entry.gives:
        return None
    for outer in islice(_around(candidate, holder), MOST_HOLDERS):
        if _is_known_by_model(candidate, outer, holder) and _is_in_table(candidate, outer):
            return Decision(Role.LISTING, Reason.NESTED)
    return None


def _around(candidate: Candidate, holder: Capture) -> Iterator[Capture]:
    """What holds a mapping, the innermost first."""
    further = candidate.captures[candidate.captures.index(holder) + 1 :]
    return (each for each in further if each.kind in HOLDERS and each.span != holder.span)


def _is_known_by_model(candidate: Candidate, outer: Capture, holder: Capture) -> bool:
    """Whether an entry of a mapping has a mapping inside, and its model, by itself or as key."""
    inside = candidate.readers.arguments.around(outer, holder.span)
    if inside is None:
        return False
    named = candidate.readers.containers.named(outer)
    known = [inside.key, *(named[name] for name in IDENTITIES & named.keys())]
    if any(_is_same(candidate, place) for place in known):
        return True
    if is_sent(named.keys() - DESCRIBING):
        return False
    labels = [named[name] for name in (LABELS | {"name"}) & named.keys()]
    return _is_named(candidate, inside.key) or any(
        _is_named(candidate, place) and names_version(candidate.readers.text.slice(place))
        for place in (content(candidate.readers.text, label) for label in labels)
    )


def _is_same(candidate: Candidate, place: Span) -> bool:
    """Whether an id of the same model stands at a place."""
    text = candidate.readers.text
    inner = content(text, place)
    if inner.end - inner.start > _LONGEST_ID:
        return False
    id_there, id_here = text.slice(inner), text.slice(candidate.word)
    version = Version.of(id_there) if _ID.match(id_there) else None
    return id_there == id_here or (version is not None and version == Version.of(id_here))


def _is_named(candidate: Candidate, place: Span) -> bool:
    """Whether a key or a label says which version the id is of."""
    text = candidate.readers.text
    inner = content(text, place)
    version = Version.of(text.slice(candidate.word))
    is_short = inner.end - inner.start <= _LONGEST_ID
    return version is not None and is_short and version.is_named_by(plain_key(text.slice(inner)))


def _is_in_table(candidate: Candidate, outer: Capture) -> bool:
    """Whether a mapping stands in a table of models that is no input of tests."""
    containers = candidate.readers.containers
    further = candidate.captures[candidate.captures.index(outer) :]
    tables = (each for each in further if each.kind is CaptureKind.CONTAINER)
    table = next(filter(containers.is_table, islice(tables, MOST_HOLDERS)), None)
    return table is not None and _OF_TESTS.match(candidate.name_of(table)) is None
