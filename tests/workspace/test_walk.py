"""Which files are read: against git as the judge of ignore files, and by our own rules."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from claude_preflight.workspace.choice import Choice
from claude_preflight.workspace.walk import Workspace

needs_git = pytest.mark.skipif(not shutil.which("git"), reason="needs git")
needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(root: Path, *names: str) -> None:
    """Make empty files, and the folders they are in."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def found(*paths: str, ignore_files: bool = True) -> list[str]:
    workspace = Workspace(Choice(ignore_files=ignore_files))
    files = [target.path.replace(os.sep, "/") for target in workspace.targets(paths or (".",))]
    assert workspace.problems == []
    return files


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), "-c", "core.excludesFile=", *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


@needs_git
def test_the_files_are_those_of_git(folder: Path) -> None:
    git(folder, "init", "--quiet")
    write(
        folder, "a.py", "a.log", "keep.log", ".env", ".github/ci.yml", "build/x.py",
        "src/build/y.py",
        "src/a.log", "src/b.tmp", "src/keep.log", "src/sub/c.tmp", "src/sub/local", "secret/d.py",
        "docs/build.md", "docs/out/e.py", "docs/out/deep/f.py", "empty.py", "src/gen/g.py",
        "src/gen/h.md",
    )  # fmt: skip
    (folder / ".gitignore").write_text("*.log\n!keep.log\n/build/\ndocs/out/**\n!docs/out/e.py\n")
    (folder / "src/.gitignore").write_text("*.tmp\nkeep.log\ngen/*\n!gen/*.md\n")
    (folder / "src/sub/.gitignore").write_text("!c.tmp\n/local\n")
    (folder / ".git/info/exclude").write_text("secret\nempty.py\n")
    (folder / "docs/.gitignore").write_text("!empty.py\n")
    expected = git(folder, "ls-files", "-c", "-o", "--exclude-standard").split()
    assert sorted(found()) == sorted(expected)
    assert "src/sub/c.tmp" in expected
    for start in ("src", "src/sub", "docs"):
        below = [name for name in expected if name.startswith(f"{start}/")]
        assert sorted(found(start)) == sorted(below)


@needs_git
def test_a_repository_in_a_repository_has_its_own_rules(folder: Path) -> None:
    write(folder, "a.log", "inner/b.log", "inner/c.tmp")
    git(folder, "init", "--quiet")
    git(folder / "inner", "init", "--quiet")
    (folder / ".gitignore").write_text("*.log\n")
    (folder / "inner/.gitignore").write_text("*.tmp\n")
    assert found() == [".gitignore", "inner/.gitignore", "inner/b.log"]


def test_ignore_files_count_without_a_repository(folder: Path) -> None:
    write(folder, "a.py", "a.log", "sub/b.log")
    (folder / ".gitignore").write_text("*.log\n")
    assert found() == [".gitignore", "a.py"]
    assert found("sub") == ["sub/b.log"]


def test_ignore_files_can_be_left_unread(folder: Path) -> None:
    write(folder, "a.log", ".git/config", "node_modules/x/i.js")
    (folder / ".gitignore").write_text("*.log\n")
    assert found(ignore_files=False) == [".gitignore", "a.log", "node_modules/x/i.js"]


def test_what_is_named_is_read(folder: Path) -> None:
    write(folder, "out/a.log", "node_modules/x/i.js")
    (folder / ".gitignore").write_text("out\n*.log\n")
    assert found("out/a.log") == ["out/a.log"]
    assert found("node_modules") == ["node_modules/x/i.js"]


def test_installed_code_is_passed_over(folder: Path) -> None:
    write(
        folder, "a.py", "node_modules/x/i.js", "env/pyvenv.cfg", "env/lib/b.py",
        "lib/site-packages/c.py",
        "venv/d.py", ".svn/e", ".hg/f",
    )  # fmt: skip
    assert found() == ["a.py", "venv/d.py"]


def test_the_order_is_that_of_names_files_first(folder: Path) -> None:
    write(folder, "b/z.py", "b/a/y.py", "c.py", "a.py", "B/x.py")
    assert found() == ["a.py", "c.py", "B/x.py", "b/z.py", "b/a/y.py"]
    assert found("c.py", "b", "a.py") == ["c.py", "b/z.py", "b/a/y.py", "a.py"]


def test_each_file_once(folder: Path) -> None:
    write(folder, "b/z.py")
    assert found("b", "b/z.py", "./b/", "b/../b") == ["b/z.py"]


@pytest.mark.parametrize(
    ("start", "shown"),
    [(".", "b/z.py"), ("b", "b/z.py"), ("b/", "b/z.py"), ("./b", "b/z.py"), ("../{}/b", None)],
)
def test_paths_are_shown_as_given(folder: Path, start: str, shown: str | None) -> None:
    write(folder, "b/z.py")
    start = start.format(folder.name)
    assert found(start) == [shown or f"../{folder.name}/b/z.py"]


@needs_links
def test_links_are_not_followed(folder: Path) -> None:
    write(folder, "a/x.py", "other/y.py")
    (folder / "a/loop").symlink_to(folder / "a", target_is_directory=True)
    (folder / "a/up").symlink_to("..", target_is_directory=True)
    (folder / "a/file.py").symlink_to("x.py")
    (folder / "a/gone.py").symlink_to("nowhere")
    assert found("a") == ["a/x.py"]
    assert found("a/file.py", "a/loop") == ["a/file.py", "a/loop/x.py"]


@needs_links
def test_a_link_to_itself(folder: Path) -> None:
    (folder / "self").symlink_to("self")
    workspace = Workspace()
    assert list(workspace.targets(["self"])) == []
    (problem,) = workspace.problems
    assert problem.startswith("self cannot be read: ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_are_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert found() == []


def test_excluded_by_settings(folder: Path) -> None:
    write(folder, "src/a.py", "src/old/b.py", "old/c.py", "src/x.gen.py", "keep/x.gen.py")
    (folder / "claude-preflight.toml").write_text(
        'exclude = ["/src/old/", "*.gen.py", "!keep/*"]\n'
    )
    files = ["claude-preflight.toml", "keep/x.gen.py", "old/c.py", "src/a.py"]
    assert found() == files
    assert found(ignore_files=False) == files
    os.chdir(folder / "src")
    assert found() == ["a.py"]
    assert found("old") == ["old/b.py"]


def test_each_folder_has_the_settings_nearest_to_it(folder: Path) -> None:
    write(folder, "a/x.py", "a/b/y.py", "z.py")
    (folder / "claude-preflight.toml").write_text('limits = "vendor"\n')
    (folder / "a/b/pyproject.toml").write_text('[tool.claude-preflight]\nlimits = "article"\n')
    targets = {Path(target.path): target.settings.limits for target in Workspace().targets(["."])}
    assert targets[Path("a/x.py")] == targets[Path("z.py")] == "vendor"
    assert targets[Path("a/b/y.py")] == "article"


def test_the_path_in_settings_starts_at_their_folder(folder: Path) -> None:
    write(folder, "a/x.py")
    (folder / "claude-preflight.toml").touch()
    os.chdir(folder / "a")
    (target,) = Workspace().targets(["x.py"])
    assert (target.path, target.path_in_settings) == ("x.py", "a/x.py")


def test_missing_paths_are_problems(folder: Path) -> None:
    write(folder, "a.py")
    workspace = Workspace()
    assert [target.path for target in workspace.targets(["gone", "a.py", "b\0d"])] == ["a.py"]
    assert len(workspace.problems) == 2
    assert workspace.problems[0] == "gone cannot be read: no such file or directory."


def test_a_folder_that_may_not_be_read(folder: Path) -> None:
    write(folder, "a/x.py", "b.py")
    (folder / "a").chmod(0)
    if os.access("a", os.R_OK):
        (folder / "a").chmod(0o755)
        pytest.skip("this user may read everything")
    workspace, by_name = Workspace(), Workspace()
    try:
        assert [target.path for target in workspace.targets(["."])] == ["b.py"]
        assert by_name.targets(["a"]) == []
    finally:
        (folder / "a").chmod(0o755)
    said = f"The folder a{os.sep} cannot be read: permission denied."
    assert (workspace.problems, workspace.notes) == ([], [said])
    assert (by_name.problems, by_name.notes) == ([said], [])


@needs_links
def test_a_workspace_behind_a_link(folder: Path) -> None:
    write(folder, "real/src/a.py", "real/src/b.log")
    (folder / "real/.git").mkdir()
    (folder / "real/.gitignore").write_text("src/*.log\n")
    (folder / "link").symlink_to("real/src", target_is_directory=True)
    assert found("link") == ["link/a.py"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("name", [".gitignore", ".git/info/exclude"])
def test_ignore_files_that_are_no_files(folder: Path, name: str) -> None:
    write(folder, "a.py", "b.log")
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    (folder / "sub").mkdir()
    makers: list[Callable[[], None]] = [
        lambda: os.mkfifo(place),
        lambda: place.symlink_to("/dev/zero"),
        lambda: place.symlink_to(place),
        place.mkdir,
    ]
    for make in makers:
        make()
        assert [path for path in found() if path != ".gitignore"] == ["a.py", "b.log"]
        assert found("sub") == []
        place.rmdir() if place.is_dir() else place.unlink()


def test_an_ignore_file_that_is_too_large(folder: Path) -> None:
    write(folder, "a.py", "b.log")
    (folder / ".gitignore").write_text("*.log\n" + "# nobody wrote this\n" * 100_000)
    workspace = Workspace()
    assert "b.log" in [target.path for target in workspace.targets(["."])]
    said = f"{folder / '.gitignore'} does not count: it has more than 1 MiB."
    assert (workspace.problems, workspace.notes) == ([], [said])


def test_a_repository_may_be_a_file(folder: Path) -> None:
    write(folder, "sub/a.py", "sub/b.log")
    (folder / ".git").write_text("gitdir: /nowhere\n")
    (folder / ".gitignore").write_text("*.log\n")
    assert found("sub") == ["sub/a.py"]
