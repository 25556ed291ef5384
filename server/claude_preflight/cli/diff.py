"""A unified diff of a file's text, byte for byte, so that `patch` and `git apply` take it."""

from __future__ import annotations

import difflib
import os
import re

from claude_preflight.files import FileContent

_SPECIAL = re.compile(rb'[\x00-\x1f"\\\x7f]')
_ESCAPES = {b"\n": b"\\n", b"\t": b"\\t", b'"': b'\\"', b"\\": b"\\\\"}
_NO_LINE_END = b"\\ No newline at end of file\n"


def unified_diff(path: str, content: FileContent, data: bytes) -> bytes:
    """The changes from a file's text to `data`. Files in UTF-16 and UTF-32 are shown in UTF-8."""
    name = os.fsencode(path.replace(os.sep, "/").lstrip("/"))
    lines = difflib.diff_bytes(
        difflib.unified_diff,
        _lines(content, content.data),
        _lines(content, data),
        _named(b"a/" + name),
        _named(b"b/" + name),
    )
    return b"".join(line if line.endswith(b"\n") else line + b"\n" + _NO_LINE_END for line in lines)


def _named(name: bytes) -> bytes:
    """A file's name as git writes it in the first lines of a diff.

    One with a character that would end it is quoted as in C; a tab ends one with spaces.
    """
    if _SPECIAL.search(name):
        return b'"' + _SPECIAL.sub(_escaped, name) + b'"'
    return name + b"\t" if b" " in name else name


def _escaped(match: re.Match[bytes]) -> bytes:
    return _ESCAPES.get(match[0]) or b"\\%03o" % match[0][0]


def _lines(content: FileContent, data: bytes) -> list[bytes]:
    """The lines as `patch` has them: a line feed ends one, nothing else does."""
    mark = content.mark if content.encoding == "utf-8" else b""
    *whole, last = (mark + data).split(b"\n")
    return [line + b"\n" for line in whole] + ([last] if last else [])
