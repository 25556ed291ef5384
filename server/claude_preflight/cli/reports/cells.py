"""What people wrote, in the cells of a Markdown table."""

from __future__ import annotations

from claude_preflight.explanations.markdown import code
from claude_preflight.safe_text import printable


def code_cell(text: str) -> str:
    """A piece of code."""
    return code(text).replace("|", "\\|")


def text_cell(text: str) -> str:
    """A sentence of ours, with its code."""
    return printable(text).replace("|", "\\|")
