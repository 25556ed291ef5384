"""Paths that a program lists: with NUL between them, or one a line, as git writes them."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import click

from claude_preflight.regex import regex
from claude_preflight.workspace.files import FileContent, reason

_ESCAPED = regex(rb"\\([0-7]{3}|.)")
_ESCAPES = dict(zip(b"abfnrtv", b"\a\b\f\n\r\t\v", strict=True))


def listed(source: str) -> tuple[str, ...]:
    """The paths in a file, or on standard input with `-`. Raises click.UsageError."""
    if source == "-" and sys.stdin is None:
        raise click.UsageError("--files-from -: standard input is closed.")
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        data = FileContent.of(raw).data  # PowerShell writes UTF-16
    except (OSError, ValueError) as error:
        raise click.UsageError(f"--files-from: {source} cannot be read: {reason(error)}.") from None
    if b"\0" in data:
        names = data.split(b"\0")
    else:
        names = [_as_it_is(line.removesuffix(b"\r")) for line in data.split(b"\n")]
    return tuple(os.fsdecode(name) for name in names if name)


def unquoted(name: bytes) -> bytes:
    """A name as it is, of which git may have written some characters as C does, in quotes."""
    if len(name) < 2 or not name.startswith(b'"') or not name.endswith(b'"'):
        return name
    return _ESCAPED.sub(_byte, name[1:-1])


def _byte(match: re.Match[bytes]) -> bytes:
    escaped = match[1]
    code = int(escaped, 8) & 0xFF if len(escaped) == 3 else _ESCAPES.get(escaped[0], escaped[0])
    return bytes((code,))


def _as_it_is(line: bytes) -> bytes:
    """A line as a name; one that is in quotes may be a file's own name."""
    return line if os.path.lexists(line) else unquoted(line)
