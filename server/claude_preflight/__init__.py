"""claude-preflight: find calls to the Claude API that would fail, before they are made."""

from __future__ import annotations

from claude_preflight.engine import analyze
from claude_preflight.settings import Settings
from claude_preflight.source.document import Document

__all__ = ["Document", "Settings", "analyze"]
__version__ = "0.1.0"
