"""SourceText against a plain reading of the protocol: whole texts, split and counted afresh."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import settings as test_settings
from hypothesis import strategies as st

from claude_preflight.findings import Span
from claude_preflight.text.source_text import Change, Position, PositionEncoding, SourceText

ENCODINGS: tuple[PositionEncoding, ...] = ("utf-8", "utf-16", "utf-32")
PIECES = (
    *"ab \t",
    "\n",
    "\r",
    "\r\n",
    "\n\r",
    # Line ends for `str.splitlines`, but not for editors.
    *"\f\v\x1c\x1d\x1e\x85\u2028\u2029",
    "\0",
    "\ufeff",
    "\N{LATIN SMALL LETTER E WITH ACUTE}",
    "e\N{COMBINING ACUTE ACCENT}",
    "\N{EURO SIGN}",
    "\N{PILE OF POO}",
)
BROKEN = (b"\xff", b"\xc3", b"\xe2\x82", b"\xf0\x9f\x92", b"\x80", b"\xed\xa0\xbd", b"\xc0\xaf")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
BYTES = st.lists(
    st.one_of(st.sampled_from(PIECES).map(str.encode), st.sampled_from(BROKEN)), max_size=30
).map(b"".join)
# Long enough for several runs of line starts.
LONG = st.integers(0, 3000).map(lambda count: b"x\n" * count)


def lines_of(data: bytes) -> list[tuple[int, int]]:
    """The start of each line and the end of its text, by the words of the protocol."""
    lines, start = [], 0
    for end in re.finditer(rb"\r\n|\n|\r", data):
        lines.append((start, end.start()))
        start = end.end()
    return [*lines, (start, len(data))]


def units(text: str, encoding: PositionEncoding) -> int:
    """The length of a text in the units of an encoding."""
    if encoding == "utf-32":
        return len(text)
    if encoding == "utf-16":
        return sum(2 if ord(character) > 0xFFFF else 1 for character in text)
    return len(text.encode())


def position_of(text: str, index: int, encoding: PositionEncoding) -> Position:
    """The position of the character at an index; it must not stand between CR and LF."""
    data = text[:index].encode()
    line, (start, _) = max(
        (number, bounds)
        for number, bounds in enumerate(lines_of(text.encode()))
        if bounds[0] <= len(data)
    )
    return Position(line, units(data[start:].decode(), encoding))


def is_between(text: str, index: int) -> bool:
    return text[max(index - 1, 0) : index + 1] == "\r\n"


@given(BYTES)
def test_lines_end_where_the_protocol_says(data: bytes) -> None:
    text = SourceText.of(data)
    assert text.line_count == len(lines_of(data))
    spans = [text.line_span(line) for line in range(text.line_count)]
    assert spans == [Span(*bounds) for bounds in lines_of(data)]


@given(BYTES)
def test_each_byte_lies_in_the_last_line_that_starts_before_it(data: bytes) -> None:
    text = SourceText.of(data)
    starts = [start for start, _ in lines_of(data)]
    for offset in range(len(data) + 1):
        assert text.line_at(offset) == sum(start <= offset for start in starts) - 1


@given(TEXTS, st.sampled_from(ENCODINGS))
def test_positions_and_offsets_are_those_of_the_plain_text(
    plain: str, encoding: PositionEncoding
) -> None:
    text = SourceText.of(plain)
    for index in range(len(plain) + 1):
        offset = len(plain[:index].encode())
        if is_between(plain, index):
            continue
        position = position_of(plain, index, encoding)
        assert text.position(offset, encoding) == position
        assert text.offset(position, encoding) == offset


@given(BYTES, st.sampled_from(ENCODINGS))
def test_offsets_of_any_bytes_survive_the_way_there_and_back(
    data: bytes, encoding: PositionEncoding
) -> None:
    """Broken bytes count as one unit each, so an editor's edit between them finds its place."""
    text = SourceText.of(data)
    for start, end in lines_of(data):
        for offset in (start, end):
            assert text.offset(text.position(offset, encoding), encoding) == offset


@given(BYTES, st.integers(-9, 99), st.integers(-9, 99), st.sampled_from(ENCODINGS))
def test_places_outside_are_moved_inside(
    data: bytes, line: int, character: int, encoding: PositionEncoding
) -> None:
    text = SourceText.of(data)
    offset = text.offset((line, character), encoding)
    if line < 0:
        assert offset == 0
    elif line >= text.line_count:
        assert offset == len(data)
    else:
        span = text.line_span(line)
        assert span.start <= offset <= span.end
        if character <= 0:
            assert offset == span.start
        if character >= span.end - span.start:
            assert offset == span.end


@given(TEXTS, st.integers(-99, 99), st.sampled_from(ENCODINGS))
def test_offsets_outside_are_moved_inside(
    plain: str, offset: int, encoding: PositionEncoding
) -> None:
    text = SourceText.of(plain)
    inside = min(max(offset, 0), len(text.data))
    assert text.position(offset, encoding) == text.position(inside, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_column_inside_a_character_stands_for_the_character_or_the_place_behind(
    encoding: PositionEncoding,
) -> None:
    text = SourceText.of("a\N{PILE OF POO}b")
    offset = text.offset((0, 2), encoding)
    if encoding == "utf-16":
        assert offset == 1, "half a surrogate pair is no place"
    else:
        assert offset == 2, "a column in bytes is taken as it is"


@test_settings(max_examples=60)
@given(st.one_of(BYTES, LONG), st.data())
def test_an_edited_text_is_the_text_made_anew(data: bytes, draw: st.DataObject) -> None:
    text = SourceText.of(data)
    for _ in range(draw.draw(st.integers(1, 6), label="edits")):
        start = draw.draw(st.integers(0, len(data)), label="start")
        end = draw.draw(st.integers(start, min(len(data), start + 2500)), label="end")
        new = draw.draw(st.one_of(BYTES, LONG), label="new")
        text = text.edited(Change(Span(start, end), new))
        data = data[:start] + new + data[end:]
        assert text.data == data
        assert text.line_count == len(lines_of(data))
        assert [text.line_span(line) for line in range(text.line_count)] == [
            Span(*bounds) for bounds in lines_of(data)
        ]


@test_settings(max_examples=20)
@given(LONG, st.lists(st.integers(0, 6000), max_size=60))
def test_lines_are_found_after_many_small_edits(data: bytes, places: list[int]) -> None:
    text = SourceText.of(data)
    for place in places:
        at = min(place, len(data))
        text = text.edited(Change(Span(at, at), b"\r"))
        data = data[:at] + b"\r" + data[at:]
    starts = [start for start, _ in lines_of(data)]
    assert [text.line_at(start) for start in starts] == list(range(len(starts)))


def test_an_edit_leaves_the_text_before_as_it_was() -> None:
    text = SourceText.of("a\nb")
    edited = text.edited(Change(Span(1, 2), b"\r\n\r\n"))
    assert (text.data, text.line_count) == (b"a\nb", 2)
    assert (edited.data, edited.line_count) == (b"a\r\n\r\nb", 3)


@pytest.mark.parametrize("lines", [2**power for power in range(1, 12)])
def test_a_text_with_as_many_lines_as_are_kept_together_is_edited_too(lines: int) -> None:
    """Here its last, empty line is kept apart from the line before."""
    text = SourceText.of(b"x\n" * lines)
    at = len(text.data) - 3
    assert text.edited(Change(Span(at, at), b"y")).line_count == lines + 1
    assert text.edited(Change(Span(at, at), b"\n")).line_count == lines + 2


def test_a_carriage_return_and_a_line_feed_may_meet_and_part() -> None:
    text = SourceText.of("a\r\nb")
    parted = text.edited(Change(Span(2, 2), b"x"))
    assert parted.line_count == 3
    assert parted.edited(Change(Span(2, 3), b"")).line_count == 2


def test_a_string_keeps_its_lone_surrogates_and_bytes_stay_as_they_are() -> None:
    assert SourceText.of("\ud83d").data == b"\xed\xa0\xbd"
    assert SourceText.of(b"\xff\xfe").data == b"\xff\xfe"
    assert SourceText.of(b"a\xffb").slice(Span(0, 3)) == "a\ufffdb"


@given(st.binary(max_size=30))
def test_what_a_parser_reads_is_utf_8_of_the_same_length(data: bytes) -> None:
    parsable = SourceText.of(data).parsable
    assert len(parsable) == len(data)
    parsable.decode("utf-8")
    assert all(new in (old, ord("?")) for old, new in zip(data, parsable, strict=True))


def test_a_parser_reads_what_is_utf_8_as_it_is() -> None:
    text = SourceText.of(b"\xc3\xa9\xe9\xed\xa0\xbd\xf0\x9f")
    assert text.parsable == b"\xc3\xa9??????"


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("step", [41, -35, 5_001])
def test_places_in_a_long_line_are_told_in_any_order(encoding: PositionEncoding, step: int) -> None:
    parts = ("ab", "\N{EURO SIGN}", "\N{PILE OF POO}", "c\n", "\N{EURO SIGN}" * 700)
    text = SourceText.of("".join(parts * 6))
    for at in (n * step % len(text.data) for n in range(300)):
        fresh = SourceText.of(text.data[: max(at, text.line_span(text.line_at(at)).start)])
        assert text.position(at, encoding) == fresh.position(at, encoding)
