"""Literals and words: from the span of a token to the text that it stands for."""

from __future__ import annotations

import re

from claude_preflight.findings import Span
from claude_preflight.source.text import SourceText

# With what languages put before and behind: `r"a"`, `@"a"`, `#"a"#`, `"a"u8`.
_QUOTED = re.compile(
    rb"""\s*(?:u8|[A-Za-z@$]{0,2})(?P<mark>\#*)(?P<quote>\"{3,}|'{3}|["'`])(?P<content>.*)"""
    rb"""(?P=quote)(?P=mark)(?:u8)?\s*""",
    re.DOTALL,
)
# The raw strings of C++, which may name what ends them: `R"(a)"`, `u8R"name(a)name"`.
_DELIMITED = re.compile(
    rb"""(?:u8|[uUL])?R"(?P<mark>[^\s()\\"]{0,16})\((?P<content>.*)\)(?P=mark)\"""", re.DOTALL
)
_VALUE = re.compile(rb"(?:-{0,2}[A-Za-z_][\w.-]*=)?(?P<word>[\w./:@~\[\]-]+)")
_WORD_BYTES = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@~[]-")
# What ends a sentence or a bracket belongs to the text around a word.
_PUNCTUATION = b".:/]"
# What continues a word into something else: a placeholder, an escape, a glob, an anchor.
_JOINED_BEFORE = frozenset(b"{}$%\\*+^<#")
_JOINED_AFTER = re.compile(rb"[{}$%*+^#=]|<(?!/|br\b)|\\(?![nrt\"'`])")
_LONGEST_WORD = 200


def content(text: SourceText, span: Span) -> Span:
    """A literal without its prefix and quotes; a bare one is its own content.

    Three quotes are for texts over lines, whose first and last line end mean nothing.
    """
    if match := _DELIMITED.fullmatch(text.data, span.start, span.end):
        return Span(*match.span("content"))
    match = _QUOTED.fullmatch(text.data, span.start, span.end)
    if match is None:
        return span
    inner = match["content"].lstrip() if len(match["quote"]) > 1 else match["content"]
    start = match.end("content") - len(inner)
    return Span(start, start + len(inner.rstrip() if len(match["quote"]) > 1 else inner))


def only_word(text: SourceText, span: Span) -> Span | None:
    """The word, without spaces and placeholders, that a span is, alone or behind a `name=`."""
    match = _VALUE.fullmatch(text.data, span.start, span.end)
    return Span(*match.span("word")) if match else None


def word_around(text: SourceText, hit: Span) -> Span | None:
    """The word around a hit; None if it runs on into something that is no word."""
    data, start, end = text.data, hit.start, hit.end
    first, last = max(start - _LONGEST_WORD, 0), min(end + _LONGEST_WORD, len(data))
    while start > first and data[start - 1] in _WORD_BYTES:
        start -= 1
    while end < last and data[end] in _WORD_BYTES:
        end += 1
    if (start and data[start - 1] in _JOINED_BEFORE) or _JOINED_AFTER.match(data, end):
        return None
    while end > hit.end and data[end - 1] in _PUNCTUATION:
        end -= 1
    while start < hit.start and data[start] in b"[./:":
        start += 1
    return Span(start, end)
