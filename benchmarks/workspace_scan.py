"""How long an editor waits for its diagnostics after a keystroke while its workspace is scanned.

It makes a folder of many files, opens one of 1,000 lines in it, types, and compares what it waits
while the scan runs with what it waits afterwards. Run it with `python benchmarks/workspace_scan.py
[FILES]`; FILES is 1,000.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

from _editor import Editor
from _figures import Figure, print_table
from lsp_latency import keystrokes, source

FILES = 1_000
LINES = 1_000
_PAUSE = 0.02  # seconds between two keystrokes; few type faster


def workspace(folder: Path, files: int) -> None:
    """Make files of some fifty lines, one in ten with a retired model."""
    clean = source(60).replace("claude-opus-4-20250514", "gpt-4o").replace("anthropic", "openai")
    for number in range(files):
        place = folder / f"part{number // 100}"
        place.mkdir(exist_ok=True)
        (place / f"m{number}.py").write_text(clean if number % 10 else source(60))


class Taken(NamedTuple):
    """What a keystroke took in milliseconds: by the clock, and of the CPU time of the server."""

    waited: float
    ran: float


def typed(editor: Editor, keys: Iterator[tuple[int, int, str, int]]) -> Taken:
    """A keystroke, until its diagnostics are there."""
    ran, begun = editor.on_cpu(), perf_counter()
    editor.edit(*next(keys))
    editor.diagnostics()
    return Taken((perf_counter() - begun) * 1000, editor.on_cpu() - ran)


def _ran(taken: Taken) -> float:
    return taken.ran


def figures(files: int = FILES) -> Iterator[Figure]:
    """What a keystroke waits and costs while the workspace is scanned, and how long that takes."""
    with tempfile.TemporaryDirectory() as name:
        workspace(Path(name), files)
        text = source(LINES)
        editor = Editor(Path(name))
        editor.open(text)
        editor.diagnostics()
        begun = perf_counter()
        number = editor.ask(
            "workspace/diagnostic", {"previousResultIds": [], "partialResultToken": "parts"}
        )
        keys = keystrokes(text * 20, closing=True, seed=7)
        during: list[Taken] = []
        while number not in editor.answers:
            during.append(typed(editor, keys))
            editor.wait(_PAUSE)
        taken = perf_counter() - begun
        found = sum(len(part["items"]) for part in editor.parts)
        after = [typed(editor, keys) for _ in range(len(during))]
        editor.close()
    assert found
    yield Figure(f"scan of a workspace of {files:,} files", taken, "s")
    waited = quantiles((each.waited for each in during), n=100)
    yield Figure("keystroke during that scan, p50", waited[49], "ms", 20)
    yield Figure("keystroke during that scan, p99", waited[98], "ms", 20)
    ran = quantiles(map(_ran, during), n=100)
    yield Figure("keystroke during that scan, CPU, p99", ran[98], "ms", 20)
    ratio = median(map(_ran, during)) / median(map(_ran, after))
    yield Figure("keystroke during it beside after it, CPU", ratio, "x")


if __name__ == "__main__":
    print_table(figures(*map(int, sys.argv[1:2])))
