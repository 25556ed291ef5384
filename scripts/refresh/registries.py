"""The registries: the newest release of a package, downloaded by their own clients.

Both clients are told the exact version. `npm pack NAME` alone takes the newest release that fits
the Node at hand, which may be a major version behind. No code of a package runs: pip takes wheels
only, and npm packs without scripts.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from commands import BuildError, output, run
from refresh.rows import SourceError

Registry = Literal["pypi", "npm"]

_PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")
_PYPI = "https://pypi.org/simple"
_VERSION = re.compile(r"\d+(?:\.\d+)+[\w.+-]*")
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Release:
    """A release of a package: where it lies, and the day it came out, None if nobody says."""

    package: str
    version: str
    day: str | None
    path: Path


def newest(registry: Registry, package: str, folder: Path) -> Release:
    """Download the newest release of a package into a folder, unless it is there.

    Raises:
        SourceError: the registry does not have the package, or cannot be asked.
    """
    try:
        return _from_pypi(package, folder) if registry == "pypi" else _from_npm(package, folder)
    except BuildError as error:
        # The first line is the command; of npm's last ones, one says where its log is.
        lines = [line for line in str(error).splitlines()[1:] if "error" in line.lower()]
        reason = lines[0][:200] if lines else str(error)[:200]
        raise SourceError(f"the registry does not give it: {reason}") from None


def kept(registry: Registry, package: str, folder: Path) -> Release:
    """The newest release of a package that lies in a folder. SourceError if there is none."""
    stem = file_stem(registry, package)
    found = [(version_in(path, stem), path) for path in folder.glob(f"{stem}-*")]
    known = [(version, path) for version, path in found if version]
    if not known:
        raise SourceError(f"{folder} has no file of it")
    version, path = max(known, key=lambda each: [int(n) for n in re.findall(r"\d+", each[0])])
    return Release(package, version, None, path)


def file_stem(registry: Registry, package: str) -> str:
    """What the names of a package's files begin with, before the hyphen and the version."""
    if registry == "pypi":
        return re.sub(r"[-_.]+", "_", package).lower()
    return package.removeprefix("@").replace("/", "-")


def version_in(path: Path, stem: str) -> str | None:
    """The version in the name of a package's file; None for the file of another package."""
    rest = path.name.removeprefix(f"{stem}-")
    rest = rest.split("-")[0] if path.suffix == ".whl" else rest.removesuffix(".tgz")
    return rest if _VERSION.fullmatch(rest) else None


def _from_pypi(package: str, folder: Path) -> Release:
    listing = output([*_PIP, "index", "versions", package])
    found = re.match(rf"{re.escape(package)} \(({_VERSION.pattern})\)", listing, re.IGNORECASE)
    if found is None:
        raise SourceError("the registry names no version of it")
    version = found[1]
    wheel = _wheel(package, version, folder)
    if wheel is None:
        options = ("--no-deps", "--only-binary=:all:", "--quiet", "--dest", str(folder))
        run([*_PIP, "download", *options, f"{package}=={version}"])
        wheel = _wheel(package, version, folder)
    if wheel is None:
        raise SourceError(f"version {version} has no wheel")
    return Release(package, version, _upload_day(package, wheel.name), wheel)


def _wheel(package: str, version: str, folder: Path) -> Path | None:
    return next(folder.glob(f"{file_stem('pypi', package)}-{version}-*.whl"), None)


def _upload_day(package: str, file: str) -> str | None:
    """The day a file was uploaded, as PyPI's index tells; other indexes often do not."""
    index = os.environ.get("PIP_INDEX_URL") or _PYPI
    if not index.startswith("https:"):
        return None
    accept = {"Accept": "application/vnd.pypi.simple.v1+json"}
    request = urllib.request.Request(f"{index.rstrip('/')}/{package}/", headers=accept)  # noqa: S310 - https
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - https
            files = json.load(answer)["files"]
        uploaded = next(each["upload-time"] for each in files if each["filename"] == file)
        return date.fromisoformat(uploaded[:10]).isoformat()
    except (OSError, ValueError, LookupError, StopIteration):
        return None


def _from_npm(package: str, folder: Path) -> Release:
    npm = shutil.which("npm") or "npm"
    answer: Any = json.loads(output([npm, "view", package, "version", "time", "--json"]))
    version = str(answer["version"])
    if not _VERSION.fullmatch(version):
        raise SourceError("the registry names no version of it")
    path = folder / f"{file_stem('npm', package)}-{version}.tgz"
    if not path.exists():
        with tempfile.TemporaryDirectory(dir=folder) as inner:
            pack = ("pack", "--silent", "--ignore-scripts", f"{package}@{version}")
            run([npm, *pack], cwd=Path(inner))
            packed = next(Path(inner).glob("*.tgz"), None)
            if packed is None:
                raise SourceError(f"version {version} has no tarball")
            packed.replace(path)
    released = str(answer.get("time", {}).get(version, ""))[:10]
    return Release(package, version, released or None, path)
