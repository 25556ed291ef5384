"""Literals and words: from the span of a token to the text that it stands for."""

from __future__ import annotations

import re

from claude_preflight.findings import Span
from claude_preflight.source.text import SourceText

_QUOTED = re.compile(
    rb"""[A-Za-z]{0,2}(?P<quote>\"{3}|'{3}|["'`])(?P<content>.*)(?P=quote)""", re.DOTALL
)
_VALUE = re.compile(rb"(?:-{0,2}[A-Za-z_][\w.-]*=)?(?P<word>[\w./:@~\[\]-]+)")
_WORD_BYTES = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@~[]-")
# What ends a sentence or a bracket belongs to the text around a word.
_PUNCTUATION = b".:/]"
# What continues a word into something else: a placeholder, an escape, a glob, an anchor.
_JOINED_BEFORE = frozenset(b"{}$%\\*+^<#")
_JOINED_AFTER = re.compile(rb"[{}$%*+^<#=]|\\(?![nrt\"'`])")
_LONGEST_WORD = 200


def content(text: SourceText, span: Span) -> Span:
    """A literal without its prefix and quotes; a bare one is its own content."""
    match = _QUOTED.fullmatch(text.data, span.start, span.end)
    return Span(*match.span("content")) if match else span


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
