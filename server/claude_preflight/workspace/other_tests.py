"""The tests of a project that a run was not asked to read, as far as they speak of some ids."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from claude_preflight.facts.test_paths import is_recorded, is_test
from claude_preflight.settings import Settings, SettingsError
from claude_preflight.workspace.choice import Choice
from claude_preflight.workspace.files import FileError, read_file
from claude_preflight.workspace.projects import Projects
from claude_preflight.workspace.walk import Target, Workspace

# So many files of a project are listed, and so many of its tests are read.
_MOST_LISTED = 50_000
_MOST_READ = 5_000
# A test may expect only the beginning of an id: its family or its version.
_BEGINNING = 2
# What a project leaves out of its checks is a test all the same.
_ALL = Choice(settings=Settings())


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
    paths = (each.path for each in islice(_below(project), _MOST_LISTED))
    tests = (path for path in paths if path not in read and (is_test(path) or is_recorded(path)))
    for path in islice(tests, _MOST_READ):
        if _holds_any(path, ids):
            yield Target(os.path.relpath(path), Settings())


def _below(project: str) -> Iterator[Target]:
    try:
        yield from Workspace(_ALL).under(project)
    except SettingsError:  # there are none
        return


def _holds_any(path: str, ids: Iterable[bytes]) -> bool:
    try:
        data = read_file(path).data.lower()
    except FileError:
        return False
    return any(each in data for each in ids)
