"""claude-preflight/errorReference: all errors of the API on one page, as Markdown.

This is a request of our own; clients ask `{"languageId": "typescript"}` for the language of the
examples and get `{"markdown": "..."}`. A client that can show the page at the section of an error
says so, by the name of its command; hovers lead there then, and else to the page on the web.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from claude_preflight import explanations
from claude_preflight.lsp.connection import Connection

METHOD = "claude-preflight/errorReference"
COMMAND = "claude-preflight.showErrorReference"
_PAGE = "https://github.com/claude-preflight/claude-preflight/blob/main/docs/errors.md"


def error_reference(_: Connection, params: Any) -> dict[str, str]:
    """The quick reference, then a section for each error."""
    language = params.get("languageId") if isinstance(params, dict) else None
    language_id = language if isinstance(language, str) else "python"
    return {"markdown": explanations.error_page(language_id)}


def address(ls: Connection, anchor: str) -> str:
    """What opens the page at an anchor: a command of the client, or the page on the web."""
    if COMMAND in ls.support.commands:
        return f"command:{COMMAND}?{quote(json.dumps([anchor]))}"
    return f"{_PAGE}#{anchor}"
