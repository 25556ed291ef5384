"""What the path of a file says: whether it has tests, or what tests compare with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from claude_preflight.regex import regex

_TEST = regex(r"(?:^|[._-])(?:tests?|specs?)(?:[._-]|$)|(?:Tests?|Spec)(?:\.\w+)?$", re.IGNORECASE)
# Folders of tests, as near to a file as they say what it is.
_FOLDERS = 2
_TEST_FOLDER = regex(r"_*(?:tests?|specs?)_*", re.IGNORECASE)
_OF_TESTS = regex(r"(?:.*[._-])?(?:tests?|specs?|e2e)_*", re.IGNORECASE)
_SHARED = regex(r"conftest|helper|support|utils?(?![a-z])|common|shared|setup|base", re.IGNORECASE)
_RECORDED_FOLDER = regex(r"_*(?:snapshots|cassettes|goldens?)_*", re.IGNORECASE)
_RECORDED = regex(
    r"(?:^|[._-])(?:expected|expectations?|goldens?|snapshots?|snap|ambr|approved|verified)(?:[._-]|$)",
    re.IGNORECASE,
)
# Most paths have none of the words by which tests are known, or what they compare with.
_WORDS = ("test", "spec")
_FOLDER_WORDS = ("snapshot", "cassette", "golden")
_NAME_WORDS = ("expect", "golden", "snap", "ambr", "approved", "verified")


def has_word(path: str, words: Iterable[str]) -> bool:
    """Whether one of some words in lower case is in a path."""
    lowered = path.lower()
    return any(word in lowered for word in words)


def is_test(path: str | None) -> bool:
    """Whether a file has tests, or is near to some."""
    if path is None or not has_word(path, _WORDS):
        return False
    return is_named_as_test(path) or any(
        map(_TEST_FOLDER.fullmatch, PurePath(path).parts[:-1][-_FOLDERS:])
    )


def is_of_tests(path: PurePath) -> bool:
    """Whether a file is for tests alone, by its path in its project."""
    return is_test(str(path)) or any(map(_OF_TESTS.fullmatch, path.parts[:-1]))


def is_shared(path: PurePath) -> bool:
    """Whether a file for tests alone has what several of them use, by its name."""
    return not is_named_as_test(str(path)) and _SHARED.search(path.stem) is not None


def is_named_as_test(path: str | None) -> bool:
    """Whether a file has tests by its own name."""
    if path is None or not has_word(path, _WORDS):
        return False
    name = PurePath(path).name
    return _TEST.search(name) is not None


def is_in_recorded_folder(path: str | None) -> bool:
    """Whether a file is in a folder of what tests compare with."""
    if path is None or not has_word(path, _FOLDER_WORDS):
        return False
    return any(map(_RECORDED_FOLDER.fullmatch, PurePath(path).parts[:-1]))


def is_recorded(path: str | None) -> bool:
    """Whether all of a file is what tests compare with, by its folder or, near tests, its name."""
    if is_in_recorded_folder(path):
        return True
    if path is None or not has_word(path, _NAME_WORDS):
        return False
    *folders, name = PurePath(path).parts
    return _RECORDED.search(name) is not None and any(map(_TEST_FOLDER.fullmatch, folders))
