"""The tests of a project that a run was not asked to read, as far as they speak of some ids."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from claude_preflight.facts.test_paths import is_recorded, is_test
from claude_preflight.settings import Settings
from claude_preflight.workspace.files import FileError, read_file
from claude_preflight.workspace.packages import files_of
from claude_preflight.workspace.projects import Projects
from claude_preflight.workspace.walk import Target

# So many tests of a project are read.
_MOST_READ = 5_000
# A test may expect only the beginning of an id: its family or its version.
_BEGINNING = 2


def other_tests(
    moved: Iterable[tuple[str, str]], known: Iterable[Target], projects: Projects
) -> list[Target]:
    """The tests that hold the beginning of an id which moves in a file of their project.

    Those that are `known` are left out.
    """
    ids: dict[str, set[bytes]] = defaultdict(set)
    for path, model_id in moved:
        project, _ = projects.of(path)
        ids[project].add("-".join(model_id.split("-")[:_BEGINNING]).encode())
    ids.pop("", None)  # nobody knows how far it goes
    read = {os.path.abspath(target.path) for target in known} if ids else set()  # noqa: PTH100
    return [each for project, sought in ids.items() for each in _in(project, sought, read)]


def _in(project: str, ids: Collection[bytes], read: Collection[str]) -> Iterator[Target]:
    tests = (
        path
        for path in files_of(project)
        if path not in read and (is_test(path) or is_recorded(path))
    )
    for path in islice(tests, _MOST_READ):
        if _holds_any(path, ids):
            yield Target(os.path.relpath(path), Settings())


def _holds_any(path: str, ids: Iterable[bytes]) -> bool:
    try:
        data = read_file(path).data.lower()
    except FileError:
        return False
    return any(each in data for each in ids)
