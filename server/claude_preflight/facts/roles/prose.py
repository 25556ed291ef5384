"""An id in a comment or a text is talk about a model, or stands in an example."""

from __future__ import annotations

import re

from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role, Span
from claude_preflight.regex import regex
from claude_preflight.syntax.comments import Fences
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.lexical_patterns import is_answer

_PROMPT = regex(rb"[ \t#*/!]*(?:>>>|\.\.\.|\$|(?:iex|irb|\.\.\.)[\w():]*>) ")
# What is said behind code, or above it, where no tree tells code and text apart.
_COMMENTED = regex(rb"(?:^[ \t]*|[\w)\]}\"',;]\s{1,4})(?:#|//)(?![!#])[ \t]", re.MULTILINE)
_REACH = 400


class Prose:
    """Tells what ids do in the comments and texts of one document."""

    def __init__(self, document: Document) -> None:
        """Prepare for a document."""
        self._text = document.text
        self._all_prose = document.language.prose
        self._fences = Fences(document.text)
        self._commented: dict[int, int] = {}

    def decide(self, word: Span, prose: Span) -> tuple[Role, Reason]:
        """Prose, or an example if a code fence or a prompt makes one of it; and why."""
        near = self._text.line_around(word, _REACH)
        if is_answer(self._text.data[near.start : near.end]):
            return Role.PROSE, Reason.ANSWER_LINE
        line = self._text.line_span(self._text.line_at(word.start))
        if _PROMPT.match(self._text.data, line.start, line.end):
            return Role.EXAMPLE, Reason.PROMPT
        if self._all_prose and self._comment_on(line) <= word.start:
            return Role.PROSE, Reason.TEXT
        start = 0 if self._all_prose else prose.start
        if self._fences.are_around(start, word.start):
            return Role.EXAMPLE, Reason.FENCE
        return Role.PROSE, Reason.TEXT

    def _comment_on(self, line: Span) -> int:
        """Where the text of the first comment on a line begins; beyond the line if it has none.

        A line may be long and have many ids.
        """
        if line.start not in self._commented:
            found = _COMMENTED.search(self._text.data, *line)
            self._commented[line.start] = found.end() if found else line.end + 1
        return self._commented[line.start]
