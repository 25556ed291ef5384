"""Places where only a person writes another id: `fix` leaves them, whatever it is asked."""

from __future__ import annotations

import re

from claude_preflight.facts.types import Mention
from claude_preflight.findings import Role, Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.rules.rule import Context
from claude_preflight.text.source_text import SourceText

# A sentence that tells what was, or how one thing became another.
_HISTORY = regex(
    rb"\b(?:was|were|had|used|ran|worked|tried|chose|started|former(?:ly)?|previous(?:ly)?|earlier|older|legacy|deprecat\w+"
    rb"|retire[ds]?|retirement|sunset\w*|remov(?:ed|al|es)|replac(?:ed|es|ing|ement)|renam\w+|migrat\w+"
    rb"|moved?|switch(?:ed|ing)?|upgrad\w+|chang(?:e[ds]?|ing)|bump(?:ed|s)?|updat(?:ed|es)|since|until"
    rb"|before|after|original(?:ly)?|initial(?:ly)?|no longer|not? (?:longer|more)|anymore|any more"
    rb"|instead of|rather than|in favou?r of|histor\w+|supersed\w+|succe(?:eds|eded|ssor)"
    rb"|predecessor|discontinu\w+|obsolete|end[- ]of[- ]life|eol|fix(?:ed|es)|add(?:ed|s)"
    rb"|introduc\w+|releas\w+|launch\w+|announc\w+|as of|tested (?:with|on|against)|measured"
    rb"|benchmark\w*|scored|evaluated)\b"
    rb"|(?<![\w-])(?:19|20)\d\d-\d\d(?:-\d\d)?(?![\w-])|->|=>|\xe2\x86\x92|\xe2\x87\x92"
    rb"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (?:\d{1,2},? )?20\d\d\b"
    rb"|\bv?\d+\.\d+\.\d+\b",
    re.IGNORECASE,
)
# Headings below which all is history.
_HISTORY_HEADING = regex(
    rb"\b(?:change ?log|changes|history|release notes?|releases|what's new|news|migrat\w+|upgrad\w+"
    rb"|deprecat\w+|retire\w*|legacy|\[?v?\d+\.\d+\.\d+\]?|unreleased)\b",
    re.IGNORECASE,
)
_HEADING = regex(rb"^[ \t]*(?P<level>#{1,6}|={1,6}|\*{1,6})[ \t]+(?P<title>[^\n]+)$", re.MULTILINE)
_WITH_HEADINGS = frozenset(("markdown", "org", "asciidoc"))
_TEXTS = _WITH_HEADINGS | {"rst", "prose", "html"}
# How a line of a comment begins, and what opens and ends one, or a text, within a line.
_COMMENT = regex(rb"[ \t]*(?P<mark>#+|//+|--|;+|%+|\*(?!/)|\"(?!\"))")
_BEHIND_CODE = regex(rb"(?:#|//|--|/\*|<!--)")
_OPENED, _CLOSED = regex(rb"[\"'`]"), (b'"', b"'", b"`", b"*/", b"-->")
_LINES = 8
_BREAK = regex(rb"[.!?][\"')\]]?\s|\n[ \t]*(?:[-*+#|/>]+[ \t]*)?\n|\n[ \t]*(?:[-*+] |\d+[.)] )")
_ROW = regex(rb"\s*(?:[#*/]+\s*)?\|.*\|.*\|\s*\Z|.*<t[dhr]\b|[^|]*\|[^|]*\|", re.DOTALL)
_ID_LIKE = regex(rb"[\w./:@-]*claude-[\w.:@-]+")
_EMPTY_LINE = regex(rb"\n[ \t]*[#*/;-]*[ \t]*\r?\n")
_SENTENCE = 400
_NEAR = 300
_SECTION = 20_000


class _Ends(NamedTuple):
    """Where what opens a text on a line ends first, and what begins a comment behind code.

    `closed` is where what closes one begins last; -1 if nothing does.
    """

    opened: int
    behind_code: int
    closed: int


def hold_of(context: Context, mention: Mention, new: str) -> str:
    """What stands against another id in the place of one by the text near it; "" if nothing."""
    if mention.held:
        return mention.held
    if mention.role is Role.COMPARISON and mention.among is not None:
        near = Span(max(mention.span.start - _NEAR, 0), mention.span.end + _NEAR)
        if context.text.data.find(new.encode(), *near) >= 0:
            return f"it is told apart from `{new}`"
    return _hold_in_prose(context, mention, new) if mention.role is Role.PROSE else ""


def _hold_in_prose(context: Context, mention: Mention, new: str) -> str:
    data = context.text.data
    if _ROW.match(data, *context.text.line_around(mention.span, _NEAR)):
        return "it is in a row of a table"
    sentence = _sentence(context, mention.span)
    if new.encode() in _block(context, mention.span):
        return f"`{new}` stands beside it already"
    others = {each for each in _ID_LIKE.findall(sentence) if any(48 <= byte < 58 for byte in each)}
    if len(others) > 1 or new.encode() in others:
        return "its sentence speaks of several models"
    if _HISTORY.search(_ID_LIKE.sub(b"", sentence)):
        return "its sentence tells what was"
    if context.language in _WITH_HEADINGS and _is_below_history(data, mention.span.start):
        return "its section tells what was"
    return ""


def _sentence(context: Context, span: Span) -> bytes:
    """The sentence around a place, as far as it is near."""
    before, after = _near(context, span)
    start = max((match.end() for match in _BREAK.finditer(before)), default=0)
    end = _BREAK.search(after)
    word = context.text.data[span.start : span.end]
    return before[start:] + word + after[: end.start() if end else None]


def _block(context: Context, span: Span) -> bytes:
    """The lines around a place up to an empty one, as far as they are near."""
    before, after = _near(context, span)
    return _EMPTY_LINE.split(before)[-1] + b" " + _EMPTY_LINE.split(after)[0]


def _near(context: Context, span: Span) -> tuple[bytes, bytes]:
    """What stands before and behind a place in its text, as far as it is near."""
    text, data = _text_around(context, span), context.text.data
    before = data[max(span.start - _SENTENCE, text.start) : span.start]
    return before, data[span.end : min(span.end + _SENTENCE, text.end)]


def _text_around(context: Context, span: Span) -> Span:
    """What belongs to the text of a place: in code its comment, or its line where that ends."""
    text, at = context.text, context.text.line_at(span.start)
    if context.language in _TEXTS:
        return Span(0, len(text.data))
    line = text.line_span(at)
    mark = _COMMENT.match(text.data, line.start, line.end)
    if mark is None:
        ends = _ends_on(context, line)
        is_whole = ends.opened <= span.start and ends.closed >= span.end
        is_alone = is_whole or ends.behind_code <= span.start
        return line if is_alone else Span(max(line.start - _SENTENCE, 0), line.end + _SENTENCE)
    first = last = at
    while first > 0 and at - first < _LINES and _goes_on(text, first - 1, mark["mark"]):
        first -= 1
    while (
        last + 1 < text.line_count and last - at < _LINES and _goes_on(text, last + 1, mark["mark"])
    ):
        last += 1
    return Span(text.line_span(first).start, text.line_span(last).end)


def _ends_on(context: Context, line: Span) -> _Ends:
    """What opens and closes texts on a line, which may be long and full of ids: so it is kept."""
    known = context.shared.setdefault("ends of texts", {})
    if line not in known:
        data = context.text.data
        opened, comment = (
            pattern.search(data, line.start, line.end) for pattern in (_OPENED, _BEHIND_CODE)
        )
        known[line] = _Ends(
            opened.end() if opened else len(data) + 1,
            comment.end() if comment else len(data) + 1,
            max(data.rfind(each, line.start, line.end) for each in _CLOSED),
        )
    found: _Ends = known[line]
    return found


def _goes_on(text: SourceText, line: int, mark: bytes) -> bool:
    """Whether a line is a comment by the same mark."""
    found = _COMMENT.match(text.data, *text.line_span(line))
    return found is not None and found["mark"] == mark


def _is_below_history(data: bytes, start: int) -> bool:
    """Whether a heading that a place is below speaks of history."""
    above = data[max(start - _SECTION, 0) : start]
    titles: dict[int, bytes] = {}
    for match in _HEADING.finditer(above):
        level = len(match["level"])
        titles = {each: title for each, title in titles.items() if each < level}
        titles[level] = match["title"]
    return any(map(_HISTORY_HEADING.search, titles.values()))
