"""Fixing a document until nothing is left to fix."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from claude_preflight.analysis.fix_groups import FixGroups
from claude_preflight.analysis.fixing import fix_document
from claude_preflight.analysis.reading import Reading
from claude_preflight.findings import Edit, Finding, Fix, Role, SettingChange, Severity, Span
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document

TODAY = date(2026, 11, 22)


def document(text: str) -> Document:
    return Document.of(text, "app.py")


def replaces(old: str, new: str, *, safe: bool = True) -> Callable[..., tuple[Finding, ...]]:
    """An analysis that finds the first letter if it is `old`, and has a fix for it."""

    def analyze(reading: Reading, *_: object) -> tuple[Finding, ...]:
        if not reading.document.text.data.startswith(old.encode()):
            return ()
        span = Span(0, len(old))
        fixes = (
            Fix("Set", safe=True, setting=SettingChange("limits", "vendor")),
            Fix("Write", (Edit(span, new),), safe=safe),
        )
        return (Finding("rule", "Wrong.", span, Severity.ERROR, old, Role.USE, fixes),)

    return analyze


def test_a_fixed_document_has_nothing_to_fix() -> None:
    fixed = fix_document(document('MODEL = "claude-3-opus-20240229"\n'), Settings(), TODAY)
    assert (fixed.applied, fixed.remaining) == (1, ())
    again = fix_document(fixed.document, Settings(), TODAY)
    assert (again.applied, again.document.text.data) == (0, fixed.document.text.data)


def test_unsafe_fixes_only_if_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "claude_preflight.analysis.fixing.analyze_reading", replaces("a", "b", safe=False)
    )
    safe = fix_document(document("a"), Settings(), TODAY)
    assert (safe.document.text.data, safe.applied, len(safe.remaining)) == (b"a", 0, 1)
    unsafe = fix_document(document("a"), Settings(), TODAY, groups=FixGroups(unsafe=True))
    assert (unsafe.document.text.data, unsafe.applied, len(unsafe.remaining)) == (b"b", 1, 0)


def test_fixes_that_go_in_circles_end(monkeypatch: pytest.MonkeyPatch) -> None:
    there, back = replaces("a", "b"), replaces("b", "a")
    monkeypatch.setattr(
        "claude_preflight.analysis.fixing.analyze_reading",
        lambda *given: there(*given) or back(*given),
    )
    fixed = fix_document(document("a"), Settings(), TODAY)
    assert (fixed.document.text.data, fixed.applied) == (b"b", 1)


def test_fixes_that_never_end_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claude_preflight.analysis.fixing.analyze_reading", replaces("a", "aa"))
    fixed = fix_document(document("a"), Settings(), TODAY)
    assert (fixed.applied, len(fixed.remaining)) == (10, 1)
