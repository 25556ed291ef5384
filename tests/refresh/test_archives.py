"""Packages that are damaged, too large or hostile."""

from __future__ import annotations

import io
import tarfile
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from tests.refresh.packages import tarball, wheel

from refresh import archives
from refresh.archives import Archive
from refresh.rows import SourceError


def test_a_name_that_leads_elsewhere_is_only_a_label(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    names = ["../../evil.js", "/evil.js", f"{tmp_path}/evil.js", "package/good.js"]
    tarball(inner / "p-1.0.tgz", dict.fromkeys(names, "x"))
    wheel(inner / "p-1.0-py3-none-any.whl", dict.fromkeys(names, "x"))
    before = sorted(tmp_path.rglob("*"))

    for path in inner.iterdir():
        with closing(Archive(path)) as archive:
            assert archive.one(r"good\.js$") == "x"

    assert sorted(tmp_path.rglob("*")) == before
    assert not Path("/evil.js").exists()


def test_a_link_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "p-1.0.tgz"
    with tarfile.open(path, "w:gz") as archive:
        link = tarfile.TarInfo("package/a.js")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)

    with closing(Archive(path)) as read, pytest.raises(SourceError, match="0 files are named"):
        read.one(r"a\.js$")


@pytest.mark.parametrize("name", ["p-1.0.tgz", "p-1.0-py3-none-any.whl"])
def test_a_damaged_archive_is_a_source_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"not an archive")

    with pytest.raises(SourceError, match="cannot be read"):
        Archive(tmp_path / name)


def test_a_file_that_ends_too_early_is_a_source_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "p-1.0.tgz"
    tarball(path, {"package/a.js": "x" * 100_000})
    path.write_bytes(path.read_bytes()[:60])

    with pytest.raises(SourceError, match="cannot be read"):
        Archive(path)


def test_what_grows_too_large_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_LARGEST_TEXT", 1000)
    monkeypatch.setattr(archives, "_LARGEST_TARBALL", 10_000)
    path = tmp_path / "p-1.0-py3-none-any.whl"
    wheel(path, {"a.py": " " * 1001, "b.py": " " * 1000})
    tarball(tmp_path / "p-1.0.tgz", {"a.js": " " * 9000, "b.js": " " * 9000})

    with closing(Archive(path)) as archive:
        assert archive.one(r"b\.py$")
        with pytest.raises(SourceError, match="more than 1000 bytes"):
            archive.one(r"a\.py$")
    with pytest.raises(SourceError, match="holds too much"):
        Archive(tmp_path / "p-1.0.tgz")


def test_a_size_that_an_archive_claims_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_MOST_FILES", 3)
    path = tmp_path / "p-1.0-py3-none-any.whl"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(4):
            archive.writestr(f"{number}.py", "")
    path.write_bytes(content.getvalue())

    with pytest.raises(SourceError, match="more than 3 files"):
        Archive(path)
