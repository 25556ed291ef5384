"""What the request of each library reads as: the cases in `libraries/`, one file a library.

Behind the line where a parameter is set stands what it is under its name in the API, at any depth:
`model=claude-opus-4-8, thinking.type=enabled`. What is not known is `unknown`; `more=unknown`
stands where a request begins that takes over what is not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.facts.cases import Case, cases_in, mismatch
from tests.facts.test_values import outside

from claude_preflight.facts.extract import extract
from claude_preflight.facts.types import Argument, Mapping, Request
from claude_preflight.knowledge.conditions import Shape
from claude_preflight.knowledge.parameter_names import api_name
from claude_preflight.rules.refusals import values_of
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.document import Document
from claude_preflight.text.model_words import is_model_key

CASES = list(cases_in(Path(__file__).parent / "libraries"))
PARAMETERS = frozenset(
    [
        "max_tokens",
        "temperature",
        "top_p",
        "top_k",
        "thinking",
        "tool_choice",
        "output_config",
        "stream",
    ]
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_a_request_reads_as(case: Case) -> None:
    document = Document.of(case.snippet, case.path)
    places = sorted(set(words(document)))
    found = [(document.text.line_at(offset), word) for offset, word in places]
    if differing := mismatch(case, found):
        pytest.fail(differing, pytrace=False)


def words(document: Document) -> Iterator[tuple[int, str]]:
    """What requests set, with the places where they do."""
    facts = run_to_end(extract(document))
    for request in facts.requests:
        if not request.is_complete:
            yield request.span.start, "more=unknown"
        for argument in request.arguments:
            inside = argument.span.encloses(argument.value.span)
            place = (argument.value if inside else argument).span.start
            yield from ((place, word) for word in said(document, request, argument))
    for injection in facts.injections:
        for offset, word in words(injection.document):
            yield outside(injection, offset), word


def said(document: Document, request: Request, argument: Argument) -> Iterator[str]:
    """What an argument sets, as words."""
    if argument == request.model or is_model_key(argument.key):
        if not isinstance(argument.value, Mapping):
            yield f"model={argument.literal or 'unknown'}"
    elif api_name(argument.key) in PARAMETERS:
        values = values_of(document.text, argument)
        for path, found in values.items():
            for value in found:
                if value is not Shape.MAPPING and (value is not None or len(values) == 1):
                    yield f"{path}={written(value)}"


def written(value: object) -> str:
    """A value as the cases have it."""
    if isinstance(value, float):
        return f"{value:g}"
    return "unknown" if value is None else str(value)
