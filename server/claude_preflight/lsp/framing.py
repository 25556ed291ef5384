"""How messages follow each other on a stream: a header, an empty line, as many bytes as it says.

Nothing after a broken header can be found again, so each of these errors ends the session.
"""

from __future__ import annotations

import asyncio

from claude_preflight.regex import regex
from claude_preflight.safe_text import printable

# Header fields have names of a few characters and are two at most; bodies hold whole documents.
_LONGEST_HEADER = 1 << 16
_LONGEST_BODY = 1 << 28
_FIELD_NAME = regex(rb"[A-Za-z0-9_-]+")
_NUMBER = regex(rb"[0-9]{1,20}")


class TransportError(Exception):
    """The client can no longer be understood or reached. The message is a sentence for people."""


async def read_body(reader: asyncio.StreamReader) -> bytes | None:
    """The body of the next message, None at the end of the input. Raises TransportError."""
    length = await _body_length(reader)
    if length is None:
        return None
    try:
        return await reader.readexactly(length)
    except asyncio.IncompleteReadError:
        raise TransportError("The input ended in the middle of a message.") from None


async def _body_length(reader: asyncio.StreamReader) -> int | None:
    """The length that the next header states, None at the end of the input."""
    length, size, begun = None, 0, False
    while line := await _line(reader):
        size += len(line)
        if size > _LONGEST_HEADER:
            raise _too_long()
        if line.strip():
            begun = True
            length = _stated_length(line) or length
        elif length:
            return length[0]
        elif begun:
            raise TransportError("The header of a message has no Content-Length.")
    if begun:
        raise TransportError("The input ended in the middle of a message.")
    return None


async def _line(reader: asyncio.StreamReader) -> bytes:
    """The next line with its end, or what is left of the input."""
    try:
        return await reader.readuntil(b"\n")
    except asyncio.IncompleteReadError as error:
        return error.partial
    except asyncio.LimitOverrunError:
        raise _too_long() from None


def _too_long() -> TransportError:
    return TransportError(f"The header of a message is longer than {_LONGEST_HEADER:,} bytes.")


def _stated_length(line: bytes) -> tuple[int] | None:
    """The number in a line of a header, None if the line states something else."""
    name, colon, value = line.partition(b":")
    if not colon or not _FIELD_NAME.fullmatch(name.strip()):
        raise TransportError(
            f"{_shown(line)} is no line of a message's header; the client has to speak LSP."
        )
    if name.strip().lower() != b"content-length":
        return None
    if not _NUMBER.fullmatch(value.strip()):
        raise TransportError(f"The Content-Length {_shown(value)} is no number of bytes.")
    if int(value) > _LONGEST_BODY:
        raise TransportError(
            f"A message of {int(value)} bytes is longer than the {_LONGEST_BODY:,} that are read."
        )
    return (int(value),)


def _shown(data: bytes) -> str:
    text = data.strip().decode("utf-8", "replace")
    return f'"{printable(text if len(text) <= 40 else text[:37] + "...")}"'
