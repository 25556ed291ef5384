"""The one change that makes one text out of another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claude_preflight.text.diff import difference
from claude_preflight.text.source_text import SourceText

TEXTS = st.lists(
    st.sampled_from(["a", "b", "\r", "\n", "\u00e8", "\u00e9", "\u20ac", "\U0001f4a9"]), max_size=9
).map("".join)


@given(TEXTS, TEXTS)
def test_the_change_makes_the_other_text_and_cuts_no_character(old: str, new: str) -> None:
    text = SourceText.of(old)

    change = difference(text.data, new.encode())

    assert text.edited(change).data == new.encode()
    assert change.new.decode() in new
    assert text.data[: change.span.start].decode() + text.data[change.span.end :].decode() in {
        old[:start] + old[end:]
        for start in range(len(old) + 1)
        for end in range(start, len(old) + 1)
    }


def test_what_is_the_same_is_left_alone() -> None:
    assert difference(b"one two three", b"one 2 three").new == b"2"
    assert difference(b"same", b"same").new == b""
    assert difference(b"aaa", b"aaaaa").new == b"aa"
