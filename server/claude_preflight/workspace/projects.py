"""The project that a file belongs to: what its tests may ask for."""

from __future__ import annotations

import os
from pathlib import PurePath

from claude_preflight import manifests

_REPOSITORY = ".git"


class Projects:
    """The projects and the packages of files, told by their folders, of which each is read once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._packages: dict[str, bool] = {}

    def of(self, path: str) -> tuple[str, PurePath]:
        """The folder of a project, and the path in it.

        That is the repository, else where the highest manifest lies. Files above which there is
        neither are one project, "", in which they have their whole path.
        """
        absolute = os.path.abspath(path)  # noqa: PTH100 - text is faster
        project, inside = self._above(os.path.dirname(absolute)), PurePath(absolute)  # noqa: PTH120
        return project, inside.relative_to(project or inside.anchor)

    def package_of(self, project: str, inside: PurePath) -> PurePath:
        """The folder in a project with the nearest manifest above a file; else its root."""
        for folder in inside.parents:
            absolute = os.path.join(project, folder) if folder.parts else project  # noqa: PTH118
            if self._packages.get(absolute):
                return folder
        return PurePath()

    def _above(self, folder: str) -> str:
        """The project that a folder belongs to."""
        if folder not in self._known:
            names, above = _names(folder), os.path.dirname(folder)  # noqa: PTH120
            self._packages[folder] = any(map(manifests.is_manifest, names))
            is_repository = _REPOSITORY in names
            further = "" if is_repository or above == folder else self._above(above)
            begins = is_repository or self._packages[folder]
            self._known[folder] = further or (folder if begins else "")
        return self._known[folder]


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208
    except OSError:
        return []
