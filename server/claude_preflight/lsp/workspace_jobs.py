"""What the server has a process of its own do with the files of a workspace.

The process is this program once more, started for one job. It gets the job on standard input and
tells what it finds on standard output: pickles, each behind its length. It gives way to whatever
else the machine has to do, so that the server goes on to answer at once.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import NoReturn

from lsprotocol import types

from claude_preflight.analysis.edits import joint_edits
from claude_preflight.analysis.file_view import FileView
from claude_preflight.findings import Edit, Finding
from claude_preflight.lsp.client_support import ClientSupport
from claude_preflight.lsp.conversions import diagnostic_of, text_edits
from claude_preflight.lsp.session import View
from claude_preflight.lsp.uris import uri_of
from claude_preflight.lsp.workspace_settings import EditorSettings, WorkspaceSettings
from claude_preflight.records import NamedTuple
from claude_preflight.settings import KnowledgeFile
from claude_preflight.syntax.languages import language_for
from claude_preflight.text.model_words import bare_id
from claude_preflight.workspace.scan import CheckedFile, Files, check_files, held_across
from claude_preflight.workspace.walk import Target, Workspace

LENGTH = 4
# How much is told at once, so that taking it in holds up nothing, and how often, in seconds.
_MOST_AT_ONCE = 20
_OFTEN = 0.1
_NICE = 10


@dataclass(frozen=True, slots=True)
class Job:
    """Which files to check, and how.

    `most` is how many files a workspace may have, None without bound. Of many only those count that
    are, or are below, one of the paths in `only`. `fixes` asks for the safe fixes, too.
    """

    folders: tuple[Path, ...]
    editor: dict[Path | None, EditorSettings]
    knowledge: KnowledgeFile | None
    today: date
    support: ClientSupport
    most: int | None = None
    only: frozenset[str] | None = None
    fixes: bool = False


class FixEdit(NamedTuple):
    """An edit of a safe fix, and the rule that it is of."""

    rule: str
    edit: types.TextEdit


class FileReport(NamedTuple):
    """What was found in a file. `result_id` is the same for the same diagnostics.

    Of the ids in `expected` fixes wait, since tests in other files expect them.
    """

    uri: str
    path: str
    items: list[types.Diagnostic]
    result_id: str
    fixes: list[FixEdit]
    expected: frozenset[str] = frozenset()


class Found(NamedTuple):
    """How many files are done, of how many, what was found in some, and what failed."""

    done: int
    total: int
    reports: list[FileReport]
    problems: list[str]
    is_end: bool = False


class TooMany(NamedTuple):
    """There are more files than a workspace may have: nothing was checked."""

    most: int


Message = Found | TooMany


def work() -> NoReturn:
    """Do the job that comes on standard input, and tell of it until nobody listens any more."""
    stdout, sys.stdout = sys.stdout.buffer, sys.stderr
    job: Job = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the server that started us
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(_NICE)
    with suppress(BrokenPipeError):
        for message in done(job):
            data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
            stdout.write(len(data).to_bytes(LENGTH, "little") + data)
            stdout.flush()
    os._exit(0)  # what is left to write has no reader


def done(job: Job) -> Iterator[Message]:
    """What there is to tell of a job."""
    settings = WorkspaceSettings(lambda *_: None, lambda _: None, [*job.folders], job.knowledge)
    for folder, values in job.editor.items():
        settings.set_editor(values, folder)
    workspace = Workspace(load=settings.in_folder)
    bound = None if job.most is None else job.most + 1
    targets = list(islice(_targets(workspace, job.folders), bound))
    if job.most is not None and len(targets) > job.most:
        yield TooMany(job.most)
        return
    wanted = [each for each in targets if job.only is None or _is_among(each.path, job.only)]
    yield from _checked(job, list(_enabled(settings, wanted)))


def _enabled(settings: WorkspaceSettings, targets: Iterable[Target]) -> Iterator[Target]:
    """The files that an editor wants to be told about, with its settings for their languages."""
    for target in targets:
        path = Path(target.path)
        own = settings.in_folder(path.parent, language_for(target.path).id)
        if own.enabled:
            yield target._replace(settings=own)


def _targets(workspace: Workspace, folders: Iterable[Path]) -> Iterator[Target]:
    """The files of the folders, each once: one folder may lie in another."""
    seen: set[str] = set()
    for folder in folders:
        for target in workspace.under(str(folder)):
            if target.path not in seen:
                seen.add(target.path)
                yield target


def _is_among(path: str, paths: frozenset[str]) -> bool:
    return path in paths or any(str(above) in paths for above in Path(path).parents)


def _checked(job: Job, targets: list[Target]) -> Iterator[Found]:
    total, taken = len(targets), 0

    def count(number: int) -> None:
        nonlocal taken
        taken += number

    reports: list[FileReport] = []
    problems: list[str] = []
    size, told = 0, monotonic()
    files = check_files(Files(targets, taken=count), job.today)
    for file in held_across(files) if job.fixes else files:
        problems += [file.problem] if file.problem else []
        if file.view and file.view.findings:
            reports.append(_report(job, file, file.view.in_file))
            size += len(file.view.findings)
        if size >= _MOST_AT_ONCE or monotonic() - told > _OFTEN:
            yield Found(taken, total, reports, problems)
            reports, problems, size, told = [], [], 0, monotonic()
    yield Found(total, total, reports, problems, is_end=True)


def _report(job: Job, file: CheckedFile, found: FileView) -> FileReport:
    uri = uri_of(Path(file.target.path))
    view = View(uri, 0, found.parts[0].text, language_for(file.target.path))
    items = [diagnostic_of(each, view, job.support) for each in found.findings]
    result_id = blake2b(repr(items).encode("utf-8", "replace"), digest_size=8).hexdigest()
    fixes = list(_fixes(job, found)) if job.fixes else []
    expected = frozenset(bare_id(each.text) for each in found.findings if each.expected_at)
    return FileReport(uri, file.target.path, items, result_id, fixes, expected)


def _fixes(job: Job, found: FileView) -> Iterator[FixEdit]:
    """The edits of the safe fixes that go together, in the order of the text."""
    text, encoding = found.parts[0].text, job.support.encoding
    rules = rules_of_edits(found.findings)
    edits, _ = joint_edits(fix for each in found.findings if (fix := each.safe_fix))
    written = text_edits(text, edits, encoding)
    yield from (FixEdit(rules[edit], each) for edit, each in zip(edits, written, strict=True))


def rules_of_edits(findings: Iterable[Finding]) -> dict[Edit, str]:
    """The rule that asks first for an edit, by the edits of the safe fixes."""
    rules: dict[Edit, str] = {}
    for finding in findings:
        for edit in finding.safe_fix.edits if finding.safe_fix else ():
            rules.setdefault(edit, finding.rule)
    return rules
