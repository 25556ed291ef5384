"""Fixing a document: apply fixes, analyse again, until nothing is left to fix."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from claude_preflight.analysis.analyze import analyze_reading
from claude_preflight.analysis.edits import apply_edits, joint_edits, span_before
from claude_preflight.analysis.expected import Expecting, held, nobody_expects
from claude_preflight.analysis.fix_groups import SAFE, FixGroups
from claude_preflight.analysis.reading import Reading
from claude_preflight.facts.expected_elsewhere import Expected
from claude_preflight.findings import Edit, Finding, Span
from claude_preflight.pins import NO_PINS, Pins
from claude_preflight.records import NamedTuple
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document

# One fix may bring another finding to light (a new model has a new limit); few rounds settle it.
_MOST_ROUNDS = 10


Counts = Callable[[Sequence[Finding]], Sequence[bool]]
"""Of each finding in a document, whether it is to be fixed, or to be told of, at all."""


def all_count(findings: Sequence[Finding]) -> Sequence[bool]:
    """That of a user who leaves nothing out."""
    return [True] * len(findings)


class FixedDocument(NamedTuple):
    """The document after its fixes, what was fixed, and the findings that remain.

    Each finding that was `fixed` has the one fix that was applied, and its places in the document
    as it was before. `notes` say why it was read less well than it might be, and `expected` which
    ids the document expects of other ones.
    """

    document: Document
    fixed: tuple[Finding, ...]
    remaining: tuple[Finding, ...]
    notes: tuple[str, ...]
    expected: tuple[Expected, ...]

    @property
    def applied(self) -> int:
        """How many fixes were applied."""
        return len(self.fixed)


def fix_document(
    document: Document,
    settings: Settings,
    today: date,
    pins: Pins = NO_PINS,
    groups: FixGroups = SAFE,
    counts: Counts = all_count,
    expecting: Expecting = nobody_expects,
) -> FixedDocument:
    """Apply the safe fixes and those of the groups that a user asks for, of findings that count.

    What tests in other files expect waits to be asked for.
    """
    seen = {document.text.data}
    fixed: list[Finding] = []
    rounds: list[list[Edit]] = []
    reading, findings = _analyzed(document, settings, today, pins, expecting)
    expected = reading.expected
    kept = counts(findings)
    left = {known_by(each, ()) for each, is_in in zip(findings, kept, strict=True) if not is_in}
    findings = tuple(each for each in findings if known_by(each, ()) not in left)
    for _ in range(_MOST_ROUNDS):
        chosen = [each._replace(fixes=(fix,)) for each in findings if (fix := groups.choice(each))]
        edits, taken = joint_edits(each.fixes[0] for each in chosen)
        data = apply_edits(document.text, edits)
        if data in seen:
            break
        seen.add(data)
        applied = frozenset(taken)
        fixed += (_before(each, rounds) for each in chosen if each.fixes[0] in applied)
        rounds.append(edits)
        document = Document.of(data, document.path, document.language.id)
        reading, found = _analyzed(document, settings, today, pins, expecting)
        findings = tuple(each for each in found if known_by(each, rounds) not in left)
    # What is changed where it is expected as well is not expected any more.
    still = {each.known_by for each in reading.expected}
    expected = tuple(each for each in expected if each.known_by in still)
    return FixedDocument(document, tuple(fixed), findings, reading.notes, expected)


def _analyzed(
    document: Document, settings: Settings, today: date, pins: Pins, expecting: Expecting
) -> tuple[Reading, tuple[Finding, ...]]:
    reading = Reading(document)
    findings = analyze_reading(reading, settings, today, pins)
    return reading, tuple(held(each, expecting) for each in findings)


def known_by(finding: Finding, rounds: Sequence[Sequence[Edit]]) -> tuple[str, Span]:
    """The rule of a finding, and its place in the text before all rounds."""
    return finding.rule, _placed(finding.span, rounds)


def _before(finding: Finding, rounds: Sequence[Sequence[Edit]]) -> Finding:
    """A finding with its places in the text before all rounds."""
    fix = finding.fixes[0]
    moved: Iterable[Edit] = (Edit(_placed(edit.span, rounds), edit.text) for edit in fix.edits)
    fixes = (fix._replace(edits=tuple(moved)),)
    return finding._replace(span=_placed(finding.span, rounds), fixes=fixes, related=())


def _placed(span: Span, rounds: Sequence[Sequence[Edit]]) -> Span:
    """A place as one in the text before all rounds."""
    for edits in reversed(rounds):
        span = span_before(span, edits)
    return span
