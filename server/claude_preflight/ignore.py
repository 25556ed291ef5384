"""Patterns as in .gitignore: which names they leave out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import groupby

from claude_preflight.records import NamedTuple

# No path is as long, so a longer pattern matches nothing.
_LONGEST = 4096


class _Pattern(NamedTuple):
    """A line of an ignore file; with a slash before its end it is for paths, any other for names.

    `ignores` is whether it leaves out what it matches, or takes it back.
    """

    glob: str
    ignores: bool
    is_for_paths: bool
    is_for_folders: bool


class _Kind(NamedTuple):
    """Patterns of one kind: those that are a mere text, and the expressions of the others.

    A look into a set is quick, however many patterns there are.
    """

    is_for_paths: bool
    texts: frozenset[str]
    matches: tuple[Callable[[str], object], ...]


class _Block(NamedTuple):
    """Patterns that follow each other and all ignore, or all take back: in which order is the same.

    `ignores` is which of the two they do.
    """

    ignores: bool
    kinds: tuple[_Kind, ...]

    @classmethod
    def of(cls, ignores: bool, patterns: Iterable[_Pattern]) -> _Block:
        # Imported here, for a check of one file needs no patterns.
        from claude_preflight.globs import any_of, is_literal

        kinds = []
        for is_for_paths, same in groupby(sorted(patterns, key=_is_for_paths), _is_for_paths):
            globs = [pattern.glob for pattern in same]
            texts = frozenset(filter(is_literal, globs))
            others = any_of(glob for glob in globs if glob not in texts)
            kinds.append(_Kind(is_for_paths, texts, tuple(each.match for each in others)))
        return cls(ignores, tuple(kinds))


class IgnoreRules(NamedTuple):
    """The patterns of one ignore file, for paths relative to the folder of that file."""

    # Those that speak of files, and of folders; the last one of the file is the first one here.
    for_files: tuple[_Block, ...]
    for_folders: tuple[_Block, ...]

    @classmethod
    def of(cls, patterns: bytes) -> IgnoreRules:
        """Read the text of an ignore file. A pattern that is none matches nothing."""
        return _read(patterns)

    def verdict(self, path: str, *, is_dir: bool) -> bool | None:
        """Whether a path (relative, with `/`) is ignored; None if no pattern speaks of it.

        Only the path itself is looked at: whoever walks does not enter an ignored folder. As in
        git, the last pattern that matches decides. A walk asks this of each file, so all is done
        in one place.
        """
        name = path.rpartition("/")[2]
        for ignores, kinds in self.for_folders if is_dir else self.for_files:
            for is_for_paths, texts, matches in kinds:
                text = path if is_for_paths else name
                if text in texts:
                    return ignores
                for match in matches:
                    if match(text):
                        return ignores
        return None

    def leaves_out(self, path: str) -> bool:
        """Whether a file (relative, with `/`) is ignored, itself or through a folder above it."""
        parts = path.split("/")
        folders = ("/".join(parts[:count]) for count in range(1, len(parts)))
        above = any(self.verdict(folder, is_dir=True) for folder in folders)
        return above or bool(self.verdict(path, is_dir=False))


# Few, for each may be as long as a file may be.
@lru_cache(maxsize=16)
def _read(patterns: bytes) -> IgnoreRules:
    lines = os.fsdecode(patterns.removeprefix(b"\xef\xbb\xbf")).split("\n")
    read = [each for line in lines if (each := _pattern(line.removesuffix("\r")))]
    return IgnoreRules(_blocks(each for each in read if not each.is_for_folders), _blocks(read))


def _blocks(patterns: Iterable[_Pattern]) -> tuple[_Block, ...]:
    blocks = [_Block.of(*block) for block in groupby(patterns, lambda each: each.ignores)]
    return tuple(reversed(blocks))


def _is_for_paths(pattern: _Pattern) -> bool:
    return pattern.is_for_paths


def _pattern(line: str) -> _Pattern | None:
    if line.startswith("#") or len(line) > _LONGEST:
        return None
    text = _without_spaces_at_end(line)
    glob = text.removeprefix("!")
    name = glob.removesuffix("/")
    pattern = _Pattern(name.removeprefix("/"), glob == text, "/" in name, glob.endswith("/"))
    return pattern if pattern.glob else None


def _without_spaces_at_end(line: str) -> str:
    """The line up to its last character; a space behind a backslash is one."""
    text = line.rstrip(" ")
    backslashes = len(text) - len(text.rstrip("\\"))
    return text + " " if backslashes % 2 and len(text) < len(line) else text
