"""What a document can do to the server: take its own findings away, and nothing else."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.bad_texts import LOOPS, LOOPS_IN_C, RAISES, SEGFAULTS, program
from tests.lsp.editor import CALL, Editor, capabilities

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(sys.platform == "win32", reason="needs signals"),
]

URI = "file:///nowhere/a.py"
OTHER = "file:///nowhere/b.py"
# Only a test that fails waits so long, in seconds.
PATIENCE = 60.0


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Notes of crashes lie in a folder of the test's own."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


Process = subprocess.Popen[bytes]


@pytest.fixture
def new_client() -> Iterator[Callable[[], Process]]:
    """Start a process that stands for a client's."""
    started: list[Process] = []

    def start() -> Process:
        started.append(subprocess.Popen(["sleep", "600"]))
        return started[-1]

    yield start
    for process in started:
        end(process)


@pytest.fixture
def client(new_client: Callable[[], Process]) -> Process:
    return new_client()


def end(process: Process) -> None:
    process.kill()
    process.wait()


def server(budget: float = 0.5, step: str = "yield") -> tuple[str, ...]:
    return (*program(budget, step), "server")


async def start(client: Process, command: tuple[str, ...] | None = None) -> Editor:
    return await Editor.start(
        capabilities(pull=True), command=command or server(), process_id=client.pid
    )


async def died(editor: Editor) -> int:
    """Wait until the server is gone; returns its status."""
    process = editor.client._server
    assert process is not None
    status = await asyncio.wait_for(process.wait(), PATIENCE)
    await editor.client.stop()  # type: ignore[no-untyped-call]
    return status


def said(editor: Editor, text: str) -> list[str]:
    return [item.message for item in editor.logged if text in item.message]


@pytest.mark.parametrize("text", [RAISES, LOOPS], ids=["raises", "loops"])
async def test_a_failed_analysis_costs_the_findings_of_the_document(
    client: Process, text: str
) -> None:
    editor = await start(client)
    editor.open(CALL, OTHER)
    editor.open(CALL, URI)
    assert len(await editor.pull(URI)) == 1

    for blanks in ("", " ", "  "):
        editor.change(URI, text + CALL + blanks)
        assert not await editor.pull(URI)

    assert len(await editor.pull(OTHER)) == 1
    assert len(said(editor, "The analysis of a document failed")) == 1
    assert "claude-" not in said(editor, "The analysis of a document failed")[0]
    editor.change(URI, CALL)
    assert len(await editor.pull(URI)) == 1
    await editor.stop()


async def test_a_failed_analysis_takes_back_what_was_pushed() -> None:
    editor = await Editor.start(capabilities(), command=server())
    editor.open(CALL, URI)
    assert len(await editor.receive(URI)) == 1

    version = editor.change(URI, RAISES + CALL)

    assert not await editor.receive(URI, version)
    await editor.stop()


@pytest.mark.parametrize(
    ("text", "number"), [(SEGFAULTS, signal.SIGSEGV), (LOOPS_IN_C, signal.SIGPROF)]
)
async def test_a_text_that_ended_a_server_is_left_alone_by_the_next(
    client: Process, folder: Path, text: str, number: int
) -> None:
    first = await start(client)
    first.open(CALL, OTHER)
    first.open(text + CALL, URI)
    assert await died(first) == -number

    second = await start(client)
    second.open(CALL, OTHER)
    second.open(text + CALL, URI)
    assert not await second.pull(URI)
    assert len(await second.pull(OTHER)) == 1
    assert len(said(second, f"{URI} is not analysed until it changes")) == 1
    second.change(URI, CALL)
    assert len(await second.pull(URI)) == 1
    await second.stop()

    assert list((folder / f"claude-preflight-{os.getuid()}").iterdir()) == []


async def test_a_text_that_an_edit_made_is_known_too(client: Process) -> None:
    first = await start(client)
    first.open(CALL, URI)
    assert len(await first.pull(URI)) == 1
    first.change(URI, SEGFAULTS)
    await died(first)

    second = await start(client)
    second.open(SEGFAULTS, URI)
    assert not await second.pull(URI)
    await second.stop()


async def test_a_document_that_crashes_again_and_again_is_left_alone(
    client: Process,
) -> None:
    """An editor gives a server up that crashes at each keystroke."""
    for blanks in ("", " "):
        editor = await start(client)
        editor.open(SEGFAULTS + blanks, URI)
        assert await died(editor) == -signal.SIGSEGV

    editor = await start(client)
    editor.open(SEGFAULTS + "  ", URI)
    assert not await editor.pull(URI)
    editor.change(URI, SEGFAULTS + "   ")
    assert not await editor.pull(URI)
    editor.open(CALL, OTHER)
    assert len(await editor.pull(OTHER)) == 1
    await editor.stop()


async def test_another_client_has_notes_of_its_own(
    new_client: Callable[[], Process], folder: Path
) -> None:
    client, another, new = new_client(), new_client(), new_client()
    for each in (client, another):
        editor = await start(each)
        editor.open(SEGFAULTS, URI)
        assert await died(editor) == -signal.SIGSEGV
    end(client)

    editor = await start(new)

    notes = folder / f"claude-preflight-{os.getuid()}"
    owners = {int(file.name.split("-")[0]): file.stat() for file in notes.iterdir()}
    assert owners.keys() == {another.pid, new.pid}  # those of a client that is gone go away
    assert {stat.S_IMODE(status.st_mode) for status in owners.values()} == {0o600}
    assert stat.S_IMODE(notes.stat().st_mode) == 0o700
    await editor.stop()


async def test_a_folder_of_somebody_else_is_not_used(client: Process, folder: Path) -> None:
    notes = folder / f"claude-preflight-{os.getuid()}"
    notes.mkdir(mode=0o777)
    notes.chmod(0o777)

    editor = await start(client)
    editor.open(CALL, URI)

    assert len(await editor.pull(URI)) == 1
    assert list(notes.iterdir()) == []
    await editor.stop()


@pytest.mark.parametrize("step", ["yield", "pass", "__import__('time').sleep(60)"])
@pytest.mark.parametrize("how", ["stdin", "process"])
async def test_the_server_ends_with_its_client(client: Process, step: str, how: str) -> None:
    """Whether the analysis lets the event loop go on or not."""
    editor = await start(client, server(budget=PATIENCE, step=step))
    editor.open(LOOPS, URI)
    await asyncio.sleep(0.2)
    process = editor.client._server
    assert process is not None
    assert process.stdin is not None

    if how == "stdin":
        process.stdin.close()
    else:
        end(client)

    assert await died(editor) == 1


async def test_a_client_that_is_not_there_is_not_missed(client: Process) -> None:
    end(client)
    editor = await start(client)
    editor.open(CALL, URI)
    assert len(await editor.pull(URI)) == 1
    await editor.stop()
