"""What is not to be reported: by comments in a text, and by settings for a path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from claude_preflight.facts.types import Suppression
from claude_preflight.findings import Finding
from claude_preflight.ignore import IgnoreRules
from claude_preflight.rules import RULES
from claude_preflight.rules.unused_ignore import CODE, Heeded, unused
from claude_preflight.settings import Settings
from claude_preflight.text.source_text import SourceText

# The line of what is for all of a file, and the code of what is for all rules.
_FILE, _ANY = range(-1, 0), ""
# What it finds depends on files around the text, which are not always known.
_ELSEWHERE = frozenset({"outdated-sdk"})


def ignored_in(path: str | None, settings: Settings) -> frozenset[str]:
    """The rules that the settings switch off for a path, or for all."""
    if path is None:
        return settings.ignore
    patterns = _ignore_rules(tuple(settings.ignore_in))
    codes = zip(patterns, settings.ignore_in.values(), strict=True)
    here = (each for pattern, each in codes if pattern.leaves_out(path))
    return settings.ignore.union(*here)


@lru_cache(maxsize=16)
def _ignore_rules(patterns: tuple[str, ...]) -> tuple[IgnoreRules, ...]:
    return tuple(IgnoreRules.of(pattern.encode()) for pattern in patterns)


class Suppressions:
    """The suppressions in a text; they take note of what they suppress."""

    def __init__(self, text: SourceText, suppressions: Sequence[Suppression]) -> None:
        """Prepare for the suppressions of a text."""
        self._text = text
        self._lines = {
            each: _FILE if each.is_for_file else lines_of(text, each) for each in suppressions
        }
        self._asked: dict[int, set[str]] = {}
        for each, lines in self._lines.items():
            for line in lines:
                self._asked.setdefault(line, set()).update(
                    (_ANY,) if each.codes is None else each.codes
                )
        self._found: dict[int, set[str]] = {}

    def heeded(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that no comment asks not to report."""
        if not self._lines:
            return [*findings]
        return [finding for finding in findings if not self._is_suppressed(finding)]

    def unused(self, settings: Settings, *, with_pins: bool) -> Iterator[Finding]:
        """What is wrong with the suppressions, once all findings are heeded.

        Of rules about pins it is only known `with_pins`.
        """
        for each, lines in self._lines.items():
            if with_pins or not _ELSEWHERE.intersection(each.codes or ()):
                found = frozenset().union(*(self._found.get(line, ()) for line in lines))
                heeded = Heeded(each, found if each.codes is None else found & each.codes)
                for finding in unused(self._text, heeded, settings, RULES):
                    if not self._is_asked(finding, CODE):
                        yield finding

    def _is_suppressed(self, finding: Finding) -> bool:
        """Whether a comment asks not to report a finding, which is taken note of."""
        for line in (*_FILE, self._text.line_at(finding.span.start)):
            self._found.setdefault(line, set()).add(finding.rule)
        return self._is_asked(finding, finding.rule, _ANY)

    def _is_asked(self, finding: Finding, *codes: str) -> bool:
        """Whether a comment asks for one of some codes where a finding starts."""
        lines = (*_FILE, self._text.line_at(finding.span.start))
        return any(not self._asked[line].isdisjoint(codes) for line in lines if line in self._asked)


def lines_of(text: SourceText, suppression: Suppression) -> range:
    """The lines that a suppression is about: its own and, if its comment has that, the next."""
    start, end = suppression.comment
    line = text.line_at(suppression.span.start)
    before = text.data[text.line_span(text.line_at(start)).start : suppression.span.start]
    is_first = line == text.line_at(start) and not any(chr(byte).isalnum() for byte in before)
    is_alone = is_first and line == text.line_at(max(end - 1, start))
    behind = text.data[end : text.line_span(line).end]
    return range(line, line + 2 if is_alone and not behind.strip() else line + 1)
