"""What is known of a request, in each language; the cases are in `values/`, one file a language.

A file there is named as the file that its snippets would stand in, plus `.txt`. Each snippet
follows a line `=== number: title` and makes one request for claude-opus-4-8; the number is what is
known of its output limit. `unknown` stands for one that is not known, `none` for no such request.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from claude_preflight.facts.extract import extract
from claude_preflight.facts.types import Facts
from claude_preflight.rules.limits import output_argument
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.document import Document

CASES = Path(__file__).parent / "values"


def cases() -> Iterator[object]:
    for file in sorted(CASES.glob("*.txt")):
        for part in f"\n{file.read_text(encoding='utf-8')}".split("\n=== ")[1:]:
            title, _, snippet = part.partition("\n")
            known = title.partition(": ")[0]
            yield pytest.param(file.stem, snippet, known, id=f"{file.stem}-{title}")


def read(document: Document) -> Iterator[Facts]:
    """The facts of a document and of those inside it."""
    facts = run_to_end(extract(document))
    yield facts
    for injection in facts.injections:
        yield from read(injection.document)


@pytest.mark.parametrize(("path", "snippet", "known"), list(cases()))
def test_what_is_known(path: str, snippet: str, known: str) -> None:
    requests = [each for facts in read(Document.of(snippet, path)) for each in facts.requests]
    models = [request.model.value.literal for request in requests if request.model]
    limits = [output_argument(request) for request in requests]
    found = [str(limit.value.literal or "unknown") if limit else "unknown" for limit in limits]
    assert (models, found) == (([], []) if known == "none" else (["claude-opus-4-8"], [known]))
