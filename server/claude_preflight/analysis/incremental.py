"""Incremental reading: what is known of an edited text from what was known before.

An edit falls into one statement. If the parser shows that it stays inside, only the facts of that
statement are read anew; all others hold and move. Where it does not, as while a quote is open, the
same may be done for as long as somebody types; all is read once they rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from claude_preflight.analysis.kept import Version, kept, kept_for_now
from claude_preflight.analysis.reading import Patched, Reading
from claude_preflight.facts.bindings import Bindings
from claude_preflight.facts.extract import extract_part
from claude_preflight.facts.moved import Moved, Shift, places_of, spans_of
from claude_preflight.facts.part import Part
from claude_preflight.facts.surroundings import tell_the_same
from claude_preflight.facts.types import Facts, LookedUp
from claude_preflight.findings import Span
from claude_preflight.manifests import is_manifest
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.syntax.comments import fences_in
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.lexical import lines_around
from claude_preflight.syntax.parsing import UnparsableError
from claude_preflight.syntax.patched import PatchedSyntax, earlier
from claude_preflight.syntax.tree import Syntax, TreeSyntax
from claude_preflight.text.diff import difference
from claude_preflight.text.model_words import MODEL
from claude_preflight.text.source_text import Change, SourceText
from claude_preflight.text.words import Words, word_around

_WORD = regex(rb"[\w$@]+")
# How far ids and names reach.
_REACH = 200
# What stands behind a name that something is called on: that binds nothing.
_IS_CALLED_ON = regex(rb"\s*(?:[?!]?\.|->|::)")
# What is said in one place each; the names that were looked up are of the whole text.
_SAID = tuple(name for name in places_of(Facts) if name != "looked_up")


def edited(
    before: Reading, change: Change, text: SourceText | None = None, *, provisional: bool = False
) -> Reading:
    """The reading of a document after a change; what is not known yet follows when it is asked for.

    `text` is the text after the change, if it is known. What is far from the change and may be
    different after it is taken over as well if `provisional`, and found by the reading `at_rest`.
    """
    after = Reading(before.document.edited(change, text), before=before.all_inside())
    if before.facts is not None:
        _carry_over(before, before.facts, change, after, provisional=provisional)
    return after


def inside(reading: Reading, document: Document) -> Reading:
    """The reading of a document in a notebook, which takes over what an edit leaves.

    All of its code in one language is one text, so that an edit in a cell is one in that.
    """
    before = reading.followed(document)
    if before is None:
        return reading.inside(document)
    change = difference(before.document.text.data, document.text.data)
    return reading.keep_inside(edited(before, change, provisional=reading.for_now))


def at_rest(reading: Reading) -> Reading:
    """A reading of the same text in which nothing is provisional."""
    if reading.is_provisional:
        return Reading(reading.document, before=reading.all_inside())
    if reading.for_now:
        rested = {key: at_rest(each) for key, each in reading.all_inside().items()}
        return Reading(reading.document, before=rested)
    if reading.conclusion and reading.conclusion.is_provisional:
        return replace(reading, conclusion=None, found=None)
    return reading


class _Edit(NamedTuple):
    """The place of a statement before and after a change, and the document after it.

    That has the syntax of the statement alone.
    """

    old: Span
    new: Span
    document: Document


class _Carried(NamedTuple):
    """What is known after an edit."""

    edit: _Edit
    facts: Facts
    is_provisional: bool


def _carry_over(
    before: Reading, facts: Facts, change: Change, after: Reading, *, provisional: bool
) -> None:
    """Tell a reading what it takes over from the one before, if it can take over anything."""
    was, document = before.document, after.document
    if was.path is not None and is_manifest(was.path):
        return  # what it pins is read in the whole of it
    if was.language.cells or was.is_too_large != document.is_too_large:
        return
    if not any(getattr(facts, name) for name in _SAID):
        return  # what a text tells is not read where it says nothing
    carried = None if before.is_provisional else _carried(before, facts, change, after)
    if carried is None and provisional:
        carried = _carried_for_now(before, facts, change, after)
    if carried is None:
        return
    edit = carried.edit
    after.facts, after.is_provisional = carried.facts, carried.is_provisional
    after.patched = Patched(
        edit.document, edit.new, frozenset(each.name for each in facts.looked_up)
    )
    if before.conclusion is not None:
        old = Version(was.text.data, facts, edit.old)
        new = Version(document.text.data, after.facts, edit.new)
        after.conclusion = kept(before.conclusion, old, new, change)
        if after.conclusion is None and provisional:
            after.conclusion = kept_for_now(before.conclusion, old, new, change)


def _carried(before: Reading, facts: Facts, change: Change, after: Reading) -> _Carried | None:
    """What is known after an edit of which the parser shows that it stays in one statement."""
    statement = before.document.syntax.statement(change, after.document.text)
    edit = _edit(before, change, after, statement, is_provisional=False)
    if edit is None:
        return None
    data, told = before.document.text.data, facts.surroundings
    if not tell_the_same(data, after.document.text.data, change.span, told):
        return None
    outside = _outside(facts, edit.old, Shift.of(change))
    try:
        if _hangs_together(before, facts, edit):
            return None
        inside = _inside(edit, outside, after)
    except UnparsableError:
        return None
    if inside.names or inside.http:
        return None
    return _Carried(edit, _together(outside, inside), is_provisional=False)


def _carried_for_now(
    before: Reading, facts: Facts, change: Change, after: Reading
) -> _Carried | None:
    """What is known after any other edit until the rest is read: it may have changed as well."""
    piece = before.document.syntax.piece(change, after.document.text, _fits(facts))
    edit = _edit(before, change, after, piece, is_provisional=True)
    if edit is None:
        return None
    outside = _outside(facts, edit.old, Shift.of(change))
    try:
        inside = _inside(edit, outside, after)
    except UnparsableError:
        return None
    together = replace(_together(outside, inside), names=facts.names | inside.names)
    return _Carried(edit, together, is_provisional=True)


def _inside(edit: _Edit, outside: Facts, after: Reading) -> Facts:
    """The facts of the statement after an edit.

    Raises:
        UnparsableError: Only the lines of the text can tell anything.
    """
    known = {key: reading.document for key, reading in after.before.items()}
    return extract_part(edit.document, Part.of(outside, edit.new), known)


def _hangs_together(before: Reading, facts: Facts, edit: _Edit) -> bool:
    """Whether a statement, before or after a change, and facts outside of it hang together.

    Raises:
        UnparsableError: Only the lines of the text can tell anything.
    """
    old, new, document = edit
    was, settled = before.document, frozenset[bytes]()
    if before.patched:
        was = before.patched.document
        if before.patched.statement == old:
            settled = before.patched.settled
    if not document.is_too_large and (
        _cuts_model(was.text, old) or _cuts_model(document.text, new)
    ):
        return True
    if _has_name(was.text, old, facts.names) or _has_name(document.text, new, facts.names):
        return True
    if _is_near_http(was.text, old, facts) or _are_counted(facts, was, old, document, new):
        return True
    names = {each.name for each in facts.looked_up}
    return _binds_beyond(was, old, names - settled) or _binds_beyond(document, new, names)


def _fits(facts: Facts) -> Callable[[Span], bool]:
    """Tells of a place whether all facts that touch it are in it."""
    spans = [span for name in _SAID for span in spans_of(getattr(facts, name))]
    return lambda place: all(
        place.encloses(span) or span.end <= place.start or place.end <= span.start for span in spans
    )


def _edit(
    before: Reading,
    change: Change,
    after: Reading,
    part: tuple[Span, Syntax] | None,
    *,
    is_provisional: bool,
) -> _Edit | None:
    """An edit in a part of a document, of which the syntax after it is known alone.

    None if nothing can be made of that.
    """
    was, document = before.document, after.document
    if part is None:
        return None
    old, alone = part
    new = Span(old.start, old.end + len(document.text.data) - len(was.text.data))
    if fences_in(was.text, old) != fences_in(document.text, new):
        return None
    latest = before.patched.document.syntax if before.patched else was.syntax
    if not isinstance(alone, TreeSyntax):
        return _Edit(old, new, document)
    syntax = PatchedSyntax(
        new, alone, document.syntax, earlier(latest, change), is_provisional=is_provisional
    )
    return _Edit(old, new, document._replace(syntax=syntax))


def _outside(facts: Facts, span: Span, shift: Shift) -> Facts:
    """The facts without those of a statement, moved."""
    kept: dict[str, Any] = {
        name: Moved.of(getattr(facts, name)).apart_from(span).behind(shift) for name in _SAID
    }
    return replace(facts, **kept, looked_up=shift(facts.looked_up))


def _together(outside: Facts, inside: Facts) -> Facts:
    """The facts outside of a statement and those inside, in the order of the text."""
    joined: dict[str, Any] = {
        name: Moved.of(getattr(outside, name)).joined(getattr(inside, name)) for name in _SAID
    }
    notes = tuple(dict.fromkeys((*outside.notes, *inside.notes)))
    looked_up = tuple(
        {each.name: each for each in (*outside.looked_up, *inside.looked_up)}.values()
    )
    return replace(outside, **joined, notes=notes, looked_up=looked_up)


def _cuts_model(text: SourceText, span: Span) -> bool:
    """Whether a model near a statement is not all in it.

    Where the syntax is broken, a statement may end within a word, and the lines around it tell what
    a model does.
    """
    wide = word_around(text.data, span, _REACH)
    return any(
        wide != span or model.start() < span.start or span.end < model.end()
        for model in MODEL.finditer(text.data, *lines_around(text, wide))
    )


def _has_name(text: SourceText, span: Span, names: frozenset[bytes]) -> bool:
    """Whether a name stands in a statement by which facts in it and outside may hang together."""
    start, end = word_around(text.data, span, _REACH)
    pattern = b"|".join(map(re.escape, sorted(names)))
    return bool(names) and re.search(pattern, text.data[start:end]) is not None


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
