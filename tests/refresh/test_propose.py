"""How the daily workflow puts a patch into one pull request: real git, and a `gh` that tells."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / ".github" / "propose_refresh"
DATA = "server/claude_preflight/knowledge"
GH = """\
#!/bin/sh
echo "$@" >> "$GH_LOG"
[ "$1 $2" = "pr list" ] && cat "$GH_OPEN"
exit 0
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")


@dataclass
class Repository:
    """A clone with our data in it, and the folder that the script is given."""

    clone: Path
    given: Path
    environment: dict[str, str]

    def git(self, *words: str) -> str:
        command = ["git", *words]
        done = subprocess.run(command, cwd=self.clone, capture_output=True, text=True, check=True)
        return done.stdout

    def patch(self, **files: str) -> None:
        """Make the patch that writes these files, and leave the clone as it was."""
        for name, text in files.items():
            path = self.clone / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.take_patch()

    def take_patch(self) -> None:
        """Make a patch of what has changed in the clone, and take it back."""
        self.git("add", "--all")
        (self.given / "knowledge.patch").write_text(self.git("diff", "--cached"), encoding="utf-8")
        self.git("reset", "--quiet", "--hard")

    def propose(self, open_number: str = "") -> tuple[int, list[str]]:
        """Run the script: its exit code, and what it asked of GitHub."""
        log, opened = self.given.parent / "log", self.given.parent / "open"
        log.write_text("", encoding="utf-8")
        opened.write_text(open_number, encoding="utf-8")
        environment = {**self.environment, "GH_LOG": str(log), "GH_OPEN": str(opened)}
        done = subprocess.run(
            ["bash", str(SCRIPT), str(self.given)], cwd=self.clone, env=environment, check=False
        )
        return done.returncode, log.read_text(encoding="utf-8").splitlines()

    def proposed(self, name: str) -> str:
        """A file on the branch of the pull request."""
        return self.git("show", f"origin/proposal:{name}")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    clone, given, binaries = (tmp_path / name for name in ("clone", "given", "bin"))
    for folder in (clone / DATA, given, binaries):
        folder.mkdir(parents=True)
    (binaries / "gh").write_text(GH, encoding="utf-8")
    (binaries / "gh").chmod(0o755)
    path = os.pathsep.join((str(binaries), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "BRANCH": "proposal"}
    made = Repository(clone, given, environment)
    subprocess.run(["git", "init", "--quiet", "--bare", str(tmp_path / "origin")], check=True)
    made.git("init", "--quiet", "--initial-branch=main")
    made.git("config", "user.name", "t")
    made.git("config", "user.email", "t@example.org")
    made.git("remote", "add", "origin", str(tmp_path / "origin"))
    for name in ("models.json", "platform_ids.json"):
        (clone / DATA / name).write_text("{}\n", encoding="utf-8")
    (clone / "README.md").write_text("hello\n", encoding="utf-8")
    made.git("add", "--all")
    made.git("commit", "--quiet", "--message", "start")
    made.git("push", "--quiet", "origin", "main")
    (given / "report.md").write_text("x" * 70_000, encoding="utf-8")
    return made


def test_the_first_patch_opens_a_pull_request(repository: Repository) -> None:
    repository.patch(**{f"{DATA}/models.json": '{"a": 1}\n'})

    code, asked = repository.propose()

    assert code == 0
    assert [line.split(" --title")[0] for line in asked[1:]] == [
        "pr create --head proposal",
        "workflow run ci.yml --ref proposal",
    ]
    assert repository.proposed(f"{DATA}/models.json") == '{"a": 1}\n'
    assert (repository.given / "body.md").stat().st_size == 60_000


def test_the_next_one_brings_it_up_to_date(repository: Repository) -> None:
    repository.patch(**{f"{DATA}/models.json": '{"a": 1}\n'})
    repository.propose()
    repository.git("switch", "--quiet", "main")
    repository.patch(**{f"{DATA}/models.json": '{"a": 2}\n'})

    code, asked = repository.propose(open_number="7")

    assert code == 0
    assert asked[1].startswith("pr edit 7 --body-file")
    assert repository.proposed(f"{DATA}/models.json") == '{"a": 2}\n'
    assert len(repository.git("rev-list", "main..origin/proposal").split()) == 1


def test_without_a_change_nothing_is_asked(repository: Repository) -> None:
    (repository.given / "knowledge.patch").touch()

    assert repository.propose() == (0, [])


def test_what_else_a_patch_changes_is_left_out(repository: Repository) -> None:
    repository.patch(
        **{f"{DATA}/models.json": '{"a": 1}\n', "README.md": "bye\n", "new.yml": "x\n"}
    )

    code, _ = repository.propose()

    assert code == 0
    assert repository.proposed("README.md") == "hello\n"
    assert "new.yml" not in repository.git("ls-tree", "-r", "--name-only", "origin/proposal")


def test_a_patch_of_other_files_alone_stops_it(repository: Repository) -> None:
    repository.patch(**{"README.md": "bye\n"})

    assert repository.propose() == (1, [])


def test_a_file_of_ours_does_not_become_a_link(repository: Repository) -> None:
    path = repository.clone / DATA / "models.json"
    path.unlink()
    path.symlink_to("/etc/passwd")
    repository.take_patch()

    code, asked = repository.propose()

    assert code != 0
    assert asked == []
