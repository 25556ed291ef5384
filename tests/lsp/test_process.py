"""The server as a process: how it ends, and what it does with bytes that make no sense."""

from __future__ import annotations

import contextlib
import json
import subprocess

from tests.lsp.editor import SERVER
from tests.lsp.wire import HELLO, framed, talk


def test_the_exit_status_tells_whether_the_client_said_goodbye() -> None:
    shutdown = {"jsonrpc": "2.0", "id": 2, "method": "shutdown"}
    leave = {"jsonrpc": "2.0", "method": "exit"}

    status, answers, _ = talk(HELLO, shutdown, leave)
    assert (status, [answer["id"] for answer in answers]) == (0, [1, 2])
    assert talk(HELLO, leave)[0] == 1


def test_a_client_that_dies_ends_the_server() -> None:
    status, answers, errors = talk(HELLO)
    assert (status, len(answers), errors) == (1, 1, b"")

    cut = framed(HELLO)[:-10]
    assert talk(cut)[0] == 1
    assert talk()[0] == 1


def test_a_client_that_stops_listening_ends_the_server() -> None:
    hover = {"textDocument": {"uri": "a"}, "position": {"line": 0, "character": 0}}
    ask = {"jsonrpc": "2.0", "id": 2, "method": "textDocument/hover", "params": hover}
    process = subprocess.Popen(
        SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdin.write(framed(HELLO))
    process.stdin.flush()
    process.stdout.readline()
    process.stdout.close()
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(framed(ask) * 3)
        process.stdin.close()

    assert process.wait(60) == 1
    assert process.stderr.read() == b""
    process.stderr.close()


def test_a_message_that_makes_no_sense_is_survived() -> None:
    hover = {
        "jsonrpc": "2.0",
        "id": 2,
        "method": "textDocument/hover",
        "params": {"text": "SECRET"},
    }
    unknown = {"jsonrpc": "2.0", "id": 3, "method": "no/such", "params": {}}
    notice = {"jsonrpc": "2.0", "method": "$/no/such", "params": {"text": "SECRET"}}
    shutdown = {"jsonrpc": "2.0", "id": 4, "method": "shutdown"}

    _, answers, errors = talk(HELLO, framed(b"{SECRET"), hover, unknown, notice, shutdown)

    assert {answer["id"] for answer in answers if "id" in answer} >= {1, 3, 4}
    assert errors == b""
    assert "SECRET" not in json.dumps(answers)
