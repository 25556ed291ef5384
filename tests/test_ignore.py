"""IgnoreRules against git itself, the only one who knows."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claude_preflight.ignore import IgnoreRules

# What people write, and what nobody does. Left out is where we differ from git: for us `?` is a
# letter of a name that is not ASCII, where git has bytes.
PIECES = ["a", "b", "ab", "x", "*", "**", "?", "/", "!", "#", " ", "-", ".", "[ab]", "[a-c]"]
PIECES += ["[!a]", "[^b-]", "[]x]", "[b-a]", "[[:alpha:]]", "[a-c-x]", "[", "[a\\]", "\\", "\\*"]
NAMES = ["a", "b", "ab", "abc", "ba", ".a", "a.b", "-", "x y", "]", "*", "[a"]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with folders and files of every name, two levels deep."""
    if not shutil.which("git"):
        pytest.skip("needs git")
    root = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    for folder in ("a", "b", "ab", "a/a", "a/b", "b/ab"):
        (root / folder).mkdir(exist_ok=True)
    for folder in (".", "a", "b", "ab", "a/a", "a/b", "b/ab"):
        for name in NAMES:
            if not (root / folder / name).exists():
                (root / folder / name).touch()
    return root


def by_git(root: Path) -> set[str]:
    """The files that git would add."""
    listed = subprocess.run(
        ["git", "-C", str(root), "-c", "core.excludesFile=", "ls-files", "-o", "-z",
         "--exclude-standard"],
        capture_output=True,
        check=True,
    )  # fmt: skip
    return set(listed.stdout.decode().split("\0")) - {"", ".gitignore"}


def by_us(root: Path, rules: IgnoreRules) -> set[str]:
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    names = (path.relative_to(root).as_posix() for path in files)
    ours = (name for name in names if not name.startswith(".git/") and name != ".gitignore")
    return {name for name in ours if not rules.leaves_out(name)}


def check(root: Path, lines: Iterable[str]) -> None:
    patterns = "\n".join(lines).encode()
    (root / ".gitignore").write_bytes(patterns)
    assert by_us(root, IgnoreRules.of(patterns)) == by_git(root)


LINES = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@settings(max_examples=150)
@given(st.lists(LINES, max_size=4))
def test_the_verdict_is_that_of_git(repository: Path, lines: list[str]) -> None:
    check(repository, lines)


@pytest.mark.parametrize(
    "lines",
    [
        ["*", "!*/", "!a.b"],
        ["/*", "!/a", "/a/*", "!/a/b"],
        ["a/", "!a/a"],
        ["**/ab"],
        ["a/**"],
        ["a/**/b"],
        ["/a"],
        ["a/b"],
        ["\\!a", "\\#b", "x\\ y"],
        ["a   ", "b\\ "],
        ["\ufeffa", "b\r"],
        ["ab", "# ab", "", "!ab"],
    ],
    ids=str,
)
def test_the_usual_patterns(repository: Path, lines: list[str]) -> None:
    check(repository, lines)


def test_a_file_below_an_ignored_folder() -> None:
    rules = IgnoreRules.of(b"build/\n!keep.py\n")
    assert rules.leaves_out("build/keep.py")
    assert not rules.leaves_out("src/build")


def test_no_pattern_speaks_of_it() -> None:
    rules = IgnoreRules.of(b"*.log\n!a.log\n")
    assert rules.verdict("b.log", is_dir=False) is True
    assert rules.verdict("a.log", is_dir=False) is False
    assert rules.verdict("a.txt", is_dir=False) is None


@pytest.mark.parametrize(
    "lines",
    [
        ["a**/b"],
        ["a/a**"],
        ["**/a/**/b"],
        ["**/**/a/**/**"],
        ["[[:alpha:]-]"],
        ["[[:nothing:]]"],
        ["[a"],
        ["a\\"],
        ["[a-\\c]b"],
        ["*b*c"],
        ["a/*/b", "a*/*b*"],
        ["[^a]", "[!/]/b"],
        ["// a", "!", "!/", "/"],
        ["ab", "!ab", "ab/", "!/a/*", "*b"],
    ],
    ids=str,
)
def test_the_unusual_patterns(repository: Path, lines: list[str]) -> None:
    check(repository, lines)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 100 + "b", "a" * 255),
        ("x/" + "*a" * 100 + "b", "x/" + "a" * 255),
        ("*[a-z]" * 100 + "0", "a" * 255),
        ("*?" * 100 + "b", "a" * 255),
        ("**/a/" * 100 + "b", "a/" * 400 + "c"),
        ("**/*a*a*a/" * 100 + "b", "aaaa/" * 400 + "c"),
        ("a/**/" * 100 + "*a*a*a*a*a*b", "a/" * 400 + "a" * 255),
        ("**/**/**/" * 100 + "b", "a/" * 400 + "c"),
        ("*" * 3000 + "b", "a" * 255),
    ],
)
def test_no_pattern_tries_every_way(pattern: str, path: str) -> None:
    """A matcher that goes back to each star would take longer than there is time."""
    rules = IgnoreRules.of(pattern.encode())
    assert rules.verdict(path, is_dir=False) is None
    assert rules.verdict(path[:-1] + pattern[-1], is_dir=False) is True


def test_thousands_of_patterns() -> None:
    wild = [f"*.x{number}" for number in range(3000)]
    plain = [f"/build/out{number}/" for number in range(3000)]
    rules = IgnoreRules.of("\n".join([*wild, "!*.x7", *plain]).encode())
    names = [f"src/{number}/a.x{number}" for number in range(3000)]
    kept = [name for name in names if not rules.verdict(name, is_dir=False)]
    assert kept == ["src/7/a.x7"]
    assert rules.verdict("build/out2999", is_dir=True)
    assert rules.verdict("build/out2999", is_dir=False) is None


def test_a_line_that_is_longer_than_any_path() -> None:
    rules = IgnoreRules.of(b"*a" * 500_000 + b"\n*.log\n" + b"[" * 1_000_000)
    assert rules.verdict("aaa", is_dir=False) is None
    assert rules.verdict("a.log", is_dir=False) is True
