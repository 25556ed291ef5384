"""What the tests of the refresh share: a copy of our data, and packages that agree with it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.refresh.packages import Packages

from refresh.knowledge import Knowledge
from refresh.layout import dumps

ROOT = Path(__file__).parents[2]
KNOWLEDGE = ROOT / "server" / "claude_preflight" / "knowledge"
TODAY = "2026-12-01"


@dataclass
class Place:
    """A copy of our data, what the packages are to say, and the command on both."""

    knowledge: Path
    downloads: Path
    packages: Packages

    def run(self, *options: str, today: str = TODAY) -> subprocess.CompletedProcess[str]:
        """Write the packages and run the real command on them."""
        self.packages.write(self.downloads)
        return self.rerun(*options, today=today)

    def rerun(self, *options: str, today: str = TODAY) -> subprocess.CompletedProcess[str]:
        """Run the real command on the packages that are there."""
        command = [sys.executable, "scripts/refresh_knowledge.py", "--offline", "--today", today]
        places = ["--downloads", str(self.downloads), "--knowledge", str(self.knowledge)]
        return subprocess.run(
            [*command, *places, *options], cwd=ROOT, capture_output=True, encoding="utf-8"
        )

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
        (self.knowledge / "models.json").write_text(dumps(content), encoding="utf-8")


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
