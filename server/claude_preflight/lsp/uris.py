"""URIs and the paths of files."""

from __future__ import annotations

from pathlib import Path

from pygls.uris import from_fs_path, to_fs_path, urlparse


def path_of(uri: str) -> Path | None:
    """The path of a file on this machine, None for all other URIs."""
    path = to_fs_path(uri)
    return Path(path) if path else None


def uri_of(path: Path) -> str:
    """The URI of a file on this machine."""
    return from_fs_path(str(path)) or ""


def file_name_of(uri: str) -> str | None:
    """The path that tells the language of a document, whatever holds the document."""
    name: str = to_fs_path(uri) or urlparse(uri)[2]
    return name or None
