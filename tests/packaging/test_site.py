"""The site of the documentation, built in two versions in a repository of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("mkdocs.yml", "README.md", "CHANGELOG.md", "docs", "packaging")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "docs")
    return folder


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.com")
    command = ["git", *who, *words]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return done.stdout.decode("utf-8")


def test_mike_keeps_the_pages_of_each_version(repository: Path) -> None:
    git(repository, "config", "user.name", "t")
    git(repository, "config", "user.email", "t@example.com")
    scripts = Path(sys.executable).parent
    path = os.pathsep.join((str(scripts), os.environ["PATH"]))
    for words in (("0.1",), ("0.2", "latest")):
        done = subprocess.run(
            [str(scripts / "mike"), "deploy", "--update-aliases", *words],
            cwd=repository,
            env={**os.environ, "PATH": path},
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "WARNING" not in done.stderr
    versions = json.loads(git(repository, "show", "gh-pages:versions.json"))
    assert [(each["version"], each["aliases"]) for each in versions] == [
        ("0.2", ["latest"]),
        ("0.1", []),
    ]
    pages = set(git(repository, "ls-tree", "-r", "--name-only", "gh-pages").splitlines())
    assert {
        "0.2/index.html",
        "0.2/rules/max-tokens/index.html",
        "0.1/changelog/index.html",
    } <= pages
    home = git(repository, "show", "gh-pages:0.2/index.html")
    assert 'href="ci/"' in home
    assert "raw.githubusercontent.com/claude-preflight/claude-preflight/main/docs/" not in home
    assert "fonts.googleapis.com" not in home
