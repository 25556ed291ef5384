"""What the tests of the refresh share: a copy of our data, and packages that agree with it."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.refresh.packages import Packages

from refresh.knowledge import Knowledge
from refresh.layout import dumps
from refresh_knowledge import main

ROOT = Path(__file__).parents[2]
KNOWLEDGE = ROOT / "server" / "claude_preflight" / "knowledge"
TODAY = "2026-12-01"


@dataclass(frozen=True)
class Done:
    """How the command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


@dataclass
class Place:
    """A copy of our data, what the packages are to say, and the command on both."""

    knowledge: Path
    downloads: Path
    packages: Packages

    def run(self, *options: str, today: str = TODAY) -> Done:
        """Write the packages and run the command on them."""
        self.packages.write(self.downloads)
        return self.rerun(*options, today=today)

    def rerun(self, *options: str, today: str = TODAY) -> Done:
        """Run the command on the packages that are there."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([*self.places(), "--today", today, *options])
        return Done(code, out.getvalue(), err.getvalue())

    def places(self) -> list[str]:
        """The options that say where everything is."""
        folders = ["--downloads", str(self.downloads), "--knowledge", str(self.knowledge)]
        return ["--offline", *folders]

    def files(self) -> dict[str, bytes]:
        """The bytes of the data, by the names of the files."""
        return {path.name: path.read_bytes() for path in self.knowledge.iterdir()}

    def content(self) -> dict[str, Any]:
        """What `models.json` says."""
        content: dict[str, Any] = json.loads((self.knowledge / "models.json").read_bytes())
        return content

    def change(self, change: Any) -> None:
        """Change `models.json` by a function on its content."""
        content = self.content()
        change(content)
        path = self.knowledge / "models.json"
        path.write_text(dumps(content), encoding="utf-8", newline="\n")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Data that was read on this day, and packages that agree with it."""
    folder = tmp_path / "knowledge"
    folder.mkdir()
    for name in ("models.json", "platform_ids.json"):
        shutil.copy(KNOWLEDGE / name, folder)
    here = Place(folder, tmp_path / "downloads", Packages.like(Knowledge.load(folder)))
    here.change(lambda content: content.update(as_of=TODAY))
    return here


def section(report: str, head: str) -> list[str]:
    """The lines of a part of a report."""
    part = report.split(f"\n## {head}", 1)[1].split("\n## ", 1)[0]
    return [line for line in part.splitlines()[1:] if line]
