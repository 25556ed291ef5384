"""No safe fix leaves a request that fails, and most requests that can be moved are.

Asked of requests in every dialect, with every set of parameters and in every way of writing. Which
of them fail is decided by what is known of the API (`oracle.py`), and what a text sets by a plain
search (`writing.py`): neither asks the reader. Each is asked of with half of the models; with all,
about a minute of CPU time, with `pytest tests/requests --all-places`.

`known_gaps.json` lists what does not hold yet.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.requests import known_gaps
from tests.requests.judging import (
    Pair,
    Verdict,
    faults,
    holds_json,
    is_lowered_too_far,
    parses,
    refused,
    uncertain,
    unmoved,
    verdicts,
)
from tests.requests.oracle import Duty, Parameters, candidates, refusing
from tests.requests.reading_back import read_back
from tests.requests.samples import PAIRS, is_unknown_in
from tests.requests.writing import Way

CLIENT = Path(__file__).with_name("vendor_client.py")
VENDOR = ("anthropic, Python", "AnthropicVertex, Python")
GAPS = known_gaps.read()
REASONS = {
    "refused": "the reader does not see all that this request sets",
    "uncertain": "a fix drops or leaves what is not known",
    "unmoved": "a field of a class may be read elsewhere, so it is not removed unasked",
}
NAMES = tuple((dialect.name, way.value) for dialect, way in PAIRS)
UNCERTAIN = tuple((dialect.name, way.value) for dialect, way in PAIRS if dialect.takes_unknown(way))
"""The pairs that can have a value in them that is not known."""


def asked(check: str, pairs: tuple[Pair, ...]) -> Iterator[object]:
    """Pairs for a test; those with a gap are expected to fail it."""
    gaps = set(known_gaps.pairs(GAPS, check))
    gap = pytest.mark.xfail(strict=True, reason=REASONS[check])
    for pair in pairs:
        yield pytest.param(pair, id=" - ".join(pair), marks=gap if pair in gaps else ())


@pytest.fixture
def all_models(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--all-places"))


def told(found: list[Verdict]) -> str:
    """What a test says when it fails: how many, and the first of them."""
    return f"{len(found)}, such as {found[0]}" if found else ""


@pytest.mark.parametrize("pair", list(asked("refused", NAMES)))
def test_no_safe_fix_leaves_a_request_that_fails(pair: Pair, *, all_models: bool) -> None:
    found = list(refused(verdicts(pair, all_models=all_models)))

    assert not found, told(found)


@pytest.mark.parametrize("pair", list(asked("uncertain", UNCERTAIN)))
def test_no_safe_fix_depends_on_what_is_not_known(pair: Pair, *, all_models: bool) -> None:
    found = list(uncertain(verdicts(pair, all_models=all_models)))

    assert not found, told(found)


@pytest.mark.parametrize("pair", list(asked("unmoved", NAMES)))
def test_a_request_that_can_be_moved_is(pair: Pair, *, all_models: bool) -> None:
    found = list(unmoved(verdicts(pair, all_models=all_models)))

    assert not found, told(found)


def test_nine_in_ten_of_the_requests_that_can_be_moved_are(
    capsys: pytest.CaptureFixture[str], *, all_models: bool
) -> None:
    counts: Counter[str] = Counter()
    for pair in NAMES:
        for verdict in verdicts(pair, all_models=all_models):
            counts["requests"] += 1
            counts["wrong"] += bool(verdict.wrong)
            if verdict.duty is Duty.MUST:
                counts["to be moved"] += 1
                counts["moved"] += verdict.is_fixed and not verdict.wrong
    with capsys.disabled():
        print(f"\n{dict(counts)}: {counts['moved'] / counts['to be moved']:.1%} moved")

    assert counts["moved"] >= 0.9 * counts["to be moved"]


def test_output_is_lowered_no_further_than_to_the_limit_of_the_vendor(*, all_models: bool) -> None:
    found = [
        verdict
        for pair in NAMES
        for verdict in verdicts(pair, all_models=all_models)
        if verdict.is_fixed and is_lowered_too_far(verdict)
    ]

    assert not found, told(found)


def test_the_client_of_the_vendor_builds_what_a_safe_fix_leaves(*, all_models: bool) -> None:
    right = [
        (verdict, left)
        for pair in NAMES
        if pair[0] in VENDOR
        for verdict in verdicts(pair, all_models=all_models)
        if verdict.is_fixed and not verdict.wrong
        for left in candidates(verdict.left)
    ]
    assert {verdict.sample.dialect.name for verdict, _ in right} == set(VENDOR)

    programs = [(verdict.after, argument(verdict, left)) for verdict, left in right]
    for (verdict, left), result in zip(right, run(programs), strict=True):
        assert not result["error"], f"{result['error']}\n{verdict}"
        (body,) = result["sent"]
        sent = {name: body[name] for name in verdict.sample.parameters if name in body}
        assert sent == left, str(verdict)
        assert not refusing(verdict.sample.successor, sent), str(verdict)
        # The client for Vertex puts the model into the URL.
        assert body.get("model", verdict.sample.successor.text) == verdict.sample.successor.text


def argument(verdict: Verdict, left: Parameters) -> object:
    """What the function of a program is called with: what is not known in the request."""
    parameters = verdict.sample.parameters
    return next((left[n] for n in left if is_unknown_in({n: parameters[n]})), None)


def run(programs: list[tuple[str, object]]) -> list[dict[str, Any]]:
    """What the vendor's client sends for each program; nothing leaves this machine."""
    done = subprocess.run(
        [sys.executable, str(CLIENT)],
        input=json.dumps(programs),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    results: list[dict[str, Any]] = json.loads(done.stdout)
    return results


@pytest.mark.parametrize("pair", NAMES, ids=" - ".join)
def test_the_requests_are_what_they_are_said_to_be(pair: Pair, *, all_models: bool) -> None:
    found = verdicts(pair, all_models=all_models)
    assert found

    for verdict in found:
        sample = verdict.sample
        assert parses(sample.written.text, sample.written.path), sample.written.text
        assert holds_json(sample.written.text) or sample.way is not Way.JSON_STRING
        assert sample.written.text.count(sample.old) == 1, sample.written.text
        assert read_back(sample.dialect, sample.written.text, sample.parameters) == dict(
            sample.parameters
        ), sample.written.text


@pytest.mark.parametrize("pair", NAMES, ids=" - ".join)
def test_a_model_that_is_exchanged_alone_is_seen_to_be_wrong(
    pair: Pair, *, all_models: bool
) -> None:
    must_change = [
        sample
        for verdict in verdicts(pair, all_models=all_models)
        if not is_unknown_in((sample := verdict.sample).parameters)
        and refusing(sample.successor, sample.parameters)
    ]
    assert must_change

    for sample in must_change:
        exchanged = sample.written.text.replace(sample.old, sample.successor.text)
        assert list(faults(sample, exchanged)), exchanged
