"""Wheels that share a folder: what is taken from them, and what happens when they differ."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bundled_libs import ClashError, unpack


def wheel(folder: Path, name: str, files: dict[str, str]) -> Path:
    path = folder / f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
    return path


def test_what_runs_and_the_licences_are_taken(tmp_path: Path) -> None:
    taken = {
        "one/__init__.py",
        "one/data/words.json",
        "one/_binding.abi3.so",
        "one-1.dist-info/METADATA",
        "one-1.dist-info/licenses/deep/NOTICE",
        "one-1.dist-info/LICENSE.txt",
    }
    left = {
        "one/tests/test_one.py",
        "one/__pycache__/x.pyc",
        "one/binding.c",
        "one/__init__.pyi",
        "one-1.dist-info/RECORD",
        "one-1.dist-info/WHEEL",
    }
    unpack(wheel(tmp_path, "one", dict.fromkeys(taken | left, "x")), tmp_path / "libs")

    libs = tmp_path / "libs"
    found = {path.relative_to(libs).as_posix() for path in libs.rglob("*") if path.is_file()}
    assert found == taken


def test_wheels_share_what_is_the_same_and_may_not_differ(tmp_path: Path) -> None:
    same = {"shared/__init__.py": "x = 1"}
    unpack(wheel(tmp_path, "one", {**same, "shared/one.so": "1"}), tmp_path / "libs")
    unpack(wheel(tmp_path, "two", {**same, "shared/two.so": "2"}), tmp_path / "libs")
    other = wheel(tmp_path, "three", {"shared/one.so": "3"})

    with pytest.raises(ClashError, match=r"one\.so"):
        unpack(other, tmp_path / "libs")
    assert (tmp_path / "libs" / "shared" / "one.so").read_text() == "1"
