"""Patterns as in .gitignore: which names they leave out, as git itself decides it.

Every pattern becomes a regular expression over the bytes of a path, for git matches bytes. The
patterns of one file become two expressions, whose alternatives stand last pattern first: in git the
last pattern that matches decides.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

# git ignores case where the file system does.
_FLAGS = re.DOTALL | (re.IGNORECASE if sys.platform in ("win32", "darwin") else 0)
# Closes the path of a folder; no name holds it. A trailing slash would match `*` and `**`.
_FOLDER = b"\0"
_NAMED_CLASS = re.compile(rb"\[:([^\]]*):\]")
_CLASSES = {
    b"alnum": rb"[0-9A-Za-z]",
    b"alpha": rb"[A-Za-z]",
    b"blank": rb"[ \t]",
    b"cntrl": rb"[\x00-\x1f\x7f]",
    b"digit": rb"[0-9]",
    b"graph": rb"[!-~]",
    b"lower": rb"[a-z]",
    b"print": rb"[ -~]",
    b"punct": rb"[!-/:-@\[-`{-~]",
    b"space": rb"[ \t\n\v\f\r]",
    b"upper": rb"[A-Z]",
    b"xdigit": rb"[0-9A-Fa-f]",
}


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The patterns of one ignore file, for paths relative to the folder of that file."""

    _names: re.Pattern[bytes] | None
    _paths: re.Pattern[bytes] | None
    # The number of a pattern -> whether it ignores; `!pattern` does not.
    _ignoring: tuple[bool, ...]

    @classmethod
    def of(cls, patterns: bytes) -> IgnoreRules:
        """Read the text of an ignore file. A pattern that git finds invalid matches nothing."""
        return _compiled(patterns)

    def verdict(self, path: str, *, is_dir: bool) -> bool | None:
        """Whether a path (relative, with `/`) is ignored; None if no pattern speaks of it.

        Only the path itself is looked at: whoever walks does not enter an ignored folder.
        """
        raw = os.fsencode(path) + (_FOLDER if is_dir else b"")
        by_name = _last_match(self._names, raw[raw.rfind(b"/") + 1 :])
        last = max(by_name, _last_match(self._paths, raw))
        return self._ignoring[last] if last >= 0 else None

    def leaves_out(self, path: str) -> bool:
        """Whether a file (relative, with `/`) is ignored, itself or through a folder above it."""
        parts = path.split("/")
        folders = ("/".join(parts[:count]) for count in range(1, len(parts)))
        above = any(self.verdict(folder, is_dir=True) for folder in folders)
        return above or bool(self.verdict(path, is_dir=False))


def _last_match(patterns: re.Pattern[bytes] | None, text: bytes) -> int:
    """The number of the last pattern that matches, -1 if none does."""
    match = patterns.fullmatch(text) if patterns else None
    return int(match.lastgroup[1:]) if match and match.lastgroup else -1


@lru_cache(maxsize=512)
def _compiled(patterns: bytes) -> IgnoreRules:
    names: list[bytes] = []
    paths: list[bytes] = []
    ignoring: list[bool] = []
    for line in patterns.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        pattern = _without_trailing_spaces(line.removesuffix(b"\r"))
        if not pattern or pattern.startswith(b"#"):
            continue
        body = pattern.removeprefix(b"!")
        glob = body.removesuffix(b"/")
        expression = _expression(glob)
        if expression is None:
            continue
        end = _FOLDER if body.endswith(b"/") else _FOLDER + b"?"
        alternative = b"(?P<p%d>%s%s)" % (len(ignoring), expression, end)
        (paths if b"/" in glob else names).append(alternative)
        ignoring.append(body is pattern)
    return IgnoreRules(_alternatives(names), _alternatives(paths), tuple(ignoring))


def _without_trailing_spaces(line: bytes) -> bytes:
    """The line without its trailing spaces, but for one that a backslash keeps."""
    kept = line.rstrip(b" ")
    backslashes = len(kept) - len(kept.rstrip(b"\\"))
    return kept + b" " if backslashes % 2 and kept != line else kept


def _alternatives(expressions: Iterable[bytes]) -> re.Pattern[bytes] | None:
    """One expression whose first alternative is the last pattern."""
    joined = b"|".join(reversed(list(expressions)))
    return re.compile(joined, _FLAGS) if joined else None


def _expression(pattern: bytes) -> bytes | None:
    """The expression of a pattern without its trailing slash; None if it matches nothing."""
    pattern = pattern.removeprefix(b"/")
    parts: list[bytes] = []
    at = 0
    while at < len(pattern):
        read = {b"*": _stars, b"[": _bracket, b"\\": _escaped}.get(pattern[at : at + 1], _plain)
        step = read(pattern, at)
        if step is None:
            return None
        part, at = step
        parts.append(part)
    return b"".join(parts) or None


def _plain(pattern: bytes, at: int) -> tuple[bytes, int]:
    char = pattern[at : at + 1]
    return (rb"[^/\0]" if char == b"?" else re.escape(char)), at + 1


def _escaped(pattern: bytes, at: int) -> tuple[bytes, int] | None:
    char = pattern[at + 1 : at + 2]
    return (re.escape(char), at + 2) if char else None


def _stars(pattern: bytes, at: int) -> tuple[bytes, int]:
    """`*` stays in its folder; `**` between slashes, or between one and an end, does not."""
    end = at
    while pattern[end : end + 1] == b"*":
        end += 1
    opens = at == 0 or pattern[at - 1 : at] == b"/"
    if end - at < 2 or not opens or pattern[end : end + 1] not in (b"", b"/"):
        return rb"[^/\0]*", end
    if end == len(pattern):
        return rb"[^\0]*", end
    return rb"(?:[^\0]*/)?", end + 1


def _bracket(pattern: bytes, at: int) -> tuple[bytes, int] | None:
    """A set of bytes. It never holds the slash; a range that runs backwards holds nothing."""
    at += 1
    negative = pattern[at : at + 1] in (b"!", b"^")
    at += negative
    members: set[int] = set()
    first = at
    while at == first or pattern[at : at + 1] != b"]":
        step = _members(pattern, at)
        if step is None:
            return None
        found, at = step
        members |= found
    allowed = (members ^ set(range(256)) if negative else members) - {0, ord("/")}
    escapes = b"".join(b"\\x%02x" % byte for byte in sorted(allowed))
    return (b"[" + escapes + b"]" if allowed else b"(?!)"), at + 1


def _members(pattern: bytes, at: int) -> tuple[set[int], int] | None:
    """What one part of a set stands for; None if it is not a part of a set."""
    match = _NAMED_CLASS.match(pattern, at)
    if match is None:
        return _range(pattern, at)
    named = _CLASSES.get(match[1])
    if named is None:
        return None
    return {byte for byte in range(256) if re.match(named, bytes([byte]))}, match.end()


def _range(pattern: bytes, at: int) -> tuple[set[int], int] | None:
    """One member of a set, or a range of them; None where the pattern ends inside it."""
    first, at = _member(pattern, at)
    if first is None:
        return None
    if pattern[at : at + 1] != b"-" or pattern[at + 1 : at + 2] in (b"", b"]"):
        return {first}, at
    last, at = _member(pattern, at + 1)
    return None if last is None else ({first, *range(first, last + 1)}, at)


def _member(pattern: bytes, at: int) -> tuple[int | None, int]:
    at += pattern[at : at + 1] == b"\\"
    return (pattern[at], at + 1) if at < len(pattern) else (None, at)
