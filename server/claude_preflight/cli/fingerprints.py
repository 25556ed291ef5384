"""What a finding is known by from one run to the next, wherever its line has moved."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from claude_preflight.findings import Span
from claude_preflight.safe_text import masked_bytes
from claude_preflight.text.source_text import SourceText

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView

# Bytes of the line on each side: a line can be the whole of a large file.
_AROUND = 100
_DIGITS = 32


class Fingerprints:
    """Gives fingerprints. Those that look alike in a file are numbered in their order."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str]] = Counter()

    def of(self, path: str, rule: str, text: SourceText, span: Span) -> str:
        """The rule and the text of the line, blanks aside; no line number, no message, no path."""
        line = text.line_span(text.line_at(span.start))
        start, end = max(line.start, span.start - _AROUND), min(line.end, span.end + _AROUND)
        words = masked_bytes(text.data[start:end]).split()
        found = digest(rule.encode(), *words)
        self._seen[path, found] += 1
        return f"{found}:{self._seen[path, found]}"


def fingerprints_in(view: FileView) -> list[str]:
    """What each finding in a file is known by."""
    fingerprints = Fingerprints()
    found = ((each, view.part(each.span)) for each in view.findings)
    return [
        fingerprints.of("", each.rule, part.text, part.inward(each.span)) for each, part in found
    ]


def digest(*parts: bytes) -> str:
    """Hexadecimal digits that stand for some bytes."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:_DIGITS]
