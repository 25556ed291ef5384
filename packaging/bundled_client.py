"""The client of a .vsix: `client-vscode` as VS Code runs it, built by npm."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from places import ROOT
from commands import run

CLIENT = ROOT / "client-vscode"
# What npm and the client's own tools make.
_MADE = {"LICENSE", "THIRD_PARTY_NOTICES.txt", "build", "bundled", "dist", "node_modules"}
# What VS Code runs when the extension is removed; all other scripts build and check the client.
_HOOK = "vscode:uninstall"


def client_files() -> Iterator[Path]:
    """The sources of the client."""
    for path in CLIENT.rglob("*"):
        if path.is_file() and path.relative_to(CLIENT).parts[0] not in _MADE:
            yield path


def manifest() -> dict[str, Any]:
    """The extension's package.json."""
    content: dict[str, Any] = json.loads((CLIENT / "package.json").read_text(encoding="utf-8"))
    return content


def stage_client(folder: Path) -> None:
    """Write the client to a folder, ready for `vsce package` once `bundled` is added.

    vsce takes what `.vscodeignore` lets through.
    """
    install_packages()
    run([tool("npm"), "run", "vscode:prepublish"], cwd=CLIENT)
    shutil.copytree(
        CLIENT, folder, ignore=shutil.ignore_patterns("build", "bundled", "node_modules")
    )
    package = manifest()
    package.pop("devDependencies")
    package["scripts"] = {_HOOK: package["scripts"][_HOOK]}
    text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    (folder / "package.json").write_text(text, encoding="utf-8")


def install_packages() -> None:
    """Install what the client is built and checked with, unless it is there."""
    if not _has_packages():
        run([tool("npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=CLIENT)


def relative_links() -> Iterator[str]:
    """What tells vsce where relative links of the README lead: it leaves out the folder itself."""
    repository = manifest()["repository"]
    home = repository["url"].removesuffix(".git")
    for option, kind in (("baseContentUrl", "blob"), ("baseImagesUrl", "raw")):
        yield f"--{option}={home}/{kind}/HEAD/{repository['directory']}"


def vsce() -> list[str | Path]:
    """The command that packages extensions, in the version that the client asks for."""
    return [tool("node"), CLIENT / "node_modules" / "@vscode" / "vsce" / "vsce"]


def _has_packages() -> bool:
    """Whether `node_modules` holds what the lock file asks for, in these versions.

    npm writes down there what it installed, without what is for other systems only.
    """
    installed = CLIENT / "node_modules" / ".package-lock.json"
    if not installed.is_file():
        return False
    return _packages(CLIENT / "package-lock.json").items() <= _packages(installed).items()


def _packages(lock: Path) -> dict[str, str]:
    """The packages of a lock file of npm, without those for some systems only: place -> version."""
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return {
        place: package["version"]
        for place, package in packages.items()
        if place and not package.get("optional")
    }


def tool(name: str) -> str:
    """A program of Node; on Windows npm is a batch file, which has to be named in full."""
    return shutil.which(name) or name
