"""The diff of `fix --diff`: right whatever the lines are, and made in a time that is linear."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claude_preflight.cli.diff import unified_diff
from claude_preflight.workspace.files import FileContent

OLD, NEW = b"claude-2.1", b"claude-opus-4-8"
LINES = st.lists(st.sampled_from([b"", b"a", b"b", b"c\r", b"\f"]), max_size=30)


def diff(old: bytes, new: bytes) -> bytes:
    return unified_diff("a", FileContent.of(old), new)


def test_nothing_to_show() -> None:
    assert diff(b"a\nb", b"a\nb") == b""


def test_changes_show_what_is_around_them() -> None:
    lines = [b"%d\n" % number for number in range(20)]
    old = b"".join(lines)
    new = b"".join([b"new\n", *lines[:8], b"eight\n", *lines[9:12], *lines[13:-1], b"19"])
    assert diff(old, new) == (
        b"--- a/a\n+++ b/a\n"
        b"@@ -1,3 +1,4 @@\n+new\n 0\n 1\n 2\n"
        b"@@ -6,15 +7,14 @@\n 5\n 6\n 7\n-8\n+eight\n 9\n 10\n 11\n-12\n 13\n 14\n 15\n 16\n 17\n"
        b" 18\n-19\n+19\n\\ No newline at end of file\n"
    )


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@settings(max_examples=40)
@given(LINES, LINES, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), LINES), max_size=4))
def test_git_makes_the_new_text_of_the_old_one(
    before: list[bytes], end: list[bytes], edits: list[tuple[int, int, list[bytes]]]
) -> None:
    lines = [*before, *[b"x"] * 60, *end]
    old = b"\n".join(lines)
    for start, count, new_lines in edits:
        lines[start : start + count] = new_lines
    new = b"\n".join(lines)
    if old == new:
        return
    with TemporaryDirectory() as folder:
        (file := Path(folder, "a")).write_bytes(old)
        command = ["git", "apply", "--whitespace=nowarn", "-"]
        subprocess.run(command, input=diff(old, new), cwd=folder, check=True)
        assert file.read_bytes() == new


@pytest.mark.parametrize(
    "line",
    [
        lambda number: OLD if number % 10 == 0 else b"x = %d" % (number % 150),
        lambda number: OLD if number % 3 == 0 else b"{%d" % (number % 100),
        lambda _: OLD,
        lambda number: b"%d %b" % (number, OLD),
        lambda number: OLD if number % 2 else b"x = %d" % number,
    ],
)
def test_twice_the_lines_are_twice_the_steps(line: Any) -> None:
    counts = []
    for size in (1000, 2000):
        old = b"".join(line(number) + b"\n" for number in range(size))
        steps = 0

        def count(*_: object) -> None:
            nonlocal steps
            steps += 1

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            diff(old, old.replace(OLD, NEW))
        finally:
            sys.setprofile(before)
        counts.append(steps)
    assert counts[1] < 2.6 * counts[0]
