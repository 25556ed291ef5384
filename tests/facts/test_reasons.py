"""Every role comes with a reason in words for readers, and all of them stand in one place."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from tests.facts.cases import Case, cases_in

import claude_preflight
from claude_preflight.analysis.analyze import analyze
from claude_preflight.facts.extract import extract
from claude_preflight.facts.roles import DECIDERS
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.settings import Settings
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.document import Document

TODAY = date(2026, 11, 22)
HERE = Path(__file__).parent
CASES = sorted(cases_in(HERE / "roles"), key=str)
PATTERNS = [re.compile(re.escape(each.value).replace(r"\{\}", r"[^`]+")) for each in Reason]
SOURCES = [path.read_text() for path in Path(claude_preflight.__file__).parent.rglob("*.py")]


@pytest.mark.parametrize("case", CASES[::5], ids=str)
def test_what_is_found_says_why(case: Case) -> None:
    document = Document.of(case.snippet, case.path)
    for mention in run_to_end(extract(document)).mentions:
        assert any(pattern.fullmatch(mention.reason) for pattern in PATTERNS)
    for finding in analyze(document, Settings(), TODAY):
        assert bool(finding.reason) == (finding.role is not None)


@pytest.mark.parametrize("decider", DECIDERS, ids=lambda each: each.__name__.rpartition(".")[2])
def test_a_decider_gives_only_such_reasons(decider: ModuleType) -> None:
    source = Path(decider.__file__ or "").read_text(encoding="utf-8")
    given = re.findall(r"\bDecision\(\s*(?:None|Role\.\w+),\s*(\w+)", source)
    assert given
    assert set(given) == {"Reason"}


@pytest.mark.parametrize("reason", Reason, ids=lambda each: each.name)
def test_a_reason_is_given_somewhere_and_reads_on_behind_a_role(reason: Reason) -> None:
    assert any(f"Reason.{reason.name}" in source for source in SOURCES)
    assert reason.value[0] in "`abcdefghijklmnopqrstuvwxyz"
    assert not reason.value.endswith(".")
