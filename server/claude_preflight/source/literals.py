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
# How YAML begins a literal that stands on the lines below.
_BLOCK_HEAD = re.compile(rb"[|>][-+1-9]{0,2}[ \t]*(?:#[^\n]*)?\r?\n")
_SETS = rb"(?:(?:-{0,2}[A-Za-z_][\w.-]*)?=)?"
_VALUE = re.compile(_SETS + rb"(?P<quote>[\"']?)(?P<word>[\w./:@~\[\]-]+)(?P=quote)")
# `${NAME:-id}`, `${some.name:id}`, `${oc.env:NAME,id}`: an id in place of what is not set.
_DEFAULT = re.compile(
    _SETS + rb"(?:[$#%]\{\s*(?:oc\.env:)?(?:\w+(?:[-=]|,\s*)|\w[\w.-]*:[-=+]?))+"
    rb"(?P<quote>[\"']?)(?P<word>[\w./@~-]+(?::\d+(?::\w+)?|:[a-z]+)?)(?P=quote)\s*\}+"
)
# In a template: `{{ name | default("id") }}`, `{{ default "id" .name }}`, `${{ name || 'id' }}`.
_FALLBACK = re.compile(
    _SETS + rb"\$?\{\{-?\s*"
    rb"(?:[\w.\[\]\"'-]+\s*(?:\|\||\?\?|\bor\b|\|\s*default\b)\s*\(?|default\b)\s*"
    rb"(?P<quote>[\"'])(?P<word>[\w./:@~-]+)(?P=quote)\s*\)?[\w.\s]*(?:\|\s*\w+\s*)*-?\}\}"
)
# Where the expressions of templates begin and end.
_TEMPLATES = ((b"{{", b"}}"), (b"{%", b"%}"), (b"<%", b"%>"), (b"${", b"}"), (b"#{", b"}"))
# What names a model of Bedrock to its platform, with or without placeholders before.
_RESOURCE = re.compile(
    rb":(?:foundation-model|inference-profile)/(?P<head>(?:[a-z-]+\.)?anthropic\.)\Z"
)
_RESOURCE_NAME = re.compile(rb"[\w-]+(?:[.:][\w-]+)*")
_WORD_BYTES = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@~[]-")
# What ends a sentence or a bracket belongs to the text around a word.
_PUNCTUATION = b".:/]"
# What continues a word into something else: a placeholder, an escape, a glob, an anchor.
_JOINED_BEFORE = frozenset(b"{}$%\\*+^<#")
_JOINED_AFTER = re.compile(rb"[{}$%+^#=]|\*(?!\*)|<(?!/|br\b)|\\(?![nrt\"'`])")
_BEFORE_EXPRESSION = re.compile(rb"[\w./@*}-]")
_BEHIND_EXPRESSION = re.compile(rb"[\w./@*{$-]|:\w")
# A statement of a template stands for no text.
_STATEMENT = re.compile(rb"\{%|<%(?!=)")
_LONGEST_WORD = 200
_REACH = 400


def content(text: SourceText, span: Span) -> Span:
    """A literal without its prefix and quotes; of a bare one what is between its white space.

    Three quotes are for texts over lines, whose first and last line end mean nothing.
    """
    if match := _DELIMITED.fullmatch(text.data, span.start, span.end):
        return Span(*match.span("content"))
    if match := _QUOTED.fullmatch(text.data, span.start, span.end):
        inner = Span(*match.span("content"))
        return _stripped(text, inner) if len(match["quote"]) > 1 else inner
    head = _BLOCK_HEAD.match(text.data, span.start, span.end)
    return _stripped(text, Span(head.end() if head else span.start, span.end))


def _stripped(text: SourceText, span: Span) -> Span:
    """A span without the white space at its edges."""
    inner = text.data[span.start : span.end].lstrip()
    start = span.end - len(inner)
    return Span(start, start + len(inner.rstrip()))


def only_word(text: SourceText, span: Span) -> Span | None:
    """The word that a span is, alone, in quotes or behind a `name=`, or holds as a default."""
    match = _VALUE.fullmatch(text.data, span.start, span.end)
    return Span(*match.span("word")) if match else default_in(text, span)


def default_in(text: SourceText, span: Span) -> Span | None:
    """The word that stands for what is not set, where a span is a placeholder with one."""
    for shape in (_DEFAULT, _FALLBACK):
        if match := shape.fullmatch(text.data, span.start, span.end):
            return Span(*match.span("word"))
    return None


def expression_around(text: SourceText, span: Span) -> Span | None:
    """The expression of a template that a span lies in, such as `{{ a or "b" }}`, on its line."""
    line = text.line_span(text.line_at(span.start))
    first, last = max(line.start, span.start - _REACH), min(line.end, span.end + _REACH)
    for opening, closing in _TEMPLATES:
        start = text.data.rfind(opening, first, span.start)
        if start >= 0 and text.data.find(closing, start, span.start) < 0:
            end = text.data.find(closing, span.end, last)
            if end >= 0:
                return Span(start, end + len(closing))
    return None


def is_joined(text: SourceText, expression: Span) -> bool:
    """Whether what stands right before or behind an expression makes one word with it."""
    if _STATEMENT.match(text.data, expression.start):
        return False
    before = _BEFORE_EXPRESSION.match(text.data, max(expression.start - 1, 0), expression.start)
    return bool(before or _BEHIND_EXPRESSION.match(text.data, expression.end))


def named_resource(text: SourceText, hit: Span) -> Span | None:
    """The id at a hit behind `:foundation-model/`, which is whole whatever comes before that."""
    before = _RESOURCE.search(text.data, max(hit.start - _REACH, 0), hit.start)
    word = _RESOURCE_NAME.match(text.data, hit.start) if before else None
    if before is None or word is None or _JOINED_AFTER.match(text.data, word.end()):
        return None
    return Span(before.start("head"), word.end())


def word_around(text: SourceText, hit: Span) -> Span | None:
    """The word around a hit; None if it runs on into something that is no word."""
    data, start, end = text.data, hit.start, hit.end
    first, last = max(start - _LONGEST_WORD, 0), min(end + _LONGEST_WORD, len(data))
    while start > first and data[start - 1] in _WORD_BYTES:
        start -= 1
    while end < last and data[end] in _WORD_BYTES:
        end += 1
    is_emphasized = data.endswith(b"**", 0, start)
    if start and data[start - 1] in _JOINED_BEFORE and not is_emphasized:
        return None
    if _JOINED_AFTER.match(data, end):
        return None
    while end > hit.end and data[end - 1] in _PUNCTUATION:
        end -= 1
    while start < hit.start and data[start] in b"[./:":
        start += 1
    return Span(start, end)
