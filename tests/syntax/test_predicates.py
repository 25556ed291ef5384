"""The word lists of the queries: what they stand for, and that each is said once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from claude_preflight.syntax import predicates
from claude_preflight.syntax.predicates import written_out

QUERIES = Path(predicates.__file__).with_name("queries")
TEXTS = [file.read_text("utf-8") for file in sorted(QUERIES.glob("*.scm"))]
NAMES = {*predicates.WORDS, *predicates.EXPRESSIONS}


@pytest.mark.parametrize(
    ("predicate", "written"),
    [
        ("(#any-of? @_of collection-makers)", '(#any-of? @_of "of" "asList")'),
        ('(#any-of? @_of collection-makers "x")', '(#any-of? @_of "of" "asList" "x")'),
        ('(#any-of? @_of\n  fallbacks\n  "a b")', '(#any-of? @_of "orElse" "getOrElse" "a b")'),
        ("(#match? @argument.key map-name)", '(#match? @argument.key "Map$")'),
        ("(#not-match? @prose white-space)", '(#not-match? @prose "\\\\s")'),
        (
            '(#match? @_of map-name "^\\"\\\\w" one-word)',
            '(#match? @_of "Map$|^\\"\\\\w|^[^ ]*$")',
        ),
        ("(#match? @_of here-document)", '(#match? @_of "<<-?[\\"\'\\\\w]")'),
        ('(#any-of? @_of "of"   "map-name")', '(#any-of? @_of "of" "map-name")'),
        ('(#match? @_of ") map-name")', '(#match? @_of ") map-name")'),
    ],
)
def test_name_stands_for_its_words(predicate: str, written: str) -> None:
    assert written_out(f"(a (b) @c {predicate}) @d") == f"(a (b) @c {written}) @d"


@pytest.mark.parametrize("query", ['(#eq? @_a "b")', "(#set! example)", "; (#any-of? @_a"])
def test_other_text_stays(query: str) -> None:
    assert written_out(query) == query


@pytest.mark.parametrize("test", ["any-of", "match", "not-match"])
@pytest.mark.parametrize("name", ["no-such-list", "Fallbacks", "fallbacks.all"])
def test_unknown_name_is_an_error(test: str, name: str) -> None:
    with pytest.raises(KeyError, match=name):
        written_out(f"(#{test}? @_a {name})")


def predicate_names(text: str) -> list[str]:
    """The names in the predicates of a query."""
    predicate = r"\(#(?:not-)?(?:any-of|match)\?\s+@[\w.]+\s+([^()\"]*?)[)\s]*[\")]"
    return [name for names in re.findall(predicate, text) for name in names.split()]


def test_every_list_is_used_more_than_once() -> None:
    used = Counter(name for text in TEXTS for name in predicate_names(text))
    assert [name for name in NAMES if used[name] < 2] == []


WORD = r"\"(?:[^\"\\]|\\.)*\""


def test_no_list_is_written_twice() -> None:
    lists = rf"\(#(?:not-)?(?:any-of|match)\?\s+@[\w.]+((?:\s+{WORD})+)\)"
    found = (words for text in TEXTS for words in re.findall(lists, text))
    said = Counter(frozenset(re.findall(WORD, words)) for words in found)
    assert [each for each, times in said.items() if times > 1] == []


@pytest.mark.parametrize("name", predicates.WORDS)
def test_no_query_writes_out_a_list_that_has_a_name(name: str) -> None:
    named = {f'"{word}"' for word in predicates.WORDS[name].split()}
    for text in TEXTS:
        for arguments in re.findall(r"\(#any-of\?([^()]*)\)", text):
            shared = named & set(re.findall(WORD, arguments))
            # A page shows some elements that are called as a key is.
            assert len(shared) <= 3
            assert shared != named
