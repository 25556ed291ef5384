"""One bad file never ends a run: the real command over files whose analysis fails in every way."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.bad_texts import EATS, LOOPS, LOOPS_IN_C, RAISES, SEGFAULTS, program

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")

TODAY = ("--today", "2026-11-22")
RETIRED = 'MODEL = "claude-3-opus-20240229"\n'
FIXED = 'MODEL = "claude-opus-4-8"\n'
CLEAN = "print('claude-')\n"
# Only a test that fails waits so long, in seconds.
PATIENCE = 60.0

KINDS = {
    "raises": (RAISES, "failed with ValueError in <string>:"),
    "segfaults": (SEGFAULTS, "crashed (SIGSEGV)."),
    "loops": (LOOPS, "took more CPU time than it may."),
    "loops-in-c": (LOOPS_IN_C, "took more CPU time than it may."),
    "eats": (EATS, "failed with MemoryError in <string>:"),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(
    *arguments: str, stdin: bytes = b"", command: tuple[str, ...] | None = None
) -> tuple[int, str, list[str]]:
    """The exit code, the output, and the lines of standard error."""
    done = subprocess.run(
        [*(command or program()), *arguments, *TODAY],
        input=stdin,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode().splitlines()


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_alone(folder: Path, kind: str) -> None:
    text, what = KINDS[kind]
    (folder / "bad.py").write_text(text)

    code, output, errors = run("check", "bad.py")

    assert code == 2
    assert len(errors) == 1
    assert errors[0].startswith(f"error: bad.py was not checked: its analysis {what}")
    assert output == "Failed: bad.py.\nNothing to report in 0 files.\n"


@pytest.mark.parametrize("kind", KINDS)
def test_standard_input(kind: str) -> None:
    text, what = KINDS[kind]

    for command in ("check", "fix"):
        code, output, errors = run(command, "-", stdin=text.encode())

        assert code == 2
        assert f"error: <stdin> was not checked: its analysis {what}" in errors[-1]
        assert output == (
            "Failed: <stdin>.\nNothing to report in 0 files.\n" * (command == "check")
        )


def test_few_among_many(folder: Path) -> None:
    """Each file is told of once and in its place, whatever becomes of its neighbours."""
    bad = {"010.py": "raises", "011.py": "segfaults", "060.py": "loops", "199.py": "loops-in-c"}
    for number in range(200):
        name = f"{number:03}.py"
        text = KINDS[bad[name]][0] if name in bad else CLEAN if number % 3 else RETIRED
        (folder / name).write_text(text)

    code, output, errors = run("check", "--format", "jsonl", ".")

    records = [json.loads(line) for line in output.splitlines()[1:]]
    expected = [f"{number:03}.py" for number in range(200) if not number % 3] + list(bad)
    assert [record["path"] for record in records] == sorted(set(expected))
    problems = {record["path"]: record["problem"] for record in records if "problem" in record}
    assert problems.keys() == bad.keys()
    for name, kind in bad.items():
        assert KINDS[kind][1] in problems[name]
    assert errors == [f"error: {problem}" for problem in problems.values()]
    assert code == 2


def test_a_json_report_names_a_file_that_failed(folder: Path) -> None:
    (folder / "bad.py").write_text(SEGFAULTS)

    output = run("check", "--format", "json", "bad.py")[1]

    assert [record.keys() for record in json.loads(output)] == [{"path", "problem"}]


def test_what_was_fixed_stays_fixed_and_is_reported(folder: Path) -> None:
    for number in range(60):
        (folder / f"{number:02}.py").write_text(RETIRED)
    (folder / "30.py").write_text(SEGFAULTS + RETIRED)
    (folder / "31.py").write_text(RAISES + RETIRED)

    code, output, errors = run("fix", ".")

    assert code == 2
    assert "Applied 58 fixes in 58 files.\n" in output
    assert "Failed: 30.py, 31.py.\n" in output
    assert [line.split()[1] for line in errors] == ["30.py", "31.py"]
    texts = {file.name: file.read_text() for file in folder.iterdir()}
    assert texts.pop("30.py") == SEGFAULTS + RETIRED
    assert texts.pop("31.py") == RAISES + RETIRED
    assert set(texts.values()) == {FIXED}


def test_a_worker_that_is_killed_costs_no_file(folder: Path) -> None:
    """Such as by a system that is short of memory: the file is tried once more."""
    for number in range(60):
        (folder / f"{number:02}.py").write_text(RETIRED)
    (folder / "30.py").write_text("# claude-2.1 LOOPS\n")
    step = """
        if os.path.exists("killed"):
            break
        os.close(os.open("killed", os.O_CREAT))
        os.kill(os.getpid(), signal.SIGKILL)
"""

    code, output, errors = run("check", ".", "--format", "jsonl", command=program(PATIENCE, step))

    assert errors == []
    assert code == 1
    assert len(output.splitlines()) == 1 + 60  # the first line is about the run


def test_what_the_command_ignores_its_workers_ignore(folder: Path) -> None:
    """As `nohup` has it."""
    (folder / "app.py").write_text(LOOPS + RETIRED)
    command = program(step="os.kill(os.getpid(), signal.SIGHUP); break")

    done = subprocess.run(
        ["nohup", *command, "check", "app.py", *TODAY], capture_output=True, check=False
    )

    assert b"retired-model" in done.stdout
    assert b"error: app.py" not in done.stderr


@pytest.mark.parametrize("alone", [0, 60])
def test_nothing_is_started_where_nothing_is_to_be_analysed(folder: Path, alone: int) -> None:
    (folder / "clean.py").write_text("print(1)\n")
    script = f"""
import sys
from claude_preflight.workspace import scan
from claude_preflight.cli.main import cli

scan._ALONE = {alone}
try:
    cli(["check", "clean.py"])
finally:
    print("claude_preflight.workspace.workers" in sys.modules)
"""

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)

    assert done.stdout.splitlines()[-1] == b"False"


@pytest.fixture
def endless(folder: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start a command whose workers are all at work, in a session of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def start(text: str, *arguments: str) -> subprocess.Popen[bytes]:
        for number in range(200):
            (folder / f"{number:03}.py").write_text(text)
        command = [*program(budget=PATIENCE), *arguments, *TODAY]
        started.append(
            subprocess.Popen(
                command,
                start_new_session=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                preexec_fn=heed_signals,  # noqa: PLW1509 - nothing runs beside it
            )
        )
        workers = min(2, len(os.sched_getaffinity(0)))
        wait_until(lambda: len(session(started[-1].pid)) > workers)
        return started[-1]

    yield start
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def heed_signals() -> None:
    """Take back what whoever runs the tests ignores, as `nohup` and jobs in the background do."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def session(leader: int) -> set[int]:
    """The living processes of a session."""
    living = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = status.read_text().rpartition(")")[2].split()
            if fields[0] not in "ZX" and int(fields[3]) == leader:
                living.add(int(status.parent.name))
    return living


def wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize("command", ["check", "fix"])
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGKILL"])
def test_no_worker_outlives_the_command(
    endless: Callable[..., subprocess.Popen[bytes]], command: str, name: str
) -> None:
    """Not even for as long as a call of C takes, in which no Python runs."""
    process = endless(LOOPS_IN_C, command, ".")

    process.send_signal(signal.Signals[name])

    assert process.wait(PATIENCE) == (130 if name == "SIGINT" else -signal.Signals[name])
    wait_until(lambda: not session(process.pid))


def test_no_process_is_left_when_all_is_done(folder: Path) -> None:
    for number in range(200):
        (folder / f"{number:03}.py").write_text(RETIRED)
    command = [*program(budget=PATIENCE), "check", ".", *TODAY]

    with subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE) as process:
        assert len(process.communicate()[0].splitlines()) > 200

    assert session(process.pid) == set()


def test_a_worker_that_is_killed_from_outside_is_replaced(
    endless: Callable[..., subprocess.Popen[bytes]],
) -> None:
    process = endless(LOOPS, "check", ".")
    first = session(process.pid) - {process.pid}

    for worker in first:
        os.kill(worker, signal.SIGKILL)

    wait_until(lambda: bool(session(process.pid) - {process.pid} - first))
    assert process.poll() is None
