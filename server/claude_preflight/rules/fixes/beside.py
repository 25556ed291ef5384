"""Write an argument the way another one is written, beside it, in it or in its place."""

from __future__ import annotations

from claude_preflight.facts.types import Argument, Mapping, Scalar
from claude_preflight.findings import Edit, Span
from claude_preflight.regex import regex
from claude_preflight.text.source_text import SourceText

# How names are joined to values where commas part arguments: `x=`, `"x": `, `x: `, `"x" => `.
_KEY = regex(r"""(?P<head>\w+\s*=\s*|(?P<quote>["']?)\w+(?P=quote)\s*(?::|=>)\s*)\Z""")
_INDENT = regex(rb"[ \t]*")


def added_beside(
    text: SourceText, argument: Argument, name: str, inner: str, value: str
) -> Edit | None:
    """The edit that adds `name: {inner: value}` behind an argument that is a mapping itself.

    None where it does not show how such a thing is written.
    """
    mapping = argument.value
    if not isinstance(mapping, Mapping) or not mapping.is_direct or not mapping.entries:
        return None
    first, last = mapping.entries[0], mapping.entries[-1]
    if not isinstance(first.value, Scalar) or not first.value.is_direct:
        return None
    head = _head(text, argument)
    opening = text.slice(Span(mapping.span.start, first.span.start))
    closing = text.slice(Span(last.span.end, mapping.span.end))
    if head is None or opening.strip() != "{" or closing.strip(" \t\r\n,") != "}":
        return None
    origin = first.value.origin or first.value.span
    key = text.slice(Span(first.span.start, origin.start)).replace(first.key, inner, 1)
    entry = f"{key}{value}{text.slice(Span(origin.end, first.span.end))}"
    written = _named(head, argument, name) + opening + entry + closing
    end = argument.span.end
    return Edit(Span(end, end), f",{_gap(text, argument)}{written}")


def added_next_to(text: SourceText, argument: Argument, name: str, value: str) -> Edit | None:
    """The edit that adds `name: value` behind an argument, where commas part arguments."""
    head = _head_among_commas(text, argument)
    end = argument.span.end
    written = head and f",{_gap(text, argument)}{_named(head, argument, name)}{value}"
    return Edit(Span(end, end), written) if written else None


def added_before(text: SourceText, argument: Argument, name: str, value: str) -> Edit | None:
    """The edit that adds `name: value` before an argument, where commas part arguments."""
    head = _head_among_commas(text, argument)
    start = argument.span.start
    written = head and f"{_named(head, argument, name)}{value},{_gap(text, argument)}"
    return Edit(Span(start, start), written) if written else None


def moved_into(text: SourceText, argument: Argument, name: str, inner: str) -> Edit | None:
    """The edit that makes `name: {inner: value}` of an argument; None if it does not show how."""
    head = _head(text, argument)
    if head is None:
        return None
    value = text.slice(Span(argument.value.span.start, argument.span.end))
    if head.rstrip().endswith("="):
        inside = f'"{inner}": {value}'
    else:
        inside = _named(head, argument, inner) + value
    return Edit(argument.span, f"{_named(head, argument, name)}{{{inside}}}")


def _named(head: str, argument: Argument, name: str) -> str:
    """The head of an argument with another name."""
    return head.replace(argument.key, name, 1)


def _head_among_commas(text: SourceText, argument: Argument) -> str | None:
    """The head of an argument that commas or brackets part from the others."""
    before = text.data[: argument.span.start].rstrip()[-1:]
    after = text.data[argument.span.end :].lstrip()[:1]
    is_parted = before in (b",", b"(", b"{") and after in (b",", b")", b"}")
    return _head(text, argument) if is_parted else None


def _head(text: SourceText, argument: Argument) -> str | None:
    """The name of an argument and what joins it to its value."""
    head = text.slice(Span(argument.span.start, argument.value.span.start))
    return head if _KEY.fullmatch(head) and argument.key in head else None


def _gap(text: SourceText, argument: Argument) -> str:
    """What parts an argument from the one before: a line of its own has its indentation."""
    line = text.line_span(text.line_at(argument.span.start))
    indent = _INDENT.match(text.data, line.start)
    if indent and indent.end() == argument.span.start:
        return "\n" + indent[0].decode()
    return " "
