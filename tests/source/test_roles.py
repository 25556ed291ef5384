"""What an id does at its place, in each language; the cases are in `roles/`, one file a language.

A file there is named as the file that its snippets would stand in, plus `.txt`. Each snippet
follows a line `=== role: title`; all findings in it have that role. `none` means no finding at
all, which is asked of the whole engine, since rules decide what an id is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from claude_preflight.analysis.analyze import analyze
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.languages import LANGUAGES, language_for

CASES = Path(__file__).parent / "roles"
# Every model that the snippets name is retired on this day, but those that they say are active.
TODAY = date(2026, 8, 1)


def cases() -> Iterator[object]:
    for file in sorted(CASES.glob("*.txt")):
        for part in f"\n{file.read_text(encoding='utf-8')}".split("\n=== ")[1:]:
            title, _, snippet = part.partition("\n")
            role = title.partition(": ")[0]
            yield pytest.param(file.stem, snippet, role, id=f"{file.stem}-{title}")


@pytest.mark.parametrize(("path", "snippet", "role"), list(cases()))
def test_role(path: str, snippet: str, role: str) -> None:
    findings = analyze(Document.of(snippet, path), Settings(), TODAY)
    found = {finding.role.value if finding.role else "none" for finding in findings}
    assert (found or {"none"}) == {role}


def test_every_language_has_cases() -> None:
    shown = {language_for(file.stem) for file in CASES.glob("*.txt")}
    assert {language.id for language in shown} >= {language.id for language in LANGUAGES} - {
        "prose"
    }
