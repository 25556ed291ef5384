"""What the tests of a project expect of its other files, which `fix` therefore leaves unasked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from tests.cli.conftest import Run

TODAY = ("--today", "2026-11-22")
OLD, NEW = "claude-3-opus-20240229", "claude-opus-4-8"
SOON, LATER = "claude-sonnet-4-5-20250929", "claude-sonnet-5-5"  # retires in 8 days

Tree = tuple[tuple[str, str], ...]


def cases(part: str) -> dict[str, Tree]:
    """The trees of a part of `across_cases.md` by the names of their cases."""
    source = Path(__file__).with_name("across_cases.md").read_text(encoding="utf-8")
    found: dict[str, Tree] = {}
    headings: dict[str, str] = {}
    level = ""
    for token in MarkdownIt().parse(source):
        if token.type == "heading_open":
            level = token.tag
        elif token.type == "inline" and level:
            headings[level], level = token.content.strip("`"), ""
        elif token.type == "fence" and headings["h2"] == part:
            file = headings["h4"], token.content.replace("OLD", OLD)
            found[headings["h3"]] = (*found.get(headings["h3"], ()), file)
    assert found
    return found


EXPECTED, NOT_EXPECTED = cases("Expected"), cases("Not expected")
DEFAULT = EXPECTED["Python"]


def written(folder: Path, tree: Tree) -> Path:
    """A tree of files; gives the first one."""
    for name, text in tree:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder / tree[0][0]


def records(run: Run, command: str, path: str) -> list[dict[str, Any]]:
    """What a command says of a file in the tree."""
    lines = run(command, "--format", "jsonl", *TODAY).lines
    return [each for each in map(json.loads, lines) if each.get("path") == path]


@pytest.mark.parametrize("tree", EXPECTED.values(), ids=EXPECTED)
def test_what_a_test_expects_of_another_file_stays(run: Run, folder: Path, tree: Tree) -> None:
    file = written(folder, tree)
    (path, text), (test, _) = tree[0], tree[-1]

    [checked] = records(run, "check", path)
    [left] = records(run, "fix", path)

    assert file.read_text(encoding="utf-8") == text
    assert not any(fix["safe"] for fix in checked["fixes"])
    assert checked["expected_at"] == left["expected_at"]
    assert left["expected_at"].startswith(f"{test}:")
    assert left["left"] == f"a test expects it: {left['expected_at']}; `fix --unsafe` applies it"


@pytest.mark.parametrize("tree", NOT_EXPECTED.values(), ids=NOT_EXPECTED)
def test_what_no_test_expects_of_another_file_is_fixed(run: Run, folder: Path, tree: Tree) -> None:
    file = written(folder, tree)
    path, text = tree[0]

    [checked] = records(run, "check", path)
    run("fix", *TODAY)

    assert file.read_text(encoding="utf-8") == text.replace(OLD, NEW)
    assert checked["expected_at"] is None
    assert any(fix["safe"] for fix in checked["fixes"])


def test_only_what_is_expected_stays(run: Run, folder: Path) -> None:
    (path, text), test = DEFAULT
    text += 'FAST = "claude-3-haiku-20240307"\n'
    file = written(folder, ((path, text), test))

    run("fix", *TODAY)

    changed = text.replace("claude-3-haiku-20240307", "claude-haiku-4-5-20251001")
    assert file.read_text(encoding="utf-8") == changed


def test_what_is_expected_moves_when_it_is_asked_for(run: Run, folder: Path) -> None:
    file = written(folder, DEFAULT)

    run("fix", *TODAY, "--unsafe")

    assert file.read_text(encoding="utf-8") == DEFAULT[0][1].replace(OLD, NEW)


def test_what_is_changed_in_the_test_too_is_not_expected_any_more(run: Run, folder: Path) -> None:
    written(folder, DEFAULT)

    run("fix", *TODAY, "--roles", "comparison")

    assert all(OLD not in (folder / name).read_text(encoding="utf-8") for name, _ in DEFAULT)


def test_what_retires_soon_stays_as_well(run: Run, folder: Path) -> None:
    tree = tuple((name, text.replace(OLD, SOON)) for name, text in DEFAULT)
    file = written(folder, tree)

    run("fix", *TODAY, "--retiring-within", "90d")
    assert file.read_text(encoding="utf-8") == tree[0][1]

    run("fix", *TODAY, "--retiring-within", "90d", "--unsafe")
    assert file.read_text(encoding="utf-8") == tree[0][1].replace(SOON, LATER)


def test_people_are_told_which_test(run: Run, folder: Path) -> None:
    written(folder, DEFAULT)

    checked, fixed = run("check", *TODAY).text, run("fix", *TODAY).text

    place = "a test expects it: tests/test_config.py:5"
    assert f"possible fix: Replace with {NEW}; {place}" in checked
    assert f"left: {place}; `fix --unsafe` applies it" in fixed


def test_tests_count_that_are_not_asked_for(run: Run, folder: Path) -> None:
    file = written(folder, (*DEFAULT, (".git/config", "")))
    settings = "[tool.claude-preflight]\nexclude = ['tests/']\n"
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")

    for paths in (["src"], [str(file)], []):
        text = run("fix", *TODAY, *paths).text

        assert file.read_text(encoding="utf-8") == DEFAULT[0][1]
        assert "a test expects it: tests/test_config.py:5;" in text


def test_of_standard_input_nobody_knows_the_tests(run: Run, folder: Path) -> None:
    written(folder, (*DEFAULT, (".git/config", "")))
    name, text = DEFAULT[0]

    result = run("fix", "-", "--stdin-filename", name, *TODAY, stdin=text.encode())

    assert result.text == text.replace(OLD, NEW)
