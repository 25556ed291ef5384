"""Checking many files: read, filter by bytes, analyse; in worker processes where that pays."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING

from claude_preflight.files import BinaryFileError, FileContent, FileError, read_file
from claude_preflight.source.hits import may_matter
from claude_preflight.workspace import Target

if TYPE_CHECKING:
    from claude_preflight.parts import Shown

# A run that takes longer than this, in seconds, is worth the start of workers (about 0.06 s).
_ALONE = 0.15
_CHUNK = 50


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What there is to show of a file, or the problem that kept it from being checked."""

    target: Target
    shown: Shown | None = None
    problem: str | None = None


def check_content(target: Target, content: FileContent, today: date) -> CheckedFile:
    """Check what was read. A file without any trigger is not parsed."""
    if not may_matter(content.data):
        return CheckedFile(target)
    # Late imports: a run over files without triggers needs neither rules nor grammars.
    from claude_preflight.engine import analyze
    from claude_preflight.parts import shown
    from claude_preflight.source.document import Document

    document = Document.of(content.data, target.path_in_settings)
    findings = analyze(document, target.settings, today)
    return CheckedFile(target, shown(document, findings) if findings else None)


def check_files(targets: Iterable[Target], today: date) -> Iterator[CheckedFile]:
    """Check files, and give those with findings or a problem, in the order of the targets.

    What is left after a short while is shared among worker processes.
    """
    remaining = iter(targets)
    workers = _workers()
    end = monotonic() + _ALONE
    for target in remaining:
        yield from _check_chunk([target], today)
        if workers > 1 and monotonic() > end:
            yield from _check_in_workers(remaining, today, workers)


def _check_chunk(targets: Iterable[Target], today: date) -> list[CheckedFile]:
    checked = (_check(target, today) for target in targets)
    return [file for file in checked if file.shown or file.problem]


def _check(target: Target, today: date) -> CheckedFile:
    try:
        content = read_file(target.path)
    except FileError as error:
        problem = None if _is_expected(error, target) else str(error)
        return CheckedFile(target, problem=problem)
    return check_content(target, content, today)


def _is_expected(error: FileError, target: Target) -> bool:
    """Folders hold binary files, and files in them come and go; a file by name has to be there."""
    gone = isinstance(error.__cause__, FileNotFoundError)
    return not target.named and (gone or isinstance(error, BinaryFileError))


def _workers() -> int:
    """How many processes to use. Only Linux forks well: elsewhere each would start from nothing."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _check_in_workers(
    targets: Iterator[Target], today: date, workers: int
) -> Iterator[CheckedFile]:
    # Late imports: few runs need them; the engine is for the workers, which then share it.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    import claude_preflight.engine  # noqa: F401

    with ProcessPoolExecutor(workers, get_context("fork")) as pool:
        for checked in pool.map(partial(_check_chunk, today=today), _chunks(targets)):
            yield from checked


def _chunks(targets: Iterator[Target]) -> Iterator[list[Target]]:
    while chunk := list(islice(targets, _CHUNK)):
        yield chunk
