"""Twice the text takes about twice the steps, whatever it is made of.

`scripts/grid.py` measures the same kinds of texts in seconds, at larger sizes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import tree_sitter

import claude_preflight
from claude_preflight.analysis.analyze import analyze
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.languages import LANGUAGES
from shapes import NOTATIONS, kinds

TODAY = date(2026, 8, 1)
MOST = 2.6
# What is done once, or up to a bound, whatever the size.
FEW = 2_500
SMALL, LARGE = 1 << 10, 1 << 13
# Nesting costs more from level to level, up to a bound that a small text does not reach.
LARGE_KINDS = [
    (language, kind)
    for language in ("python", "javascript", "java")
    for kind in kinds(NOTATIONS[language])
    if "nested" in kind or "chain" in kind or "sum" in kind
] + [
    (language, kind)
    for language in ("go", "csharp", "shell")
    for kind in kinds(NOTATIONS[language])
    if kind.endswith("60 deep, often")
]
# To look at what stands beside a place, or is said of all of the text, costs so little that only
# the lines that run tell whether that is more where the text is longer.
BESIDE = ("suppressions", "many parts of '%[", "many parts of 'import", "a chain of branches")
BESIDE_KINDS = [
    (language, kind)
    for language in ("python", "javascript", "shell")
    for kind in kinds(NOTATIONS[language])
    if kind.startswith(BESIDE) or "successors" in kind
]
BESIDE_MOST = 2.15
OWN = str(Path(claude_preflight.__file__).parent)
# The parts of a language and its names are tried in each, other kinds in every third.
EACH = ("a typical part", "a wide", "many names", "many parts")
SMALL_KINDS = [
    (language, kind)
    for number, (language, notation) in enumerate(NOTATIONS.items())
    for at, kind in enumerate(kinds(notation))
    if not any(word in kind for word in ("nested", "chain", "sum", "60 deep"))
    and (kind.startswith(EACH) or (number + at) % 3 == 0)
    and (language in ("text", "prose", "shell") or not kind.startswith(("ids with", "a run of")))
]


class Steps:
    """Counts calls, and what a query looks at and finds, which happens in one call."""

    def __init__(self) -> None:
        self.count = 0
        self.cursors = 0
        self.exceeded = False

    def called(self, _frame: FrameType, event: str, _arg: object) -> None:
        self.count += event in ("call", "c_call")

    def entered(self, frame: FrameType, _event: str, _arg: object) -> Any:
        return self.ran if frame.f_code.co_filename.startswith(OWN) else None

    def ran(self, _frame: FrameType, event: str, _arg: object) -> Any:
        self.count += event == "line"
        return self.ran

    def cursor(self, query: tree_sitter.Query, **limits: int) -> Any:
        self.cursors += 1
        return _Cursor(self, tree_sitter_cursor(query, **limits))


tree_sitter_cursor = tree_sitter.QueryCursor


class _Cursor:
    """A query cursor that counts the places of the tree that it may look at."""

    def __init__(self, steps: Steps, cursor: tree_sitter.QueryCursor) -> None:
        self._steps = steps
        self._cursor = cursor
        self._depth: int | None = None
        self._window: int | None = None

    def set_byte_range(self, start: int, end: int) -> None:
        self._cursor.set_byte_range(start, end)

    def set_containing_byte_range(self, start: int, end: int) -> None:
        self._window = end - start
        self._cursor.set_containing_byte_range(start, end)

    def set_max_start_depth(self, depth: int) -> None:
        self._depth = depth
        self._cursor.set_max_start_depth(depth)

    def matches(self, node: tree_sitter.Node) -> list[tuple[int, dict[str, Any]]]:
        matches = self._cursor.matches(node)
        self._steps.exceeded |= self._cursor.did_exceed_match_limit
        size = node.child_count if self._depth is not None else node.end_byte - node.start_byte
        self._steps.count += min(size, self._window or size) // 10
        self._steps.count += sum(len(nodes) for _, found in matches for nodes in found.values())
        return matches


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch, *, lines: bool = False) -> Iterator[Steps]:
    steps = Steps()
    with monkeypatch.context() as patch:
        patch.setattr(tree_sitter, "QueryCursor", steps.cursor)
        before = sys.getprofile(), sys.gettrace()
        sys.setprofile(steps.called)
        if lines:
            sys.settrace(steps.entered)
        try:
            yield steps
        finally:
            sys.setprofile(before[0])
            sys.settrace(before[1])


def steps_of(text: str, path: str, monkeypatch: pytest.MonkeyPatch, *, lines: bool = False) -> int:
    with counted(monkeypatch, lines=lines) as steps:
        analyze(Document.of(text, path), Settings(), TODAY)
    return steps.count


def test_there_is_a_notation_for_each_language() -> None:
    assert set(NOTATIONS) == {language.id for language in LANGUAGES}


@pytest.mark.parametrize(
    ("language", "kind", "size"),
    [(*each, SMALL) for each in SMALL_KINDS] + [(*each, LARGE) for each in LARGE_KINDS],
)
def test_twice_the_text_takes_about_twice_the_steps(
    language: str, kind: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    notation = NOTATIONS[language]
    write = kinds(notation)[kind]
    steps_of(write(100), notation.path, monkeypatch)  # grammars and data are loaded once
    once = steps_of(write(size), notation.path, monkeypatch)
    twice = steps_of(write(2 * size), notation.path, monkeypatch)
    assert twice <= MOST * once + FEW


@pytest.mark.parametrize(("language", "kind"), BESIDE_KINDS)
def test_what_stands_beside_costs_no_more_where_there_is_more_of_it(
    language: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    notation = NOTATIONS[language]
    write = kinds(notation)[kind]
    steps_of(write(100), notation.path, monkeypatch)
    once = steps_of(write(LARGE), notation.path, monkeypatch, lines=True)
    twice = steps_of(write(2 * LARGE), notation.path, monkeypatch, lines=True)
    assert twice <= BESIDE_MOST * once


@pytest.mark.parametrize(
    ("language", "kind"),
    [(language, kind) for language, kind in SMALL_KINDS if kind.startswith(EACH)],
)
def test_few_matches_wait_for_the_rest_of_their_pattern(
    language: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    notation = NOTATIONS[language]
    with counted(monkeypatch) as steps:
        analyze(Document.of(kinds(notation)[kind](LARGE), notation.path), Settings(), TODAY)
    assert not steps.exceeded


def test_where_much_is_looked_at_a_query_is_run_once_for_what_is_near(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notation = NOTATIONS["python"]
    write = next(kind for name, kind in kinds(notation).items() if "anthropic-version" in name)
    runs = []
    for size in (LARGE, 2 * LARGE):
        with counted(monkeypatch) as steps:
            analyze(Document.of(write(size), notation.path), Settings(), TODAY)
        runs.append(steps.cursors)
    # Some twenty headers stand in a kB.
    assert runs[1] - runs[0] <= 4 * LARGE / 1024
