"""Which files of a workspace are read: a walk over folders that honours ignore files and settings.

Folders are walked in the order of their names, so that two runs give the same order. Symbolic links
are not followed: what they point to is read where it is, and there are no loops. Tools for
version control keep their own data in folders that are never entered.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from operator import attrgetter
from pathlib import Path

from claude_preflight.ignore import IgnoreRules
from claude_preflight.records import NamedTuple
from claude_preflight.settings import KnowledgeFile, Settings
from claude_preflight.workspace.choice import Choice
from claude_preflight.workspace.files import is_temporary, read_by_hand, reason
from claude_preflight.workspace.settings_files import FILE_NAMES, load_settings

VERSION_CONTROL = frozenset({".git", ".hg", ".jj", ".svn"})
"""The folders in which version control keeps its own data."""

# Code of others that a package manager put there; who wants to check it names it.
_INSTALLED = frozenset({"node_modules", "site-packages"})
# Lies in every virtual environment of Python.
_ENVIRONMENT = "pyvenv.cfg"
_ALL = Choice()
_NAME = attrgetter("name")


class Target(NamedTuple):
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


class _Layer(NamedTuple):
    """Ignore rules and the folder that they are relative to (absolute, with a closing slash)."""

    rules: IgnoreRules
    base: str

    def verdict(self, absolute: str, *, is_dir: bool) -> bool | None:
        # What is not below the folder has no path from there, but names in it may match.
        path = absolute[len(self.base) :] if absolute.startswith(self.base) else absolute[1:]
        if os.sep != "/":
            path = path.replace(os.sep, "/")
        return self.rules.verdict(path, is_dir=is_dir)


class _Folder(NamedTuple):
    """A folder on the way: as people read it, as it is, and what counts in it.

    Both paths close with a separator or are empty. The last of `layers` decides first.
    """

    shown: str
    absolute: str
    settings: Settings
    layers: tuple[_Layer, ...]
    exclude: tuple[_Layer, ...]

    def child(self, name: str) -> _Folder:
        shown, absolute = self.shown + name + os.sep, self.absolute + name + os.sep
        return self._replace(shown=shown, absolute=absolute)

    def ignores(self, name: str, *, is_dir: bool = False) -> bool:
        if not self.layers and not self.exclude:
            return False
        absolute = self.absolute + name
        for layer in self.exclude:
            if layer.verdict(absolute, is_dir=is_dir):
                return True
        for layer in reversed(self.layers):
            verdict = layer.verdict(absolute, is_dir=is_dir)
            if verdict is not None:
                return verdict
        return False


def is_of_others(folder: Path, top: Path) -> bool:
    """Whether a walk that begins at `top`, above a folder, never enters it.

    That is so below the data of version control, the packages of a package manager and the virtual
    environments of Python.
    """
    names = folder.relative_to(top).parts
    below = (top.joinpath(*names[: depth + 1]) for depth in range(len(names)))
    return not {*VERSION_CONTROL, *_INSTALLED}.isdisjoint(names) or any(
        (each / _ENVIRONMENT).is_file() for each in below
    )


class Unread(NamedTuple):
    """What could not be read, as a sentence that names it; `named` if the user did so."""

    path: str
    sentence: str
    named: bool


class Workspace:
    """Finds files and their settings, and collects in `unread` what it could not read itself.

    It reads what a user has chosen. `load` tells the settings of a folder, or raises SettingsError.
    """

    def __init__(
        self, choice: Choice = _ALL, load: Callable[[Path], Settings] = load_settings
    ) -> None:
        self.unread: list[Unread] = []
        self._choice = choice
        self._load = load
        self._ignore_files = choice.ignore_files
        self._settings: dict[Path, Settings] = {}
        self._reached: dict[Path, _Folder | None] = {}

    @property
    def knowledge_files(self) -> tuple[KnowledgeFile | None, ...]:
        """The files of newer facts that counted so far."""
        own = self._choice.knowledge
        return (own, *(settings.knowledge for settings in self._settings.values()))

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
        return self._found(paths, self.under)

    def listed(self, paths: Iterable[str]) -> list[Target]:
        """The same of paths that a program lists: what is not there or no text is passed over."""
        return self._found(paths, self._if_there)

    def _found(
        self, paths: Iterable[str], under: Callable[[str], Iterator[Target]]
    ) -> list[Target]:
        places = [list(under(os.path.normpath(path))) for path in paths]
        found = places[0] if len(places) == 1 else _each_once(chain(*places))
        if not self._choice.has_patterns:
            return found
        return [target for target in found if self._choice.takes(target.path)]

    def _if_there(self, path: str) -> Iterator[Target]:
        if os.path.exists(path):  # noqa: PTH110 - a Path raises where it may not look
            for target in self.under(path):
                yield target._replace(named=False)

    def settings_in(self, folder: Path) -> Settings:
        """The settings that count in a folder. Raises SettingsError."""
        folder = folder.resolve()
        if folder not in self._settings:
            settings = self._choice.settings or self._load(folder)
            self._settings[folder] = self._choice.over(settings)
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
            forced = self._choice.force_exclude
            if not forced or self._folder_of(Path(path).resolve()) is not None:
                yield from self._walk(path)
        elif not (self._choice.force_exclude and self._is_left_out(path)):
            yield Target(path, self.settings_in(Path(path).parent), named=True)

    def _is_left_out(self, path: str) -> bool:
        """Whether a walk would pass by a file, where it lies in the folders of `_is_top`."""
        file = Path(path)
        folder = self._folder_of(file.parent.resolve())
        return folder is None or folder.ignores(file.name)

    def _folder_of(self, absolute: Path) -> _Folder | None:
        """A folder as a walk enters it, None if it does not."""
        if absolute not in self._reached:
            self._reached[absolute] = self._reach(absolute)
        return self._reached[absolute]

    def _reach(self, absolute: Path) -> _Folder | None:
        if _is_top(absolute):
            return self._entered(self._start(str(absolute)), _names(absolute))
        above = self._folder_of(absolute.parent)
        if above is None or not self._may_enter(above, absolute.name):
            return None
        names = _names(absolute)
        if _ENVIRONMENT in names and self._ignore_files:
            return None
        return self._entered(above.child(absolute.name), names)

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
            below = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
            pending.extend(
                folder.child(entry.name)
                for entry in reversed(below)
                if not _is_junction(entry) and self._may_enter(folder, entry.name)
            )

    def _start(self, path: str) -> _Folder:
        absolute = Path(path).resolve()
        settings = self.settings_in(absolute)
        shown = "" if path == "." else _closed(path)
        layers = self._layers_above(absolute) if self._ignore_files else ()
        return _Folder(shown, _closed(str(absolute)), settings, layers, self._excludes(settings))

    def _entries(self, folder: _Folder, *, named: bool) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder.absolute) as entries:
                return sorted(entries, key=_NAME)
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
            folder = folder._replace(settings=settings, exclude=self._excludes(settings))
        if self._ignore_files and not names.isdisjoint((".git", ".gitignore")):
            # A repository within a repository has rules of its own.
            above = () if ".git" in names else folder.layers
            folder = folder._replace(layers=(*above, *self._layers_of(folder.absolute)))
        return folder

    def _files(self, folder: _Folder, entries: Iterable[os.DirEntry[str]]) -> Iterator[Target]:
        for entry in entries:
            if not entry.is_file(follow_symlinks=False) or is_temporary(entry.name):
                continue
            if not folder.ignores(entry.name):
                yield Target(folder.shown + entry.name, folder.settings)

    def _may_enter(self, folder: _Folder, name: str) -> bool:
        if name in VERSION_CONTROL or (self._ignore_files and name in _INSTALLED):
            return False
        return not folder.ignores(name, is_dir=True)

    def _excludes(self, settings: Settings) -> tuple[_Layer, ...]:
        """What is left out by the settings, and by the user's choice."""
        layers = []
        if settings.exclude and settings.root is not None:
            rules = IgnoreRules.of(os.fsencode("\n".join(settings.exclude)))
            layers.append(_Layer(rules, _closed(str(settings.root.resolve()))))
        if self._choice.exclude:
            layers.append(_Layer(self._choice.excluded, _closed(str(Path.cwd().resolve()))))
        return tuple(layers)

    def _layers_above(self, folder: Path) -> tuple[_Layer, ...]:
        """The ignore files from the root of a repository down to the parent of a folder in it."""
        for depth, parent in enumerate((folder, *folder.parents)):
            if _has_repository(parent):
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


def _each_once(targets: Iterable[Target]) -> list[Target]:
    found: dict[str, Target] = {}
    for target in targets:
        found.setdefault(target.path, target)
    return list(found.values())


def _is_top(folder: Path) -> bool:
    """Whether a walk would begin in a folder: the current one; elsewhere, that of a repository."""
    here = Path.cwd().resolve()
    if folder.is_relative_to(here):
        return folder == here
    return _has_repository(folder) or not any(map(_has_repository, folder.parents))


def _has_repository(folder: Path) -> bool:
    return os.path.exists(folder / ".git")  # noqa: PTH110 - a Path raises where it may not look


def _names(folder: Path) -> set[str]:
    try:
        return set(os.listdir(folder))  # noqa: PTH208 - only names
    except OSError:
        return set()


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Whether it is a link of Windows' that Python before 3.12 takes for a folder."""
    if os.name != "nt":
        return False
    tag = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0)
    return tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)


def _closed(path: str) -> str:
    """A folder's path with a closing separator."""
    return path if path.endswith(os.sep) else path + os.sep
