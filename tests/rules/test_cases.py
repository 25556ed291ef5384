"""What rules find, as documentation: the cases in `cases/`, one file a rule.

What the rule finds on a line stands behind it (see `tests.facts.cases`): how loud, and `fixed`
where a fix is safe. Nothing else is found by it, and no error is left where all fixes are.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.facts.cases import Case, cases_in, mismatch

from claude_preflight.analysis.analyze import analyze
from claude_preflight.analysis.fixing import fix_document
from claude_preflight.findings import Finding, Severity
from claude_preflight.rules import RULES
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document

TODAY = date(2026, 11, 26)
CASES = list(cases_in(Path(__file__).parent / "cases"))


def found_by(rule: str, document: Document) -> list[Finding]:
    return [each for each in analyze(document, Settings(), TODAY) if each.rule == rule]


def is_error(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_a_rule_finds(case: Case) -> None:
    document = Document.of(case.snippet, case.path)
    found = [
        (
            document.text.line_at(each.span.start),
            f"{each.severity.label}{'-fixed' if each.safe_fix else ''}",
        )
        for each in found_by(case.file.stem, document)
    ]
    if differing := mismatch(case, found):
        pytest.fail(differing, pytrace=False)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_nothing_is_left_of_what_is_fixed(case: Case) -> None:
    document = Document.of(case.snippet, case.path)
    before = found_by(case.file.stem, document)
    fixed = fix_document(document, Settings(), TODAY)
    left = [each for each in fixed.remaining if each.rule == case.file.stem]
    lasting = [each for each in before if each.safe_fix is None]
    assert not any(each.safe_fix for each in left)
    assert sum(map(is_error, left)) == sum(map(is_error, lasting))


def test_each_file_is_of_a_rule() -> None:
    assert {case.file.stem for case in CASES} <= RULES.keys()
