"""Words: where names stand, and what it takes to look for one again and again."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from claude_preflight.findings import Span
from claude_preflight.text.words import Words


def places(data: bytes, name: bytes, *, member: bool = False) -> list[Span]:
    return [*Words(data).places(name, Span(0, len(data)), member=member)]


@pytest.mark.parametrize(
    ("data", "names", "members"),
    [
        (b"m = am + m1 + m", 2, 0),
        (b"a.m + a?.m", 0, 2),
        (b"a->m + A::m", 2, 2),
        (b"$m + $this->$m", 0, 1),
        (b"m$ + @m", 0, 0),
        (b"f(...m)", 1, 1),
    ],
)
def test_a_name_is_a_word_of_its_own_or_a_member(data: bytes, names: int, members: int) -> None:
    assert len(places(data, b"m")) == names
    assert len(places(data, b"m", member=True)) == members


@pytest.mark.parametrize("start", [0, 1, 2_000, 4_001])
def test_places_lie_within_a_part_of_the_text(start: int) -> None:
    data = b"m n " * 3_000
    whole = [*Words(data).places(b"m", Span(start, len(data)))]

    assert whole[0] == Span(-(-start // 4) * 4, -(-start // 4) * 4 + 1)
    assert [*Words(data).places(b"m", Span(start, whole[9].end))] == whole[:10]
    assert [*Words(data).places(b"m", Span(start, whole[9].end - 1))] == whole[:9]


@pytest.mark.parametrize(("word", "member"), [(b"m", True), (b"x.m", False)])
def test_what_is_no_such_name_is_looked_at_once(word: bytes, member: bool) -> None:
    data = (word + b" = 1\n") * 3_000
    words = Words(data)
    calls = 0

    def called(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    def search() -> int:
        nonlocal calls
        calls = 0
        sys.setprofile(called)
        assert not [*words.places(b"m", Span(0, len(data)), member=member)]
        sys.setprofile(None)
        return calls

    assert search() > 3_000
    assert search() < 300
