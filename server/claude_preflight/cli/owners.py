"""Who owns a file, as CODEOWNERS says on GitHub and GitLab.

Its patterns are those of .gitignore, and of those that match the last one counts, so `ignore.py`
reads them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from claude_preflight.ignore import IgnoreRules
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex

_FIELD = regex(r"(?:\\.|[^\s\\])+")
# A heading of GitLab's: its owners count for the lines below that name none.
_SECTION = regex(r"\^?\[[^\]]+\](?:\[\d+\])?(.*)")


class _Rule(NamedTuple):
    pattern: IgnoreRules
    owners: tuple[str, ...]
    # `docs/*` is for the files right in the folder, while .gitignore means all below it.
    is_shallow: bool

    def matches(self, path: str) -> bool:
        if self.is_shallow:
            return bool(self.pattern.verdict(path, is_dir=False))
        return self.pattern.leaves_out(path)


class Owners:
    """The owners of the files of a repository."""

    def __init__(self, text: str) -> None:
        """`text` is that of a CODEOWNERS file."""
        self._rules = list(_rules(text.splitlines()))
        self._of = lru_cache(maxsize=4096)(self._find)

    def of(self, path: str) -> tuple[str, ...]:
        """The owners of a file, whose path has `/` and begins at the root; () if nobody's."""
        return self._of(path)

    def _find(self, path: str) -> tuple[str, ...]:
        for rule in reversed(self._rules):
            if rule.matches(path):
                return rule.owners
        return ()


def _rules(lines: Sequence[str]) -> Iterator[_Rule]:
    of_section: tuple[str, ...] = ()
    for line in lines:
        text = _without_comment(line)
        if section := _SECTION.fullmatch(text):
            of_section = tuple(section[1].split())
        elif fields := _FIELD.findall(text):
            pattern = IgnoreRules.of(os.fsencode(fields[0]))
            yield _Rule(pattern, tuple(fields[1:]) or of_section, fields[0].endswith("/*"))


def _without_comment(line: str) -> str:
    return re.sub(r"(?:^|\s)#.*", "", line).strip()
