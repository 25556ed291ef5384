"""Ignoring: fixes that add a comment by which a finding is not reported.

The comment is one of the outermost document that can have it there: JSON in a string of a program
has none, but behind the string there may be one of the program.
"""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.analysis.outward import inward_span, outward_edit, outward_span
from claude_preflight.analysis.reading import Reading
from claude_preflight.analysis.suppression import lines_of
from claude_preflight.facts.types import Facts, Suppression
from claude_preflight.findings import Edit, Finding, Fix, Span
from claude_preflight.records import NamedTuple
from claude_preflight.rules import unused_ignore
from claude_preflight.syntax.added_comments import comment_about_all, comments_about, takes
from claude_preflight.syntax.injections import Injection
from claude_preflight.text.source_map import unchanged


class _Place(NamedTuple):
    """A place in a document that stands in others: `around` are they, the outermost first."""

    reading: Reading
    span: Span
    around: tuple[tuple[Reading, Injection], ...] = ()


def ignored_on_line(reading: Reading, finding: Finding) -> Fix | None:
    """The fix by which a rule is ignored where a finding stands, None where there can be none."""
    if finding.rule == unused_ignore.CODE:
        return None
    edits = (
        edit
        for place in _places(reading, finding.span)
        for inner in _on_line(place, finding.rule)
        if (edit := _outward(place, inner))
    )
    return _fix(f"Ignore `{finding.rule}` on this line", next(edits, None))


def ignored_in_file(reading: Reading, finding: Finding) -> Fix | None:
    """The fix by which a rule is ignored in all of a file, None where there can be none."""
    return _fix(in_file_title(finding.rule), _in_file(reading, finding.rule))


def in_file_title(rule: str) -> str:
    """What a fix is called by which a rule is ignored in a file."""
    return f"Ignore `{rule}` in this file"


def _fix(title: str, edit: Edit | None) -> Fix | None:
    return Fix(title, (edit,)) if edit else None


def _places(
    reading: Reading, span: Span, around: tuple[tuple[Reading, Injection], ...] = ()
) -> Iterator[_Place]:
    """A place in a document and in those inside that it stands in, the outermost first."""
    yield _Place(reading, span, around)
    for injection in reading.facts.injections if reading.facts else ():
        if injection.span.encloses(span):
            inner = inward_span(injection, span)
            if outward_span(injection, inner) == span:
                inside = reading.inside(injection.document)
                yield from _places(inside, inner, (*around, (reading, injection)))


def _outward(place: _Place, edit: Edit) -> Edit | None:
    """An edit of the document of a place as one of the outermost, None where that breaks one.

    What is escaped in the document around is data there, but for the cells of a notebook.
    """
    for reading, injection in reversed(place.around):
        outer = reading.document
        is_data = injection.write is not unchanged or outer.language.comment is None
        if is_data and not outer.language.cells:
            return None
        edit = outward_edit(injection, edit)
        if not outer.language.cells and not takes(outer, edit):
            return None
    return edit


def _on_line(place: _Place, rule: str) -> Iterator[Edit]:
    document, facts = place.reading.document, place.reading.facts
    line = document.text.line_at(place.span.start)
    for each in facts.suppressions if facts else ():
        if (
            each.rules is not None
            and not each.is_for_file
            and line in lines_of(document.text, each)
        ):
            yield _longer(each, rule)
            return
    for edit in comments_about(document, place.span.start, f"claude-preflight: ignore[{rule}]"):
        # A line that is added would lack what each line of an inner document begins with outside.
        is_line = edit.text.endswith("\n")
        if not (is_line and place.around) and not _is_inside(facts, edit):
            yield edit


def _is_inside(facts: Facts | None, edit: Edit) -> bool:
    """Whether an edit is one of a document inside."""
    injections = facts.injections if facts else ()
    return any(each.span.contains(edit.span.start) for each in injections)


def _in_file(reading: Reading, rule: str) -> Edit | None:
    for each in reading.facts.suppressions if reading.facts else ():
        if each.rules is not None and each.is_for_file:
            return _longer(each, rule)
    return comment_about_all(reading.document, f"claude-preflight: ignore-file[{rule}]")


def _longer(suppression: Suppression, rule: str) -> Edit:
    """The edit that adds a rule to those that a suppression names."""
    rules = suppression.rules or ()
    end = rules[-1].span.end if rules else suppression.span.end - 1
    return Edit(Span(end, end), f", {rule}" if rules else rule)
