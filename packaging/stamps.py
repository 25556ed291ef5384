"""Build a folder or a file only when what it is made from has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from places import BUILD, ROOT


def fingerprint(words: Iterable[str], files: Iterable[Path]) -> str:
    """A digest of words and of files: their places in the project and their bytes."""
    digest = hashlib.sha256()
    for word in words:
        digest.update(f"{word}\0".encode())
    for file in sorted(files):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(ROOT).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def is_current(result: Path, made_from: str) -> bool:
    """Whether a result is there, and was made from what has this fingerprint."""
    stamp = _stamp(result)
    return result.exists() and stamp.is_file() and stamp.read_text(encoding="utf-8") == made_from


def keep(result: Path, made_from: str) -> None:
    """Remember what a result was made from. It is complete now, and was not before."""
    BUILD.mkdir(parents=True, exist_ok=True)
    _stamp(result).write_text(made_from, encoding="utf-8")


def forget(result: Path) -> None:
    """Before a result is made anew: should that be cut short, the rest is not taken for it."""
    _stamp(result).unlink(missing_ok=True)


def _stamp(result: Path) -> Path:
    return BUILD / f"{result.name}.stamp"
