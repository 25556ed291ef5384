"""`bundled/server` of a .vsix: the server and a Python in one folder, made by PyInstaller.

PyInstaller freezes the Python that runs it, for the system that it runs on.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import sysconfig
import venv
from collections.abc import Iterator
from pathlib import Path

from places import BUILD, LOCKS
from bundled_libs import LOCK, PACKAGE, package_files
from commands import BuildError, environment, run
from kept_wheels import collect
from stamps import fingerprint, forget, is_current, keep

NAME = "claude-preflight"
FREEZE_LOCK = LOCKS / "freeze.txt"

# Modules of the standard library that imports lead to, but no run of ours uses. ssl and _hashlib
# would bring OpenSSL along.
_EXCLUDED = (
    "ssl _hashlib curses distutils doctest pdb pydoc readline setuptools sqlite3 tkinter unittest "
    # The codecs of East Asia: all that is read is UTF-8, or not text.
    "_codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _multibytecodec"
)


def frozen_server() -> Path:
    """The folder with the frozen server; its executable is `claude-preflight`."""
    folder = BUILD / "server"
    made_from = fingerprint((sys.version,), (LOCK, FREEZE_LOCK, Path(__file__), *package_files()))
    if is_current(folder, made_from):
        return folder
    forget(folder)
    dist = BUILD / "freeze"
    # PyInstaller reads options from its environment as well, which is none of them.
    clean = environment(without="PY", PYTHONPATH=str(PACKAGE.parent))
    run([_environment(), "-m", "PyInstaller", *_options(dist), PACKAGE / "__main__.py"], env=clean)
    shutil.rmtree(folder, ignore_errors=True)
    (dist / NAME).rename(folder)
    shutil.copyfile(_licence_of_python(), folder / "LICENSE-Python.txt")
    keep(folder, made_from)
    return folder


def _options(dist: Path) -> Iterator[str]:
    yield from ("--onedir", "--console", "--noconfirm", f"--name={NAME}")
    yield from (f"--distpath={dist}", f"--workpath={dist / 'work'}", f"--specpath={dist}")
    if sys.platform == "linux" and shutil.which("strip"):
        yield "--strip"  # many a Python was built with symbols for a debugger: 20 MB
    # Commands are imported by name when they are called, grammars when a file needs them.
    yield from ("--collect-submodules=claude_preflight", "--collect-data=claude_preflight")
    pinned = re.findall(r"^(tree-sitter-[\w-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    yield from (f"--hidden-import={name.replace('-', '_')}" for name in pinned)
    yield from (f"--exclude-module={name}" for name in _EXCLUDED.split())


def glibc_needed(folder: Path) -> tuple[int, int]:
    """The oldest glibc that the programs in a folder run with; (0, 0) where there are none."""
    found = {(0, 0)}
    for file in folder.rglob("*"):
        if file.is_file():
            versions = re.findall(rb"\0GLIBC_(\d+)\.(\d+)", file.read_bytes())
            found.update((int(major), int(minor)) for major, minor in versions)
    return max(found)


def _environment() -> Path:
    """The Python of an environment of its own, with what the server needs and PyInstaller."""
    folder = BUILD / "freeze-environment"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    made_from = fingerprint((sys.version,), (LOCK, FREEZE_LOCK))
    if is_current(folder, made_from):
        return python
    forget(folder)
    venv.create(folder, clear=True, with_pip=True)
    wheels = BUILD / "freeze-wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    locks = [f"--requirement={lock}" for lock in (LOCK, FREEZE_LOCK)]
    collect(wheels, *locks, python=python)
    install: list[str | Path] = [
        python,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--no-index",
    ]
    run([*install, "--find-links", wheels.as_uri(), "--no-deps", *locks])
    keep(folder, made_from)
    return python


def _licence_of_python() -> Path:
    for folder in (sysconfig.get_path("stdlib"), sys.base_prefix):
        for name in ("LICENSE.txt", "LICENSE"):
            if (path := Path(folder) / name).is_file():
                return path
    raise BuildError(f"{sys.executable} comes without its licence, which has to go along")
