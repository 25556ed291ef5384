"""The names of captures: those that the query files write are those that the code knows."""

from __future__ import annotations

import pytest

from claude_preflight.syntax.captures import PARTS_OF, CaptureKind
from claude_preflight.syntax.languages import LANGUAGES, Language, query

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


def test_every_kind_is_written_in_some_query() -> None:
    assert set.union(*map(names, READ_BY_TREE)) == set(CaptureKind)
