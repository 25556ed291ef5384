"""Lines that fit the terminal: wrapped between words, with a hanging indent."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator

import click

# What is assumed where nobody says how wide the terminal is.
_WIDTH = 80


def terminal_width() -> int:
    """The same as shutil's, which loads four ways to compress files."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size().columns or _WIDTH
    except OSError:
        return _WIDTH


def words_of(text: str) -> list[str]:
    """The words of a sentence; code with blanks in it is one, so that a command can be copied."""
    words: list[str] = []
    is_in_code = False
    for word in text.split():
        if is_in_code:
            words[-1] += f" {word}"
        else:
            words.append(word)
        is_in_code ^= word.count("`") % 2 == 1
    return words


def wrapped(words: Iterable[str], width: int, indent: int) -> str:
    """Words as lines of at most so many columns, all but the first with an indent.

    Words may have colours. One that is wider than a line is parted at blanks only.
    """
    lines, at = [""], 0
    for word in _parted(words, width - indent):
        columns = width_of(word)
        if at and at + 1 + columns > width:
            lines.append(" " * indent + word)
            at = indent + columns
        else:
            lines[-1] += f" {word}" if at else word
            at += columns + bool(at)
    return "\n".join(lines)


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes, colours aside."""
    text = click.unstyle(text)
    return len(text) if text.isascii() else sum(map(_columns, text))


def _parted(words: Iterable[str], width: int) -> Iterator[str]:
    for word in words:
        yield from word.split() if width_of(word) > width else (word,)


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
