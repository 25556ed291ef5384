"""Patterns as in .gitignore: which names they leave out. The patterns themselves are pathspec's."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec, PathSpec
    from pathspec.pattern import Pattern


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The patterns of one ignore file, for paths relative to the folder of that file.

    In git the last pattern that matches decides. For a file, pathspec knows that a pattern for
    folders, such as `!*/`, says nothing about what lies in them; for a folder it is just the last.
    """

    _files: GitIgnoreSpec
    _folders: PathSpec[Pattern]

    @classmethod
    def of(cls, patterns: bytes) -> IgnoreRules:
        """Read the text of an ignore file. A pattern that is none matches nothing."""
        return _compiled(patterns)

    def verdict(self, path: str, *, is_dir: bool) -> bool | None:
        """Whether a path (relative, with `/`) is ignored; None if no pattern speaks of it.

        Only the path itself is looked at: whoever walks does not enter an ignored folder.
        """
        if is_dir:
            return self._folders.check_file(f"{path}/").include
        return self._files.check_file(path).include

    def leaves_out(self, path: str) -> bool:
        """Whether a file (relative, with `/`) is ignored, itself or through a folder above it."""
        parts = path.split("/")
        folders = ("/".join(parts[:count]) for count in range(1, len(parts)))
        above = any(self.verdict(folder, is_dir=True) for folder in folders)
        return above or bool(self.verdict(path, is_dir=False))


@lru_cache(maxsize=512)
def _compiled(patterns: bytes) -> IgnoreRules:
    # Imported here: it costs as much as all the rest of the start, and one file needs no patterns.
    from pathspec import GitIgnoreSpec, PathSpec
    from pathspec.patterns.gitignore import GitIgnorePatternError

    files = GitIgnoreSpec.from_lines([])
    for line in os.fsdecode(patterns.removeprefix(b"\xef\xbb\xbf")).split("\n"):
        try:
            files += GitIgnoreSpec.from_lines([line.removesuffix("\r")])
        except GitIgnorePatternError:
            continue  # git, too, passes over a pattern that it cannot read
    return IgnoreRules(files, PathSpec(files.patterns))
