"""The git repository that files are in: its root, its name and its commit.

Its files are read as they are. Nothing of it is run, and git need not be there.
"""

from __future__ import annotations

import os
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from claude_preflight.regex import regex
from claude_preflight.safe_text import masked
from claude_preflight.workspace.files import read_by_hand

if TYPE_CHECKING:
    from claude_preflight.cli.owners import Owners

# Where CODEOWNERS may stand, from the root on; the first one counts.
_OWNER_FILES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
_COMMIT = regex(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
# No part of the name of a branch begins with a dot, so none leads elsewhere.
_REF = regex(r"ref: (refs(?:/(?!\.)[^/\s]+)+)")
_ORIGIN = regex(r'\[remote "origin"\][^\[]*?^\s*url\s*=\s*"?([^\s"]+)', re.MULTILINE)
# `https://user:secret@host/path`, and `user@host:path`, the short way to write an SSH address.
_URL = regex(r"(https?|ssh|git)://(?:[^/@]*@)?([^/?#]+/[^?#]*)")
_SHORT = regex(r"(?:[^/@:]+@)?([^/@:]{2,}):(?!//)(.+)")


class Repository:
    """The repository around a folder. Everything is read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._given = folder

    @cached_property
    def _folder(self) -> Path:
        return Path(_absolute(self._given))

    @cached_property
    def root(self) -> Path | None:
        """The folder that the repository begins in; None without a repository."""
        folders = (self._folder, *self._folder.parents)
        return next((each for each in folders if _exists(each / ".git")), None)

    def path(self, path: str) -> str:
        """A path with `/`, from the root on or, without one, from the folder; else absolute."""
        base = self.root or self._folder
        absolute = _absolute(path)
        for each in (absolute, os.path.realpath(absolute)):
            for root in (base, base.resolve()):
                if Path(each).is_relative_to(root):
                    return Path(each).relative_to(root).as_posix()
        return Path(absolute).as_posix()

    @cached_property
    def url(self) -> str | None:
        """The address of the remote `origin`, without the name and the secret of a user."""
        match = _ORIGIN.search(self._text("config"))
        address = match[1] if match else ""
        if short := _SHORT.fullmatch(address):
            address = f"ssh://{short[1]}/{short[2]}"
        url = _URL.match(address)
        return masked(f"{url[1]}://{url[2]}") if url else None

    @cached_property
    def name(self) -> str | None:
        """The address or, without one, the name of the folder; None without a repository."""
        return self.url or (self.root.name if self.root else None)

    @cached_property
    def commit(self) -> str | None:
        """The commit that is checked out, as hexadecimal digits; None if there is none."""
        head = self._text("HEAD").strip()
        if ref := _REF.fullmatch(head):
            line = re.compile(rf"^(\S+) {re.escape(ref[1])}$", re.MULTILINE)
            packed = line.search(self._text("packed-refs"))
            # A branch that has moved since they were packed has a file of its own.
            head = self._text(ref[1]).strip() or (packed[1] if packed else "")
        return head if _COMMIT.fullmatch(head) else None

    def owners(self, path: str) -> tuple[str, ...]:
        """The owners of a file, as CODEOWNERS says; () without such a file."""
        return self._owners.of(self.path(path)) if self._owners else ()

    @cached_property
    def _owners(self) -> Owners | None:
        texts = (_read(self.root / name) for name in _OWNER_FILES) if self.root else ()
        text = next(filter(None, texts), "")
        if not text:
            return None
        from claude_preflight.cli.owners import Owners  # late: few repositories say it

        return Owners(text)

    @cached_property
    def _data(self) -> list[Path]:
        """The folders of git's data: that of this work tree, and that of all of them."""
        if self.root is None:
            return []
        folder = self.root / ".git"
        if folder.is_file():
            folder = self.root / _read(folder).removeprefix("gitdir:").strip()
        return [folder, folder / (_read(folder / "commondir").strip() or ".")]

    def _text(self, name: str) -> str:
        """A file of git's data, "" if there is none."""
        return next(filter(None, (_read(folder / name) for folder in self._data)), "")


def _absolute(path: Path | str) -> str:
    """Without following links, as users see it."""
    return os.path.normpath(Path.cwd() / path)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _read(path: Path) -> str:
    try:
        return read_by_hand(str(path)).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""
