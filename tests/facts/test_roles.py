"""What an id does at its place, in each language: the cases in `roles/`, one file a language.

The words behind a line (see `cases`) are the roles of the findings that begin on it. That is asked
of the whole engine, since rules decide what an id is; what else they find there is not meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.facts.cases import Case, cases_in, mismatch

from claude_preflight.analysis.analyze import analyze
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.languages import LANGUAGES, language_for

FOLDER = Path(__file__).parent / "roles"
CASES = list(cases_in(FOLDER))
# Every model that the snippets name is retired on this day, but those that they say are active.
TODAY = date(2026, 8, 1)
# The rules about ids, and about the limit of which some snippets show whether a request is seen.
RULES = ("retired-model", "retiring-model", "unknown-model", "max-tokens")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_role(case: Case) -> None:
    if differing := mismatch(case, roles(case)):
        pytest.fail(differing, pytrace=False)


def roles(case: Case) -> Iterator[tuple[int, str]]:
    """The roles that findings have, with their lines; of one without a role, its rule."""
    document = Document.of(case.snippet, case.path)
    found = analyze(document, Settings(), TODAY)
    for finding in (each for each in found if each.rule in RULES):
        line = document.text.line_at(finding.span.start)
        yield line, finding.role.value if finding.role else finding.rule


def test_every_language_has_cases() -> None:
    assert {file.stem for file in FOLDER.glob("*.md")} == {each.id for each in LANGUAGES}


@pytest.mark.parametrize("folder", [FOLDER, FOLDER.with_name("values")], ids=lambda each: each.name)
def test_each_case_stands_with_its_language(folder: Path) -> None:
    elsewhere = [case for case in cases_in(folder) if language_for(case.path).id != case.file.stem]
    assert not elsewhere
