"""How long the command line takes to start, beside `python -c pass` and its own targets.

The commands take turns, so that a busy moment of the machine meets all of them; the table shows
medians of many rounds. Run it with `python benchmarks/cli_startup.py [ROUNDS]`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

ROUNDS = 20
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
        "--version": ((*program, "--version"), 60),
        "check, one clean file": ((*program, "check", str(clean)), 100),
        "check, one finding": ((*program, "check", str(finding)), 100),
        "check, one finding, jsonl": ((*program, "check", "--format=jsonl", str(finding)), 100),
        "fix --diff": ((*program, "fix", "--diff", str(finding)), None),
        "models": ((*program, "models"), None),
        "explain 529": ((*program, "explain", "529"), None),
        "--help": ((*program, "--help"), None),
    }


def milliseconds(command: Sequence[str]) -> float:
    """The time of one run. The exit code may be that of findings."""
    start = perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    taken = (perf_counter() - start) * 1000
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.decode()}")
    return taken


def main(rounds: int = ROUNDS) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        timed = commands(Path(folder))
        for command, _ in timed.values():
            milliseconds(command)  # once, to compile and to fill the caches
        times: dict[str, list[float]] = {name: [] for name in timed}
        for _ in range(rounds):
            for name, (command, _) in timed.items():
                times[name].append(milliseconds(command))
    baseline = median(times[BASELINE])
    print(f"{'start-up':<28} {'median':>9} {'added':>9} {'target':>9} {'ratio':>7}")
    for name, (_, target) in timed.items():
        taken = median(times[name])
        goal = f"{target:.0f} ms" if target else ""
        print(
            f"{name:<28} {taken:>6.1f} ms {taken - baseline:>6.1f} ms {goal:>9} "
            f"{taken / baseline:>6.1f}x"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
