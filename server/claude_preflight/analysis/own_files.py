"""Files of our own: the ids in them are what the user told us, and nothing to be found."""

from __future__ import annotations

from pathlib import PurePath

from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document

BASELINE = "claude-preflight-baseline"
"""The first key of a file of accepted findings; its value is the version of the format."""

_HEAD = f'{{\n "{BASELINE}":'.encode()


def is_own_file(document: Document, path: str | None, settings: Settings) -> bool:
    """Whether a document, by its name in the settings or its text, is one of these."""
    if path is not None and PurePath(path).name == "claude-preflight.toml":
        return True
    data, knowledge = document.text.data, settings.knowledge
    return data.startswith(_HEAD) or (knowledge is not None and data == knowledge.text.encode())
