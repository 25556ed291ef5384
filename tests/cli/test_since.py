"""`--since REF`: the lines that have changed, with the real git as the judge."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Result, Run

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="needs git")

TODAY = ("--today", "2026-11-22")
OLD = "claude-3-opus-20240229"
GOOD = "claude-opus-4-8"
RETIRED = f'MODEL = "{OLD}"\n'


@pytest.fixture
def repository(folder: Path) -> Path:
    """One commit with an old finding in each file, tagged `start`."""
    git("init", "--quiet", "--initial-branch=main")
    git("config", "user.email", "a@example.com")
    git("config", "user.name", "a")
    (folder / "sub").mkdir()
    for name in ("a.py", "sub/b.py", "gone.py", "moved.py"):
        (folder / name).write_text(f"{RETIRED}X = 1\nY = 2\nZ = 3\n")
    (folder / ".gitignore").write_text("ignored.py\n")
    commit("start")
    git("tag", "start")
    return folder


def git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], check=True, capture_output=True, encoding="utf-8")
    return done.stdout


def commit(message: str) -> None:
    git("add", "--all")
    git("commit", "--quiet", "--message", message)


def since(run: Run, *arguments: str) -> list[tuple[str, int]]:
    """The files and lines of the findings."""
    result = run("check", "--format", "json", "--since", *arguments, *TODAY)
    assert result.errors == ""
    records = json.loads(result.text)
    return [(each["path"].replace(os.sep, "/"), each["line"]) for each in records]


@pytest.mark.usefixtures("repository")
def test_nothing_has_changed(run: Run) -> None:
    assert since(run, "start") == []
    assert run("check", "--since", "start").text == "Nothing to report in 0 files.\n"


def test_lines_that_are_committed_staged_or_neither(run: Run, repository: Path) -> None:
    (repository / "a.py").write_text(f"{RETIRED}X = 1\n{RETIRED}Y = 2\nZ = 3\n")
    commit("one")
    assert since(run, "start") == [("a.py", 3)]
    (repository / "sub/b.py").write_text(f'{RETIRED}X = "{OLD}"\nY = 2\nZ = 3\n')
    git("add", "sub/b.py")
    (repository / "a.py").write_text(f"{RETIRED}X = 1\n{RETIRED}Y = 2\nZ = '{OLD}'\n")
    (repository / "new.py").write_text(RETIRED)
    (repository / "ignored.py").write_text(RETIRED)
    found = [("a.py", 3), ("a.py", 5), ("new.py", 1), ("sub/b.py", 2)]
    assert since(run, "start") == found
    assert since(run, "HEAD") == [each for each in found if each != ("a.py", 3)]


def test_renamed_and_deleted_files(run: Run, repository: Path) -> None:
    git("mv", "moved.py", "sub/other name.py")
    git("rm", "--quiet", "gone.py")
    (repository / "sub/other name.py").write_text(f'{RETIRED}X = 1\nY = 2\nZ = "{OLD}"\n')
    assert since(run, "start") == [("sub/other name.py", 4)]
    commit("renamed")
    assert since(run, "start") == [("sub/other name.py", 4)]


def test_what_the_other_branch_has_done_is_not_ours(run: Run, repository: Path) -> None:
    git("checkout", "--quiet", "-b", "work")
    (repository / "new.py").write_text(RETIRED)
    commit("ours")
    git("checkout", "--quiet", "main")
    (repository / "a.py").write_text("X = 1\n")
    commit("theirs")
    git("checkout", "--quiet", "work")
    assert since(run, "main") == [("new.py", 1)]


REQUEST = """\
import anthropic

anthropic.Anthropic().messages.create(
    model="{}",
    temperature=0.5,
    max_tokens=10,
    messages=[],
)
"""


def test_a_request_that_a_changed_line_breaks(run: Run, repository: Path) -> None:
    """What is found on a line that has not changed counts if it was not found there before."""
    before, after = (REQUEST.format(model) + RETIRED for model in ("claude-opus-4-5", GOOD))
    (repository / "a.py").write_text(before)
    (repository / "b.py").write_text(before)
    commit("before")
    assert since(run, "HEAD") == []
    (repository / "a.py").write_text(after)
    git("mv", "b.py", "c.py")
    (repository / "c.py").write_text(after)
    assert since(run, "HEAD") == [("a.py", 5), ("c.py", 5)]
    assert run("fix", "--since", "HEAD", *TODAY).code == 0
    assert (repository / "a.py").read_text() == after.replace("    temperature=0.5,\n", "")


def test_paths_and_folders(run: Run, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.py", "sub/b.py", "sub/n.py"):
        (repository / name).write_text(f"X = 1\n{RETIRED}")
    assert since(run, "start", "sub") == [("sub/b.py", 2), ("sub/n.py", 1 + 1)]
    assert since(run, "start", "a.py") == [("a.py", 2)]
    assert since(run, "start", "--exclude", "sub/") == [("a.py", 2)]
    monkeypatch.chdir(repository / "sub")
    assert since(run, "start") == [("b.py", 2), ("n.py", 2)]
    assert since(run, "start", "..") == [("../a.py", 2), ("b.py", 2), ("n.py", 2)]


def test_what_is_left_out_stays_so(run: Run, repository: Path) -> None:
    (repository / "claude-preflight.toml").write_text('exclude = ["sub/"]\n')
    (repository / "sub/b.py").write_text(RETIRED * 2)
    assert since(run, "start") == []


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_odd_names_and_odd_lines(run: Run, repository: Path) -> None:
    for name in ('caf\u00e9 "x"\t.py', "b\n.py"):
        (repository / name).write_text("X = 1\n")
    (repository / "a.py").write_text("X = 1\n-- a/x\n++ b/sub/b.py\n@@ -1 +1 @@")
    commit("odd")
    for name in ('caf\u00e9 "x"\t.py', "b\n.py"):
        (repository / name).write_text(f"X = 1\n{RETIRED}")
    (repository / "a.py").write_text(f"X = 1\n++ b/sub/b.py\n@@ -9 +9 @@\n{RETIRED}Y = 1")
    assert since(run, "HEAD") == [("a.py", 4), ("b\n.py", 2), ('caf\u00e9 "x"\t.py', 2)]


def test_the_configuration_of_a_user_changes_nothing(
    run: Run, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "diff.renames": "false",
        "diff.context": "5",
        "diff.interHunkContext": "9",
        "diff.relative": "true",
        "color.ui": "always",
        "core.quotePath": "false",
    }.items():
        git("config", name, value)
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=3")
    git("mv", "moved.py", "n\u00e9w.py")
    (repository / "n\u00e9w.py").write_text(f'{RETIRED}X = 1\nY = 2\nZ = "{OLD}"\n')
    (repository / "sub/b.py").write_text(f"{RETIRED}X = 1\n{RETIRED}Y = 2\nZ = 3\n")
    monkeypatch.chdir(repository / "sub")
    assert since(run, "start", "..") == [("../n\u00e9w.py", 4), ("b.py", 3)]


def test_a_merge_with_conflicts(run: Run, repository: Path) -> None:
    git("checkout", "--quiet", "-b", "other")
    (repository / "a.py").write_text(f'{RETIRED}X = "{OLD}"\n')
    commit("other")
    git("checkout", "--quiet", "main")
    (repository / "a.py").write_text(f'{RETIRED}X = "claude-2.1"\n')
    commit("main")
    subprocess.run(["git", "merge", "other"], capture_output=True)
    assert since(run, "HEAD") == [("a.py", 5)]


def test_files_without_lines_for_git_count_as_a_whole(run: Run, repository: Path) -> None:
    (repository / "u.py").write_text(RETIRED, encoding="utf-16")
    commit("utf-16")
    (repository / "u.py").write_text(f"{RETIRED}X = 1\n", encoding="utf-16")
    assert since(run, "HEAD") == [("u.py", 1)]


def test_line_ends_of_windows(run: Run, repository: Path) -> None:
    (repository / "a.py").write_bytes(f"{RETIRED}X = 1\nY = 2\n".replace("\n", "\r\n").encode())
    commit("crlf")
    changed = f'{RETIRED}X = "{OLD}"\nY = 2\n'
    (repository / "a.py").write_bytes(changed.replace("\n", "\r\n").encode())
    assert since(run, "HEAD") == [("a.py", 2)]


def test_a_notebook(run: Run, repository: Path) -> None:
    def notebook(*sources: str) -> str:
        cells = [
            {"cell_type": "code", "metadata": {}, "source": [source], "outputs": []}
            for source in sources
        ]
        return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}, indent=1)

    (repository / "n.ipynb").write_text(notebook(RETIRED, "x = 1"))
    commit("notebook")
    (repository / "n.ipynb").write_text(notebook(RETIRED, "x = 1", f'm = "{OLD}"'))
    result = run("check", "--format", "json", "--since", "HEAD", *TODAY)
    assert [(each["cell"], each["line"]) for each in json.loads(result.text)] == [(2, 1)]


def test_only_changed_lines_are_fixed(run: Run, repository: Path) -> None:
    (repository / "a.py").write_text(f'{RETIRED}X = 1\nY = "{OLD}"\nZ = 3\n')
    result: Result = run("fix", "--since", "start", *TODAY)
    assert (repository / "a.py").read_text() == f'{RETIRED}X = 1\nY = "{GOOD}"\nZ = 3\n'
    assert (result.code, result.lines[-1]) == (0, "Nothing to report in 1 file.")
    assert run("fix", "--since", "start", "--diff", *TODAY).code == 0


@pytest.mark.parametrize(
    ("ref", "reason"),
    [
        ("nothing", "'nothing' is no commit that git knows here; fetch it, or name another one."),
        ("--output=x", "'--output=x' is no commit."),
        ("start:a.py", "is no commit that git knows here"),
        ("", "'' is no commit that git knows here"),
        ("other", "'other' and the work have no commit in common; fetch more of the history."),
    ],
)
@pytest.mark.usefixtures("repository")
def test_a_ref_that_is_none(run: Run, ref: str, reason: str) -> None:
    git("checkout", "--quiet", "--orphan", "other")
    commit("other")
    git("checkout", "--quiet", "main")
    result = run("check", f"--since={ref}")
    assert (result.code, result.output) == (2, b"")
    assert reason in result.errors.splitlines()[-1]


def test_without_a_repository(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    result = run("check", "--since", "main")
    assert result.code == 2
    assert result.errors.splitlines()[-1].startswith("Error: --since: git says: not a git repos")


def test_without_git(run: Run, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    result = run("check", "--since", "start")
    assert (result.code, "there is no git" in result.errors.splitlines()[-1]) == (2, True)


@pytest.mark.usefixtures("repository")
def test_a_path_that_is_not_there(run: Run) -> None:
    result = run("check", "--since", "start", "typo")
    assert (result.code, result.errors.splitlines()[-1]) == (2, "Error: typo is not there.")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell of POSIX")
def test_nothing_of_the_repository_is_run(run: Run, repository: Path) -> None:
    trap = repository / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {repository}/sprung\n")
    trap.chmod(0o755)
    git("config", "diff.external", str(trap))
    git("config", "diff.trap.textconv", str(trap))
    git("config", "core.pager", str(trap))
    git("config", "core.fsmonitor", str(trap))
    for name in ("filter.trap.clean", "filter.a.trap.process"):
        git("config", name, str(trap))
    git("config", "filter.trap.required", "true")
    (repository / ".gitattributes").write_text("*.py diff=trap filter=trap\n")
    (repository / "sub/.gitattributes").write_text("*.py filter=a.trap\n")
    (repository / "a.py").write_text(f"X = 1\n{RETIRED}X = 3")
    (repository / "sub/b.py").write_text(f"X = 1\n{RETIRED}X = 3")
    assert since(run, "start") == [("a.py", 2), ("sub/b.py", 2)]
    assert not (repository / "sprung").exists()
