"""Patterns with wildcards as regular expressions, as git understands them in .gitignore.

No pattern takes longer than its length times that of the text: a star that others follow takes the
nearest place where what is behind it fits, which is always right, and never tries another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice

from claude_preflight.regex import regex

# Patterns in one expression. More are faster still, but each has its groups, which are numbered.
_TOGETHER = 100
_WILDCARD = regex(r"[*?\[\\]")
_FOLDERS = "(?:[^/]*/)*?"
# In `[...]`: a class such as `[:digit:]`, a range, or a character; a backslash takes the next one.
_ELEMENT = regex(r"\[:(?P<name>[^\]]*):\]|(?P<low>\\.|[^\\])(?:-(?P<high>\\.|[^\\\]]))?", re.DOTALL)
_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r" \t-\r",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


def is_literal(glob: str) -> bool:
    """Whether a pattern has no wildcard, so that it only matches itself."""
    return not _WILDCARD.search(glob)


def any_of(globs: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """Expressions of which one matches a path if one of the patterns does; for `match`.

    A star stays within a name, `**` between slashes is any number of folders, and at the end all
    that lies in a folder. A pattern that is none matches nothing.
    """
    tokens = (each for glob in globs if (each := _tokens(glob)))
    expressions = []
    while together := list(islice(tokens, _TOGETHER)):
        numbers = count(1)
        either = "|".join(_expression(each, numbers) for each in together)
        expressions.append(re.compile(rf"(?:{either})\Z", re.DOTALL))
    return tuple(expressions)


def _tokens(glob: str) -> list[str] | None:
    """The parts of a pattern, None if it is none.

    Each is an expression, of one character or of all that lies in a folder, or `*` or `**/`.
    """
    tokens = []
    wildcard = _WILDCARD.search(glob)
    # git compares what is before the first wildcard by itself, so that a name may begin there.
    beginnings = {0, wildcard.start()} if wildcard else {0}
    at = 0
    while at < len(glob):
        if glob[at] == "*":
            is_beginning = at in beginnings or glob[at - 1] == "/"
            part, at = _stars(glob, at, is_beginning=is_beginning)
        elif glob[at] == "[":
            part, at = _set(glob, at + 1)
        elif glob[at] == "?":
            part, at = "[^/]", at + 1
        else:
            at += glob[at] == "\\"
            part, at = re.escape(glob[at : at + 1]), at + 1
        if not part:
            return None
        tokens.append(part)
    return tokens


def _stars(glob: str, at: int, *, is_beginning: bool) -> tuple[str, int]:
    """What a row of stars means and where it ends; two or more count where they fill a name."""
    end = len(glob) - len(glob[at:].lstrip("*"))
    behind = glob[end : end + 1]
    if end - at == 1 or not is_beginning or behind not in ("", "/"):
        return "*", end
    return ("**/", end + 1) if behind else (".*", end)


def _set(glob: str, at: int) -> tuple[str, int]:
    """The expression of `[...]` and where it ends; an empty one if it is none.

    As in git, a slash is never in it, and a range that goes backwards holds its first character.
    """
    negation = "^" if glob[at : at + 1] in ("!", "^") else ""
    at += len(negation)
    members: list[str] = []
    start = at
    while (element := _ELEMENT.match(glob, at)) and (at == start or glob[at] != "]"):
        at = element.end()
        name, low, high = element.group("name", "low", "high")
        if name is not None:
            if name not in _CLASSES:
                return "", at
            members.append(_CLASSES[name])
        else:
            first, last = low[-1], (high or low)[-1]
            members.append(f"{re.escape(first)}-{re.escape(max(first, last))}")
    if element is None:
        return "", at
    return f"(?!/)[{negation}{''.join(members)}]", at + 1


def _expression(tokens: Sequence[str], numbers: Iterator[int]) -> str:
    first, *others = _split(tokens, "**/")
    parts = [_names(first, numbers)]
    parts += [_nearest(_FOLDERS + _names(names, numbers), numbers) for names in others[:-1]]
    parts += [_FOLDERS + _names(names, numbers) for names in others[-1:]]
    return "".join(parts)


def _names(tokens: Sequence[str], numbers: Iterator[int]) -> str:
    """The expression of names with slashes between them."""
    return "/".join(_name(name, numbers) for name in _split(tokens, "/"))


def _name(tokens: Sequence[str], numbers: Iterator[int]) -> str:
    first, *others = ("".join(part) for part in _split(tokens, "*"))
    parts = [first]
    parts += [_nearest("[^/]*?" + part, numbers) for part in others[:-1]]
    parts += ["[^/]*" + part for part in others[-1:]]
    return "".join(parts)


def _nearest(expression: str, numbers: Iterator[int]) -> str:
    """An expression that keeps its first match: Python has no other way before 3.11."""
    name = f"n{next(numbers)}"
    return f"(?=(?P<{name}>{expression}))(?P={name})"


def _split(tokens: Iterable[str], separator: str) -> Iterator[list[str]]:
    part: list[str] = []
    for token in tokens:
        if token == separator:
            yield part
            part = []
        else:
            part.append(token)
    yield part
