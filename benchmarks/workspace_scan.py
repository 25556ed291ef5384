"""How long an editor waits for its diagnostics after a keystroke while its workspace is scanned.

It makes a folder of many files, opens one of 1,000 lines in it, types, and compares what it waits
while the scan runs with what it waits afterwards. Run it with `python benchmarks/workspace_scan.py
[FILES]`; FILES is 5,000.
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
from lsp_latency import keystrokes, source

FILES = 5_000
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


def told(name: str, taken: list[Taken]) -> None:
    """Print what the keystrokes took: that it is more by the clock is the machine's doing."""
    for what, times in (("clock", [each.waited for each in taken]), ("CPU", [*map(_ran, taken)])):
        cuts = quantiles(times, n=100)
        print(
            f"keystroke {name}, {what:<6} p50 {cuts[49]:6.1f}   p90 {cuts[89]:6.1f}   "
            f"p99 {cuts[98]:6.1f}   max {max(times):6.1f} ms, {len(times)} keystrokes"
            "    target <= 20 ms"
        )


def _ran(taken: Taken) -> float:
    return taken.ran


def main(files: int = FILES) -> None:
    """Print the figures."""
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
    print(f"scan of {files:,} files: {taken:.1f} s, findings in {found:,} of them")
    told("during the scan", during)
    told("after it", after)
    print(f"ratio of the medians {median(map(_ran, during)) / median(map(_ran, after)):.2f}, CPU")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
