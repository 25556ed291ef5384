"""Texts whose analysis fails on purpose, in a program whose engine is told how.

A text with one of the words in it crashes, or goes on for ever, as a defect of a parser would.
"""

from __future__ import annotations

import sys

RAISES, SEGFAULTS, LOOPS, LOOPS_IN_C, EATS = (
    f"# claude-2.1 {word}\n" for word in ("RAISES", "SEGFAULTS", "LOOPS", "LOOPS-IN-C", "EATS")
)

_PATCH = """
import os, re, signal
from claude_preflight.analysis import analyze, budget

budget._BASE = budget.STEP = {budget}
real = analyze.analysis

def analysis(reading, *rest, **named):
    data = reading.document.text.data
    if b" RAISES" in data:
        raise ValueError(data)
    if b" SEGFAULTS" in data:
        os.kill(os.getpid(), signal.SIGSEGV)
    while b" LOOPS\\n" in data:
        {step}
    if b" LOOPS-IN-C" in data:
        re.match("(a*)*b", "a" * 50)
    if b" EATS" in data:
        bytearray(1 << 33)
    return (yield from real(reading, *rest, **named))

analyze.analysis = analysis
from claude_preflight.cli.main import main
main()
"""


def program(budget: float = 1.0, step: str = "pass") -> tuple[str, ...]:
    """The command that fails on these texts, with a budget of CPU time in seconds.

    `step` is what an endless analysis does again and again; the command line takes each `yield`.
    """
    return (sys.executable, "-c", _PATCH.format(budget=budget, step=step))
