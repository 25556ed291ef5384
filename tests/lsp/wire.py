"""A client that sends bytes as they are: what no editor sends, a broken one may."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import Timer
from typing import Any

from tests.lsp.editor import CALL, PATIENCE, RETIRED, SERVER

Message = dict[str, Any]

URI = "file:///nowhere/wire.py"
DOCUMENT = {"uri": URI}
START = {"line": 0, "character": CALL.index(RETIRED)}
# What a hover on it names, with a finding shown above or without.
NAME = "Claude Opus 3"


def framed(message: object) -> bytes:
    """A message as it is sent; bytes are a body as they are."""
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def request(msg_id: Any, method: Any, **more: Any) -> Message:
    return {"jsonrpc": "2.0", "id": msg_id, "method": method, **more}


def notification(method: Any, **more: Any) -> Message:
    return {"jsonrpc": "2.0", "method": method, **more}


def hello(**params: Any) -> Message:
    """`initialize` of a client that can do nothing, but for what is given."""
    return request(1, "initialize", params={"capabilities": {}, **params})


HELLO = hello()
LEAVE = notification("exit")
OPEN = notification("textDocument/didOpen", params={"textDocument": {**DOCUMENT, "text": CALL}})


def hover(msg_id: Any, uri: str = URI) -> Message:
    """Ask about the model in what `OPEN` opens."""
    params = {"textDocument": {"uri": uri}, "position": START}
    return request(msg_id, "textDocument/hover", params=params)


def talk(*messages: Any) -> tuple[int, list[Any], bytes]:
    """Send messages to a server, close its input, and return its status and what it said.

    Bytes are sent as they are.
    """
    sent = b"".join(item if isinstance(item, bytes) else framed(item) for item in messages)
    done = subprocess.run(SERVER, input=sent, capture_output=True, timeout=60, check=False)
    answers, rest = [], done.stdout
    while rest:
        head, _, rest = rest.partition(b"\r\n\r\n")
        length = int(head.split(b"\r\n")[0].removeprefix(b"Content-Length: "))
        answers.append(json.loads(rest[:length]))
        rest = rest[length:]
    return done.returncode, answers, done.stderr


class Wire:
    """A session with a server, message by message."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin
        assert process.stdout
        self._process = process
        self._to, self._from = process.stdin, process.stdout
        self._marks = count()

    def send(self, *messages: Any) -> None:
        """Send messages; bytes are sent as they are."""
        for item in messages:
            self._to.write(item if isinstance(item, bytes) else framed(item))
        self._to.flush()

    def receive(self) -> Message:
        """Wait for the next message. A server that says nothing for long is killed."""
        timer = Timer(PATIENCE, self._process.kill)
        timer.start()
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self._from.readline()
            assert line, "the server is gone"
            head += line
        length = int(head.split(b"\r\n")[0].removeprefix(b"Content-Length: "))
        message: Message = json.loads(self._from.read(length))
        timer.cancel()
        return message

    def exchange(self, *messages: Any) -> list[Message]:
        """Send messages, and return what came before the answer to a hover that was sent next.

        The hover has to be answered as ever.
        """
        mark = f"mark-{next(self._marks)}"
        self.send(*messages, hover(mark))
        said = []
        while (message := self.receive()).get("id") != mark:
            said.append(message)
        assert NAME in json.dumps(message["result"])
        return said


@contextmanager
def session(first: Message = HELLO) -> Iterator[Wire]:
    """A session in which a document is open."""
    with subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            wire = Wire(process)
            wire.send(first, OPEN)
            yield wire
            wire.send(request("bye", "shutdown"), LEAVE)
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
