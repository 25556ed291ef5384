"""Nesting: how deep a text nests, told from its bytes before a parser sees it.

Some parsers keep what is open in a memory of 1,024 bytes: the indentation of blocks, the words that
end here-documents. Where that does not suffice they crash. Others need a time that grows with the
square of the brackets or tags that are open, or as much memory for assignments in each other that
lack the beginning of their value (`x=>x=>`). Each limit here counts rather too much than too
little, and is far above what people write; `Language` has the figures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.syntax.languages import Language

_CLOSES = dict(zip(b")]}", b"([{", strict=True))
# So often pairs are taken away from all of a text at once; most texts have no more levels.
_FEW = 64
_TURNS = {opening: turn for turn, opening in enumerate(b"([{")}
_OTHERS = bytes(set(range(256)) - {*_CLOSES, *_CLOSES.values()})
# An open one ends with its line, so that each byte is looked at once.
_STRING = regex(rb"\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?", re.DOTALL)
_TAB = 8
_WIDTHS = {ord("\t"): _TAB, ord("\\"): 0, ord("\n"): 0}
_HEREDOC = regex(rb"(?<!class )<<[~-]?[\"'`]?(?P<word>[A-Za-z_]\w*)")
_HEREDOC_PART = regex(_HEREDOC.pattern + rb"|^[ \t]*(?P<end>\w+)[ \t]*$", re.MULTILINE)
# What a parser keeps of a here-document besides its word.
_HEREDOC_SIZE = 4

# A tag up to what closes it; a sign that begins the next one ends it as well.
_TAG = regex(rb"<(?P<end>/?)(?P<name>[A-Za-z_:][\w:.-]*)(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*")
_PART = 1 << 11

# An assignment that goes on with an operator that begins no value; one of these signs ends it.
_NO_VALUE = regex(rb"=\s*[*%/<>|^?:\])}]")
_END = regex(rb"[,;]")


def is_too_deep(language: Language, data: bytes, span: Span) -> bool:
    """Whether a part of a text nests deeper than the parser of its language can bear."""
    part = data[span.start : span.end] if span.end - span.start < len(data) else data
    return (
        _nests_brackets(part, language.brackets)
        or _nests_blocks(part, language.blocks, language.markers)
        or _nests_heredocs(part, language.heredocs)
        or _nests_assignments(part, language.assignments)
        or _nests_tags(part, language.tags)
    )


def _nests_brackets(data: bytes, limit: int | None) -> bool:
    """Whether brackets nest deeper; those in strings count only if the others do as well."""
    if limit is None:
        return False
    return _opens_more(data, limit) and _opens_more(_STRING.sub(b"", data), limit)


def _opens_more(data: bytes, limit: int) -> bool:
    """Whether more brackets are open at a place.

    The innermost pairs are taken away, as often as it takes. What is left has no partner.
    """
    brackets = data.translate(None, _OTHERS)
    few = min(limit, _FEW)
    for _ in range(few):
        outer = brackets.replace(b"()", b"").replace(b"[]", b"").replace(b"{}", b"")
        if len(outer) == len(brackets):
            return len(brackets) > limit and _are_open(brackets, limit)
        brackets = outer
    return few == limit or _takes_rounds(brackets, limit - few, limit)


def _takes_rounds(brackets: bytes, rounds: int, limit: int) -> bool:
    """Whether pairs could be taken away so many times more, or more of the others are open.

    This goes through the brackets once: many rounds that take little away from each are dear. In a
    round pairs of the three kinds go in turn, so that one may go with those of another inside it.
    """
    open_ones: list[int] = []
    last = [-1]  # the turn in which the last pair goes between the open ones
    for byte in brackets:
        opening = _CLOSES.get(byte)
        if opening is None or not open_ones or open_ones[-1] != opening:
            open_ones.append(byte)
            last.append(-1)
            continue
        open_ones.pop()
        inner = last.pop()
        turn = inner + 1 + (_TURNS[opening] - inner - 1) % len(_TURNS)
        if turn >= len(_TURNS) * (rounds - 1):
            return True
        last[-1] = max(last[-1], turn)
    return len(open_ones) > limit and _are_open(bytes(open_ones), limit)


def _are_open(brackets: bytes, limit: int) -> bool:
    """Whether more of some brackets are open at a place; a closing one closes one of its kind."""
    open_ones = dict.fromkeys(_CLOSES.values(), 0)
    count = 0
    for byte in brackets:
        opening = _CLOSES.get(byte)
        if opening is None:
            open_ones[byte] += 1
            count += 1
            if count > limit:
                return True
        elif open_ones[opening]:
            open_ones[opening] -= 1
            count -= 1
    return False


def _nests_blocks(data: bytes, limit: int | None, markers: str) -> bool:
    """Whether blocks begin at more columns, which is how deep they nest at most."""
    if limit is None:
        return False
    lines = b"\n" + data.replace(b"\r", b"\n").replace(b"\f", b"\n")
    head, *far = _heads(limit, markers)
    if not any(pattern.search(lines) for pattern in far):
        return False
    columns: set[int] = set()
    for match in head.finditer(lines):
        columns.update(_columns(match[0], markers.encode()))
        if len(columns) > limit:
            return True
    return False


@cache
def _heads(limit: int, markers: str) -> tuple[re.Pattern[bytes], ...]:
    """Patterns for what stands before the text of a line, and for a line that begins far out.

    A backslash joins a line to the next one. The patterns begin with one byte, which is found fast.
    """
    marker = f"|[{re.escape(markers)}][ \\t]" if markers else ""
    head = rf"\n(?:[ \t]|\\\n+{marker})*"
    byte = rf"[ \t\\\n{re.escape(markers)}]"
    far = (rf"\n{byte}{{{limit}}}", rf"\n *\t{byte}{{{limit // _TAB}}}")
    return tuple(re.compile(pattern.encode()) for pattern in (head, *far))


def _columns(head: bytes, markers: bytes) -> Iterator[int]:
    """The columns at which blocks may begin in a line: behind white space and behind markers."""
    column = 0
    for byte in head:
        if byte in markers:
            yield column
        column += _WIDTHS.get(byte, 1)
    yield column


def _nests_heredocs(data: bytes, limit: int | None) -> bool:
    """Whether the words that end here-documents may take more bytes while these are open."""
    if limit is None:
        return False
    sizes = (len(match["word"]) + _HEREDOC_SIZE for match in _HEREDOC.finditer(data))
    return sum(sizes) > limit and _most_waiting(data) > limit


def _most_waiting(data: bytes) -> int:
    """How many bytes the parser keeps at most of here-documents whose end is to come."""
    waiting: Counter[bytes] = Counter()
    size = most = 0
    for match in _HEREDOC_PART.finditer(data):
        if match["word"]:
            waiting[match["word"]] += 1
            size += len(match["word"]) + _HEREDOC_SIZE
            most = max(most, size)
        elif waiting[match["end"]]:
            waiting[match["end"]] -= 1
            size -= len(match["end"]) + _HEREDOC_SIZE
    return most


def _nests_assignments(data: bytes, limit: int | None) -> bool:
    """Whether more assignments of one statement lack the beginning of their value."""
    if limit is None or len(_NO_VALUE.findall(data)) <= limit:
        return False
    return any(len(_NO_VALUE.findall(part)) > limit for part in _END.split(data))


def _nests_tags(data: bytes, limit: int | None) -> bool:
    """Whether more elements are in each other."""
    if limit is None:
        return False
    # What begins and ends is counted, part by part; where that may be too much, with its names.
    count = 0
    for at in range(0, len(data), _PART):
        part = data[at : at + _PART]
        ends = part.count(b"</")
        begins = part.count(b"<") - ends - part.count(b"<!") - part.count(b"<?")
        if count + begins > limit:
            return _most_elements(data) > limit
        count = max(count + begins - ends - part.count(b"/>"), 0)
    return False


def _most_elements(data: bytes) -> int:
    """How many elements are open at most, but for those that none of a name is closed of.

    Or how many tags are not closed before the next one begins, which a parser tries one by one.
    """
    closed = {match["name"] for match in _TAG.finditer(data) if match["end"]}
    count = most = broken = 0
    for match in _TAG.finditer(data):
        broken += data.startswith(b"<", match.end())
        if match["end"]:
            count = max(count - 1, 0)
        elif match["name"] in closed and not data.startswith(b"/>", match.end() - 1):
            count += 1
            most = max(most, count)
    return max(most, broken)
