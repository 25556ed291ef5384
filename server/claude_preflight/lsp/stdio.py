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
from threading import Event, Thread

from pygls.io_ import StdoutWriter, run_async

from claude_preflight.lsp.client_death import leave_in_time
from claude_preflight.lsp.connection import Connection

_CHUNK = 1 << 16
# How long the reading thread may wait for the thread that analyses, in seconds.
_SWITCH_INTERVAL = 0.001


def talk_over_stdio(connection: Connection) -> None:
    """Answer messages until the client says `exit` or is gone."""
    sys.setswitchinterval(_SWITCH_INTERVAL)
    stdout, sys.stdout = sys.stdout, sys.stderr  # nobody but the protocol writes to stdout
    connection.protocol.set_writer(StdoutWriter(stdout.buffer))
    try:
        asyncio.run(_talk(connection))
    except (SystemExit, KeyboardInterrupt, asyncio.IncompleteReadError, BrokenPipeError):
        return  # `exit`, Ctrl-C, or a client that died in the middle of a message


async def _talk(connection: Connection) -> None:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    Thread(target=_feed, args=(loop, reader, connection), daemon=True).start()
    await run_async(
        stop_event=Event(),
        reader=reader,
        protocol=connection.protocol,
        error_handler=connection.report_server_error,
    )


def _feed(
    loop: asyncio.AbstractEventLoop, reader: asyncio.StreamReader, connection: Connection
) -> None:
    """Pass on what arrives at stdin, in a thread of its own, for reading waits."""
    stdin = sys.stdin.fileno()
    while data := os.read(stdin, _CHUNK):
        loop.call_soon_threadsafe(reader.feed_data, data)
    loop.call_soon_threadsafe(reader.feed_eof)
    leave_in_time(connection.leave)
