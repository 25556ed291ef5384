"""claude-preflight: find calls to the Claude API that would fail, before they are made."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_preflight.analysis.analyze import analyze
    from claude_preflight.settings import Settings
    from claude_preflight.syntax.document import Document

__all__ = ["Document", "Settings", "analyze"]
__version__ = "0.1.0"

# Imported when they are first asked for: `claude-preflight --version` needs none of them.
_HOMES = {"Document": "syntax.document", "Settings": "settings", "analyze": "analysis.analyze"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
