"""The bar that tells how far a long run is: on terminals only, and never for a short run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

RETIRED = 'MODEL = "claude-3-opus-20240229"\n'
# The command itself, in which each run is a long one.
LONG = """
import sys
from claude_preflight.cli import progress
progress._AFTER = progress._EVERY = 0
sys.argv[0] = "claude-preflight"
from claude_preflight.cli.main import main
main()
"""
SHORT = "from claude_preflight.cli.main import main; main()"


def on_terminal(
    program: str,
    *arguments: str,
    to_file: Path | None = None,
    more: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """What a command writes to a terminal: both streams, or only errors if the rest is a file's."""
    ours, terminal = os.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    output = to_file.open("wb") if to_file else terminal
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=terminal,
        env={**environment, "TERM": "xterm", **more},
    ) as process:
        os.close(terminal)
        parts = []
        try:
            while part := os.read(ours, 1 << 16):
                parts.append(part)
        except OSError:
            pass  # the other end is closed
        process.wait()
    os.close(ours)
    return b"".join(parts).decode()


@pytest.fixture(autouse=True)
def files(folder: Path) -> None:
    for number in range(60):
        (folder / f"a{number:02}.py").write_text("X = 1\n")
    (folder / "b.py").write_text(RETIRED)


def test_a_long_run_shows_how_far_it_is(folder: Path) -> None:
    shown = on_terminal(LONG, "check")
    assert "Checking" in shown
    assert "/61" in shown
    assert "b.py:1:10" in shown
    # It is gone from the last line before the finding is printed, and in the end.
    assert "Checking" not in shown.rpartition("\x1b[2K")[2]
    alone = on_terminal(LONG, "check", to_file=folder / "out.txt")
    assert "Checking" in alone
    assert (folder / "out.txt").read_text().startswith("b.py:1:10: error")
    assert "Checking" in on_terminal(LONG, "fix", "--diff")


@pytest.mark.parametrize(
    ("program", "arguments", "variables"),
    [
        (SHORT, (), {}),
        (LONG, ("--quiet",), {}),
        (LONG, (), {"CI": "true"}),
        (LONG, (), {"TERM": "dumb"}),
    ],
)
def test_other_runs_show_none(
    program: str, arguments: tuple[str, ...], variables: dict[str, str]
) -> None:
    shown = on_terminal(program, "check", *arguments, more=variables)
    assert "Checking" not in shown
    assert "b.py:1:10" in shown


def test_pipes_get_none() -> None:
    done = subprocess.run([sys.executable, "-c", LONG, "check"], capture_output=True)
    assert b"Checking" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "modules"),
    [
        ("b.py", {"rich", "watchfiles"}),
        ("a00.py", {"rich", "watchfiles", "claude_preflight.rules"}),
    ],
)
def test_nothing_is_loaded_for_it(name: str, modules: set[str]) -> None:
    """Nor for the other options that a run does not have; a clean file needs no rules either."""
    loaded = (
        f"import sys; sys.argv = ['', 'check', '{name}', '--exit-zero']\n"
        "from claude_preflight.cli.main import main\n"
        "try: main()\n"
        "finally: print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, encoding="utf-8")
    assert not modules.intersection(done.stdout.splitlines()[-1].split())
