"""Which files of a workspace are read: a walk over folders that honours ignore files and settings.

Folders are walked in the order of their names, so that two runs give the same order. Symbolic links
are not followed: what they point to is read where it is, and there are no loops. Tools for
version control keep their own data in folders that are never entered.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from claude_preflight.ignore import IgnoreRules
from claude_preflight.settings import KnowledgeFile, Settings
from claude_preflight.workspace.files import is_temporary, read_by_hand, reason
from claude_preflight.workspace.settings_files import FILE_NAMES, load_settings

_VERSION_CONTROL = frozenset({".git", ".hg", ".jj", ".svn"})
# Code of others that a package manager put there; who wants to check it names it.
_INSTALLED = frozenset({"node_modules", "site-packages"})
# Lies in every virtual environment of Python.
_ENVIRONMENT = "pyvenv.cfg"


@dataclass(frozen=True, slots=True)
class Target:
    """A file to read, as a path for people, and the settings that count for it.

    `named` says that the user named the file, rather than a folder above it.
    """

    path: str
    settings: Settings
    named: bool = False

    def __reduce__(self) -> tuple[type[Target], tuple[str, Settings, bool]]:
        """How it is sent to another process: a fifth of the time of the standard way."""
        return Target, (self.path, self.settings, self.named)

    @property
    def path_in_settings(self) -> str:
        """The path as patterns in the settings write it: from their folder on, with `/`."""
        path = Path(self.path)
        root = self.settings.root
        if root and (path := path.resolve()).is_relative_to(root.resolve()):
            path = path.relative_to(root.resolve())
        return path.as_posix()


@dataclass(frozen=True, slots=True)
class _Layer:
    """Ignore rules and the folder that they are relative to (absolute, with a closing slash)."""

    rules: IgnoreRules
    base: str

    def verdict(self, absolute: str, *, is_dir: bool) -> bool | None:
        path = absolute[len(self.base) :]
        return self.rules.verdict(path.replace(os.sep, "/"), is_dir=is_dir)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder on the way: as people read it, as it is, and what counts in it.

    Both paths close with a separator or are empty. The last of `layers` decides first.
    """

    shown: str
    absolute: str
    settings: Settings
    layers: tuple[_Layer, ...]
    exclude: _Layer | None

    def child(self, name: str) -> _Folder:
        shown, absolute = self.shown + name + os.sep, self.absolute + name + os.sep
        return replace(self, shown=shown, absolute=absolute)

    def ignores(self, name: str, *, is_dir: bool = False) -> bool:
        absolute = self.absolute + name
        if self.exclude and self.exclude.verdict(absolute, is_dir=is_dir):
            return True
        for layer in reversed(self.layers):
            verdict = layer.verdict(absolute, is_dir=is_dir)
            if verdict is not None:
                return verdict
        return False


class Unread(NamedTuple):
    """What could not be read, as a sentence that names it; `named` if the user did so."""

    path: str
    sentence: str
    named: bool


class Workspace:
    """Finds files and their settings, and collects in `unread` what it could not read itself.

    With `ignore_files` off, what .gitignore leaves out is read too. A file of newer facts goes
    before those of the settings.
    """

    def __init__(
        self, *, ignore_files: bool = True, knowledge: KnowledgeFile | None = None
    ) -> None:
        self.unread: list[Unread] = []
        self._ignore_files = ignore_files
        self._knowledge = knowledge
        self._settings: dict[Path, Settings] = {}

    @property
    def knowledge_files(self) -> tuple[KnowledgeFile | None, ...]:
        """The files of newer facts that counted so far."""
        return (self._knowledge, *(settings.knowledge for settings in self._settings.values()))

    @property
    def problems(self) -> list[str]:
        """The sentences about what the user named."""
        return [each.sentence for each in self.unread if each.named]

    @property
    def notes(self) -> list[str]:
        """The sentences about what was met on a walk."""
        return [each.sentence for each in self.unread if not each.named]

    def targets(self, paths: Iterable[str]) -> list[Target]:
        """The files under the given paths, each once, in order. A file that is named is read.

        Raises SettingsError, and that before anything is done with any of the files.
        """
        found: dict[str, Target] = {}
        for path in paths:
            for target in self.under(os.path.normpath(path)):
                found.setdefault(target.path, target)
        return list(found.values())

    def settings_in(self, folder: Path) -> Settings:
        """The settings that count in a folder. Raises SettingsError."""
        folder = folder.resolve()
        if folder not in self._settings:
            settings = load_settings(folder)
            knowledge = self._knowledge or settings.knowledge
            self._settings[folder] = replace(settings, knowledge=knowledge)
        return self._settings[folder]

    def _report(self, path: str, sentence: str, *, named: bool) -> None:
        unread = Unread(path, sentence, named)
        if unread not in self.unread:
            self.unread.append(unread)

    def under(self, path: str) -> Iterator[Target]:
        """The files under a path, one after the other. Raises SettingsError."""
        try:
            is_folder = stat.S_ISDIR(Path(path).stat().st_mode)
        except (OSError, ValueError) as error:
            self._report(path, f"{path} cannot be read: {reason(error)}.", named=True)
            return
        if is_folder:
            yield from self._walk(path)
        else:
            yield Target(path, self.settings_in(Path(path).parent), named=True)

    def _walk(self, path: str) -> Iterator[Target]:
        start = self._start(path)
        pending = [start]
        while pending:
            folder = pending.pop()
            entries = self._entries(folder, named=folder is start)
            names = {entry.name for entry in entries}
            if _ENVIRONMENT in names and self._ignore_files and folder is not start:
                continue
            folder = self._entered(folder, names)
            yield from self._files(folder, entries)
            below = [entry.name for entry in entries if self._is_entered(folder, entry)]
            pending.extend(folder.child(name) for name in reversed(below))

    def _start(self, path: str) -> _Folder:
        absolute = Path(path).resolve()
        settings = self.settings_in(absolute)
        shown = "" if path == "." else _closed(path)
        layers = self._layers_above(absolute) if self._ignore_files else ()
        return _Folder(shown, _closed(str(absolute)), settings, layers, _exclude(settings))

    def _entries(self, folder: _Folder, *, named: bool) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder.absolute) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except FileNotFoundError:
            return []  # it was there a moment ago
        except OSError as error:
            shown = folder.shown or "."
            sentence = f"The folder {shown} cannot be read: {reason(error)}."
            self._report(shown, sentence, named=named)
            return []

    def _entered(self, folder: _Folder, names: set[str]) -> _Folder:
        """The folder with the settings and ignore files that lie in it."""
        if not names.isdisjoint(FILE_NAMES):
            settings = self.settings_in(Path(folder.absolute))
            folder = replace(folder, settings=settings, exclude=_exclude(settings))
        if self._ignore_files and not names.isdisjoint((".git", ".gitignore")):
            # A repository within a repository has rules of its own.
            above = () if ".git" in names else folder.layers
            folder = replace(folder, layers=(*above, *self._layers_of(folder.absolute)))
        return folder

    def _files(self, folder: _Folder, entries: Iterable[os.DirEntry[str]]) -> Iterator[Target]:
        for entry in entries:
            if not entry.is_file(follow_symlinks=False) or is_temporary(entry.name):
                continue
            if not folder.ignores(entry.name):
                yield Target(folder.shown + entry.name, folder.settings)

    def _is_entered(self, folder: _Folder, entry: os.DirEntry[str]) -> bool:
        if not _is_folder(entry) or entry.name in _VERSION_CONTROL:
            return False
        if self._ignore_files and entry.name in _INSTALLED:
            return False
        return not folder.ignores(entry.name, is_dir=True)

    def _layers_above(self, folder: Path) -> tuple[_Layer, ...]:
        """The ignore files from the root of a repository down to the parent of a folder in it."""
        for depth, parent in enumerate((folder, *folder.parents)):
            if os.path.exists(parent / ".git"):  # noqa: PTH110 - a Path raises where it may not look
                above = (folder, *folder.parents)[depth:0:-1]
                places = (_closed(str(place)) for place in above)
                return tuple(layer for place in places for layer in self._layers_of(place))
        return ()

    def _layers_of(self, folder: str) -> tuple[_Layer, ...]:
        """The ignore rules in a folder; those of its repository come first and count less."""
        files = (f"{folder}.git/info/exclude", f"{folder}.gitignore")
        texts = (self._read_if_there(file) for file in files)
        return tuple(_Layer(IgnoreRules.of(text), folder) for text in texts if text)

    def _read_if_there(self, path: str) -> bytes:
        try:
            return read_by_hand(path)
        except OSError as error:
            if error.errno == errno.EFBIG:
                self._report(path, f"{path} does not count: {reason(error)}.", named=False)
            return b""  # not there, or no file; git passes over it as well


def _is_folder(entry: os.DirEntry[str]) -> bool:
    if not entry.is_dir(follow_symlinks=False):
        return False
    # Windows' junctions are links that Python before 3.12 takes for folders.
    tag = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) if os.name == "nt" else 0
    return tag != getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)


def _closed(path: str) -> str:
    """A folder's path with a closing separator."""
    return path if path.endswith(os.sep) else path + os.sep


def _exclude(settings: Settings) -> _Layer | None:
    if not settings.exclude or settings.root is None:
        return None
    patterns = "\n".join(settings.exclude)
    return _Layer(IgnoreRules.of(os.fsencode(patterns)), _closed(str(settings.root.resolve())))
