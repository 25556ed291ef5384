"""The project that a file belongs to: what its tests may ask for."""

from __future__ import annotations

import os
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
        project, inside = self._above(os.path.dirname(absolute)), PurePath(absolute)  # noqa: PTH120
        return project, inside.relative_to(project or inside.anchor)

    def _above(self, folder: str) -> str:
        """The project that a folder belongs to."""
        if folder not in self._known:
            names, above = _names(folder), os.path.dirname(folder)  # noqa: PTH120
            is_root = _REPOSITORY in names or above == folder
            further = "" if is_root else self._above(above)
            begins = _REPOSITORY in names or any(map(manifests.is_manifest, names))
            self._known[folder] = further or (folder if begins else "")
        return self._known[folder]


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208
    except OSError:
        return []
