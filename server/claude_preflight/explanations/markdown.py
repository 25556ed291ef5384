"""Small pieces of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def paragraphs(*parts: str) -> str:
    """Parts with an empty line between them; empty parts are left out."""
    return "\n\n".join(filter(None, parts))


def code(text: str) -> str:
    """A piece of code within a line."""
    return f"`{text}`"


def fence(language: str, text: str) -> str:
    """A block of code; nothing without text."""
    return f"```{language}\n{text}\n```" if text else ""


def bullets(items: Iterable[str]) -> str:
    """An unordered list."""
    return "\n".join(f"- {item}" for item in items)


def numbered(items: Iterable[str]) -> str:
    """An ordered list."""
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))


def titled(title: str, content: str) -> str:
    """A list or table with a title; nothing without content."""
    return f"**{title}**\n\n{content}" if content else ""


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def line(*facts: str) -> str:
    """Short facts in one line."""
    return " · ".join(filter(None, facts))
