"""A unified diff of a file's text, byte for byte, so that `patch` and `git apply` take it."""

from __future__ import annotations

import difflib
import os

from claude_preflight.files import FileContent

_NO_LINE_END = b"\\ No newline at end of file\n"


def unified_diff(path: str, content: FileContent, data: bytes) -> bytes:
    """The changes from a file's text to `data`. Files in UTF-16 and UTF-32 are shown in UTF-8."""
    name = os.fsencode(path.replace(os.sep, "/").lstrip("/"))
    lines = difflib.diff_bytes(
        difflib.unified_diff,
        _lines(content, content.data),
        _lines(content, data),
        b"a/" + name,
        b"b/" + name,
    )
    return b"".join(line if line.endswith(b"\n") else line + b"\n" + _NO_LINE_END for line in lines)


def _lines(content: FileContent, data: bytes) -> list[bytes]:
    """The lines as `patch` has them: a line feed ends one, nothing else does."""
    mark = content.mark if content.encoding == "utf-8" else b""
    *whole, last = (mark + data).split(b"\n")
    return [line + b"\n" for line in whole] + ([last] if last else [])
