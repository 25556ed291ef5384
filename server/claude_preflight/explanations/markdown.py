"""Small pieces of Markdown, and the plain text in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from claude_preflight.regex import regex
from claude_preflight.safe_text import printable

# What may begin or end a mark, a link, a tag, an entity or a cell, wherever it stands.
_ACTIVE = regex(r"[\\`*_\[\]<>&|~#!$]|(?<=\])\(")
_FENCE = regex(r"```[^`]*")
_RULE = regex(r"\|( --- \|)+")
_HEADING = regex(r"^#+ ")
_LINK = regex(r"(?<!\\)\[([^\]]*)\]\(([^)]*)\)")
_CODE = regex(r"(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_EMPHASIS = regex(r"(?<![\\*\w])(\*{1,2})(?=\S)(.+?)(?<=\S)(?<!\\)\1(?![*\w])")
_ESCAPED = regex(r"\\([!-/:-@\[-`{-~])")
_BETWEEN_CELLS = regex(r"(?<!\\)\|")


def paragraphs(*parts: str) -> str:
    """Parts with an empty line between them; empty parts are left out."""
    return "\n\n".join(filter(None, parts))


def lines(*parts: str) -> str:
    """Parts on lines of their own in one paragraph; empty parts are left out."""
    return "  \n".join(filter(None, parts))


def literal(text: str) -> str:
    """What somebody wrote, on one line, with nothing in it that means something in Markdown."""
    return _ACTIVE.sub(r"\\\g<0>", printable(text))


def code(text: str) -> str:
    """A piece of code within a line, whatever is in it."""
    text = printable(text)
    longest = max(map(len, re.findall("`+", text)), default=0)
    marks = "`" * (longest + 1)
    return f"{marks} {text} {marks}" if longest else f"`{text}`"


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


def plain(markdown: str) -> str:
    """The text of a page, for those who show it as it is: without marks, its code as it was.

    It knows the Markdown that is made here, and no other.
    """
    return "\n".join(_plain_lines(markdown.split("\n")))


def _plain_lines(lines: Iterable[str]) -> Iterator[str]:
    in_code = False
    for each in lines:
        if _FENCE.fullmatch(each):
            in_code = not in_code
        elif in_code:
            yield each
        elif each.startswith("|"):
            cells = (_plain_text(cell.strip()) for cell in _BETWEEN_CELLS.split(each)[1:-1])
            if not _RULE.fullmatch(each):
                yield "  ".join(filter(None, cells))
        else:
            yield _plain_text(_HEADING.sub("", each.rstrip(), count=1))


def _plain_text(text: str) -> str:
    """A line without marks; code in it is set aside, since nothing in it is one."""
    parts, at = [], 0
    for match in _CODE.finditer(text):
        inside = match[2]
        bare = inside[1:-1] if "`" in inside and inside[0] == inside[-1] == " " else inside
        parts += [_unmarked(text[at : match.start()]), bare]
        at = match.end()
    return "".join([*parts, _unmarked(text[at:])])


def _unmarked(text: str) -> str:
    text = _LINK.sub(r"\1 (\2)", text)
    return _ESCAPED.sub(r"\1", _EMPHASIS.sub(r"\2", text))
