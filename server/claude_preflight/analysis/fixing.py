"""Fixing a document: apply fixes, analyse again, until nothing is left to fix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from claude_preflight.analysis.analyze import analyze_reading
from claude_preflight.analysis.edits import apply_fixes
from claude_preflight.analysis.reading import Reading
from claude_preflight.findings import Finding, Fix
from claude_preflight.pins import NO_PINS, Pins
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document

# One fix may bring another finding to light (a new model has a new limit); few rounds settle it.
_MOST_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class FixedDocument:
    """The document after its fixes, how many were applied, and the findings that remain.

    `notes` say why it was read less well than it might be.
    """

    document: Document
    applied: int
    remaining: tuple[Finding, ...]
    notes: tuple[str, ...]


def fix_document(
    document: Document,
    settings: Settings,
    today: date,
    pins: Pins = NO_PINS,
    *,
    unsafe: bool = False,
) -> FixedDocument:
    """Apply the safe fixes; with `unsafe` also the first fix of each finding without a safe one."""
    seen = {document.text.data}
    applied = 0
    reading, findings = _analyzed(document, settings, today, pins)
    for _ in range(_MOST_ROUNDS):
        data, count = apply_fixes(document.text, _chosen(findings, unsafe=unsafe))
        if data in seen:
            break
        seen.add(data)
        applied += count
        document = Document.of(data, document.path, document.language.id)
        reading, findings = _analyzed(document, settings, today, pins)
    return FixedDocument(document, applied, findings, reading.notes)


def _analyzed(
    document: Document, settings: Settings, today: date, pins: Pins
) -> tuple[Reading, tuple[Finding, ...]]:
    reading = Reading(document)
    return reading, analyze_reading(reading, settings, today, pins)


def _chosen(findings: tuple[Finding, ...], *, unsafe: bool) -> Iterator[Fix]:
    return (fix for finding in findings if (fix := finding.best_fix(unsafe=unsafe)))
