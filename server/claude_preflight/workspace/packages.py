"""The packages of one project, and which of them may use which: what their manifests name."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from pathlib import PurePath

from claude_preflight import manifests
from claude_preflight.regex import regex
from claude_preflight.settings import Settings
from claude_preflight.workspace.choice import Choice
from claude_preflight.workspace.files import FileError, read_file
from claude_preflight.workspace.walk import Workspace

# So many files of a project are listed; of more packages nothing is said.
_MOST_LISTED = 50_000
_MOST = 200
# The name that a manifest gives its package.
_NAME = regex(
    rb"\"name\"\s{0,9}:\s{0,9}\"([^\"\n]+)|^name\s{0,9}=\s{0,9}[\"']([^\"'\n]+)|^module\s{1,9}(\S+)",
    re.MULTILINE,
)
# The settings of a project do not tell what is a part of it.
_ALL = Choice(settings=Settings())


def files_of(project: str) -> Iterator[str]:
    """The files of a project."""
    return (each.path for each in islice(Workspace(_ALL).under(project), _MOST_LISTED))


class Packages:
    """The packages of a project by their folders in it, read when they are first asked for."""

    def __init__(self, project: str) -> None:
        self._project = project
        self._reached: dict[PurePath, set[PurePath]] = {}

    def may_use(self, user: PurePath, used: PurePath) -> bool:
        """Whether a package may use another one. What lies around one goes with it."""
        if user.is_relative_to(used) or used.is_relative_to(user) or len(self._texts) > _MOST:
            return True
        if user not in self._reached:
            self._reached[user] = self._reachable(user)
        return used in self._reached[user]

    def _reachable(self, package: PurePath) -> set[PurePath]:
        reached, waiting = {package}, [package]
        while waiting:
            text = self._texts.get(waiting.pop(), b"")
            named = {each for each, name in self._names.items() if name.search(text)}
            found = named - reached
            reached |= found
            waiting += found
        return reached

    @cached_property
    def _texts(self) -> dict[PurePath, bytes]:
        """What the manifests of each package say."""
        texts: dict[PurePath, bytes] = defaultdict(bytes)
        for path in files_of(self._project):
            if manifests.is_manifest(path) and not manifests.is_lock(path):
                folder = PurePath(os.path.relpath(path, self._project)).parent
                texts[folder] += b"\n" + _read(path)
        return texts

    @cached_property
    def _names(self) -> dict[PurePath, re.Pattern[bytes]]:
        """What finds the name of each package; the whole project is around them all."""
        own = {folder: text for folder, text in self._texts.items() if folder.parts}
        return {folder: _name_of(folder, text) for folder, text in own.items()}


def _name_of(folder: PurePath, text: bytes) -> re.Pattern[bytes]:
    """The name that a manifest gives its package, else that of its folder, however it is joined."""
    declared = _NAME.search(text)
    name = next(filter(None, declared.groups())) if declared else os.fsencode(folder.name)
    joined = rb"[-_.]".join(map(re.escape, re.split(rb"[-_.]", name)))
    return re.compile(rb"(?<![\w-])" + joined + rb"(?![\w-])")


def _read(path: str) -> bytes:
    try:
        return read_file(path).data
    except FileError:
        return b""
