"""A document in, findings out. Pure: no files, no network, no editor."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date

from claude_preflight.analysis.conclusion import Conclusion, concluded, in_order
from claude_preflight.analysis.outward import outward
from claude_preflight.analysis.own_files import is_own_file
from claude_preflight.analysis.placed import held_as_history, kept_apart
from claude_preflight.analysis.reading import Found, Reading
from claude_preflight.analysis.suppression import Suppressions, ignored_in
from claude_preflight.facts.triggers import may_matter
from claude_preflight.findings import Finding
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.pins import NO_PINS, Pins
from claude_preflight.rules import Context
from claude_preflight.rules.betas import betas_near
from claude_preflight.rules.fixes.withheld import withheld
from claude_preflight.rules.rule import NOTHING_AROUND, Around
from claude_preflight.settings import Settings
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.document import Document


def analyze(
    document: Document, settings: Settings, today: date, pins: Pins = NO_PINS
) -> tuple[Finding, ...]:
    """Everything that the rules find in a document on a day, in the order of the text.

    `pins` are those that count in its folder.
    """
    return analyze_reading(Reading(document), settings, today, pins)


def analyze_reading(
    reading: Reading, settings: Settings, today: date, pins: Pins = NO_PINS
) -> tuple[Finding, ...]:
    """The same of a reading, which keeps what is found out."""
    return run_to_end(analysis(reading, settings, today, reading.document.path, pins=pins))


def analysis(
    reading: Reading,
    settings: Settings,
    today: date,
    path: str | None = None,
    pins: Pins = NO_PINS,
    around: Around = NOTHING_AROUND,
) -> Generator[None, None, tuple[Finding, ...]]:
    """The same in steps of about a millisecond, for callers that have other things to do.

    `path` is how patterns in the settings name the document.
    """
    basis = settings, today, pins, around
    found = reading.found
    if found is None or found.basis != (path, *basis):
        findings = yield from _found(reading, settings, today, path, pins, around)
        reading.found = found = Found((path, *basis), findings)
    return found.findings


def _found(
    reading: Reading,
    settings: Settings,
    today: date,
    path: str | None,
    pins: Pins,
    around: Around,
) -> Generator[None, None, tuple[Finding, ...]]:
    """The same of a reading of which that is not known."""
    document = reading.document
    if not may_matter(document.text.data, document.path) or is_own_file(document, path, settings):
        return ()
    facts = yield from reading.read()
    basis = settings, today, pins, around
    known = reading.conclusion
    registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
    if known is None or known.basis != basis or not known.complete:
        known = known if known and known.basis == basis else Conclusion(basis)
        context = Context.of(
            document.text, document.language.id, facts, registry, settings, today, pins, around
        )
        known = yield from concluded(context, known)
    reading.conclusion = known
    found = withheld(document.text.data, facts, registry, known.findings)
    findings = kept_apart(facts, found)
    # What stands in prose or in a text is no part of the project; the cells of a notebook are.
    pins_inside = pins if document.language.cells else NO_PINS
    for injection in facts.injections:
        inner = _inside(reading, injection.document)
        sent_to = facts.path_near(injection.span)
        betas = betas_near(document.text.data, injection.span) if sent_to else ()
        # What is shown in a text is no part of it.
        words = () if injection.role else (facts.surroundings.words, *around.words)
        here = Around(sent_to, injection.role or around.role, betas, words)
        inside = yield from analysis(inner, settings, today, pins=pins_inside, around=here)
        findings += (outward(injection, finding) for finding in inside)
    # In a notebook the cells have heeded what they say: on disk all of one may be on one line.
    suppressions = Suppressions(document.text, facts.suppressions)
    found = suppressions.heeded(in_order(findings))
    if not reading.notes and around.role is None and settings.move is None:
        found += suppressions.unused(settings, with_pins=pins != NO_PINS)
    ignored = ignored_in(path, settings)
    return tuple(
        held_as_history(path, finding) for finding in in_order(found) if finding.rule not in ignored
    )


def _inside(reading: Reading, document: Document) -> Reading:
    """The reading of a document in another one."""
    if not reading.document.language.cells:
        return reading.inside(document)
    from claude_preflight.analysis.incremental import inside  # late: few files are notebooks

    return inside(reading, document)
