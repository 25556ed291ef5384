"""What the tests of the rules share: findings in a snippet on a day."""

from __future__ import annotations

from datetime import date

from claude_preflight.analysis.analyze import analyze
from claude_preflight.findings import Finding
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document

SUMMER = date(2026, 8, 1)
NO_SETTINGS = Settings()


def findings(
    snippet: str, path: str = "a.py", today: date = SUMMER, settings: Settings = NO_SETTINGS
) -> list[Finding]:
    """All findings in a snippet."""
    return list(analyze(Document.of(snippet, path), settings, today))


def finding(
    snippet: str, path: str = "a.py", today: date = SUMMER, settings: Settings = NO_SETTINGS
) -> Finding:
    """The only finding in a snippet."""
    (only,) = findings(snippet, path, today, settings)
    return only
