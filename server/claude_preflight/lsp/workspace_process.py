"""The process that does a job with the files of a workspace: how it is started, and heard."""

from __future__ import annotations

import asyncio
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncGenerator
from contextlib import suppress

from claude_preflight.lsp.workspace_jobs import LENGTH, Job, Message

# How the command that starts the server is told to do a job instead.
FLAG = "--workspace-job"
_COMMAND = "server"


class JobFailedError(Exception):
    """A job that did not come to its end. The message says why."""


async def messages(job: Job) -> AsyncGenerator[Message, None]:
    """What a process tells of a job; it ends with whoever listens. Raises JobFailedError."""
    try:
        process = await asyncio.create_subprocess_exec(
            *_command(), stdin=PIPE, stdout=PIPE, stderr=DEVNULL
        )
    except OSError as error:
        raise JobFailedError(str(error)) from error
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(pickle.dumps(job, pickle.HIGHEST_PROTOCOL))
        await process.stdin.drain()
        process.stdin.close()
        while head := await process.stdout.read(LENGTH):
            rest = await process.stdout.readexactly(LENGTH - len(head))
            length = int.from_bytes(head + rest, "little")
            body = await process.stdout.readexactly(length)
            message: Message = pickle.loads(body)  # noqa: S301 - from a process of ours
            yield message
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise JobFailedError("its process ended too early") from error
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _command() -> list[str]:
    """This program, as it was started itself, with another task."""
    own = sys.orig_argv
    at = own.index(_COMMAND) if _COMMAND in own else len(own)
    return [sys.executable, *own[1:at], _COMMAND, FLAG]
