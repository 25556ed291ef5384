"""Suppressions: comments that ask not to report something."""

from __future__ import annotations

import re

from claude_preflight.facts.types import RuleName, Suppression
from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind
from claude_preflight.syntax.document import Document

_REQUEST = regex(
    rb"claude-preflight:[ \t]{0,9}ignore(?P<file>-file)?"
    rb"(?:\[(?P<rules>[^\]\r\n]{0,1000})\]|(?![\w\[-]))"
)
_NAME = regex(rb"[^\s,][^,]*(?<!\s)")
# What may begin a comment where the language does not tell.
_ANY_MARK = rb"#|//|--|;|%|<!--|/\*"
_LONGEST_MARK = 20
_LONGEST_COMMENT = 2_000


def suppression_at(document: Document, at: int, captures: list[Capture]) -> Suppression | None:
    """The suppression that begins at an offset, given the captures around it."""
    match = _REQUEST.match(document.text.data, at)
    comment = _comment(document, match.span(), captures) if match else None
    if match is None or comment is None:
        return None
    return Suppression(Span(*match.span()), comment, _rules(match), match["file"] is not None)


def _rules(match: re.Match[bytes]) -> tuple[RuleName, ...] | None:
    if match["rules"] is None:
        return None
    start = match.start("rules")
    return tuple(
        RuleName(Span(start + name.start(), start + name.end()), name[0].decode("utf-8", "replace"))
        for name in _NAME.finditer(match["rules"])
    )


def _comment(document: Document, request: tuple[int, int], captures: list[Capture]) -> Span | None:
    """The comment around a request, None if it is in something else, such as a string."""
    language = document.language
    if not language.prose and any(capture.node is not None for capture in captures):
        return next((each.span for each in captures if _is_comment(each)), None)
    if language.comment is None and language.grammar is not None:
        return None
    return _written(document, request)


def _is_comment(capture: Capture) -> bool:
    return capture.kind is CaptureKind.PROSE and capture.is_comment


def _written(document: Document, request: tuple[int, int]) -> Span | None:
    """The comment by the mark right before the request, where no tree tells of comments."""
    style, data = document.language.comment, document.text.data
    line = document.text.line_span(document.text.line_at(request[0]))
    mark = re.escape(style.opening.encode()) if style else _ANY_MARK
    before = data[max(line.start, request[0] - _LONGEST_MARK) : request[0]]
    opening = re.search(rb"(?:%b)[ \t]*\Z" % mark, before)
    if opening is None:
        return None
    start, end = request[0] - len(before) + opening.start(), line.end
    if style and style.closing:
        closing = data.find(style.closing.encode(), request[1], request[1] + _LONGEST_COMMENT)
        end = closing + len(style.closing) if closing >= 0 else end
    return Span(start, end)
