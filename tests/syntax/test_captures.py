"""The names of captures: those that the query files write are those that the code knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tree_sitter

import claude_preflight
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.captures import PARTS_OF, RIGHT_IN, CaptureKind
from claude_preflight.syntax.languages import LANGUAGES, Language, query, query_of_kinds
from claude_preflight.syntax.parsing import parsed
from claude_preflight.text.source_text import SourceText
from shapes import NOTATIONS, kinds

QUERIES = Path(claude_preflight.__file__).parent / "syntax" / "queries"
# A notebook has no query: its cells are found by other means.
READ_BY_TREE = [each for each in LANGUAGES if each.grammar and not each.cells]


def names(language: Language) -> set[str]:
    """The names in a query, but for those that only a test in it uses."""
    compiled = query(language)
    found = map(compiled.capture_name, range(compiled.capture_count))
    return {name for name in found if not name.startswith("_")}


@pytest.mark.parametrize("language", READ_BY_TREE, ids=lambda language: language.id)
def test_query_writes_only_known_names(language: Language) -> None:
    assert names(language) <= set(CaptureKind)


@pytest.mark.parametrize("language", READ_BY_TREE, ids=lambda language: language.id)
def test_query_captures_no_part_without_the_whole(language: Language) -> None:
    found = names(language)
    for whole, parts in PARTS_OF.items():
        assert whole in found or not found & set(parts), whole


@pytest.mark.parametrize("language", READ_BY_TREE, ids=lambda language: language.id)
def test_each_pattern_begins_at_one_node(language: Language) -> None:
    compiled = query(language)
    # One that does not would be tried at each child of a node, of which a broken text has many.
    assert all(map(compiled.is_pattern_rooted, range(compiled.pattern_count)))


def test_every_kind_is_written_in_some_query() -> None:
    assert set.union(*map(names, READ_BY_TREE)) == set(CaptureKind)


def test_a_pattern_tests_for_the_word_that_it_needs() -> None:
    needing = 0
    for file in QUERIES.glob("*.scm"):
        text = file.read_text(encoding="utf-8")
        tested = re.findall(r'\(#set! needs "(\w+)"\)\s+\(#eq\? @\w+ "(\w+)"\)', text)
        assert len(tested) == text.count("(#set! needs"), file.name
        assert all(needed == word for needed, word in tested)
        needing += len(tested)
    assert needing


def test_what_is_tried_at_each_entry_of_large_json_needs_a_word() -> None:
    text = (QUERIES / "json.scm").read_text(encoding="utf-8")
    tried = re.findall(r"^\(object\n(?:  .*\n)+", text, re.MULTILINE)
    assert tried
    assert all("(#set! needs" in pattern for pattern in tried)


@pytest.mark.parametrize("language", READ_BY_TREE, ids=lambda language: language.id)
def test_a_part_of_a_query_captures_what_the_whole_does(language: Language) -> None:
    def captured(query: tree_sitter.Query, tree: tree_sitter.Tree) -> set[tuple[str, int, int]]:
        matches = tree_sitter.QueryCursor(query).matches(tree.root_node)
        found = ((kind, node) for _, match in matches for kind in match for node in match[kind])
        return {(kind, *node.byte_range) for kind, node in found if kind in RIGHT_IN}

    texts = ("a name", "a typical", "a wide", "a mapping", "many calls", "many map", "many class")
    for name, write in kinds(NOTATIONS[language.id]).items():
        if name.startswith(texts):
            tree = run_to_end(parsed(language, SourceText.of(write(500))))
            whole = captured(query(language), tree)
            assert captured(query_of_kinds(language, RIGHT_IN), tree) == whole
