"""Silencing: findings of a document are ignored at once, by comments that are proved to do so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from claude_preflight.analysis.analyze import analyze_reading
from claude_preflight.analysis.edits import apply_edits, joint_edits
from claude_preflight.analysis.fixing import Counts, all_count, known_by
from claude_preflight.analysis.ignoring import ignored_in_file, ignored_on_line
from claude_preflight.analysis.reading import Reading
from claude_preflight.findings import Edit, Finding
from claude_preflight.pins import NO_PINS, Pins
from claude_preflight.records import NamedTuple
from claude_preflight.rules import unused_ignore
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document

# Each round adds a rule to the comment of a line.
_MOST_ROUNDS = 10


class SilencedDocument(NamedTuple):
    """The document with its comments, the findings that they ignore, and those that remain.

    Those that are `ignored` have their places in the document as it was before.
    """

    document: Document
    ignored: tuple[Finding, ...]
    remaining: tuple[Finding, ...]


def silence_document(
    document: Document,
    settings: Settings,
    today: date,
    pins: Pins = NO_PINS,
    counts: Counts = all_count,
) -> SilencedDocument:
    """Add comments that ignore the findings that count: on their lines, else in the file."""

    def analyzed(document: Document) -> tuple[Reading, tuple[Finding, ...]]:
        reading = Reading(document)
        return reading, analyze_reading(reading, settings, today, pins)

    reading, findings = analyzed(document)
    kept = counts(findings)
    first = {known_by(each, ()): each for each, is_in in zip(findings, kept, strict=True) if is_in}
    rounds = list[list[Edit]]()
    for _ in range(_MOST_ROUNDS):
        wanted = [each for each in findings if known_by(each, rounds) in first]
        edits = _comments(reading, wanted)
        if not edits:
            break
        after = Document.of(apply_edits(document.text, edits), document.path, document.language.id)
        next_reading, found = analyzed(after)
        known = {known_by(each, rounds) for each in findings}
        if any(
            known_by(each, [*rounds, edits]) not in known and each.rule != unused_ignore.CODE
            for each in found
        ):
            break  # the text does not mean the same with them
        document, reading, findings = after, next_reading, found
        rounds.append(edits)
    left = {known_by(each, rounds): each for each in findings}
    return SilencedDocument(
        document,
        tuple(each for key, each in first.items() if key not in left),
        tuple(each for key, each in left.items() if key in first),
    )


def _comments(reading: Reading, findings: Sequence[Finding]) -> list[Edit]:
    """The edits that go together of those that ignore findings."""
    named = (each for each in findings if each.rule != unused_ignore.CODE)
    fixes = (ignored_on_line(reading, each) or ignored_in_file(reading, each) for each in named)
    return joint_edits(filter(None, fixes))[0]
