"""Files as bytes and as text: nothing is lost on the way there and back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_preflight.files import (
    BinaryFileError,
    FileContent,
    FileError,
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
