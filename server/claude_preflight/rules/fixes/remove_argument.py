"""Remove arguments of a request, so that the list or the chain that they stand in stays one."""

from __future__ import annotations

from collections.abc import Iterable

from claude_preflight.facts.types import Argument
from claude_preflight.findings import Edit, Span
from claude_preflight.regex import regex
from claude_preflight.text.source_text import SourceText

_COMMA_AFTER = regex(rb"[ \t]*,[ \t]*")
_NOTHING = regex(rb"(?:[\s,]|(?:#|//)[^\r\n]*[\r\n])*")
# A call in a chain brings along what joins it to the one before.
_LINK = regex(rb"\s*(?:\??\.|->|::)")
# A name that nothing is left of but itself is no statement.
_BARE_NAME = regex(rb"(?:[;{}]|\n)\s*(?P<name>[$@]?\w+)\Z")
_END_OF_STATEMENT = regex(rb"[ \t]*(?:;|\r?\n(?!\s*[.),\]]))")
_LONGEST_NAME = 100
_REST_OF_LINE = regex(rb"[ \t]*[,;]?[ \t]*(?:(?:#|//)[^\r\n]*)?(?:\r\n?|\n|\Z)")


def remove_argument(text: SourceText, *neighbours: Argument) -> Edit | None:
    """The edit that removes an argument, or several together; None if it cannot be written.

    Several must be neighbours (see `neighbours_among`). They need one edit: of two, both would
    take the comma between them.
    """
    span = _removed(text, Span(neighbours[0].span.start, neighbours[-1].span.end))
    return Edit(span, "") if span else None


def neighbours_among(text: SourceText, arguments: Iterable[Argument]) -> list[list[Argument]]:
    """Arguments in the order of the text, those together that nothing stands between."""
    groups: list[list[Argument]] = []
    for argument in sorted(arguments, key=lambda argument: argument.span):
        last = groups[-1][-1].span.end if groups else 0
        if groups and _NOTHING.fullmatch(text.data, last, argument.span.start):
            groups[-1].append(argument)
        else:
            groups.append([argument])
    return groups


def _removed(text: SourceText, span: Span) -> Span | None:
    """The span to delete so that a list or chain stays one; None if that cannot be told."""
    data = text.data
    if _LINK.match(data, span.start, span.end):
        name = _bare_name(data, span)
        if name is None:
            return span
        span = Span(name, span.end)
    line = text.line_span(text.line_at(span.start))
    alone = not data[line.start : span.start].strip()
    comma = _COMMA_AFTER.match(data, span.end)
    if alone and (rest := _REST_OF_LINE.match(data, span.end)):
        if _is_only_child(data, line.start, span.start, rest.end()):
            return None
        if comma or not _comma_before(data, span.start):
            return Span(line.start, rest.end())
    elif comma:
        return Span(span.start, comma.end())
    before = _comma_before(data, span.start)
    return Span(before, span.end) if before else None


def _bare_name(data: bytes, span: Span) -> int | None:
    """Where the name begins that is all that would be left of a statement without a span."""
    before = _BARE_NAME.search(data, max(span.start - _LONGEST_NAME, 0), span.start)
    is_statement = _END_OF_STATEMENT.match(data, span.end)
    return before.start("name") if before and is_statement else None


def _is_only_child(data: bytes, line: int, start: int, end: int) -> bool:
    """Whether lines from `line` to `end` are all that stands indented under a `name:`."""
    return data[:line].rstrip().endswith(b":") and not data.startswith(data[line:start], end)


def _comma_before(data: bytes, offset: int) -> int:
    """The offset of a comma with only white space between it and an offset; 0 if there is none."""
    head = data[:offset].rstrip()
    return len(head) - 1 if head.endswith(b",") else 0
