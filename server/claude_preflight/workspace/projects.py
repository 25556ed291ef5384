"""The project that a file belongs to: what its tests may ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import PurePath

from claude_preflight import manifests

_REPOSITORY = ".git"


class Projects:
    """The projects of files, told by their folders, each of which is looked at once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, path: str) -> tuple[str, PurePath]:
        """The folder of a project, and the path in it.

        That is the repository, else where the highest manifest lies. Files above which there is
        neither are one project, "", in which they have their whole path.
        """
        absolute = os.path.abspath(path)  # noqa: PTH100 - text is faster
        folder = os.path.dirname(absolute)  # noqa: PTH120
        if folder not in self._known:
            self._known[folder] = _project(folder)
        project = self._known[folder]
        inside = PurePath(absolute)
        return project, inside.relative_to(project or inside.anchor)


def _project(folder: str) -> str:
    found = ""
    for above in _upwards(folder):
        try:
            names = os.listdir(above)  # noqa: PTH208
        except OSError:
            names = []
        if _REPOSITORY in names:
            return above
        if any(map(manifests.is_manifest, names)):
            found = above
    return found


def _upwards(folder: str) -> Iterator[str]:
    while True:
        yield folder
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder:
            return
        folder = above
