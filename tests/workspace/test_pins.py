"""Which manifests count for a file, and when they are read."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import pytest

from claude_preflight.pins import NO_PINS
from claude_preflight.workspace import pins as pins_module
from claude_preflight.workspace.pins import ProjectPins

TODAY = date(2026, 11, 26)
CODE = b"import anthropic\n"
LOCK = '[[package]]\nname = "anthropic"\nversion = "{}"\n'


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def shown(path: Path, project: ProjectPins | None = None) -> list[tuple[str, str]]:
    """What counts of the SDK for Python in a file: each pin, and where it stands."""
    found = (project or ProjectPins()).of(str(path), CODE, TODAY).of("pypi/anthropic")
    return [(pin.text, Path(pin.file).as_posix()) for pin in found]


def test_the_nearest_manifest_that_names_the_package_counts(tmp_path: Path) -> None:
    write(tmp_path / "requirements.txt", "anthropic==0.30.1\n")
    write(tmp_path / "a" / "pyproject.toml", '[project]\ndependencies = ["anthropic>=0.91"]\n')
    write(tmp_path / "a" / "b" / "requirements.txt", "httpx\n")

    assert shown(tmp_path / "app.py") == [("anthropic==0.30.1", "requirements.txt")]
    assert shown(tmp_path / "c" / "app.py") == [("anthropic==0.30.1", "../requirements.txt")]
    assert shown(tmp_path / "a" / "b" / "app.py") == [("anthropic>=0.91", "../pyproject.toml")]


def test_a_lock_file_above_says_what_is_installed(tmp_path: Path) -> None:
    write(tmp_path / "uv.lock", LOCK.format("0.97.0"))
    write(tmp_path / "a" / "pyproject.toml", '[project]\ndependencies = ["anthropic>=0.91"]\n')
    write(tmp_path / "b" / "pyproject.toml", '[project]\ndependencies = ["anthropic>=1"]\n')

    assert shown(tmp_path / "a" / "app.py") == [("anthropic==0.97.0", "../uv.lock")]
    assert shown(tmp_path / "b" / "app.py") == [("anthropic>=1", "pyproject.toml")]  # it moved on


def test_the_catalog_of_gradle_counts_for_the_folder_around_its_own(tmp_path: Path) -> None:
    catalog = '[libraries]\nsdk = "com.anthropic:anthropic-java:2.1.0"\n'
    write(tmp_path / "gradle" / "libs.versions.toml", catalog)

    pins = ProjectPins().of(str(tmp_path / "app" / "A.java"), CODE, TODAY).pins

    assert [(pin.package, pin.text, Path(pin.file).as_posix()) for pin in pins] == [
        (
            "maven/com.anthropic/anthropic-java",
            "com.anthropic:anthropic-java:2.1.0",
            "../gradle/libs.versions.toml",
        )
    ]


def test_a_repository_ends_the_search(tmp_path: Path) -> None:
    write(tmp_path / "requirements.txt", "anthropic==0.30.1\n")
    (tmp_path / "repository" / ".git").mkdir(parents=True)

    assert not shown(tmp_path / "repository" / "app.py")


def test_nothing_is_read_for_a_file_that_names_no_package_of_the_vendor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "requirements.txt", "anthropic==0.30.1\n")
    read: list[str] = []
    monkeypatch.setattr(os, "listdir", read.append)
    monkeypatch.setattr(pins_module, "read_file", read.append)

    assert ProjectPins().of(str(tmp_path / "a.py"), b'M = "claude-2.1"\n', TODAY) == NO_PINS
    assert not read


def test_a_file_is_read_once_and_again_when_it_has_changed(tmp_path: Path) -> None:
    manifest = tmp_path / "requirements.txt"
    write(manifest, "anthropic==0.30.1\n")
    project = ProjectPins()
    assert shown(tmp_path / "a.py", project) == [("anthropic==0.30.1", "requirements.txt")]

    write(manifest, "anthropic==0.40.10\n")
    assert shown(tmp_path / "a.py", project) == [("anthropic==0.30.1", "requirements.txt")]
    project.forget()
    assert shown(tmp_path / "a.py", project) == [("anthropic==0.40.10", "requirements.txt")]
    manifest.unlink()
    project.forget()
    assert not shown(tmp_path / "a.py", project)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_what_is_no_regular_file_or_no_text_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "requirements.txt")
    (tmp_path / "setup.cfg").write_bytes(b"\0\1\2")
    (tmp_path / "pyproject.toml").mkdir()
    (tmp_path / "Pipfile").write_bytes(b"[packages]\n" + b"# x\n" * (3 << 20))

    assert not shown(tmp_path / "a.py")
