"""Wheels and npm's tarballs, read where they are: nothing is unpacked and nothing is run.

A name in an archive is a label to look for, never a place to write to, and every size that an
archive claims is checked against a bound while it is read.
"""

from __future__ import annotations

import re
import tarfile
import zipfile
from pathlib import Path
from typing import IO

from refresh.rows import SourceError

_MOST_FILES = 20_000
_LARGEST_TEXT = 32 * 2**20
_LARGEST_TARBALL = 512 * 2**20


class Archive:
    """The files of a package. SourceError for an archive that cannot be read or is too large."""

    def __init__(self, path: Path) -> None:
        self._zip: zipfile.ZipFile | None = None
        self._tar: tarfile.TarFile | None = None
        try:
            if path.suffix == ".whl":
                self._zip = zipfile.ZipFile(path)
                self.names = tuple(self._zip.namelist())
            else:
                self._tar = tarfile.open(path, "r:gz")  # noqa: SIM115 - see `close`
                self._members = _members(self._tar)
                self.names = tuple(self._members)
        except (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError) as error:
            raise SourceError(f"{path.name} cannot be read: {error}") from None
        if len(self.names) > _MOST_FILES:
            raise SourceError(f"{path.name} has more than {_MOST_FILES} files")

    def close(self) -> None:
        """Let go of the file."""
        for archive in (self._zip, self._tar):
            if archive is not None:
                archive.close()

    def find(self, pattern: str) -> tuple[str, ...]:
        """The names in which a regular expression is found."""
        return tuple(name for name in self.names if re.search(pattern, name))

    def one(self, pattern: str) -> str:
        """The text of the one file with such a name. SourceError unless there is one."""
        found = self.find(pattern)
        if len(found) != 1:
            raise SourceError(f"{len(found)} files are named {pattern}, not one")
        return self.text(found[0])

    def text(self, name: str) -> str:
        """The text of a file. SourceError if it is too large or cannot be read."""
        with self.open(name) as stream:
            try:
                content = stream.read(_LARGEST_TEXT + 1)
            except (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError) as error:
                raise SourceError(f"{name} cannot be read: {error}") from None
        if len(content) > _LARGEST_TEXT:
            raise SourceError(f"{name} has more than {_LARGEST_TEXT} bytes")
        return content.decode("utf-8", "replace")

    def open(self, name: str) -> IO[bytes]:
        """A file, to be read piece by piece."""
        stream: IO[bytes] | None
        if self._zip is not None:
            stream = self._zip.open(name)
        else:
            assert self._tar is not None
            stream = self._tar.extractfile(self._members[name])
        assert stream is not None
        return stream


def _members(tar: tarfile.TarFile) -> dict[str, tarfile.TarInfo]:
    """The plain files, by name. Going through them unpacks everything once, so it is bounded."""
    members: dict[str, tarfile.TarInfo] = {}
    total = 0
    for member in tar:
        total += member.size
        if total > _LARGEST_TARBALL or len(members) > _MOST_FILES:
            raise tarfile.TarError("it holds too much")
        if member.isfile():
            members[member.name] = member
    return members
