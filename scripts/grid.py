"""What reading a text costs as it grows: each kind in `shapes.py`, each language, three sizes.

It prints the CPU seconds at each size, what the dearer doubling costs, the seconds for a megabyte
at the largest, and the ids in 200 bytes, which may be constants of an SDK. A row fails whose
doubling costs more than 2.6 times, or which costs more than 2 s/MB with no more than one id in 200
bytes. One that fails is measured again, and the lower figures count: what else a machine does only
adds to the time. Exit code 1 if a row fails.

    .venv/bin/python scripts/grid.py [--language python] [--kind nested] [--size 262144] [--failing]
        [--sparse]

Each text is read in a process of its own with a limit, so that one that ends the process, or never
ends, is a row as well. That needs a Unix.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing.connection import Connection
from time import process_time

from claude_preflight.analysis.analyze import analyze
from claude_preflight.cli import COLLECT_EVERY
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document
from shapes import CONSTANT, ID, NOTATIONS, Kind, Notation, kinds

TODAY = date(2026, 8, 1)
MOST_RATIO, MOST_SECONDS = 2.6, 2.0
# What takes less is all but start.
NOISE = 0.03
BYTES = 3 << 30
# How long a text is that tells how many ids those of its kind have.
SAMPLE = 1 << 14


@dataclass(frozen=True, slots=True)
class Row:
    """What a kind costs in a language, in CPU seconds at each size; `ended` tells why not all."""

    language: str
    kind: str
    seconds: tuple[float, ...]
    size: int
    ids: float
    ended: str = ""

    @property
    def ratio(self) -> float:
        """What the dearer of the doublings costs."""
        pairs = zip(self.seconds, self.seconds[1:], strict=False)
        return max((more / max(less, NOISE) for less, more in pairs), default=0.0)

    @property
    def per_megabyte(self) -> float:
        """Seconds for a megabyte."""
        return self.seconds[-1] / self.size * 1e6 if self.seconds else 0.0

    @property
    def fails(self) -> bool:
        """Whether this is more than may be."""
        is_dear = self.per_megabyte > MOST_SECONDS and self.ids <= 1
        return bool(self.ended) or self.ratio > MOST_RATIO or is_dear

    def __str__(self) -> str:
        times = " ".join(f"{seconds:7.3f}" for seconds in self.seconds)
        return (
            f"{'FAIL' if self.fails else 'ok':4} {self.language:11} {self.kind:34} {times:24}"
            f" x{self.ratio:4.1f} {self.per_megabyte:6.1f} s/MB {self.ids:5.1f} ids {self.ended}"
        )


def read(text: str, notation: Notation) -> None:
    """Find what there is to find in a text."""
    analyze(Document.of(text, notation.path), Settings(), TODAY)


def measured(
    kind: Kind, notation: Notation, sizes: list[int], limit: int, sender: Connection
) -> None:
    """Send the CPU seconds that each size takes; runs in a process of its own."""
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    gc.set_threshold(*COLLECT_EVERY)
    for size in sizes:
        text = kind(size)
        start = process_time()
        read(text, notation)
        seconds = process_time() - start
        sender.send((seconds, len(text.encode()), ids_in(text)))


def ids_in(text: str) -> int:
    """How many ids a text has."""
    return text.count(ID) + text.count(CONSTANT)


def is_sparse(kind: Kind) -> bool:
    """Whether texts of a kind have no more than one id in 200 bytes."""
    text = kind(SAMPLE)
    return ids_in(text) * 200 <= len(text)


def row(language: str, name: str, kind: Kind, sizes: list[int], limit: int) -> Row:
    """Measure a kind in a language."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    arguments = (kind, NOTATIONS[language], sizes, limit, sender)
    process = context.Process(target=measured, args=arguments)
    gc.freeze()  # as the command does before it starts a worker
    process.start()
    sender.close()
    found: list[tuple[float, int, int]] = []
    while True:
        try:
            found.append(receiver.recv())
        except EOFError:
            break
    process.join()
    seconds = tuple(each[0] for each in found)
    _, size, ids = found[-1] if found else (0, 1, 0)
    ended = f"ended with {process.exitcode}" if process.exitcode else ""
    return Row(language, name, seconds, size, ids * 200 / size, ended)


def lower(one: Row, other: Row) -> Row:
    """What two measurements of a row say together: of each size the lower figure."""
    if one.ended or other.ended:
        return other
    return replace(one, seconds=tuple(map(min, one.seconds, other.seconds)))


def rows(arguments: argparse.Namespace) -> Iterator[Row]:
    """Measure what is asked for."""
    sizes = [arguments.size // 4, arguments.size // 2, arguments.size]
    for language, notation in NOTATIONS.items():
        if arguments.language not in ("", language):
            continue
        # Grammars and queries are loaded once, before the processes are made.
        read(f"{notation.head}{notation.id}{notation.tail}", notation)
        for name, kind in kinds(notation).items():
            if arguments.kind in name and (is_sparse(kind) or not arguments.sparse):
                found = row(language, name, kind, sizes, arguments.limit)
                if found.fails:
                    found = lower(found, row(language, name, kind, sizes, arguments.limit))
                yield found


def main() -> int:
    """Print the grid."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--language", default="", help="one language only")
    parser.add_argument("--kind", default="", help="kinds with this in their names only")
    parser.add_argument("--size", type=int, default=1 << 18, help="the largest size in bytes")
    parser.add_argument("--limit", type=int, default=30, help="the most CPU seconds for a row")
    parser.add_argument("--sparse", action="store_true", help="only kinds with few ids")
    parser.add_argument("--failing", action="store_true", help="print only what fails")
    arguments = parser.parse_args()
    measured_rows = []
    for each in rows(arguments):
        measured_rows.append(each)
        if each.fails or not arguments.failing:
            print(each, flush=True)
    failing = sum(each.fails for each in measured_rows)
    print(f"{len(measured_rows)} rows, {failing} fail")
    return 1 if failing else 0


if __name__ == "__main__":
    sys.exit(main())
