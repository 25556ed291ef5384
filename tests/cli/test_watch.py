"""`check --watch`: the command itself, files that change, and Ctrl-C."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from tests.cli.conftest import Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals of POSIX")

TODAY = ("--today", "2026-11-22")
RETIRED = 'MODEL = "claude-3-opus-20240229"\n'
WAITING = "Watching for changes; Ctrl-C ends it.\n"
# Far longer than any of it takes.
_LONGEST = 120


class Watching:
    """A command that watches. Its lines come through a queue: no wait is for ever."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "claude_preflight", "check", "--watch", *arguments, *TODAY],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self._lines: Queue[str] = Queue()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line)

    def round(self) -> str:
        """What one run prints."""
        lines: list[str] = []
        while not lines or lines[-1] != WAITING:
            lines.append(self._lines.get(timeout=_LONGEST))
        return "".join(lines)

    def rest(self) -> list[str]:
        """What is printed behind the last run, when the process has ended."""
        self._reader.join(_LONGEST)
        return [self._lines.get() for _ in range(self._lines.qsize())]

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(_LONGEST)


@pytest.fixture
def watching() -> Iterator[type[Watching]]:
    started: list[Watching] = []

    class Ours(Watching):
        def __init__(self, *arguments: str) -> None:
            super().__init__(*arguments)
            started.append(self)

    yield Ours
    for each in started:
        each.process.kill()
        each.process.wait()


def test_it_checks_again_after_each_change(watching: type[Watching], folder: Path) -> None:
    (folder / "a.py").write_text("X = 1\n")
    watcher = watching()
    assert watcher.round() == f"Nothing to report in 1 file.\n{WAITING}"
    (folder / "a.py").write_text(RETIRED)
    assert "a.py:1:10: error" in watcher.round()
    (folder / "new.py").write_text("X = 1\n")
    assert "Found 1 finding in 1 of 2 files" in watcher.round()
    (folder / "new.py").replace(folder / "a.py")  # as editors save
    assert watcher.round() == f"Nothing to report in 1 file.\n{WAITING}"
    assert watcher.end() == 130


def test_settings_that_break_and_heal(watching: type[Watching], folder: Path) -> None:
    (folder / "a.py").write_text(RETIRED)
    settings = folder / "claude-preflight.toml"
    settings.write_text("limits = 1\n")
    watcher = watching()
    assert "limits: 1 is not allowed" in watcher.round()
    settings.write_text('ignore = ["retired-model"]\n')
    assert watcher.round() == f"Nothing to report in 2 files.\n{WAITING}"
    settings.write_text("ignore = []\n")
    assert "a.py:1:10: error" in watcher.round()
    assert watcher.end() == 130


def test_a_file_is_watched_through_its_folder(watching: type[Watching], folder: Path) -> None:
    (folder / "a.py").write_text("X = 1\n")
    watcher = watching("a.py")
    watcher.round()
    (folder / "b.py").write_text(RETIRED)
    (folder / "b.py").replace(folder / "a.py")
    assert "a.py:1:10: error" in watcher.round()
    assert watcher.end() == 130


def test_what_it_writes_is_no_change(watching: type[Watching], folder: Path) -> None:
    (folder / "a.py").write_text(RETIRED)
    watcher = watching("--output", "json=found.json")
    assert "a.py:1:10: error" in watcher.round()
    (folder / "a.py").write_text("X = 1\n")
    assert watcher.round() == f"Nothing to report in 1 file.\n{WAITING}"
    (folder / "b.py").write_text("X = 1\n")
    assert watcher.round() == f"Nothing to report in 2 files.\n{WAITING}"
    assert watcher.end() == 130
    assert "".join(watcher.rest()).strip() == "error: The command was interrupted."


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_changes_since_a_commit(watching: type[Watching], folder: Path) -> None:
    (folder / "a.py").write_text(RETIRED)
    for command in ("init", "add .", "-c user.name=a -c user.email=a@b commit -m 1"):
        subprocess.run(["git", *command.split()], check=True, capture_output=True)
    watcher = watching("--since", "HEAD", "--quiet")
    assert watcher.round() == WAITING
    (folder / "a.py").write_text(f"{RETIRED}{RETIRED}")
    assert "a.py:2:10: error" in watcher.round()
    assert watcher.end() == 130


def test_a_command_that_is_wrong_ends_at_once(run: Run) -> None:
    result = run("check", "--watch", "--config", "gone.toml")
    assert (result.code, "gone.toml: cannot be read" in result.errors) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [("-",), ("--files-from", "-"), ("--add-ignore",), ("--baseline", "b", "--create-baseline")],
)
def test_wrong_use(run: Run, arguments: tuple[str, ...]) -> None:
    result = run("check", "--watch", *arguments)
    assert result.code == 2
    assert result.errors.splitlines()[-1].startswith("Error: --watch is for files and folders;")


def test_without_the_package(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    result = run("check", "--watch")
    told = "Error: --watch needs a package: pip install 'claude-preflight[watch]'."
    assert (result.code, result.errors.splitlines()[-1]) == (2, told)
