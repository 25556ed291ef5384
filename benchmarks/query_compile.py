"""How long the query of each language takes to compile, in CPU time: the best of three."""

from __future__ import annotations

from collections.abc import Iterator
from time import thread_time

from _figures import Figure, print_table

from claude_preflight.syntax.languages import LANGUAGES, Language, grammar, query

ROUNDS = 3


def figures() -> Iterator[Figure]:
    """The language that takes longest, and all of them together."""
    languages = [each for each in LANGUAGES if each.grammar and not each.cells]
    times = {language.id: milliseconds(language) for language in languages}
    slowest = max(times, key=lambda name: times[name])
    yield Figure("query compile, the slowest language", times[slowest], "ms", 60)
    yield Figure("query compile, all languages", sum(times.values()), "ms", 800)


def milliseconds(language: Language) -> float:
    """The CPU time of a compilation, the grammar loaded."""
    grammar(language)
    times = []
    for _ in range(ROUNDS):
        query.cache_clear()
        begun = thread_time()
        query(language)
        times.append((thread_time() - begun) * 1000)
    return min(times)


if __name__ == "__main__":
    print_table(figures())
