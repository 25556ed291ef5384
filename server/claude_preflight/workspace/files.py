"""Files on disk: bytes to UTF-8 text that can be analysed, and back without losing any of them.

The text is what an editor shows: without the byte order mark, in UTF-8 whatever the file's
encoding. Bytes that are not text in that encoding go through unchanged. Only regular files are
read, up to a size: pipes and devices may never answer, and never end.
"""

from __future__ import annotations

import codecs
import errno
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from claude_preflight.records import NamedTuple

# The most that is read of a file or of standard input, in bytes.
LARGEST = 32 << 20
# The same for settings and ignore files, which people write by hand.
LARGEST_BY_HAND = 1 << 20
# As much as git looks at to tell binary files from text.
_BINARY_HEAD = 8192
# Most files are smaller than the first part that is read; for a larger one the system would have
# to find fresh memory each time.
_FIRST_READ_SIZE = 1 << 16
_READ_SIZE = 1 << 18
# What the name of a half-written file ends in. A kill may leave one behind; no walk reads it.
_TEMPORARY = ".claude-preflight-tmp"
# Extended attributes that the kernel makes from the content of a file.
_OF_CONTENT = frozenset(("security.evm", "security.ima"))
# Without waiting: opening a pipe takes until somebody writes into it.
_READ_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
# The longest mark first: UTF-32-LE begins with the mark of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ANY_MARK = tuple(mark for mark, _ in _MARKS)


class FileError(Exception):
    """A file that cannot be read or written. The message is a sentence that names the file."""


class BinaryFileError(FileError):
    """A file that holds no text."""


class FileTooLargeError(FileError):
    """A file that holds more than LARGEST bytes."""


class RefusedError(OSError):
    """What is there and could be read, but is not: no regular file, or one that is too large."""


class FileContent(NamedTuple):
    """The bytes of a file (`raw`) and the UTF-8 text in them (`data`)."""

    raw: bytes
    data: bytes
    encoding: str = "utf-8"
    mark: bytes = b""
    # Bytes at the end that do not fill a code unit of the encoding.
    rest: bytes = b""

    @classmethod
    def of(cls, raw: bytes) -> FileContent:
        """Find the encoding by the byte order mark. Raises ValueError if the bytes are not text."""
        if not raw.startswith(_ANY_MARK):
            return cls(raw, raw)
        mark, encoding = next(row for row in _MARKS if raw.startswith(row[0]))
        if encoding == "utf-8":
            return cls(raw, raw[len(mark) :], encoding, mark)
        end = len(raw) - len(raw) % (4 if "32" in encoding else 2)
        text = raw[len(mark) : end].decode(encoding, "surrogatepass")
        return cls(raw, text.encode("utf-8", "surrogatepass"), encoding, mark, raw[end:])

    def encode(self, data: bytes) -> bytes:
        """The bytes of the file with another text in it, in the file's own encoding."""
        if self.encoding == "utf-8":
            return self.mark + data
        text = data.decode("utf-8", "surrogatepass")
        return self.mark + text.encode(self.encoding, "surrogatepass") + self.rest


def reason(error: OSError | ValueError) -> str:
    """What went wrong, as the end of a sentence: without the error's number and path."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return text[0].lower() + text[1:]


def read_file(path: str) -> FileContent:
    """Read a text file. Raises FileError; BinaryFileError after the first bytes of a binary one."""
    try:
        raw = _read(path, LARGEST, only_text=True)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise _too_large(path) from error
        hint = "; send its text to standard input and give - as the path"
        hint *= isinstance(error, RefusedError)
        raise FileError(f"{path} cannot be read: {reason(error)}{hint}.") from error
    if raw is None:
        raise BinaryFileError(f"{path} is a binary file; only text can be checked.")
    return _content(raw, path)


def read_by_hand(path: str) -> bytes:
    """The bytes of a settings or ignore file. Raises OSError; RefusedError if it can be none."""
    return _read(path, LARGEST_BY_HAND) or b""


def decode(raw: bytes, name: str) -> FileContent:
    """The content of bytes that come from elsewhere (standard input). Raises FileError."""
    if _is_binary(raw):
        raise BinaryFileError(f"{name} is binary data; only text can be checked.")
    if len(raw) > LARGEST:
        raise _too_large(name)
    return _content(raw, name)


def _too_large(name: str) -> FileTooLargeError:
    return FileTooLargeError(
        f"{name} is too large to check: it has more than {_size(LARGEST)}; split it, or leave it "
        "out with the setting `exclude`."
    )


def _size(count: int) -> str:
    return f"{count >> 20} MiB"


def _content(raw: bytes, name: str) -> FileContent:
    try:
        return FileContent.of(raw)
    except ValueError as error:
        raise FileError(
            f"{name} begins with the mark of an encoding that the rest is not in; save it as UTF-8."
        ) from error


def is_temporary(name: str) -> bool:
    """Whether a file, by its name, is one of ours that was never finished."""
    return name.endswith(_TEMPORARY)


def write_atomic(path: str, data: bytes, expected: bytes) -> None:
    """Replace the content of a file, all of it or nothing. Raises FileError; the file is as it was.

    `expected` is what the file held when it was read. The new content is written beside the file
    (behind symbolic links, the real one), reaches the disk and takes the file's place. Owner, mode
    and extended attributes (on Linux: access lists among them) stay, or nothing is written. Nor is
    a file that has other names: they would go on naming the old content.
    """
    try:
        _replace(Path(path).resolve(strict=True), data, expected)
    except OSError as error:
        raise FileError(f"{path} cannot be written: {reason(error)}.") from error


def write_whole(path: str, data: bytes) -> None:
    """Write a file, new or not, all of it or nothing; a device takes it as it is.

    Folders above it are made. Raises FileError.
    """
    try:
        target = Path(path).resolve()
        if target.is_file():
            _replace(target, data, target.read_bytes())
        elif target.exists():
            target.write_bytes(data)
        else:
            _create(target, data)
    except OSError as error:
        raise FileError(f"{path} cannot be written: {reason(error)}.") from error


def _create(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{os.getpid()}{_TEMPORARY}")
    try:
        # Not by `tempfile`: others may read the file as they may read any other new one.
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)  # noqa: PTH105 - as below
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _replace(target: Path, data: bytes, expected: bytes) -> None:
    # A late import: reading files, which most runs do alone, needs none of it.
    import tempfile

    status = target.stat()
    if not status.st_mode & stat.S_IWUSR or not os.access(target, os.W_OK):
        raise PermissionError("it is read-only")
    if status.st_nlink > 1:
        raise OSError(f"it has {status.st_nlink} names (hard links), and only one would change")
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=_TEMPORARY)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        _copy_owner(temporary, status)
        _copy_attributes(target, temporary)
        temporary.chmod(stat.S_IMODE(status.st_mode))
        if _read(str(target), LARGEST) != expected:
            raise OSError("it was changed by another program in the meantime; run again")
        os.replace(temporary, target)  # noqa: PTH105 - a full disk can be tested
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _copy_owner(temporary: Path, status: os.stat_result) -> None:
    """Before all else: changing it clears the set-id bits of the mode. Raises OSError."""
    if hasattr(os, "chown"):
        try:
            os.chown(temporary, status.st_uid, status.st_gid)
        except PermissionError as error:
            raise PermissionError("its owner or group would change") from error


def _copy_attributes(target: Path, temporary: Path) -> None:
    """Give a new file the extended attributes of another one, and no more. Raises OSError.

    A new file has some of its own where a folder hands down an access list.
    """
    if sys.platform != "linux":
        return
    wanted, there = _attributes(target), _attributes(temporary)
    for name in (wanted.keys() | there.keys()) - _OF_CONTENT:
        try:
            if name not in wanted:
                os.removexattr(temporary, name)
            elif wanted[name] != there.get(name):
                os.setxattr(temporary, name, wanted[name])
        except OSError as error:
            raise OSError(f"its attribute {name} would change") from error


def _attributes(path: Path) -> dict[str, bytes]:
    """The extended attributes of a file; none where the file system has none."""
    if sys.platform != "linux":
        return {}
    try:
        return {name: os.getxattr(path, name) for name in os.listxattr(path)}
    except OSError as error:
        if error.errno == errno.ENOTSUP:
            return {}
        raise


def _read(path: str, largest: int, *, only_text: bool = False) -> bytes | None:
    """The bytes of a file; if `only_text`, None for a binary one, of which no more is read.

    The calls of the operating system, for a scan reads every file: `open` costs twice as much.
    """
    descriptor = _opened(path)
    try:
        size = _size_of_regular(descriptor)
        first = os.read(descriptor, _FIRST_READ_SIZE)
        if only_text and _is_binary(first):
            return None
        if len(first) == size <= largest:
            return first
        return _read_on(descriptor, first, size, largest)
    finally:
        os.close(descriptor)


def _opened(path: str) -> int:
    try:
        return os.open(path, _READ_FLAGS)
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise RefusedError(errno.EINVAL, "it is a socket, not a file") from error
        raise


def _size_of_regular(descriptor: int) -> int:
    """The size of a file that holds bytes. Raises OSError for what does not."""
    status = os.fstat(descriptor)
    if stat.S_ISREG(status.st_mode):
        return status.st_size
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    name = "pipe" if stat.S_ISFIFO(status.st_mode) else "device"
    raise RefusedError(errno.EINVAL, f"it is a {name}, not a file")


def _read_on(descriptor: int, first: bytes, size: int, largest: int) -> bytes:
    """All of a file of which a part is read. Raises RefusedError if that is too much."""
    parts, length = [first], len(first)
    # It may have grown since it said its size, and some files never say it.
    while max(size, length) <= largest and (part := os.read(descriptor, _READ_SIZE)):
        parts.append(part)
        length += len(part)
    if max(size, length) > largest:
        raise RefusedError(errno.EFBIG, f"it has more than {_size(largest)}")
    return b"".join(parts)


def _is_binary(head: bytes) -> bool:
    return head.find(b"\0", 0, _BINARY_HEAD) >= 0 and not head.startswith(_ANY_MARK)
