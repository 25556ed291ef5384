"""`bundled/libs` of a .vsix: the packages that the server needs, for any CPython from 3.10 on.

    libs/__main__.py     chooses; see libs_main.py
    libs/common/         packages in pure Python, and claude_preflight itself
    libs/linux-x64/      packages with machine code, for this target

The machine code of the grammars works with every Python (abi3). tree-sitter's own is made for one
version each, which its file names tell, so the versions share a folder. The names of abi3 modules
are the same on Linux and macOS and on all processors, so the targets do not.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from places import BUILD, LOCKS, ROOT
from commands import BuildError
from kept_wheels import collect
from stamps import fingerprint, forget, is_current, keep

PACKAGE = ROOT / "server" / "claude_preflight"
LOCK = LOCKS / "bundle.txt"
MAIN = Path(__file__).with_name("libs_main.py")
PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")

# Target -> what pip calls such a platform, the newest first. VS Code runs on nothing older.
TARGETS = {
    "linux-x64": ("manylinux_2_28_x86_64", "manylinux2014_x86_64"),
    "linux-arm64": ("manylinux_2_28_aarch64", "manylinux2014_aarch64"),
    "darwin-x64": ("macosx_11_0_x86_64",),
    "darwin-arm64": ("macosx_11_0_arm64",),
    "win32-x64": ("win_amd64",),
    "win32-arm64": ("win_arm64",),
}

# Of a package's metadata: who wrote what in which version, and under which licence.
_KEPT_METADATA = re.compile(
    r"METADATA|licenses/.+|(LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*", re.IGNORECASE
)
_LEFT_OUT_FOLDERS = {"__pycache__", "test", "tests"}
_LEFT_OUT_ENDINGS = {".c", ".pyi"}


class ClashError(BuildError):
    """Two wheels hold different files of the same name."""


def libs_of(target: str) -> Path:
    """A folder with the packages of a target, in `common` and in a folder named as the target.

    Raises:
        MissingWheelError: a package has no wheel for the target.
        ClashError: see there.
    """
    folder = BUILD / f"libs-{target}"
    made_from = fingerprint((*PYTHONS, *TARGETS[target]), (LOCK, Path(__file__)))
    if is_current(folder, made_from):
        return folder
    forget(folder)
    shutil.rmtree(folder, ignore_errors=True)
    for wheel in sorted(_wheels_of(target).glob("*.whl")):
        unpack(wheel, folder / ("common" if _abi(wheel) == "none" else target))
    keep(folder, made_from)
    return folder


def join_libs(targets: Iterable[str], folder: Path) -> None:
    """Write `libs` for these targets, which are built already, with claude_preflight itself.

    Raises:
        ClashError: see there.
    """
    for target in targets:
        libs = libs_of(target)
        for file in _files(libs):
            _place(folder / file.relative_to(libs), file.read_bytes())
    for file in package_files():
        _place(folder / "common" / file.relative_to(PACKAGE.parent), file.read_bytes())
    _place(folder / "__main__.py", MAIN.read_bytes())


def copy_metadata(target: str, folder: Path) -> None:
    """Write who wrote the packages of a target, and under which licences, to a folder."""
    libs = libs_of(target)
    for home in libs.glob("*/*.dist-info"):
        shutil.copytree(home, folder / home.name)


def package_files() -> Iterator[Path]:
    """The files of claude_preflight."""
    return (path for path in _files(PACKAGE) if "__pycache__" not in path.parts)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _wheels_of(target: str) -> Path:
    """A folder with the wheels of a target, for all Pythons."""
    folder = BUILD / f"wheels-{target}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    first, *others = PYTHONS
    pins = _pins()
    _collect(folder, target, first, pins)
    # Most wheels serve every Python; the others come once for each.
    single = {wheel.name.split("-")[0] for wheel in folder.glob("*.whl") if _is_for_one(wheel)}
    for python in others:
        versioned = {name: pin for name, pin in pins.items() if name.replace("-", "_") in single}
        _collect(folder, target, python, versioned)
    return folder


def _collect(folder: Path, target: str, python: str, pins: Mapping[str, str]) -> None:
    requirements = folder / "requirements.txt"
    requirements.write_text("\n".join(pins.values()), encoding="utf-8")
    platforms = [f"--platform={name}" for name in TARGETS[target]]
    version = f"--python-version={python}"
    collect(folder, "--requirement", str(requirements), version, *platforms)


def _pins() -> dict[str, str]:
    """The pinned packages: name -> requirement, with hashes.

    pip reads a condition such as `python_full_version < '3.11'` for the Python that runs pip, not
    for the one asked for. So conditions go: the few packages they are about are small.
    """
    pins = {}
    for requirement in re.split(r"\n(?=\w)", LOCK.read_text(encoding="utf-8")):
        if name := re.match(r"[\w.-]+(?===)", requirement):
            pins[name[0]] = re.sub(r" ;[^\\]*(?= \\)", "", requirement.rstrip())
    return pins


def _abi(wheel: Path) -> str:
    """`none`, `abi3`, or the one Python that it is for, such as `cp310`."""
    return wheel.stem.split("-")[-2]


def _is_for_one(wheel: Path) -> bool:
    return _abi(wheel) not in ("none", "abi3")


def unpack(wheel: Path, folder: Path) -> None:
    """Write what is needed of a wheel to a folder, beside what is there.

    Raises:
        ClashError: see there.
    """
    with zipfile.ZipFile(wheel) as archive:
        for item in archive.infolist():
            path = PurePosixPath(item.filename)
            if not item.is_dir() and _is_needed(path):
                _place(folder / path, archive.read(item))


def _is_needed(path: PurePosixPath) -> bool:
    home = path.parts[0]
    if home.endswith(".dist-info"):
        return bool(_KEPT_METADATA.fullmatch(path.relative_to(home).as_posix()))
    return path.suffix not in _LEFT_OUT_ENDINGS and not _LEFT_OUT_FOLDERS.intersection(path.parts)


def _place(path: Path, content: bytes) -> None:
    """Write a file, unless the same one is there already."""
    if path.exists():
        if path.read_bytes() != content:
            raise ClashError(f"two wheels differ in {path}")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
