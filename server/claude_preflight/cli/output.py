"""The texts of files on standard output: whole, or as a diff."""

from __future__ import annotations

import sys

from claude_preflight.safe_text import printable


def write_text(data: bytes) -> None:
    """Write a text: byte for byte to a file or a pipe, safe to show to a terminal."""
    if sys.stdout.isatty():
        lines = data.decode("utf-8", "replace").split("\n")
        sys.stdout.write("\n".join(map(_shown, lines)))
    else:
        sys.stdout.buffer.write(data)


def _shown(line: str) -> str:
    """A line for a terminal; tabs, and the carriage return of a line end, do no harm."""
    return "\t".join(map(printable, line.removesuffix("\r").split("\t")))
