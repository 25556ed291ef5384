"""Incremental reading: what is known of an edited text from what was known before.

An edit falls into one statement. If the parser shows that it stays inside, only the facts of that
statement are read anew; all others hold and move.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from claude_preflight.analysis.kept import Version, kept
from claude_preflight.analysis.moved import Shift, places_of
from claude_preflight.analysis.reading import Patched, Reading
from claude_preflight.facts.bindings import Bindings
from claude_preflight.facts.extract import extract_part
from claude_preflight.facts.part import Part
from claude_preflight.facts.surroundings import tell_the_same
from claude_preflight.facts.types import Facts, LookedUp
from claude_preflight.findings import Span
from claude_preflight.manifests import is_manifest
from claude_preflight.syntax.comments import fences_in
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.lexical import lines_around
from claude_preflight.syntax.parsing import UnparsableError
from claude_preflight.syntax.patched import PatchedSyntax
from claude_preflight.text.model_words import MODEL
from claude_preflight.text.source_text import Change, SourceText
from claude_preflight.text.words import Words, word_around

_WORD = re.compile(rb"[\w$@]+")
# How far ids and names reach.
_REACH = 200
# What stands behind a name that something is called on: that binds nothing.
_IS_CALLED_ON = re.compile(rb"\s*(?:[?!]?\.|->|::)")
# What is said in one place each; the names that were looked up are of the whole text.
_SAID = tuple(name for name in places_of(Facts) if name != "looked_up")


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
    if not any(getattr(facts, name) for name in _SAID):
        return  # what a text tells is not read where it says nothing
    statement = _statement(before.document, change, after.document)
    if statement is None:
        return
    old, new, document = statement
    data, libraries = before.document.text.data, facts.surroundings.libraries
    if not tell_the_same(data, after.document.text.data, change.span, libraries):
        return
    outside = Shift(change)(_outside(facts, old))
    try:
        if _hangs_together(before, facts, old, document, new):
            return
        known = {key: reading.document for key, reading in after.before.items()}
        inside = extract_part(document, Part.of(outside, new), known)
    except UnparsableError:
        return
    if inside.names or inside.http:
        return
    after.facts = _together(outside, inside)
    after.patched = Patched(document, new, frozenset(each.name for each in facts.looked_up))
    if before.conclusion is not None:
        was = Version(before.document.text.data, facts, old)
        now = Version(after.document.text.data, after.facts, new)
        after.conclusion = kept(before.conclusion, was, now, change)


def _hangs_together(
    before: Reading, facts: Facts, old: Span, document: Document, new: Span
) -> bool:
    """Whether a statement, before or after a change, and facts outside of it hang together.

    Raises:
        UnparsableError: Only the lines of the text can tell anything.
    """
    was, settled = before.document, frozenset[bytes]()
    if before.patched and before.patched.statement == old:
        was, _, settled = before.patched
    if _reaches_out(was.text, old, facts.names) or _reaches_out(document.text, new, facts.names):
        return True
    if _is_near_http(was.text, old, facts) or _are_counted(facts, was, old, document, new):
        return True
    names = {each.name for each in facts.looked_up}
    return _binds_beyond(was, old, names - settled) or _binds_beyond(document, new, names)


def _statement(
    before: Document, change: Change, after: Document
) -> tuple[Span, Span, Document] | None:
    """The statement that a change is confined to: its places before and after, and the document.

    That has the syntax of the statement alone. None if the change may reach further.
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
    return old, new, replace(after, syntax=PatchedSyntax(new, syntax, after.syntax))


def _outside(facts: Facts, span: Span) -> Facts:
    """The facts without those of a statement."""
    kept: dict[str, Any] = {
        name: tuple(
            fact
            for fact in getattr(facts, name)
            if fact.span.end <= span.start or span.end <= fact.span.start
        )
        for name in _SAID
    }
    return replace(facts, **kept)


def _together(outside: Facts, inside: Facts) -> Facts:
    """The facts outside of a statement and those inside, in the order of the text."""
    joined: dict[str, Any] = {
        name: tuple(
            sorted((*getattr(outside, name), *getattr(inside, name)), key=lambda fact: fact.span)
        )
        for name in _SAID
    }
    notes = tuple(dict.fromkeys((*outside.notes, *inside.notes)))
    looked_up = tuple(
        {each.name: each for each in (*outside.looked_up, *inside.looked_up)}.values()
    )
    return replace(outside, **joined, notes=notes, looked_up=looked_up)


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


def _are_counted(facts: Facts, was: Document, old: Span, document: Document, new: Span) -> bool:
    """Whether a change moves names on among the first places, of which only so many count."""
    return any(
        each.last.end > old.start
        and (each.last.start < old.end or _count(was, old, each) != _count(document, new, each))
        for each in facts.looked_up
        if each.last
    )


def _count(document: Document, span: Span, name: LookedUp) -> int:
    return sum(1 for _ in Words(document.text.data).places(name.name, span))


def _is_near_http(text: SourceText, span: Span, facts: Facts) -> bool:
    """Whether URLs or headers stand on the lines of a statement: what is near may be sent along."""
    near = Span(*lines_around(text, span))
    spans = (each.span for request in facts.http for each in request.headers)
    return any(map(near.overlaps, (*spans, *(request.span for request in facts.http))))


def _binds_beyond(document: Document, span: Span, names: Iterable[bytes]) -> bool:
    """Whether a statement binds one of the names that others look up for these as well.

    Raises:
        UnparsableError: Only the lines of the text can tell anything.
    """
    data = document.text.data
    words = set(_WORD.findall(data, *word_around(data, span, _REACH)))
    here = (name for name in names if name in words or not _WORD.fullmatch(name))
    bindings = Bindings(document)
    return any(_may_bind(data, span, name) and bindings.reach_beyond(name, span) for name in here)


def _may_bind(data: bytes, span: Span, name: bytes) -> bool:
    """Whether a name stands in a statement in another way than to be called on."""
    found = re.finditer(rb"(?<![\w$])%b(?![\w$])" % re.escape(name), data[span.start : span.end])
    return any(not _IS_CALLED_ON.match(data, span.start + match.end()) for match in found)
