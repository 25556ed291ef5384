"""Incremental reading: what is known of an edited text from what was known before.

An edit falls into one statement. If the parser shows that it stays inside, only the facts of that
statement are read anew; all others hold and move.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from claude_preflight.analysis.moved import Shift, places_of
from claude_preflight.analysis.reading import Reading
from claude_preflight.facts.extract import extract_part
from claude_preflight.facts.surroundings import tell_the_same
from claude_preflight.facts.types import Facts
from claude_preflight.findings import Span
from claude_preflight.manifests import is_manifest
from claude_preflight.syntax.comments import fences_in
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.lexical import lines_around
from claude_preflight.text.model_words import MODEL
from claude_preflight.text.source_text import Change, SourceText
from claude_preflight.text.words import word_around

# How far ids and names reach.
_REACH = 200
_BEFORE = 20
# What stands behind the name of a client that something is called on, and around an argument.
_IS_CALLED_ON = re.compile(rb"\s*(?:[?!]?\.|->|::)")
_IS_ARGUMENT = re.compile(rb"[(,&*]\s*\Z")
_IS_BOUND = re.compile(rb"\s*:=|\s+=(?!=)")
# The rules do not read these: what is found in them is found there.
_APART = "injections"


def edited(before: Reading, change: Change, text: SourceText | None = None) -> Reading:
    """The reading of a document after a change; what is not known yet follows when it is asked for.

    `text` is the text after the change, if it is known.
    """
    after = Reading(before.document.edited(change, text), before=before.all_inside())
    if before.facts is not None:
        _carry_over(before, before.facts, change, after)
    return after


def _carry_over(before: Reading, facts: Facts, change: Change, after: Reading) -> None:
    """Tell a reading what it takes over from the one before, if it can take over anything."""
    path = before.document.path
    if path is not None and is_manifest(path):
        return  # what it pins is read in the whole of it
    statement = _statement(before.document, change, after.document)
    if statement is None:
        return
    old, new, document = statement
    for version, span in ((before.document, old), (after.document, new)):
        if _reaches_out(version.text, span, facts.names):
            return
        if _may_bind(version.text, span, facts.clients_called):
            return
    told, data = facts.surroundings, before.document.text.data
    if not tell_the_same(data, after.document.text.data, change.span, told.libraries):
        return
    known = {key: reading.document for key, reading in after.before.items()}
    inside = extract_part(document, new, known, dict(told.aliases))
    if inside.names:
        return
    shift = Shift(change)
    outside = _outside(facts, old)
    after.facts = _together(shift(outside), inside)
    if before.conclusion and _say_nothing_new(facts, outside, inside):
        after.conclusion = shift(before.conclusion)


def _statement(
    before: Document, change: Change, after: Document
) -> tuple[Span, Span, Document] | None:
    """The statement that a change is confined to: its places before and after, and how it reads.

    None if the change may reach further.
    """
    if before.language.cells or before.is_too_large or after.is_too_large:
        return None
    statement = before.syntax.statement(change, after.text)
    if statement is None:
        return None
    old, syntax = statement
    new = Span(old.start, old.end + len(after.text.data) - len(before.text.data))
    if fences_in(before.text, old) != fences_in(after.text, new):
        return None
    return old, new, replace(after, syntax=syntax)


def _outside(facts: Facts, span: Span) -> Facts:
    """The facts without those of a statement."""
    kept: dict[str, Any] = {
        name: tuple(
            fact
            for fact in getattr(facts, name)
            if fact.span.end <= span.start or span.end <= fact.span.start
        )
        for name in places_of(Facts)
    }
    return replace(facts, **kept)


def _together(outside: Facts, inside: Facts) -> Facts:
    """The facts outside of a statement and those inside, in the order of the text."""
    joined: dict[str, Any] = {
        name: tuple(
            sorted((*getattr(outside, name), *getattr(inside, name)), key=lambda fact: fact.span)
        )
        for name in places_of(Facts)
    }
    notes = tuple(dict.fromkeys((*outside.notes, *inside.notes)))
    called = outside.clients_called | inside.clients_called
    return replace(outside, **joined, notes=notes, clients_called=called)


def _say_nothing_new(before: Facts, outside: Facts, inside: Facts) -> bool:
    """Whether rules read in the facts after a change what they read before, only elsewhere."""
    names = [name for name in places_of(Facts) if name != _APART]
    is_same = all(getattr(before, name) == getattr(outside, name) for name in names)
    return is_same and not any(getattr(inside, name) for name in names) and not _imports(outside)


def _imports(facts: Facts) -> bool:
    """Whether the imports of a file decide what its facts stand for."""
    return any(mention.is_constant for mention in facts.mentions) or any(
        argument.scalar and argument.scalar.is_constant
        for request in facts.requests
        for argument in request.arguments
    )


def _reaches_out(text: SourceText, span: Span, names: frozenset[bytes]) -> bool:
    """Whether facts in a statement and facts outside of it may hang together.

    They do by a name. Where the syntax is broken, a statement may also
    end within a word, and the lines around it tell what a model does.
    """
    wide = word_around(text.data, span, _REACH)
    for model in MODEL.finditer(text.data, *lines_around(text, wide)):
        if wide != span or model.start() < span.start or span.end < model.end():
            return True
    pattern = b"|".join(map(re.escape, sorted(names)))
    return bool(names) and re.search(pattern, text.data[wide.start : wide.end]) is not None


def _may_bind(text: SourceText, span: Span, names: frozenset[bytes]) -> bool:
    """Whether a statement may bind one of the names that others look up.

    It does not where a member of what has the name is taken, or where that is handed on.
    """
    if not names:
        return False
    wide = word_around(text.data, span, _REACH)
    found = re.compile(rb"(?<![\w$])(?:%b)(?![\w$])" % b"|".join(map(re.escape, sorted(names))))
    return any(
        not _IS_CALLED_ON.match(text.data, match.end())
        and not _is_handed_on(text.data, *match.span())
        for match in found.finditer(text.data, wide.start, wide.end)
    )


def _is_handed_on(data: bytes, start: int, end: int) -> bool:
    """Whether a name is an argument or a parameter, or names one."""
    before = _IS_ARGUMENT.search(data[max(start - _BEFORE, 0) : start])
    return before is not None and _IS_BOUND.match(data, end) is None
