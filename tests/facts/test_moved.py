"""A change moves all that is behind it, in each kind of fact and whatever it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from claude_preflight.facts.extract import extract
from claude_preflight.facts.moved import Moved, Shift, places_of
from claude_preflight.facts.types import Facts
from claude_preflight.findings import Span
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.document import Document
from claude_preflight.text.source_text import Change

ID = "claude-opus-4-8"
# Each has facts of all kinds that its language has, behind a line of its own.
TEXTS = {
    "a.py": (
        f'x = 1\nM = "{ID}"\n'
        'ask(model=M, max_tokens=5, extra={"a": [1]})  # claude-preflight: ignore[max-tokens]\n'
    ),
    "b.py": (
        "x = 1\nimport anthropic\nc = anthropic.Anthropic(timeout=5)\n"
        'get("https://api.anthropic.com/v1/models", headers={"x-api-key": key})\n'
        f'key = "sk-ant-api03-{"Ab1-cD2_" * 12}"\n'
    ),
    "a.yaml": f"# x\nmodel: {ID}\nmax_tokens: 5\n",
    "a.md": f'x\n\n```py\nask(model="{ID}")\n```\n',
    "requirements.txt": "# x\nanthropic==0.30.1\n",
    "a.go": f'package a\n\nvar m = "{ID}"\nvar r = Request{{Model: m, MaxTokens: 5}}\n',
}


def spans(value: object) -> Iterator[Span]:
    """All places in a value but for those in a document inside another, found without its types."""
    if isinstance(value, Document):
        return
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from spans(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from spans(getattr(value, field.name))


def facts(path: str) -> Facts:
    return run_to_end(extract(Document.of(TEXTS[path], path)))


@pytest.mark.parametrize("path", list(TEXTS))
def test_all_places_behind_a_change_move(path: str) -> None:
    known = facts(path)
    moved = Shift.of(Change(Span(0, 1), b"four"))(known)

    assert list(spans(known))
    assert list(spans(moved)) == [Span(at.start + 3, at.end + 3) for at in spans(known)]


@pytest.mark.parametrize("path", list(TEXTS))
def test_what_stands_before_a_change_is_the_same_object(path: str) -> None:
    known = facts(path)
    assert Shift.of(Change(Span(len(TEXTS[path]), len(TEXTS[path])), b"x"))(known) is known


def test_each_kind_of_fact_is_in_a_text() -> None:
    """A new kind that no text above has would move unseen."""
    for name in places_of(Facts):
        assert any(getattr(facts(path), name) for path in TEXTS), name


def test_a_fact_before_a_change_whose_value_is_written_behind_it_moves() -> None:
    """How far one reaches is remembered: by what it is made of, not by where it stands itself."""
    text = f'ask(model=M)\nx = 1\nM = "{ID}"\n'
    requests = run_to_end(extract(Document.of(text, "a.py"))).requests
    far = Shift.of(Change(Span(len(text), len(text)), b"x"))
    near = Shift.of(Change(Span(text.index("x"), text.index("x")), b"y = 2\n"))

    known = Moved.of(requests)
    for shift in (far, near, far):  # what is remembered of one change holds for the next
        assert known.behind(shift) == shift(requests)
    assert known.behind(near) != requests
    assert known.behind(near).spans == [request.span for request in requests]
    assert all(moved is fact for moved, fact in zip(known.behind(far), requests, strict=True))


@pytest.mark.parametrize("path", list(TEXTS))
def test_what_moves_once_it_is_asked_for_comes_to_the_same(path: str) -> None:
    start, here = Shift.of(Change(Span(0, 0), b"four")), Shift.of(Change(Span(9, 9), b"\n"))
    known = facts(path)
    for name in places_of(Facts):
        told = getattr(known, name)
        if name == "looked_up":  # of which nobody asks where it stands
            continue
        moved = Moved.of(told).behind(start).behind(here).behind(start)

        assert moved.spans == [fact.span for fact in start(here(start(told)))]
        assert [*moved.each(lambda fact: fact.span)] == moved.spans
        assert moved == start(here(start(told)))


def test_some_of_what_moved_are_left_out_and_others_are_put_between() -> None:
    document = Document.of(f'A = "{ID}"\nB = "{ID}"\n', "a.py")
    mentions = run_to_end(extract(document)).mentions
    first = mentions[0]
    moved = Moved.of(mentions).behind(Shift(0, 10))
    other = first._replace(span=Span(1, 2))

    assert moved.apart_from(Span(first.span.start + 10, first.span.end + 10)) == (
        Shift(0, 10)(tuple(mentions[1:]))
    )
    assert moved.joined([other])[:2] == (other, Shift(0, 10)(first))
