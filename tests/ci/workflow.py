"""Workflows and actions as data, and their steps run by a shell, as a runner does it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
_EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")


def load(path: str) -> Any:
    """A file of this project as data."""
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Done:
    """A step that has run: its exit code, what it printed, its outputs and its summary."""

    code: int
    output: str
    errors: str
    outputs: Mapping[str, str]
    summary: str


class Runner:
    """Runs steps in a folder, with a temporary folder that they share."""

    def __init__(self, folder: Path, temporary: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._temporary = temporary
        self._environment = environment
        temporary.mkdir(parents=True, exist_ok=True)

    def run(self, step: Mapping[str, Any], values: Mapping[str, str]) -> Done:
        """Run a step; `values` are those of the expressions in its environment, by their names."""
        files = {name: self._temporary / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("", encoding="utf-8")
        given = {name: _filled(text, values) for name, text in step.get("env", {}).items()}
        environment = {
            **os.environ,
            **self._environment,
            **{name: str(file) for name, file in files.items()},
            "RUNNER_TEMP": str(self._temporary),
            **given,
        }
        assert "${{" not in step["run"], "what others say is no part of a script"
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=self._folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
        )
        output, summary = (file.read_text(encoding="utf-8") for file in files.values())
        outputs = dict(line.split("=", 1) for line in output.splitlines())
        return Done(done.returncode, done.stdout, done.stderr, outputs, summary)


def _filled(text: object, values: Mapping[str, str]) -> str:
    return _EXPRESSION.sub(lambda match: values[match[1]], str(text))
