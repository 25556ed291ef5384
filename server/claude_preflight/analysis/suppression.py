"""What is not to be reported: by comments in a text, and by settings for a path."""

from __future__ import annotations

import re
from functools import lru_cache

from claude_preflight.findings import Finding
from claude_preflight.ignore import IgnoreRules
from claude_preflight.rules import RULES
from claude_preflight.settings import Settings
from claude_preflight.text.source_text import SourceText

_NAME = b"claude-preflight:"
_COMMENT = re.compile(rb"claude-preflight:\s*ignore(?P<file>-file)?(?:\[(?P<rules>[\w\s,-]*)\])?")


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


def unsuppressed(text: SourceText, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Leave out what a comment on the line, or for the whole file, asks not to report."""
    if _NAME not in text.data:
        return findings
    everywhere: set[str] = set()
    on_line: dict[int, set[str]] = {}
    for match in _COMMENT.finditer(text.data):
        listed = match["rules"]
        codes = set(RULES) if listed is None else {c.strip() for c in listed.decode().split(",")}
        if match["file"]:
            everywhere |= codes
        else:
            on_line.setdefault(text.line_at(match.start()), set()).update(codes)
    if not everywhere and not on_line:
        return findings

    def is_kept(finding: Finding) -> bool:
        here = on_line.get(text.line_at(finding.span.start), set())
        return finding.rule not in everywhere and finding.rule not in here

    return tuple(filter(is_kept, findings))
