"""URIs and the paths of files."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from pygls.uris import from_fs_path, to_fs_path, urlparse


def is_uri(text: str) -> bool:
    """Whether a text can be taken apart as a URI."""
    try:
        urlparse(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1024)
def path_of(uri: str) -> Path | None:
    """The path of a file on this machine, None for all other URIs and for what names no file.

    Remembered, as each keystroke asks several times.
    """
    path = to_fs_path(uri) if is_uri(uri) else None
    return Path(path) if path and _can_be_a_path(path) else None


def uri_of(path: Path) -> str:
    """The URI of a file on this machine."""
    return from_fs_path(str(path)) or ""


def file_name_of(uri: str) -> str | None:
    """The path that tells the language of a document, whatever holds the document."""
    if not is_uri(uri):
        return uri
    name: str = to_fs_path(uri) or urlparse(uri)[2]
    return name or None


def _can_be_a_path(text: str) -> bool:
    """Whether the operating system takes it: neither NUL nor half a character is in it."""
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return False
    return "\0" not in text
