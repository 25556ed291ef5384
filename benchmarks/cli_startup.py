"""How much CPU time the command line adds to `python -c pass`.

The commands take turns, so that a busy moment of the machine meets all of them; the figures are
medians. Run it with `python benchmarks/cli_startup.py [ROUNDS]`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from _figures import Figure, cpu_milliseconds, print_table

ROUNDS = 10
BASELINE = "python -c pass"
CLEAN = 'print("nothing about models here")\n'
FINDING = """\
import anthropic

client = anthropic.Anthropic()
client.messages.create(model="claude-3-opus-20240229", max_tokens=1024, messages=[])
"""


def commands(folder: Path) -> dict[str, tuple[Sequence[str], float | None]]:
    """What is timed: a name, the command, and how many milliseconds it may add to the baseline."""
    clean, finding = folder / "clean.py", folder / "finding.py"
    clean.write_text(CLEAN)
    finding.write_text(FINDING)
    program = (sys.executable, "-m", "claude_preflight")
    return {
        BASELINE: ((sys.executable, "-c", "pass"), None),
        "import click": ((sys.executable, "-c", "import click"), None),
        "--version": ((*program, "--version"), 40),
        "check, one clean file": ((*program, "check", str(clean)), 60),
        "check, one finding": ((*program, "check", str(finding)), 100),
        "check, one finding, jsonl": ((*program, "check", "--format=jsonl", str(finding)), 100),
        "fix --diff": ((*program, "fix", "--diff", str(finding)), None),
        "models": ((*program, "models"), None),
        "explain 529": ((*program, "explain", "529"), None),
        "--help": ((*program, "--help"), None),
    }


def figures(rounds: int = ROUNDS) -> Iterator[Figure]:
    """What each command adds, once compiled and in the caches."""
    with tempfile.TemporaryDirectory() as folder:
        timed = commands(Path(folder))
        for command, _ in timed.values():
            cpu_milliseconds(command)
        times: dict[str, list[float]] = {name: [] for name in timed}
        for _ in range(rounds):
            for name, (command, _) in timed.items():
                times[name].append(cpu_milliseconds(command))
    baseline = median(times.pop(BASELINE))
    for name, taken in times.items():
        yield Figure(f"start-up, {name}", median(taken) - baseline, "ms", timed[name][1])


if __name__ == "__main__":
    print_table(figures(*map(int, sys.argv[1:2])))
