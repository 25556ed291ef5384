"""The newest release, by the real clients from registries on this machine."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.refresh.packages import tarball, wheel

from refresh.registries import kept, newest
from refresh.rows import SourceError


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of Python packages in a folder, which pip is told of."""
    for name in ("PIP_NO_INDEX", "PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_CONSTRAINT"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "simple"
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", folder.as_uri())
    return folder


def publish(index: Path, package: str, *versions: str) -> None:
    folder = index / package
    folder.mkdir(parents=True)
    links = []
    for version in versions:
        info = f"{package}-{version}.dist-info"
        name = f"{package}-{version}-py3-none-any.whl"
        metadata = f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n"
        tags = "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        wheel(folder / name, {f"{info}/METADATA": metadata, f"{info}/WHEEL": tags})
        links.append(f'<a href="{name}">{name}</a>')
    (folder / "index.html").write_text("".join(links), encoding="utf-8")


@dataclass
class Npm:
    """A registry of npm packages: its address, and what it answers, by path."""

    address: str
    answers: dict[str, bytes]


@pytest.fixture
def npm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Npm]:
    """A registry on this machine, which npm is told of."""
    answers: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = answers.get(self.path.lower().replace("%2f", "/"))
            self.send_response(404 if answer is None else 200)
            self.end_headers()
            self.wfile.write(answer or b"{}")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    monkeypatch.setenv("npm_config_registry", address)
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm-cache"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    yield Npm(address, answers)
    server.shutdown()


def pack(folder: Path, npm: Npm, engines: dict[str, str]) -> None:
    """Publish `@a/b` in versions that need a Node each; the last one is the newest."""
    versions = {}
    for version, node in engines.items():
        path = folder / f"{version}.tgz"
        manifest = {"name": "@a/b", "version": version, "engines": {"node": node}}
        # What runs when a package is packed or installed would leave a trace.
        manifest_with_scripts = {**manifest, "scripts": {"prepack": "touch trap"}}
        tarball(path, {"package/package.json": json.dumps(manifest_with_scripts)})
        npm.answers[f"/@a/b/-/b-{version}.tgz"] = path.read_bytes()
        shasum = hashlib.sha1(path.read_bytes()).hexdigest()
        dist = {"tarball": f"{npm.address}@a/b/-/b-{version}.tgz", "shasum": shasum}
        versions[version] = {**manifest, "dist": dist}
    times = dict.fromkeys(versions, "2026-11-24T10:00:00.000Z")
    document = {"name": "@a/b", "dist-tags": {"latest": version}, "versions": versions}
    npm.answers["/@a/b"] = json.dumps({**document, "time": times}).encode()


def test_pip_gets_the_newest_wheel(index: Path, tmp_path: Path) -> None:
    publish(index, "somepackage", "1.9.0", "1.10.0", "2.0.0rc1")

    release = newest("pypi", "somepackage", tmp_path)

    assert release.version == "1.10.0"
    assert release.path == tmp_path / "somepackage-1.10.0-py3-none-any.whl"
    assert release.path.is_file()


def test_what_is_there_is_not_downloaded_again(index: Path, tmp_path: Path) -> None:
    publish(index, "somepackage", "1.0.0")
    (tmp_path / "somepackage-1.0.0-py3-none-any.whl").write_bytes(b"kept")

    assert newest("pypi", "somepackage", tmp_path).path.read_bytes() == b"kept"


def test_pip_knows_no_such_package(index: Path, tmp_path: Path) -> None:
    index.mkdir()

    with pytest.raises(SourceError, match="registry"):
        newest("pypi", "somepackage", tmp_path)


def test_npm_gets_the_newest_one_even_if_it_needs_another_node(
    npm: Npm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    pack(tmp_path, npm, {"1.0.0": ">=1", "2.0.0": ">=99"})

    release = newest("npm", "@a/b", downloads)

    assert (release.version, release.day) == ("2.0.0", "2026-11-24")
    assert release.path == downloads / "a-b-2.0.0.tgz"
    assert [path.name for path in downloads.iterdir()] == ["a-b-2.0.0.tgz"]


@pytest.mark.usefixtures("npm")
def test_npm_knows_no_such_package(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="registry"):
        newest("npm", "@a/b", tmp_path)


def test_of_kept_packages_the_newest_is_read(tmp_path: Path) -> None:
    for name in ("a_b-1.9.0-py3-none-any.whl", "a_b-1.10.0-py3-none-any.whl", "a_b_c-9.0-x.whl"):
        (tmp_path / name).touch()
    (tmp_path / "ai-sdk-2.0.0.tgz").touch()
    (tmp_path / "ai-sdk-more-3.0.0.tgz").touch()

    assert kept("pypi", "a.b", tmp_path).version == "1.10.0"
    assert kept("npm", "@ai/sdk", tmp_path).version == "2.0.0"
    with pytest.raises(SourceError, match="has no file of it"):
        kept("pypi", "z", tmp_path)
