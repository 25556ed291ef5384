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
        self._all = suppressions
        self._suppressed: dict[Suppression, set[str]] = {each: set() for each in suppressions}
        self._on_line: dict[int, list[Suppression]] = {}
        for each in suppressions:
            for line in () if each.is_for_file else lines_of(text, each):
                self._on_line.setdefault(line, []).append(each)

    def heeded(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that no comment asks not to report."""
        return [finding for finding in findings if not self._suppress(finding)]

    def unused(self, settings: Settings, *, with_pins: bool) -> Iterator[Finding]:
        """What is wrong with the suppressions, once all findings are heeded.

        Of rules about pins it is only known `with_pins`.
        """
        for each, codes in self._suppressed.items():
            if with_pins or not _ELSEWHERE.intersection(each.codes or ()):
                yield from self._asked_for(unused(self._text, Heeded(each, codes), settings, RULES))

    def _asked_for(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Those that no comment asks for by the name of their rule not to report."""
        for finding in findings:
            if not any(CODE in (each.codes or ()) for each in self._at(finding)):
                yield finding

    def _suppress(self, finding: Finding) -> bool:
        """Whether a comment asks not to report a finding; all that do take note of it."""
        asking = [
            each for each in self._at(finding) if each.codes is None or finding.rule in each.codes
        ]
        for each in asking:
            self._suppressed[each].add(finding.rule)
        return bool(asking)

    def _at(self, finding: Finding) -> Iterator[Suppression]:
        """The suppressions that count where a finding starts."""
        yield from (each for each in self._all if each.is_for_file)
        yield from self._on_line.get(self._text.line_at(finding.span.start), ())


def lines_of(text: SourceText, suppression: Suppression) -> range:
    """The lines that a suppression is about: its own and, if its comment has that, the next."""
    start, end = suppression.comment
    line = text.line_at(suppression.span.start)
    before = text.data[text.line_span(text.line_at(start)).start : suppression.span.start]
    is_first = line == text.line_at(start) and not any(chr(byte).isalnum() for byte in before)
    is_alone = is_first and line == text.line_at(max(end - 1, start))
    behind = text.data[end : text.line_span(line).end]
    return range(line, line + 2 if is_alone and not behind.strip() else line + 1)
