"""Crash notes: which text a server was analysing when it crashed, told to the one after it.

A client starts a server that crashed again and opens the same texts. So that it does not crash for
ever, each server keeps a file in the user's temporary folder with a digest of the text that it is
analysing now, and with those that ended its forerunners. The file is named after the client's
process and the server's, and is locked while the server lives. There is none on Windows.
"""

from __future__ import annotations

import os
import signal
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

from claude_preflight.analysis import budget
from claude_preflight.records import NamedTuple

if sys.platform != "win32":
    import fcntl

_DIGEST = 16
_NOBODY = bytes(2 * _DIGEST)
# Of a long text, as much from either end stands for it, together with its length.
_ENDS = 1 << 12
_MOST = 16
# A document that crashed the server this often is left alone, whatever is in it.
_PATIENCE = 2


class CrashNote(NamedTuple):
    """A document and its text at one time, as digests."""

    uri: bytes
    text: bytes

    @classmethod
    def of(cls, uri: str, data: bytes) -> CrashNote:
        """The note of a text, in microseconds."""
        text = blake2b(b"%d " % len(data), digest_size=_DIGEST)
        text.update(data if len(data) <= 2 * _ENDS else data[:_ENDS] + data[-_ENDS:])
        name = uri.encode("utf-8", "surrogatepass")
        return cls(blake2b(name, digest_size=_DIGEST).digest(), text.digest())


class CrashNotes:
    """The notes of one server; without a file until `open` is called."""

    def __init__(self) -> None:
        self._known: list[CrashNote] = []
        self._file: Path | None = None
        self._descriptor = -1

    def open(self, client: int) -> None:
        """Read what earlier servers of a client's process have left, and begin notes of our own.

        Nothing is kept where the folder cannot be used, or is not the user's alone.
        """
        if sys.platform == "win32":
            return
        with suppress(OSError):
            folder = _folder()
            for file in folder.iterdir():
                with suppress(OSError):  # another server was quicker
                    self._known += _left_behind(file, client)
            del self._known[_MOST:]
            self._file = folder / f"{client}-{os.getpid()}"
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            self._descriptor = os.open(self._file, flags, 0o600)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.write(self._descriptor, _NOBODY + b"".join(map(b"".join, self._known)))

    def crashed(self, note: CrashNote) -> bool:
        """Whether this text, or this document more than once, has ended a server."""
        times = sum(known.uri == note.uri for known in self._known)
        return times >= _PATIENCE or any(known.text == note.text for known in self._known)

    @contextmanager
    def kept(self, note: CrashNote) -> Iterator[None]:
        """Keep a note while a text is worked at.

        A parser that hangs in the meantime holds this process, and nothing in Python can stop it:
        the system ends the process then.
        """
        self._write(note.uri + note.text)
        _end_after(budget.STEP)
        try:
            yield
        finally:
            _end_after(0)
            self._write(_NOBODY)

    def close(self) -> None:
        """Leave nothing behind."""
        if self._file:
            with suppress(OSError):
                self._file.unlink()
            self._file = None

    def _write(self, note: bytes) -> None:
        if self._descriptor >= 0:
            os.pwrite(self._descriptor, note, 0)


def _end_after(seconds: float) -> None:
    """Let the system end this process after some CPU time; 0 takes that back."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _folder() -> Path:
    """The folder of the notes, made if need be. Raises OSError if it is not the user's alone."""
    import tempfile  # late: only a real session needs it

    user = os.getuid()
    folder = Path(tempfile.gettempdir()) / f"claude-preflight-{user}"
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != user or status.st_mode & 0o077:
        raise PermissionError("not the user's alone")
    return folder


def _left_behind(file: Path, client: int) -> list[CrashNote]:
    """The notes of a dead server of a client; they and those of clients that are gone go away."""
    owner = file.name.partition("-")[0]
    if not owner.isdecimal() or not (int(owner) == client or _is_gone(int(owner))):
        return []
    descriptor = os.open(file, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        data = os.read(descriptor, (_MOST + 1) * len(_NOBODY))
        file.unlink()
    except BlockingIOError:
        return []  # its server lives
    finally:
        os.close(descriptor)
    if int(owner) != client:
        return []
    whole = range(0, len(data) - len(data) % len(_NOBODY), len(_NOBODY))
    notes = [data[at : at + len(_NOBODY)] for at in whole]
    return [CrashNote(each[:_DIGEST], each[_DIGEST:]) for each in notes if each != _NOBODY]


def _is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
