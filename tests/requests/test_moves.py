"""A request that is moved to a model of one's choice works there, and none of our rules objects.

Asked of models that have ended, active ones to move to, what the rules about parameters speak of,
and every dialect; what the new model refuses is decided by the oracle. Of a part by default, of all
with `pytest tests/requests --all-places`, which takes half an hour of CPU time.

Where the reader does not see all of a request yet (`known_gaps.json`), nothing is asked.
"""

from __future__ import annotations

import ast
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from tests.requests import known_gaps
from tests.requests.judging import Pair, Verdict, judge
from tests.requests.oracle import TODAY, Duty, Successor, moved_to, refusing, targets
from tests.requests.samples import MODELS, PAIRS, moves

from claude_preflight.analysis.analyze import analyze
from claude_preflight.analysis.fix_groups import FixGroups
from claude_preflight.analysis.fixing import fix_document
from claude_preflight.findings import Severity
from claude_preflight.knowledge import data
from claude_preflight.knowledge.model_ids import API
from claude_preflight.settings import Move, Settings
from claude_preflight.syntax.document import Document

GAPS = known_gaps.read()
DIALECTS = {(dialect.name, way.value): (dialect, way) for dialect, way in PAIRS}
ONE_IN = 16
# How a title begins what a person has to do themselves.
LEFT = ("then change ", "then check ", "then remove ")


@pytest.fixture
def all_models(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--all-places"))


def without_gaps(*checks: str) -> list[object]:
    """The dialects and ways that have no gap in some of the other tests."""
    gaps = {pair for check in checks for pair in known_gaps.pairs(GAPS, check)}
    return [pytest.param(pair, id=" - ".join(pair)) for pair in DIALECTS if pair not in gaps]


def moved(pair: Pair, *, all_models: bool) -> Iterator[Verdict]:
    """The verdicts on requests of a dialect in a way that safe fixes move."""
    dialect, way = DIALECTS[pair]
    return map(judge, moves(dialect, way, all_models=all_models))


@pytest.mark.parametrize("pair", without_gaps("refused", "uncertain"))
def test_a_safe_move_leaves_a_request_that_works(pair: Pair, *, all_models: bool) -> None:
    wrong = [str(each) for each in moved(pair, all_models=all_models) if each.wrong]

    assert not wrong, f"{len(wrong)}, such as {wrong[0]}"


@pytest.mark.parametrize("pair", without_gaps("refused", "uncertain", "unmoved"))
def test_a_request_that_the_model_takes_is_moved(pair: Pair, *, all_models: bool) -> None:
    unmoved = [
        str(each)
        for each in moved(pair, all_models=all_models)
        if each.duty is Duty.MUST and not each.is_fixed
    ]

    assert not unmoved, f"{len(unmoved)}, such as {unmoved[0]}"


@dataclass(frozen=True, slots=True)
class Form:
    """A file with a request: how it is written, and how its parameters are read again."""

    path: str
    write: Callable[[dict[str, object]], str]
    read: Callable[[str], dict[str, object]]


def python(request: Mapping[str, object]) -> str:
    keywords = ", ".join(f"{name}={value!r}" for name, value in request.items())
    return f"import anthropic\n\nanthropic.Anthropic().messages.create({keywords})\n"


def keywords_of(text: str) -> dict[str, object]:
    statement = ast.parse(text).body[-1]
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Call)
    return {str(each.arg): ast.literal_eval(each.value) for each in statement.value.keywords}


FORMS = (
    Form("ask.py", python, keywords_of),
    Form("request.json", lambda request: json.dumps(request, indent=2) + "\n", json.loads),
)


def spoken_of() -> list[dict[str, object]]:
    """What the rules about parameters say is refused of a request, by whichever model."""
    rules = data.load("parameters.json")["rules"]
    return [
        example["parameters"]
        for rule in rules
        for example in rule.get("examples", {}).get("refused", ())
        if example.get("parameters")
        and not example.keys() & {"library", "call", "api_version", "platform", "imports"}
        and not any(name.startswith("max_tokens_to") for name in example["parameters"])
    ]


def requests(*, all_models: bool) -> Iterator[tuple[Form, str, Successor, dict[str, object]]]:
    """Requests of old models that set what some model refuses, with models to move them to."""
    for number, parameters in enumerate(spoken_of()):
        for old in MODELS[API]:
            for model in targets():
                turn = zlib.crc32(f"{number} {old} {model}".encode())
                target = moved_to(old, model)
                if target and (all_models or not turn % ONE_IN):
                    asked = {"max_tokens": 4096, "messages": [{"role": "user", "content": "Hi"}]}
                    yield FORMS[turn // ONE_IN % 2], old, target, {**asked, **parameters}


def test_a_whole_move_leaves_nothing_that_we_object_to(*, all_models: bool) -> None:
    """What a request lacks it lacked before, and no move knows what to add."""
    asked = 0
    for form, old, target, parameters in requests(all_models=all_models):
        text = form.write({"model": old, **parameters})
        document = Document.of(text, form.path)
        settings = Settings(move=Move(target.model.model))
        (title,) = (
            each.fixes[0].title
            for each in analyze(document, settings, TODAY)
            if each.rule in ("retired-model", "retiring-model") and each.fixes
        )

        fixed = fix_document(document, settings, TODAY, groups=FixGroups(unsafe=True))

        after = form.read(fixed.document.text.data.decode())
        assert after.pop("model") == target.text
        if any(words in title for words in LEFT):
            continue
        asked += 1
        told = f"{title}\n{text}{fixed.document.text.data.decode()}"
        errors = [
            each.message
            for each in fixed.remaining
            if each.severity is Severity.ERROR and not each.message.startswith("Add ")
        ]
        assert not errors, f"{errors[0]}\n{told}"
        assert not [rule.id for rule in refusing(target, after, is_complete=False)], told
    assert asked
