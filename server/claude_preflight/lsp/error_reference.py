"""claude-preflight/errorReference: all errors of the API on one page, as Markdown.

This is a request of our own; clients ask `{"languageId": "typescript"}` for the language of the
examples and get `{"markdown": "..."}`.
"""

from __future__ import annotations

from typing import Any

from claude_preflight import explanations
from claude_preflight.knowledge.errors import ErrorCatalog
from claude_preflight.lsp.connection import Connection

METHOD = "claude-preflight/errorReference"
_TITLE = "# Errors of the Claude API"


def error_reference(_: Connection, params: Any) -> dict[str, str]:
    """The quick reference, then a section for each error."""
    language = params.get("languageId") if isinstance(params, dict) else None
    language_id = language if isinstance(language, str) else "python"
    entries = ErrorCatalog.load().entries
    pages = [explanations.explain_error(entry, language_id) for entry in entries]
    sections = [explanations.quick_reference(), *pages]
    # Each page has a heading of the third level: here they are the sections of one document.
    return {"markdown": "\n\n".join([_TITLE, *(page.removeprefix("#") for page in sections)])}
