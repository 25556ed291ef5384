"""A place in a text, with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from claude_preflight.explanations.error_references.sdk_imports import (
    mentions_anthropic,
    mentions_other_sdk,
)
from claude_preflight.findings import Span
from claude_preflight.knowledge.errors import ErrorCatalog, ErrorEntry
from claude_preflight.regex import regex
from claude_preflight.text.source_text import SourceText

# The parts of long lines that are looked at, in bytes on each side of the place.
_LINE_REACH = 1_000
# The lines around the place that may say what a number or a string is about.
_LINES_ABOVE, _LINES_BELOW = 12, 4

START_OF_WORD = r"(?:(?<=\\[nrt])|(?<=\\)(?=[A-Z])|(?<![\w$\\]))"
"""Where a word may start: behind a line end that is escaped, too, and within a name of PHP."""

_ERROR_BODY = regex(r"[\"']type\\*[\"']\s*:\s*\\*[\"']error\\*[\"']")
_TYPE = regex(r"(?<![\w.])[a-z]+(?:_[a-z]+)+(?![\w(])")
# A key that only other vendors' bodies have; addresses, names and logs of other services.
_BODY_OF_OTHERS = regex(r"[\"']param\\*[\"']\s*:")
_OF_OTHERS = regex(
    r"https?://(?![\w.-]*(?:bedrock|aiplatform|azure|openrouter|json-schema|localhost|127\.0))\w"
    r"|\b(?:gemini|azure\.core\.exceptions)\b"
    r"|\"(?:GET|POST|PUT|HEAD|DELETE) \S{1,200} HTTP/"
)


@dataclass(frozen=True, slots=True)
class ErrorReference:
    """A place that refers to an error: its bytes, and the codes of the entries in the catalog.

    `error_code` is a value of `error.details.error_code`, where the place names one.
    """

    span: Span
    codes: tuple[str, ...]
    error_code: str | None = None


@dataclass(frozen=True)
class Surroundings:
    """The surroundings of an offset. `line` is cut where it is long; `at` is the offset in it.

    Texts are decoded as Latin-1, so that an index is a byte offset. A `pasted` text is all about
    an error, so less has to speak for it than in a file.
    """

    text: SourceText
    offset: int
    pasted: bool = False

    @cached_property
    def span(self) -> Span:
        """The bytes of `line`."""
        return self.text.line_around(Span(self.offset, self.offset), _LINE_REACH)

    @cached_property
    def line(self) -> str:
        """The line, or the part of it around the offset."""
        return self._read(self.span.start, self.span.end)

    @property
    def at(self) -> int:
        """The offset in `line`."""
        return self.offset - self.span.start

    @cached_property
    def above(self) -> str:
        """The text before `line`."""
        number = self.text.line_at(self.offset)
        start = self.text.line_span(max(number - _LINES_ABOVE, 0)).start
        return self._read(max(start, self.offset - 2 * _LINE_REACH), self.span.start)

    @cached_property
    def below(self) -> str:
        """The text behind `line`."""
        number = self.text.line_at(self.offset)
        end = self.text.line_span(min(number + _LINES_BELOW, self.text.line_count - 1)).end
        return self._read(self.span.end, min(end, self.offset + 2 * _LINE_REACH))

    @cached_property
    def near(self) -> str:
        """The line with what stands above and below."""
        return self.above + self.line + self.below

    @cached_property
    def mentions_anthropic(self) -> bool:
        """Whether the text speaks of Anthropic or Claude."""
        return _mentions(self.text.data)[0]

    @cached_property
    def only_others(self) -> bool:
        """Whether the text speaks of another vendor, and never of Anthropic."""
        if self.mentions_anthropic:
            return False
        if _mentions(self.text.data)[1] or _BODY_OF_OTHERS.search(self.near):
            return True
        return self.pasted and _OF_OTHERS.search(self.near) is not None

    @cached_property
    def in_error_body(self) -> bool:
        """Whether the body of an error stands near."""
        return _ERROR_BODY.search(self.near) is not None

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The values of `error.type` that stand near, in their order."""
        known = ErrorCatalog.load().error_types
        return tuple(each for each in _TYPE.findall(self.near) if each in known)

    def token(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The match of a pattern in the line that the offset is in, or at the end of."""
        matches = pattern.finditer(self.line)
        return next((each for each in matches if each.start() <= self.at <= each.end()), None)

    def reference(
        self, match: re.Match[str], entries: Iterable[ErrorEntry], group: str | int = 0
    ) -> ErrorReference | None:
        """A reference of what a pattern has matched; None without entries."""
        return self.reference_to(match.start(group), match.end(group), entries)

    def reference_to(
        self, start: int, end: int, entries: Iterable[ErrorEntry], error_code: str | None = None
    ) -> ErrorReference | None:
        """A reference of a part of the line; None without entries."""
        codes = tuple(entry.code for entry in entries)
        span = Span(self.span.start + start, self.span.start + end)
        return ErrorReference(span, codes, error_code) if codes else None

    def _read(self, start: int, end: int) -> str:
        return self.text.data[start:end].decode("latin-1")


@lru_cache(maxsize=2)
def _mentions(data: bytes) -> tuple[bool, bool]:
    """Whether a text speaks of Anthropic, and of others: asked of many places of one text."""
    return mentions_anthropic(data), mentions_other_sdk(data)
