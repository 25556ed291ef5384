"""Fixing a document until nothing is left to fix."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_preflight.analysis.edits import apply_edits, span_before
from claude_preflight.analysis.fix_groups import FixGroups
from claude_preflight.analysis.fixing import fix_document
from claude_preflight.analysis.reading import Reading
from claude_preflight.findings import Edit, Finding, Fix, Role, SettingChange, Severity, Span
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document
from claude_preflight.text.source_text import SourceText

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


@given(st.text("ab\n", max_size=30), st.data())
def test_places_after_edits_are_found_before_them(text: str, data: st.DataObject) -> None:
    """Of every byte that is kept it is known where it was; what is new stands for what it was."""
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = [Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]
    edits = [Edit(span, data.draw(st.text("xyz", max_size=4))) for span in spans]
    after = apply_edits(SourceText.of(text), edits)
    kept = [at for at in range(len(text)) if not any(s.start <= at < s.end for s in spans)]
    places = [at for at in range(len(after)) if after[at : at + 1] not in (b"x", b"y", b"z")]

    assert [span_before(Span(at, at + 1), edits) for at in places] == [
        Span(at, at + 1) for at in kept
    ]
    moved = 0
    for edit in edits:
        start = edit.span.start + moved
        if edit.text:
            assert span_before(Span(start, start + len(edit.text)), edits) == edit.span
        moved += len(edit.text) - (edit.span.end - edit.span.start)


def test_what_was_fixed_has_its_places_before_all_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    def analyze(reading: Reading, *_: object) -> tuple[Finding, ...]:
        """Finds `a`, and when that has become longer, the `c`."""
        text = reading.document.text.data
        for old, new in ((b"a", "bbb"), (b"c", "d")):
            if (at := text.find(old)) >= 0:
                span = Span(at, at + 1)
                fix = Fix("Write", (Edit(span, new),), safe=True)
                return (Finding("rule", "", span, Severity.ERROR, old.decode(), Role.USE, (fix,)),)
        return ()

    monkeypatch.setattr("claude_preflight.analysis.fixing.analyze_reading", analyze)
    fixed = fix_document(document("a c"), Settings(), TODAY)

    assert fixed.document.text.data == b"bbb d"
    assert [(each.span, each.fixes[0].edits) for each in fixed.fixed] == [
        (Span(0, 1), (Edit(Span(0, 1), "bbb"),)),
        (Span(2, 3), (Edit(Span(2, 3), "d"),)),
    ]
