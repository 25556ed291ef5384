"""Run the tools of a build: quietly, unless one fails; then with what it printed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


class BuildError(Exception):
    """A build cannot go on. The text says why, for whoever started it."""


def run(
    command: Sequence[str | Path], cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> None:
    """Run a command to its end.

    Raises:
        BuildError: it failed or is not there; the text holds what it printed.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        raise BuildError(f"{words[0]} is needed, and is not on the path") from None
    if done.returncode != 0:
        raise BuildError(f"{' '.join(words)}\n{done.stdout.strip()}")


def output(command: Sequence[str | Path]) -> str:
    """What a command prints on standard output.

    Raises:
        BuildError: it failed or is not there; the text holds what it printed as an error.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        raise BuildError(f"{words[0]} is needed, and is not on the path") from None
    if done.returncode != 0:
        raise BuildError(f"{' '.join(words)}\n{done.stderr.strip()}")
    return done.stdout


def environment(without: str, **more: str) -> dict[str, str]:
    """The environment of a command: without the variables that begin so, and with some more."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(without)}
    return {**kept, **more}
