"""What is known of a request, in each language: the cases in `values/`, one file a language.

A snippet makes one request for claude-opus-4-8, or none. What is known of its output limit, a
number or `unknown`, stands behind the line where the limit is passed (see `cases`); where none is
passed, behind the line where the request begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.facts.cases import Case, cases_in, mismatch

from claude_preflight.facts.extract import extract
from claude_preflight.facts.types import Request
from claude_preflight.findings import Span
from claude_preflight.rules.limits import output_argument
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.injections import Injection

CASES = list(cases_in(Path(__file__).parent / "values"))
MODEL = "claude-opus-4-8"


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_known(case: Case) -> None:
    document = Document.of(case.snippet, case.path)
    found = [(document.text.line_at(offset), known) for offset, known in sorted(limits(document))]
    if differing := mismatch(case, found):
        pytest.fail(differing, pytrace=False)


def limits(document: Document) -> Iterator[tuple[int, str]]:
    """Where the output limits of the requests in a document stand, and what is known of them."""
    facts = run_to_end(extract(document))
    for request in facts.requests:
        yield start(request), known(request)
    for injection in facts.injections:
        for offset, limit in limits(injection.document):
            yield outside(injection, offset), limit


def start(request: Request) -> int:
    limit = output_argument(request)
    return (limit.value if limit else request).span.start


def known(request: Request) -> str:
    """What is known of the limit, and of the model if it is not the one that is expected."""
    limit = output_argument(request)
    literal = limit.literal if limit else None
    text = str(literal or "unknown")
    model = request.model.literal if request.model else None
    return text if model == MODEL else f"{text} of {model or 'no model'}"


def outside(injection: Injection, offset: int) -> int:
    """An offset in an injected document as one in the document around it."""
    return injection.span.start + injection.source_map.outward(Span(offset, offset)).start
