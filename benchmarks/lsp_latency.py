"""How long an editor waits for the language server, over stdio, beside the targets.

    start         from the start of the server to the first diagnostics of a small file, and the
                  CPU time of that session beside a server that does nothing
    typing        from a keystroke to the diagnostics after it, in a Python file of 10,000 lines,
                  for 1,000 keystrokes; once as editors type, which close brackets and quotes, and
                  once as keys are struck, which leaves every quote open for a while
    many edits    the time of an edit and the server's memory at the start and the end of many
    hover         how long a hover takes while a file of a megabyte is parsed
    code actions  how long the menu of an id in use takes, in the same file of 10,000 lines

Run it with `python benchmarks/lsp_latency.py [EDITS]`; EDITS is the number of the many (5,000).
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from _editor import Editor
from _figures import Figure, cpu_of_children, print_table

EDITS = 5_000
STARTS = 5
KEYSTROKES = 1_000
FUNCTION = '''
def handle_{number}(client, order, customer=None):
    """Answer a question about order {number}."""
    totals = {{"net": [1, 2, 3], "note": "order {number}", "pair": (order, customer)}}
    for amount in totals["net"]:
        if amount > 2 and order is not None:
            print("amount", amount, totals["note"])
    answer = client.messages.create(
        model="{model}",
        max_tokens=1024,
        messages=[{{"role": "user", "content": "What about order {number}?"}}],
    )
    return answer
'''
TYPED = (
    'label = f"{order}: {customer}"',
    "shipped = [line for line in order.lines if line.done]",
    "if customer and (order.total > 100 or customer.vip):",
    'settings = {"region": "eu", "retries": 3}',
    "# why this is here: the total is what counts",
    "client.log('done', extra=(order, [customer]))",
)
CLOSING = {'"': '"', "'": "'", "(": ")", "[": "]", "{": "}"}


def source(lines: int) -> str:
    """A Python file; one of its functions in twenty names a retired model."""
    functions = []
    for number in range(lines // (FUNCTION.count("\n"))):
        model = "claude-opus-4-20250514" if number % 20 == 0 else "gpt-4o"
        functions.append(FUNCTION.format(number=number, model=model))
    return "import anthropic\n" + "".join(functions)


def keystrokes(text: str, *, closing: bool, seed: int) -> Iterator[tuple[int, int, str, int]]:
    """Lines of code typed in many places: line, column, text and number of removed characters."""
    places = [n for n, line in enumerate(text.split("\n")) if line.startswith("    totals = ")]
    chosen = random.Random(seed)  # noqa: S311 - the same session each time
    for added, place in enumerate(sorted(chosen.sample(places, len(places)))):
        line, column = place + added, 4
        yield line, 0, "    \n", 0
        open_ones: list[str] = []
        for char in chosen.choice(TYPED):
            if open_ones and char == open_ones[-1]:  # typed over what the editor had put there
                yield line, column, open_ones.pop(), 1
            elif closing and char in CLOSING:
                open_ones.append(CLOSING[char])
                yield line, column, char + CLOSING[char], 0
            else:
                yield line, column, char, 0
            column += 1


def start() -> Iterator[Figure]:
    """From the start of the process to the first diagnostics, beside a server that does nothing."""
    idle = (str(Path(__file__).with_name("_idle_server.py")),)
    times: dict[str, list[float]] = {"ours": [], "idle": []}
    waits = []
    for _ in range(STARTS):
        times["idle"].append(cpu_of_start(idle)[0])
        used, wait = cpu_of_start()
        times["ours"].append(used)
        waits.append(wait)
    yield Figure("server, start to first diagnostics, by the clock", median(waits), "ms", 500)
    ratio = median(times["ours"]) / median(times["idle"])
    yield Figure("server, start beside an idle one, CPU", ratio, "x", 1.15)


def cpu_of_start(server: Sequence[str] | None = None) -> tuple[float, float]:
    """The CPU time of a session with one file, and how long its diagnostics were waited for."""
    before = cpu_of_children()
    editor = Editor(server=server) if server else Editor()
    editor.open(source(100))
    editor.diagnostics()
    waited = (perf_counter() - editor.started) * 1000
    editor.close()
    return cpu_of_children() - before, waited


def typing(*, closing: bool) -> Iterator[Figure]:
    """From a keystroke to the diagnostics that follow it."""
    text = source(10_000)
    editor = Editor()
    editor.open(text)
    editor.diagnostics()
    times = []
    for key in keystrokes(text, closing=closing, seed=7):
        begun = perf_counter()
        editor.edit(*key)
        editor.diagnostics()
        times.append((perf_counter() - begun) * 1000)
        if len(times) == KEYSTROKES:
            break
    editor.close()
    cuts = quantiles(times, n=100)
    how = "as an editor types" if closing else "as keys are struck"
    yield Figure(f"keystroke, {how}, p50", cuts[49], "ms", 2)
    yield Figure(f"keystroke, {how}, p90", cuts[89], "ms")
    yield Figure(f"keystroke, {how}, p99", cuts[98], "ms", 16)


def code_actions() -> Iterator[Figure]:
    """What is offered at each id in use, with the edits left to be asked for, as editors do."""
    text = source(10_000)
    lines = [n for n, line in enumerate(text.split("\n")) if "claude-opus-4-20250514" in line]
    editor = Editor()
    editor.open(text)
    editor.diagnostics()
    times = []
    for line in lines * 5:
        begun = perf_counter()
        assert len(editor.code_actions(line, 20)) > 3
        times.append((perf_counter() - begun) * 1000)
    editor.close()
    yield Figure("code actions, the first", times[0], "ms", 10)
    yield Figure("code actions, p99", quantiles(times, n=100)[98], "ms", 10)


def many_edits(count: int) -> Iterator[Figure]:
    """Whether an edit costs more, or the server holds more, after a long session."""
    editor = Editor()
    text = source(10_000)
    editor.open(text)
    line = text.split("\n").index("    return answer", 5_000)
    steps, times, memory = 10, [], []
    for step in range(steps):
        begun = perf_counter()
        for edit in range(count // steps):
            editor.edit(line, 11, "" if edit % 2 else "x", edit % 2)
            if edit % 100 == 0:
                editor.diagnostics()
        editor.diagnostics()
        times.append((perf_counter() - begun) * 1000 / (count // steps))
        if step in (0, steps - 1):
            memory.append(editor.memory())
    editor.close()
    yield Figure("edits, the last tenth beside the first", times[-1] / times[0], "x", 1)
    yield Figure("memory, after the last tenth beside the first", memory[1] / memory[0], "x", 1)


def hover_while_parsing() -> Iterator[Figure]:
    """A hover that arrives while a large file is read for the first time."""
    text = source(26_000)
    line = text.split("\n").index('        model="claude-opus-4-20250514",')
    editor = Editor()
    times = []
    editor.open(text)
    begun = perf_counter()
    while (perf_counter() - begun) < 0.5:
        asked = perf_counter()
        assert editor.hover(line, 20)
        times.append((perf_counter() - asked) * 1000)
    editor.close()
    yield Figure("hover while a megabyte is parsed, the first", times[0], "ms", 10)
    yield Figure("hover while a megabyte is parsed, p99", quantiles(times, n=100)[98], "ms", 10)


def figures(edits: int = EDITS) -> Iterator[Figure]:
    """All of these."""
    yield from start()
    yield from typing(closing=True)
    yield from typing(closing=False)
    yield from hover_while_parsing()
    yield from code_actions()
    yield from many_edits(edits)


if __name__ == "__main__":
    print_table(figures(*map(int, sys.argv[1:2])))
