"""Talk to a client over stdin and stdout.

pygls reads each line of a header and each body by a call in another thread. While an analysis runs,
each of these calls waits for a slice of it, and messages that have long arrived wait in the pipe.
Here one thread reads what there is, so all messages that have arrived are handled before the
analysis goes on: after a burst of edits only the last version is analysed.
"""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from threading import Thread
from typing import BinaryIO

from pygls.io_ import StdoutWriter

from claude_preflight.lsp.client_death import leave_in_time
from claude_preflight.lsp.connection import Connection
from claude_preflight.lsp.framing import TransportError, read_body
from claude_preflight.workspace.files import reason

_CHUNK = 1 << 16
# How long the reading thread may wait for the thread that analyses, in seconds.
_SWITCH_INTERVAL = 0.001


def talk_over_stdio(connection: Connection) -> None:
    """Answer messages until the client says `exit` or is gone.

    Raises TransportError if the client cannot be understood or reached any more.
    """
    if sys.stdin is None or sys.stdout is None:
        raise TransportError("Standard input or output is closed; the server talks over both.")
    sys.setswitchinterval(_SWITCH_INTERVAL)
    stdout, sys.stdout = sys.stdout, sys.stderr  # nobody but the protocol writes to stdout
    try:
        asyncio.run(_talk(connection, stdout.buffer))
    except (SystemExit, KeyboardInterrupt, BrokenPipeError):
        return  # `exit`, Ctrl-C, or a client that died


class _Writer(StdoutWriter):
    """Writes to the client; once that fails, nothing more is read from it."""

    def __init__(self, stdout: BinaryIO, reader: asyncio.StreamReader) -> None:
        super().__init__(stdout)
        self._reader = reader

    def write(self, data: bytes) -> None:
        """Write one message with its header."""
        try:
            super().write(data)
        except BrokenPipeError as error:
            self._reader.set_exception(error)
        except OSError as error:
            text = f"The client cannot be written to: {reason(error)}."
            self._reader.set_exception(TransportError(text))


async def _talk(connection: Connection, stdout: BinaryIO) -> None:
    reader = asyncio.StreamReader()
    connection.protocol.set_writer(_Writer(stdout, reader))
    loop = asyncio.get_running_loop()
    Thread(target=_feed, args=(loop, reader, connection), daemon=True).start()
    while (body := await read_body(reader)) is not None:
        connection.protocol.receive(body)
        if connection.shut_down:
            await connection.protocol.answers_sent()  # before `exit`, which may be here already


def _feed(
    loop: asyncio.AbstractEventLoop, reader: asyncio.StreamReader, connection: Connection
) -> None:
    """Pass on what arrives at stdin, in a thread of its own, for reading waits."""
    stdin = sys.stdin.fileno()
    with suppress(RuntimeError):  # the loop is closed: the session has ended
        while data := os.read(stdin, _CHUNK):
            loop.call_soon_threadsafe(reader.feed_data, data)
        loop.call_soon_threadsafe(reader.feed_eof)
        leave_in_time(connection.leave)
