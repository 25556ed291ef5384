"""What does not hold yet, by test, way of writing and dialect: `known_gaps.json`.

A gap that is closed fails its test until it is taken off the list. This takes off all that are, and
never adds one:

    .venv/bin/python -m tests.requests.known_gaps
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.requests.judging import Pair, Verdict, refused, uncertain, unmoved, verdicts

FILE = Path(__file__).with_suffix(".json")
CHECKS = {"refused": refused, "uncertain": uncertain, "unmoved": unmoved}
"""What each test looks for among the verdicts on a pair; it passes if there is none."""

Gaps = dict[str, dict[str, list[str]]]


def read() -> Gaps:
    """The dialects that have a gap, by test and way."""
    gaps: Gaps = json.loads(FILE.read_text(encoding="utf-8"))
    return gaps


def pairs(gaps: Gaps, check: str) -> Iterator[Pair]:
    """The pairs that are known to fail a test."""
    return ((dialect, way) for way, dialects in gaps[check].items() for dialect in dialects)


def still_open(gaps: Gaps) -> Gaps:
    """The gaps that are not closed yet."""
    left: Gaps = {check: {} for check in gaps}
    for check, of in CHECKS.items():
        for dialect, way in pairs(gaps, check):
            found: list[Verdict] = list(of(verdicts((dialect, way), all_models=False)))
            if found:
                left[check].setdefault(way, []).append(dialect)
    return left


if __name__ == "__main__":
    FILE.write_text(json.dumps(still_open(read()), indent=2) + "\n", encoding="utf-8")
