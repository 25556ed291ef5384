"""The hooks, run by the real pre-commit in a repository of their user."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.ci.workflow import ROOT

RETIRED = 'MODEL = "claude-opus-4-20250514"\n'
FIXED = 'MODEL = "claude-opus-4-8"\n'
CONFIG = """\
repos:
  - repo: {repository}
    rev: {commit}
    hooks:
      - id: {hook}
        exclude: ^generated/
"""


@dataclass
class Project:
    """The user's repository, and where pre-commit keeps what it installs."""

    folder: Path
    home: Path
    hooks: Path

    def commit(self, hook: str) -> tuple[int, str]:
        """Let pre-commit run a hook over what is staged."""
        commit = git(self.hooks, "rev-parse", "HEAD").strip()
        text = CONFIG.format(repository=self.hooks, commit=commit, hook=hook)
        (self.folder / ".pre-commit-config.yaml").write_text(text)
        git(self.folder, "add", "--all")
        command = [sys.executable, "-m", "pre_commit", "run", "--color", "never"]
        environment = {**os.environ, "PRE_COMMIT_HOME": str(self.home)}
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, encoding="utf-8"
        )
        return done.returncode, done.stdout + done.stderr


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.com")
    command = ["git", *who, *words]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This project as a repository that hooks come from, as it is now."""
    folder = tmp_path_factory.mktemp("hooks")
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, folder)
    for name in ("packaging", "schemas", "server"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "hooks")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def project(hooks: Path, home: Path, tmp_path: Path) -> Project:
    git(tmp_path, "init", "--quiet")
    for name in ("app.py", "generated/api.py", "vendor/old.py", "café ☕.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(RETIRED)
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0claude-opus-4-20250514")
    (tmp_path / "claude-preflight.toml").write_text('exclude = ["vendor/"]\n')
    return Project(tmp_path, home, hooks)


def test_check_reports_and_honours_both_ways_to_exclude(project: Project) -> None:
    code, output = project.commit("claude-preflight")
    assert code == 1
    assert "app.py:1:10: error: " in output
    assert "café ☕.py:1:10: error: " in output
    assert "generated/" not in output
    assert "vendor/" not in output
    assert "Found 2 findings in 2 of " in output


def test_fix_repairs_what_is_staged(project: Project) -> None:
    code, output = project.commit("claude-preflight-fix")
    assert code == 1, "files that a hook changes stop a commit"
    assert "files were modified by this hook" in output
    texts = {path.name: path.read_text() for path in project.folder.rglob("*.py")}
    assert texts == {"app.py": FIXED, "café ☕.py": FIXED, "api.py": RETIRED, "old.py": RETIRED}
    assert project.commit("claude-preflight-fix")[0] == 0
    assert project.commit("claude-preflight")[0] == 0
