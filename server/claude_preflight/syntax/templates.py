"""Templates and placeholders in a literal: what stands for a value that is not set."""

from __future__ import annotations

from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.text.source_text import SourceText

SETS = rb"(?:(?:-{0,2}[A-Za-z_][\w.-]*)?=)?"
"""What may stand before a word in a literal: `--model=`, `MODEL=`."""

LONGEST_PLACEHOLDER = 1_000
"""What is longer is no value of a setting, with or without a placeholder."""

# `${NAME:-id}`, `${some.name:id}`, `${oc.env:NAME,id}`: an id in place of what is not set.
_DEFAULT = regex(
    SETS + rb"(?:[$#%]\{\s*(?:oc\.env:)?(?:\w+(?:[-=]|,\s*)|\w[\w.-]*:[-=+]?))+"
    rb"(?P<quote>[\"']?)(?P<word>[\w./@~-]+(?::\d+(?::\w+)?|:[a-z]+)?)(?P=quote)\s*\}+"
)
# In a template: `{{ name | default("id") }}`, `{{ default "id" .name }}`, `${{ name || 'id' }}`.
_FALLBACK = regex(
    SETS + rb"\$?\{\{-?\s*"
    rb"(?:[\w.\[\]\"'-]+\s*(?:\|\||\?\?|\bor\b|\|\s*default\b)\s*\(?|default\b)\s*"
    rb"(?P<quote>[\"'])(?P<word>[\w./:@~-]+)(?P=quote)\s*\)?[\w.\s]*(?:\|\s*\w+\s*)*-?\}\}"
)
# Where the expressions of templates begin and end.
_TEMPLATES = ((b"{{", b"}}"), (b"{%", b"%}"), (b"<%", b"%>"), (b"${", b"}"), (b"#{", b"}"))
_BEFORE_EXPRESSION = regex(rb"[\w./@*}-]")
_BEHIND_EXPRESSION = regex(rb"[\w./@*{$-]|:\w")
# A statement of a template stands for no text.
_STATEMENT = regex(rb"\{%|<%(?!=)")
_QUOTE = regex(rb"[\"'`/]")
_REACH = 400


def default_in(text: SourceText, span: Span) -> Span | None:
    """The word that stands for what is not set, where a span is a placeholder with one."""
    if span.end - span.start > LONGEST_PLACEHOLDER or text.data.find(b"{", *span) < 0:
        return None
    for shape in (_DEFAULT, _FALLBACK):
        if match := shape.fullmatch(text.data, span.start, span.end):
            return Span(*match.span("word"))
    return None


def expression_around(text: SourceText, span: Span) -> Span | None:
    """The expression of a template that a span lies in, such as `{{ a or "b" }}`, on its line."""
    line = text.line_around(span, _REACH)
    for opening, closing in _TEMPLATES:
        start = text.data.rfind(opening, line.start, span.start)
        if opening == b"#{" and not _QUOTE.search(text.data, line.start, max(start, line.start)):
            continue  # a map or a set, not a part of a string
        if start >= 0 and text.data.find(closing, start, span.start) < 0:
            end = text.data.find(closing, span.end, line.end)
            if end >= 0:
                return Span(start, end + len(closing))
    return None


def is_part_of_word(text: SourceText, expression: Span) -> bool:
    """Whether what stands right before or behind an expression makes one word with it."""
    if _STATEMENT.match(text.data, expression.start):
        return False
    before = _BEFORE_EXPRESSION.match(text.data, max(expression.start - 1, 0), expression.start)
    return bool(before or _BEHIND_EXPRESSION.match(text.data, expression.end))
