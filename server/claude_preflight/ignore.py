"""Patterns as in .gitignore: which names they leave out. The patterns themselves are pathspec's."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

# The group that pathspec gives the slash behind a folder: what follows lies in it.
_FOLDER_END = "ps_d"


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A pattern; with a slash before its end it is for paths, any other for names."""

    pattern: GitIgnoreSpecPattern
    is_for_paths: bool
    is_for_folders: bool

    def matches(self, path: str, *, is_dir: bool) -> bool:
        """Whether it means a path itself, not a folder above it."""
        if self.is_for_folders and not is_dir:
            return False
        name = path if self.is_for_paths else path.rpartition("/")[2]
        name += "/" if self.is_for_folders else ""
        found = self.pattern.match_file(name)
        if found is None:
            return False
        above = found.match.groupdict().get(_FOLDER_END)
        return above is None or found.match.end(_FOLDER_END) == len(name)


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The patterns of one ignore file, for paths relative to the folder of that file."""

    _patterns: tuple[_Pattern, ...]

    @classmethod
    def of(cls, patterns: bytes) -> IgnoreRules:
        """Read the text of an ignore file. A pattern that is none matches nothing."""
        return _read(patterns)

    def verdict(self, path: str, *, is_dir: bool) -> bool | None:
        """Whether a path (relative, with `/`) is ignored; None if no pattern speaks of it.

        Only the path itself is looked at: whoever walks does not enter an ignored folder. As in
        git, the last pattern that matches decides.
        """
        for pattern in reversed(self._patterns):
            if pattern.matches(path, is_dir=is_dir):
                return pattern.pattern.include
        return None

    def leaves_out(self, path: str) -> bool:
        """Whether a file (relative, with `/`) is ignored, itself or through a folder above it."""
        parts = path.split("/")
        folders = ("/".join(parts[:count]) for count in range(1, len(parts)))
        above = any(self.verdict(folder, is_dir=True) for folder in folders)
        return above or bool(self.verdict(path, is_dir=False))


@lru_cache(maxsize=512)
def _read(patterns: bytes) -> IgnoreRules:
    # Imported here: it costs as much as all the rest of the start, and one file needs no patterns.
    from pathspec.patterns.gitignore import GitIgnorePatternError
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

    read = []
    for line in os.fsdecode(patterns.removeprefix(b"\xef\xbb\xbf")).split("\n"):
        try:
            pattern = GitIgnoreSpecPattern(line.removesuffix("\r"))
        except GitIgnorePatternError:
            continue  # git, too, passes over a pattern that it cannot read
        glob = line.rstrip(" \r")
        if pattern.include is not None and glob.strip("!/"):
            is_for_paths = "/" in glob.removesuffix("/")
            read.append(_Pattern(pattern, is_for_paths, is_for_folders=glob.endswith("/")))
    return IgnoreRules(tuple(read))
