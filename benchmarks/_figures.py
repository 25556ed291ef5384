"""Figures: what a benchmark measured, its target, and what the last release had, as one table."""

from __future__ import annotations

import json
import os
import resource
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

RELEASED = Path(__file__).with_name("released.json")


class Figure(NamedTuple):
    """What was measured, and the most that it may be; with `least` the least."""

    name: str
    value: float
    unit: str
    target: float | None = None
    least: bool = False


def print_table(figures: Iterable[Figure]) -> list[Figure]:
    """Print figures as they come, beside their targets and those of the last release."""
    released = json.loads(RELEASED.read_text())
    version = f"in {released['version']}"
    print(f"{'figure':<44} {'measured':>13} {'target':>13} {'ratio':>7} {version:>13}")
    printed = []
    for figure in figures:
        before = released["figures"].get(figure.name)
        ratio = f"{figure.value / figure.target:.2f}" if figure.target else ""
        cells = (_cell(figure, figure.value), _goal(figure), ratio, _cell(figure, before))
        print("{:<44} {:>13} {:>13} {:>7} {:>13}".format(figure.name, *cells), flush=True)
        printed.append(figure)
    return printed


def keep(figures: Iterable[Figure], version: str) -> None:
    """Keep figures as those of a release; other ones that are kept stay."""
    released = json.loads(RELEASED.read_text())
    measured = {figure.name: round(figure.value, 2) for figure in figures}
    kept = {"version": version, "figures": {**released["figures"], **measured}}
    RELEASED.write_text(json.dumps(kept, indent=2) + "\n")


class Used(NamedTuple):
    """The CPU time (user and system, in milliseconds) and the most memory (in MB) of a command."""

    cpu: float
    memory: float


def used_by(command: Sequence[str], folder: Path | None = None) -> Used:
    """What a command uses, with all that it starts; what it prints goes nowhere.

    Raises RuntimeError where it fails; exit codes of 1 and 2 are those of findings and notes.
    """
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1, 2):
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return Used((usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024)


def environment() -> dict[str, str]:
    """The environment of what is measured: Python keeps what it compiles, as for users."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def cpu_milliseconds(command: Sequence[str]) -> float:
    """The CPU time of a command. Raises RuntimeError as `used_by` does."""
    return used_by(command).cpu


def cpu_of_children() -> float:
    """The CPU time in milliseconds of all that was started and has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


def _goal(figure: Figure) -> str:
    if figure.target is None:
        return ""
    return f"{'>=' if figure.least else '<='} {_cell(figure, figure.target)}"


def _cell(figure: Figure, value: float | None) -> str:
    return "" if value is None else f"{value:,.1f} {figure.unit}".rstrip()
