"""What the editors are given: the files of a workspace, and what is wrong with them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60  # seconds; only an editor that hangs takes so long

# The day on which the server believes to be: models go on retiring.
TODAY = "2026-11-22"

PYTHON = """\
import anthropic

client = anthropic.Anthropic()
try:
    client.messages.create(model="claude-3-opus-20240229", max_tokens=100, messages=[])
    client.messages.create(model="claude-opus-4-7", max_tokens=999_999, messages=[], stream=True)
except anthropic.RateLimitError:
    raise
"""
FILES = {
    "main.py": PYTHON,
    "main.ts": 'await client.messages.create({ model: "claude-3-opus-20240229" });\n',
    "request.json": '{"model": "claude-3-opus-20240229"}\n',
    "values.yaml": "model: claude-3-opus-20240229\n",
    ".env": "ANTHROPIC_MODEL=claude-3-opus-20240229\n",
}
# What is found in them: line, rule.
FOUND = {
    "main.py": [[5, "retired-model"], [6, "max-tokens"]],
    "main.ts": [[1, "retired-model"]],
    "request.json": [[1, "retired-model"]],
    "values.yaml": [[1, "retired-model"]],
    ".env": [[1, "retired-model"]],
}


class Workspace:
    """A folder with those files, and an environment in which `claude-preflight` is on the path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "workspace"
        self.folder.mkdir()
        (self.folder / "pyproject.toml").write_text("", encoding="utf-8")
        for name, text in FILES.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        home, programs = folder / "home", folder / "bin"
        home.mkdir()
        programs.mkdir()
        command = programs / "claude-preflight"
        python = shlex.quote(sys.executable)
        command.write_text(f'#!/bin/sh\nexec {python} -m claude_preflight "$@" --today {TODAY}\n')
        command.chmod(0o755)
        # The editors keep their state below these.
        kept = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
        kept |= {name: str(home) for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")}
        path = os.pathsep.join((str(programs), os.environ["PATH"]))
        server = str(ROOT / "server")
        self.environment = {**os.environ, **kept, "PATH": path, "PYTHONPATH": server}

    def run(self, *command: str | Path) -> str:
        """Run an editor in the folder, and give what it printed."""
        done = subprocess.run(
            [str(word) for word in command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def read(self, name: str) -> str:
        """The text of a file, as it is on the disk."""
        return (self.folder / name).read_text(encoding="utf-8")

    def fixed(self, name: str) -> str:
        """What `claude-preflight fix` makes of a file, as it was in the beginning."""
        copy = self.folder / f"fixed-{name}"
        copy.write_text(FILES[name], encoding="utf-8")
        command = ["claude-preflight", "fix", copy.name]
        subprocess.run(command, cwd=self.folder, env=self.environment, stdout=subprocess.DEVNULL)
        return copy.read_text(encoding="utf-8")


def documented(language: str) -> str:
    """The settings for an editor in its language, as the documentation shows them."""
    page = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    blocks = re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return "\n".join(blocks)


def check_journey(workspace: Workspace, report: dict[str, Any]) -> None:
    """See that an editor showed and did in `main.py` what it had to."""
    assert "Claude Opus 3" in report["hover_model"]
    assert "retired" in report["hover_model"]
    assert "429" in report["hover_error"]
    first, second = FILES["main.py"].splitlines()[4:6]
    fixed_first, fixed_second = workspace.fixed("main.py").splitlines()[4:6]
    assert {first, second}.isdisjoint({fixed_first, fixed_second})
    # The quick fix repaired its own line only, the save all the rest.
    assert report["quick_fixed"] == [fixed_first, second]
    assert report["left"] == [[6, "max-tokens"]]
    assert workspace.read("main.py") == workspace.fixed("main.py")
    assert report["left_after_save"] == []
