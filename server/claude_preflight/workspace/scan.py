"""Checking and fixing many files: read, filter by bytes, analyse what may matter.

This process only reads; analysis is for workers, so that a crash of it costs one file and not the
run. Where there is nothing to analyse, none is started.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import chain
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

from claude_preflight.analysis.budget import cpu_seconds
from claude_preflight.analysis.expected import held, is_moved_unasked
from claude_preflight.crashes import describe
from claude_preflight.facts.triggers import may_matter
from claude_preflight.records import NamedTuple
from claude_preflight.text.model_words import bare_id
from claude_preflight.workspace.across import Across
from claude_preflight.workspace.files import (
    BinaryFileError,
    FileContent,
    FileError,
    read_file,
    reason,
)
from claude_preflight.workspace.walk import Target

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView
    from claude_preflight.analysis.fix_groups import FixGroups
    from claude_preflight.facts.expected_elsewhere import Expected
    from claude_preflight.findings import Finding
    from claude_preflight.pins import Pins
    from claude_preflight.workspace.pins import ProjectPins

# After this time, in seconds, reading is worth being shared among processes.
_ALONE = 0.15
# More would wait for this process, which hands out and collects, and each takes three descriptors.
_MOST_WORKERS = 64
# A fix is followed by another analysis, and few are followed by a second fix.
_ROUNDS = 3

Read = Callable[[str], FileContent]
"""How the content of a path is come by. Raises FileError."""

Counts = Callable[[str, "FileView"], Sequence[bool]]
"""Of each finding in the file at a path, whether it counts."""


class Files(NamedTuple):
    """The files of a run, how each is read, and what is told of each so many that are begun."""

    targets: Sequence[Target]
    read: Read = read_file
    taken: Callable[[int], None] = lambda _: None


class Fixed(NamedTuple):
    """A file that was fixed, if not written yet: its content, the new text and what was changed.

    Each finding in `changes` has the one fix that was applied, with its places in the old text.
    """

    content: FileContent
    data: bytes
    changes: FileView


class CheckedFile(NamedTuple):
    """What there is to show of a file, or the problem that kept it from being checked.

    `notes` are sentences about bounds that were met. Of a file that was fixed, `view` is what
    remains. Where there is none, there may still be ids that it has `expected` of other files.
    """

    target: Target
    view: FileView | None = None
    problem: str | None = None
    notes: tuple[str, ...] = ()
    fixed: Fixed | None = None
    expected: tuple[Expected, ...] = ()


_Item: TypeAlias = Target | CheckedFile
"""A file, or what is known of it already."""


def check_files(files: Files, today: date) -> Iterator[CheckedFile]:
    """Check files, and give those of which there is something to say, in the order of targets."""
    project = _Project(today)

    def check(target: Target, content: FileContent) -> CheckedFile | None:
        # Late imports: a run over files without triggers needs neither rules nor grammars.
        from claude_preflight.analysis.analyze import analyze_reading
        from claude_preflight.analysis.cell_view import view_of
        from claude_preflight.analysis.reading import Reading
        from claude_preflight.syntax.document import Document

        document = Document.of(content.data, target.path_in_settings)
        reading = Reading(document)
        pins = project.pins_of(target, content)
        findings = analyze_reading(reading, target.settings, today, pins)
        if not findings and not reading.notes and not reading.expected:
            return None
        view = view_of(document, findings) if findings else None
        notes = _sentences(target, reading.notes)
        return CheckedFile(target, view, notes=notes, expected=reading.expected)

    return _each(files, _Scan(files.read, check))


def held_across(files: Iterable[CheckedFile]) -> Iterator[CheckedFile]:
    """Files that were checked, where fixes wait whose ids others of the files expect.

    Those before the first that has such a fix are given at once.
    """
    across, waiting = Across(), list[CheckedFile]()
    for file in files:
        across.note(file.target.path, file.expected)
        if waiting or _may_wait(file.view):
            waiting.append(file)
        else:
            yield file
    for file in waiting:
        yield _held(file, across)


def fix_files(
    files: Files, today: date, groups: FixGroups, counts: Counts
) -> Iterator[CheckedFile]:
    """Fix files, and give the new texts and what remains; to write them is left to the caller.

    What the tests of their projects expect is known when all are read, and those that are not among
    them. Where that was changed, files are fixed once more, without it.
    """
    across = Across()
    fixed = list(_fixed(files, today, groups, counts, across))
    if not groups.unsafe:
        for file in chain(fixed, _other_tests(fixed, files, today, across)):
            across.note(file.target.path, file.expected)
    wrong = [file.target for file in fixed if _is_wrong(file, across)]
    again = _fixed(Files(wrong, files.read), today, groups, counts, across)
    instead = {file.target.path: file for file in again}
    for file in fixed:
        yield _held(instead.get(file.target.path, file), across)


def _other_tests(
    fixed: Iterable[CheckedFile], files: Files, today: date, across: Across
) -> Iterator[CheckedFile]:
    """The tests of the projects of fixed files that are not among the files."""
    if files.read is not read_file:
        return  # standard input, of which nobody knows where it belongs
    from claude_preflight.workspace.other_tests import other_tests

    changed = [(each.target.path, each.fixed.changes) for each in fixed if each.fixed]
    moved = {
        (path, bare_id(finding.text))
        for path, changes in changed
        for finding in changes.findings
        if is_moved_unasked(finding)
    }
    yield from check_files(Files(other_tests(moved, files.targets, across.projects)), today)


def _may_wait(view: FileView | None) -> bool:
    """Whether something in a file may be changed unasked that others may expect."""
    return view is not None and any(map(is_moved_unasked, view.findings))


def _held(file: CheckedFile, across: Across) -> CheckedFile:
    """A file whose fixes wait where its ids are expected elsewhere."""
    if file.view is None or not _may_wait(file.view):
        return file
    expecting = across.of(file.target.path)
    return file._replace(view=file.view.changed(lambda finding: held(finding, expecting)))


def _is_wrong(file: CheckedFile, across: Across) -> bool:
    """Whether something was changed in a file that is expected elsewhere."""
    if file.fixed is None or not _may_wait(file.fixed.changes):
        return False
    expecting = across.of(file.target.path)
    return any(held(each, expecting).expected_at for each in file.fixed.changes.findings)


def _fixed(
    files: Files,
    today: date,
    groups: FixGroups,
    counts: Counts,
    across: Across,
) -> Iterator[CheckedFile]:
    project = _Project(today)

    def fix(target: Target, content: FileContent) -> CheckedFile | None:
        from claude_preflight.analysis.cell_view import view_of
        from claude_preflight.analysis.fixing import fix_document
        from claude_preflight.syntax.document import Document

        before = Document.of(content.data, target.path_in_settings)
        pins = project.pins_of(target, content)

        def wanted(findings: Sequence[Finding]) -> Sequence[bool]:
            return counts(target.path, view_of(before, findings))

        expecting = across.of(target.path)
        after = fix_document(before, target.settings, today, pins, groups, wanted, expecting)
        document, data = after.document, after.document.text.data
        changes = view_of(before, after.fixed)
        fixed = Fixed(content, data, changes) if data != content.data else None
        if not fixed and not after.remaining and not after.notes and not after.expected:
            return None
        remaining = view_of(document, after.remaining)
        notes = _sentences(target, after.notes)
        return CheckedFile(target, remaining, notes=notes, fixed=fixed, expected=after.expected)

    return _each(files, _Scan(files.read, fix, _ROUNDS))


def silence_files(files: Files, today: date, counts: Counts) -> Iterator[CheckedFile]:
    """Add comments that ignore what counts, and give the new texts and what remains."""
    project = _Project(today)

    def silence(target: Target, content: FileContent) -> CheckedFile | None:
        from claude_preflight.analysis.cell_view import view_of
        from claude_preflight.analysis.silencing import silence_document
        from claude_preflight.syntax.document import Document

        before = Document.of(content.data, target.path_in_settings)

        def wanted(findings: Sequence[Finding]) -> Sequence[bool]:
            return counts(target.path, view_of(before, findings))

        pins = project.pins_of(target, content)
        after = silence_document(before, target.settings, today, pins, wanted)
        data = after.document.text.data
        fixed = Fixed(content, data, view_of(before, after.ignored)) if after.ignored else None
        if not fixed and not after.remaining:
            return None
        return CheckedFile(target, view_of(after.document, after.remaining), fixed=fixed)

    return _each(files, _Scan(files.read, silence, _ROUNDS))


class _Project:
    """The pins that count for the files, of which none is read for a file without a trigger."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._pins: ProjectPins | None = None

    def pins_of(self, target: Target, content: FileContent) -> Pins:
        """The pins that count for a file."""
        from claude_preflight.workspace.pins import ProjectPins  # late, as above

        self._pins = self._pins or ProjectPins()
        return self._pins.of(target.path, content.data, self._today)


class _Scan(NamedTuple):
    """What is done with each file, in this process or in a worker.

    `rounds` is how often a text may be analysed, each time with a budget.
    """

    read: Read
    analyse: Callable[[Target, FileContent], CheckedFile | None]
    rounds: int = 1

    def result(self, target: _Item, begin: Callable[[float], None]) -> CheckedFile | None:
        """Read and analyse a file; `begin` is told when the analysis starts, and its budget."""
        if isinstance(target, CheckedFile):
            return target
        content = self.content(target)
        if not isinstance(content, FileContent):
            return content
        begin(self.rounds * cpu_seconds(len(content.data)))
        try:
            return self.analyse(target, content)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other files are checked
            return _failed(target, error)

    def content(self, target: Target) -> FileContent | CheckedFile | None:
        """What is to be analysed; else what there is to say of the file, if anything."""
        try:
            content = self.read(target.path)
            return content if may_matter(content.data, target.path) else None
        except FileError as error:
            return _unread(target, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other files are checked
            return _failed(target, error)


def _each(files: Files, scan: _Scan) -> Iterator[CheckedFile]:
    met, rest = _met_at_once(files, scan)
    waiting = [each for each in met if isinstance(each, Target)] or rest[:1]
    if not waiting:
        yield from (each for each in met if isinstance(each, CheckedFile))
        return
    items = [*met, *rest]
    most = _most_workers()
    if not most:
        for each in items:
            files.taken(1)
            if result := scan.result(each, lambda _: None):
                yield result
        return
    if len(items) > 1:
        _load_what_is_shared(waiting)
    from claude_preflight.workspace.workers import Workers  # late: few runs need it

    try:
        yield from Workers(scan.result, _lost, items, most, files.taken).results()
    except OSError as error:  # the system has no process left, or no memory for one
        first = waiting[0]
        problem = f"{first.path} or files after it were not checked: {reason(error)}."
        yield CheckedFile(first, problem=problem)


def _load_what_is_shared(waiting: Iterable[Target]) -> None:
    """Load before the fork what workers then need not load each, for the files that wait.

    A file alone has one worker: what that loads for itself need not be copied when it is used.
    """
    import claude_preflight.analysis.analyze
    import claude_preflight.analysis.cell_view  # noqa: F401
    from claude_preflight.syntax.languages import language_for, query

    for language in {language_for(target.path) for target in waiting}:
        if language.grammar:
            with suppress(Exception):  # what is wrong with it, a worker says of the file
                query(language)


def _most_workers() -> int:
    """How many processes to use. Only Linux forks well: elsewhere each would start from nothing."""
    return min(len(os.sched_getaffinity(0)), _MOST_WORKERS) if sys.platform == "linux" else 0


def _met_at_once(files: Files, scan: _Scan) -> tuple[list[_Item], list[Target]]:
    """Read for a short while; returns also the files that are left.

    Of those that were read, it keeps those to be analysed, and what there is to say of others.
    """
    end = monotonic() + _ALONE
    met: list[_Item] = []
    remaining = iter(files.targets)
    for target in remaining:
        content = scan.content(target)
        if content:
            met.append(target if isinstance(content, FileContent) else content)
        if monotonic() > end:
            break
    rest = [*remaining]
    files.taken(len(files.targets) - len(met) - len(rest))
    return met, rest


def _failed(target: Target, error: Exception) -> CheckedFile:
    return _lost(target, f"failed with {describe(error)}")


def _lost(target: _Item, what: str) -> CheckedFile:
    """A file whose analysis did not come to an end."""
    if isinstance(target, CheckedFile):
        return target
    problem = f"{target.path} was not checked: its analysis {what}. Exclude it, and report this."
    return CheckedFile(target, problem=problem)


def _sentences(target: Target, notes: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{target.path} {note}." for note in notes)


def _unread(target: Target, error: FileError) -> CheckedFile | None:
    """What there is to say of a file that was not read.

    One by name has to be there. Folders hold binary files, and files in them come and go; what
    else is wrong with a file that a walk met does not make the run fail.
    """
    if target.named:
        return CheckedFile(target, problem=str(error))
    gone = isinstance(error.__cause__, FileNotFoundError)
    if gone or isinstance(error, BinaryFileError):
        return None
    return CheckedFile(target, notes=(str(error),))
