"""Literals and words: from the span of a token to the text that it stands for."""

from __future__ import annotations

import re

from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.syntax.templates import LONGEST_PLACEHOLDER, SETS, default_in
from claude_preflight.text.source_text import SourceText
from claude_preflight.text.words import word_around

# What opens a literal, with what languages put before: `r"a"`, `@"a"`, `#"a"#`, `"a"u8`.
_OPENING = regex(
    rb"""\s*(?:u8|[A-Za-z@$]{0,2})(?P<mark>\#*)(?P<quotes>(?P<quote>["'`])(?P=quote)*)"""
)
# A word without quotes, and nothing around it; most are so short.
_BARE = regex(rb"""[^\s"'`|>](?:[^"'`]{0,60}[^\s"'`])?""")
# What opens the raw strings of C++, which may name what ends them: `R"(a)"`, `u8R"name(a)name"`.
_DELIMITED = regex(rb"""(?:u8|[uUL])?R"(?P<mark>[^\s()\\"]{0,16})\(""")
# How YAML begins a literal that stands on the lines below.
_BLOCK_HEAD = regex(rb"[|>][-+1-9]{0,2}[ \t]*(?:#[^\n]*)?\r?\n")
_VALUE = regex(SETS + rb"(?P<quote>[\"']?)(?P<word>[\w./:@~\[\]-]+)(?P=quote)")
# Names one after the other, as a variable or a flag holds several; a validation has them behind
# an `in:`.
_ITEM = regex(rb"[A-Za-z](?:[\w./:@~\[\]-]*[\w\]])?")
_LIST = regex(
    SETS + rb"(?P<quote>[\"']?)(?P<items>(?!in:)%b(?:, ?%b)+)(?P=quote)" % ((_ITEM.pattern,) * 2)
)
# Not a word such as `true`.
_NAME_OF_A_MODEL = regex(rb"[\d/:.-]")
_PLACEHOLDER = regex(rb"[$#]?\{[^{}]*\}+|\$\([^()]*\)|<%.*?%>")
_WHITE_SPACE = regex(rb"\s")
# What names a model of Bedrock to its platform, with or without placeholders before.
_RESOURCE = regex(rb":(?:foundation-model|inference-profile)/(?P<head>(?:[a-z-]+\.)?anthropic\.)\Z")
_RESOURCE_NAME = regex(rb"[\w-]+(?:[.:][\w-]+)*")
# What ends a sentence or a bracket belongs to the text around a word.
_PUNCTUATION = b".:/]"
# What ends a line or a column, or begins one, is the edge of a word: `\nclaude-2`.
_ESCAPE = regex(rb"\\[nrt]")
# What continues a word into something else: a placeholder, an escape, a glob, an anchor.
_RUNS_ON_BEFORE = frozenset(b"{}$%\\*+^<#")
_RUNS_ON_AFTER = regex(rb"[{}$%+^#=]|\*(?!\*)|<(?!/|br\b)|\\(?![nrt\"'`])")
_QUOTES = frozenset((b'"', b"'", b"`"))
_LONGEST_WORD = 200
_EDGE = 200
_REACH = 400


def content(text: SourceText, span: Span) -> Span:
    """A literal without its prefix and quotes; of a bare one what is between its white space.

    Three quotes are for texts over lines, whose first and last line end mean nothing.
    """
    if _is_plain(text.data, span):
        return Span(span.start + 1, span.end - 1)
    if _BARE.fullmatch(text.data, span.start, span.end):
        return span
    if head := _DELIMITED.match(text.data, span.start, span.end):
        closing = b")" + head["mark"] + b'"'
        if text.data.endswith(closing, head.end(), span.end):
            return Span(head.end(), span.end - len(closing))
    if opening := _OPENING.match(text.data, span.start, span.end):
        inner, is_long = _quoted(text, span, opening)
        if inner is not None:
            return _stripped(text, inner) if is_long else inner
    head = _BLOCK_HEAD.match(text.data, span.start, span.end)
    return _stripped(text, Span(head.end() if head else span.start, span.end))


def _is_plain(data: bytes, span: Span) -> bool:
    """Whether one quote is at each end of a literal and nothing else, as of most."""
    start, end = span
    quote = data[start : start + 1]
    return (
        end - start > 2
        and quote in _QUOTES
        and quote == data[end - 1 : end] != data[start + 1 : start + 2]
    )


def _quoted(text: SourceText, span: Span, opening: re.Match[bytes]) -> tuple[Span | None, bool]:
    """What is between the quotes of a literal, and whether these are three or more.

    None if nothing closes it. Only its ends are looked at, however long it is.
    """
    end = _stripped(text, span).end
    end -= 2 * text.data.endswith(b"u8", opening.end("mark"), end)
    start, quote = opening.start("quotes"), opening["quote"]
    if not text.data.endswith(opening["mark"], start, end):
        return None, False
    end -= len(opening["mark"])
    tail = text.data[max(end - len(opening["quotes"]), start) : end]
    count = min(len(opening["quotes"]), len(tail) - len(tail.rstrip(quote)), (end - start) // 2)
    if quote == b"'":
        count = min(count, 3)
    if count < 3 or quote == b"`":
        count = min(count, 1)
    return (Span(start + count, end - count), count > 1) if count else (None, False)


def _stripped(text: SourceText, span: Span) -> Span:
    """A span without the white space at its edges, which takes no longer for a long span."""
    data, (start, end) = text.data, span
    if not (data[start : start + 1].isspace() or data[end - 1 : end].isspace()):
        return span  # as most are
    while start < end:
        part = data[start : min(start + _EDGE, end)]
        start += len(part) - len(part.lstrip())
        if not part.isspace():
            break
    while start < end:
        part = data[max(end - _EDGE, start) : end]
        end -= len(part) - len(part.rstrip())
        if not part.isspace():
            break
    return Span(start, end)


def only_word(text: SourceText, span: Span) -> Span | None:
    """The word that a span is, alone, in quotes or behind a `name=`, or holds as a default."""
    if span.end - span.start > LONGEST_PLACEHOLDER:
        return None
    match = _VALUE.fullmatch(text.data, span.start, span.end)
    return Span(*match.span("word")) if match else default_in(text, span)


def list_items(text: SourceText, span: Span) -> list[Span]:
    """The items of a list with commas that a span is, and nothing else; none if it is no list.

    All but the first look like the name of a model: that may be the name of who provides it.
    """
    if span.end - span.start > LONGEST_PLACEHOLDER or text.data.find(b",", *span) < 0:
        return []
    match = _LIST.fullmatch(text.data, span.start, span.end)
    found = _ITEM.finditer(text.data, *match.span("items")) if match else ()
    items = [Span(*item.span()) for item in found]
    named = all(_NAME_OF_A_MODEL.search(text.data, *item) for item in items[1:])
    return items if named else []


def is_one_word(text: SourceText, literal: Span, word: Span) -> bool:
    """Whether there is no white space in a literal around a word, but in placeholders."""
    inner = content(text, literal)
    if inner.end - inner.start > LONGEST_PLACEHOLDER:
        return False
    edges = (text.data[inner.start : word.start], text.data[word.end : inner.end])
    return not any(_WHITE_SPACE.search(_PLACEHOLDER.sub(b"", edge)) for edge in edges)


def named_resource(text: SourceText, place: Span) -> Span | None:
    """The id at a place behind `:foundation-model/`, which is whole whatever comes before that."""
    before = _RESOURCE.search(text.data, max(place.start - _REACH, 0), place.start)
    word = _RESOURCE_NAME.match(text.data, place.start) if before else None
    if before is None or word is None or _RUNS_ON_AFTER.match(text.data, word.end()):
        return None
    return Span(before.start("head"), word.end())


def whole_word(text: SourceText, place: Span) -> Span | None:
    """The word around a place; None if it runs on into something that is no word."""
    data = text.data
    word = word_around(data, place, _LONGEST_WORD)
    start, end = word.start, word.end
    if marked := _marked(data, word, place):
        return marked
    if start < place.start and _ESCAPE.match(data, start - 1, start + 1):
        start += 1
    is_emphasized = data.endswith(b"**", 0, start)
    if start and data[start - 1] in _RUNS_ON_BEFORE and not is_emphasized:
        return None
    if _RUNS_ON_AFTER.match(data, end):
        return None
    while end > place.end and data[end - 1] in _PUNCTUATION:
        end -= 1
    while start < place.start and data[start] in b"[./:":
        start += 1
    return Span(start, end)


def _marked(data: bytes, word: Span, place: Span) -> Span | None:
    """A word between two marks of code, which may be taken for a part of it."""
    inner = Span(word.start + data.startswith(b"~", word.start), word.end)
    inner = Span(inner.start, inner.end - data.endswith(b"~", inner.start, inner.end))
    before, after = data[inner.start - 1 : inner.start], data[inner.end : inner.end + 1]
    is_marked = before == after and after in (b"=", b"~")
    return inner if is_marked and inner.start == place.start else None
