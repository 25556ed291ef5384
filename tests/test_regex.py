"""Patterns of modules are compiled when they are first used, and are right all the same."""

from __future__ import annotations

import subprocess
import sys

import pytest

from claude_preflight.regex import regex

ALL_MODULES = """
import pkgutil, re, sys
from importlib import import_module
import click, pygls, lsprotocol.types  # what they compile does not count
import claude_preflight.regex

compiled = []
actual = re.compile
{patch}
for module in pkgutil.walk_packages(claude_preflight.__path__, "claude_preflight."):
    if not module.name.endswith("__main__"):
        import_module(module.name)
print(len(compiled))
"""
COUNTED = """
def counting(pattern, flags=0):
    if "claude_preflight" in sys._getframe(1).f_globals["__name__"]:
        compiled.append(pattern)
    return actual(pattern, flags)
re.compile = counting
"""
AT_ONCE = "claude_preflight.regex.regex = lambda *said: compiled.append(said) or actual(*said)"


def loaded(patch: str) -> int:
    code = ALL_MODULES.format(patch=patch)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_no_pattern_is_compiled_when_modules_are_imported() -> None:
    assert loaded(COUNTED) == 0


def test_each_pattern_of_a_module_can_be_compiled() -> None:
    assert loaded(AT_ONCE) > 400


def test_a_pattern_is_used_as_a_compiled_one() -> None:
    word = regex(r"(?P<word>\w+)")
    assert word.pattern == r"(?P<word>\w+)"
    assert word.groupindex == {"word": 1}
    found = word.search(" two words")
    assert found
    assert found["word"] == "two"
    assert word.findall("two words") == ["two", "words"]
    with pytest.raises(AttributeError):
        _ = word.unheard_of  # type: ignore[attr-defined]
