"""Streams that are closed or full, and a folder that is gone, end in one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a shell of POSIX")

PROGRAM = f"{sys.executable} -m claude_preflight"
RETIRED = 'MODEL = "claude-3-opus-20240229"\n'
CLOSED = "error: Standard output is closed; redirect it to a file.\n"
FULL = "error: The output cannot be written: no space left on device.\n"
GONE = "error: The folder that this command was started in is gone; change to another one.\n"
NO_INPUT = "Error: '-' stands for standard input, which is closed.\n"
EMPTY = "Error: A path is empty; name a file or a folder, this one is '.'.\n"


def shell(command: str) -> tuple[int, str, str]:
    """The exit code, output and errors of a command of a shell."""
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "command", ["check", "check --format json", "fix", "models", "explain 429"]
)
def test_standard_output_is_closed(folder: Path, command: str) -> None:
    (folder / "a.py").write_text(RETIRED)
    assert shell(f"{PROGRAM} {command} >&-") == (2, "", CLOSED)
    assert (folder / "a.py").read_text() == RETIRED


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is there only")
@pytest.mark.parametrize(
    "command", ["check", "check --format json", "models", "explain 429", "fix --diff", "--version"]
)
def test_standard_output_is_full(folder: Path, command: str) -> None:
    (folder / "a.py").write_text(RETIRED)
    code, _, errors = shell(f"{PROGRAM} {command} >/dev/full")
    assert code == 2
    assert errors.endswith(FULL)
    assert "Traceback" not in errors


def test_standard_error_is_closed(folder: Path) -> None:
    (folder / "a.py").write_text(RETIRED)
    assert shell(f"{PROGRAM} check nothing.py 2>&-")[0] == 2
    code, output, _ = shell(f"{PROGRAM} check 2>&-")
    assert (code, output.count("retired")) == (1, 2)


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is there only")
def test_standard_error_is_full() -> None:
    assert shell(f"{PROGRAM} check nothing.py 2>/dev/full")[0] == 2


def test_all_streams_are_closed(folder: Path) -> None:
    (folder / "a.py").write_text(RETIRED)
    assert shell(f"{PROGRAM} fix <&- >&- 2>&-") == (2, "", "")
    assert (folder / "a.py").read_text() == RETIRED


@pytest.mark.parametrize("command", ["check -", "fix -", "fix --diff -", "explain -"])
def test_standard_input_is_closed(command: str) -> None:
    code, output, errors = shell(f"{PROGRAM} {command} <&-")
    assert (code, output) == (2, "")
    assert errors.endswith(NO_INPUT)


def test_a_closed_input_is_no_matter_where_it_is_not_read(folder: Path) -> None:
    (folder / "a.py").write_text(RETIRED)
    assert shell(f"{PROGRAM} check <&-")[0] == 1


def test_a_reader_that_has_had_enough(folder: Path) -> None:
    for number in range(200):
        (folder / f"{number}.py").write_text(RETIRED * 20)
    for command in ("check", "check --format json", "fix --diff", "models"):
        _, output, errors = shell(f"{PROGRAM} {command} | head -c 20")
        assert len(output) == 20
        assert "rror" not in errors


@pytest.mark.parametrize("command", ["check --exit-zero", "check --format json", "fix --diff"])
def test_an_output_that_nobody_reads_is_no_finding(folder: Path, command: str) -> None:
    (folder / "a.py").write_text("MODEL = 1\n")
    _, _, errors = shell(f"(sleep 0.5; {PROGRAM} {command}; echo $? >&2) | :")
    assert errors in ("141\n", "Would apply 0 fixes in 0 files.\n0\n")


@pytest.mark.parametrize("command", ["check", "check .", "fix", "models"])
def test_the_folder_is_gone(command: str) -> None:
    assert shell(f"mkdir gone; cd gone; rmdir ../gone; {PROGRAM} {command}") == (2, "", GONE)


def test_a_path_elsewhere_is_checked_from_a_folder_that_is_gone(folder: Path) -> None:
    (folder / "a.py").write_text(RETIRED)
    command = f"mkdir gone; cd gone; rmdir ../gone; {PROGRAM} check {folder / 'a.py'}"
    assert shell(command)[::2] == (1, "")


@pytest.mark.parametrize("command", ["check ''", "check . ''", "fix ''", "fix --diff ''"])
def test_an_empty_path(folder: Path, command: str) -> None:
    (folder / "a.py").write_text(RETIRED)
    code, output, errors = shell(f"{PROGRAM} {command}")
    assert (code, output) == (2, "")
    assert errors.endswith(EMPTY)
    assert (folder / "a.py").read_text() == RETIRED


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it cannot be opened by its name")
@pytest.mark.parametrize("name", ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"])
def test_standard_input_by_its_name(folder: Path, name: str) -> None:
    """A file is read as any other one is, a pipe is not."""
    (folder / "a.py").write_text(RETIRED)
    code, output, errors = shell(f"{PROGRAM} check {name} < a.py")
    assert (code, output.count("[retired-model]"), errors) == (1, 1, "")
    code, _, errors = shell(f"cat a.py | {PROGRAM} check {name}")
    assert (code, errors.partition(": it")[0]) == (2, f"error: {name} cannot be read")
    assert errors.endswith(
        "pipe, not a file; send its text to standard input and give - as the path.\n"
    )
    assert shell(f"{PROGRAM} fix {name} < a.py")[0] == 0
    assert "claude-3" not in (folder / "a.py").read_text()
