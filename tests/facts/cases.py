"""Cases in Markdown files, with what is expected written on the line that it is about.

In a file, a heading of the second level names the file that the snippets below it would stand in,
one of the third level is the title of a case, and the fenced block below that is its snippet:

    ## `app.py`

    ### Constant

    ```python
    MODEL = "claude-2.1"  <-- use
    ```

Two spaces and `<-- ` with one or more words, at the end of a line, are no part of the snippet. They
say what is found on the line, in the order of the line; on all other lines nothing is found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

_EXPECTATION = re.compile(r"  <-- (?P<words>\S+(?:, \S+)*)$")
_ARROW = "<--"


@dataclass(frozen=True, slots=True)
class Case:
    """A snippet and what is expected of it.

    `path` is what a file with the snippet is called. `line` is the line of `file` that the snippet
    begins on, from 1; the lines in `expected` count from 0, in the snippet.
    """

    file: Path
    line: int
    path: str
    title: str
    snippet: str
    expected: dict[int, list[str]]

    def __str__(self) -> str:
        """What the case is called in a report of tests."""
        return f"{self.file.name}-{self.path}-{self.title}"


def cases_in(folder: Path) -> Iterator[Case]:
    """All cases in the Markdown files of a folder."""
    for file in sorted(folder.glob("*.md")):
        yield from read(file)


def read(file: Path) -> Iterator[Case]:
    """The cases in a Markdown file; a ValueError says what is not as it should be."""
    path = title = ""
    titles: set[tuple[str, str]] = set()
    for token, text, line in _blocks(file.read_text(encoding="utf-8")):
        where = f"{file}:{line}"
        if token.tag == "h2":
            path, title = text.strip("`"), ""
        elif token.tag == "h3":
            if (path, text) in titles:
                raise ValueError(f"{where}: a title that another case has")
            title = text
            titles.add((path, title))
        elif token.type == "fence":
            if not path or not title:
                raise ValueError(f"{where}: a snippet without a file or a title")
            snippet, expected = parted(token.content)
            if _ARROW in snippet:
                raise ValueError(f"{where}: an arrow that says nothing")
            yield Case(file, line + 1, path, title, snippet, expected)
            title = ""


def parted(written: str) -> tuple[str, dict[int, list[str]]]:
    """A snippet without what is expected of it, and that by line."""
    lines = written.split("\n")
    expected = {}
    for number, line in enumerate(lines):
        if said := _EXPECTATION.search(line):
            lines[number] = line[: said.start()]
            expected[number] = said["words"].split(", ")
    return "\n".join(lines), expected


def mismatch(case: Case, found: Iterable[tuple[int, str]]) -> str:
    """Where something else is found, as lines and words, than is expected; nothing if nowhere."""
    there = defaultdict(list)
    for number, word in found:
        there[number].append(word)
    lines = case.snippet.split("\n")
    differing = [
        f"{case.file}:{case.line + number}: "
        f"expected {_listed(case.expected.get(number))}, found {_listed(there.get(number))}\n"
        f"    {lines[number]}"
        for number in sorted(case.expected.keys() | there)
        if case.expected.get(number) != there.get(number)
    ]
    return "\n".join([f"{case.path}: {case.title}", *differing]) if differing else ""


def _blocks(markdown: str) -> Iterator[tuple[Token, str, int]]:
    """The headings, with their text, and fences of a text, and the lines that they begin on."""
    parser = MarkdownIt("commonmark")
    parser.core.ruler.enableOnly(["normalize", "block"])
    tokens = parser.parse(markdown)
    for number, token in enumerate(tokens):
        if token.type in ("heading_open", "fence") and token.map:
            text = tokens[number + 1].content if token.type == "heading_open" else ""
            yield token, text, token.map[0] + 1


def _listed(words: list[str] | None) -> str:
    return ", ".join(words or ["nothing"])
