"""Files as bytes and as text: nothing is lost on the way there and back."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_preflight.workspace.files import (
    LARGEST,
    BinaryFileError,
    FileContent,
    FileError,
    FileTooLargeError,
    decode,
    read_file,
    write_atomic,
)

MARKS = {
    "utf-8": b"\xef\xbb\xbf",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "utf-32-le": b"\xff\xfe\0\0",
    "utf-32-be": b"\0\0\xfe\xff",
}


@given(st.sampled_from([b"", *MARKS.values()]), st.binary())
def test_any_bytes_survive(mark: bytes, raw: bytes) -> None:
    try:
        content = FileContent.of(mark + raw)
    except ValueError:
        assert mark == b"" or len(mark) == 4 or raw  # only UTF-32 has values that are no characters
    else:
        assert content.encode(content.data) == mark + raw


@pytest.mark.parametrize("encoding", MARKS)
def test_the_text_is_utf_8_without_a_mark(encoding: str) -> None:
    content = FileContent.of(MARKS[encoding] + "é\r\n模🙂".encode(encoding))
    assert content.data == "é\r\n模🙂".encode()
    assert content.encode("new 模".encode()) == MARKS[encoding] + "new 模".encode(encoding)


def test_lone_surrogates_and_half_units_stay() -> None:
    raw = b"\xff\xfea\0\x00\xd8b\0!"
    content = FileContent.of(raw)
    assert content.data == b"a\xed\xa0\x80b"
    assert content.encode(content.data.replace(b"a", b"cc")) == b"\xff\xfec\0c\0\x00\xd8b\0!"


@pytest.mark.parametrize("raw", [b"\0", b"text\0", b"x" * 8191 + b"\0"])
def test_a_nul_early_on_means_binary(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "file").write_bytes(raw)
    with pytest.raises(BinaryFileError, match="is a binary file"):
        read_file(str(tmp_path / "file"))
    with pytest.raises(BinaryFileError, match="<stdin> is binary data"):
        decode(raw, "<stdin>")


@pytest.mark.parametrize("raw", [b"", b"x" * 8192 + b"\0", b"\xff\xfea\0", b"y" * 3_000_000])
def test_what_is_text(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "file").write_bytes(raw)
    assert read_file(str(tmp_path / "file")).raw == raw


def test_a_missing_file(tmp_path: Path) -> None:
    path = str(tmp_path / "gone")
    with pytest.raises(FileError) as caught:
        read_file(path)
    assert str(caught.value) == f"{path} cannot be read: no such file or directory."


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        read_file(str(tmp_path))


def sparse(path: Path, head: bytes, size: int) -> str:
    """A file that begins like a text and takes no room on the disk."""
    with path.open("wb") as file:
        file.write(head)
        file.truncate(size)
    return str(path)


def test_a_text_has_a_largest_size(tmp_path: Path) -> None:
    text = b"x" * 10_000
    assert len(read_file(sparse(tmp_path / "a", text, LARGEST)).raw) == LARGEST
    for size in (LARGEST + 1, 3 << 30):
        with pytest.raises(FileTooLargeError) as caught:
            read_file(sparse(tmp_path / "b", text, size))
        assert str(caught.value).startswith(f"{tmp_path / 'b'} is too large to check: it has more ")
    with pytest.raises(FileTooLargeError, match="<stdin> is too large to check"):
        decode(text.ljust(LARGEST + 1), "<stdin>")
    with pytest.raises(BinaryFileError):
        read_file(sparse(tmp_path / "c", b"", 3 << 30))


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs files without a size")
def test_a_file_may_say_less_than_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_file("/proc/self/maps").raw
    monkeypatch.setattr("claude_preflight.workspace.files.LARGEST", 10)
    with pytest.raises(FileTooLargeError):
        read_file("/proc/self/maps")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_what_is_no_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(tmp_path)  # the path of a socket is short
        server.bind("socket")
        for path, kind in (
            (str(tmp_path / "pipe"), "pipe"),
            (str(tmp_path / "socket"), "socket"),
            ("/dev/zero", "device"),
        ):
            with pytest.raises(FileError) as caught:
                read_file(path)
            said = f"{path} cannot be read: it is a {kind}, not a file"
            assert str(caught.value).startswith(said)


def test_writing(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    write_atomic(str(file), b"new", expected=b"old")
    assert file.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_writing_over_what_was_not_read(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"theirs")
    with pytest.raises(FileError, match="changed by another program"):
        write_atomic(str(file), b"new", expected=b"old")
    assert file.read_bytes() == b"theirs"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_writing_to_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be written: no such file or directory"):
        write_atomic(str(tmp_path / "gone"), b"new", expected=b"old")
    assert list(tmp_path.iterdir()) == []


def test_interrupted_writing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    file = tmp_path / "file"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(str(file), b"new", expected=b"old")
    assert file.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_long_name(tmp_path: Path) -> None:
    file = tmp_path / ("n" * 250)
    file.write_bytes(b"old")
    write_atomic(str(file), b"new", expected=b"old")
    assert file.read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "chown") or os.geteuid() != 0, reason="needs root")
def test_the_owner_stays(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    os.chown(file, 1234, 2345)
    file.chmod(0o4711)
    write_atomic(str(file), b"new", expected=b"old")
    status = file.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o7777) == (1234, 2345, 0o4711)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_that_took_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.py")
    with pytest.raises(FileError, match="cannot be written: it is a pipe, not a file"):
        write_atomic(str(tmp_path / "a.py"), b"new", b"old")
    assert [*tmp_path.iterdir()] == [tmp_path / "a.py"]
