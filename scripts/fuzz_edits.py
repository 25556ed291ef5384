"""Edit texts at random, in every language, and compare each version with one that is read afresh.

What an editor shows is kept edit by edit; it has to equal what a new document gives. Each language
runs in a process of its own, so that a parser that crashes is caught as well. Example:

    .venv/bin/python scripts/fuzz_edits.py --edits 300000 --seed 1 --jobs 2

prints each difference and each crash with the command that repeats it, and ends with 1 if there
was one. The texts are put together from the cases in `tests/facts/`.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from claude_preflight.analysis.analyze import analyze, analyze_reading
from claude_preflight.analysis.incremental import edited
from claude_preflight.analysis.reading import Reading
from claude_preflight.findings import Span
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.languages import LANGUAGES
from claude_preflight.text.source_text import Change

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))  # the tests are not installed

from tests.facts.cases import cases_in  # noqa: E402

TODAY = date(2026, 8, 1)
# So many edits are made to one text; a session can be repeated alone.
SESSION = 50
PIECES = (
    *('"claude-3-opus-20240229"', "claude-2.1", "model: claude-2.1\n", 'MODEL = "claude-2.1"\n'),
    *(
        'f(model="claude-opus-4-8", max_tokens=400000)',
        "max_tokens",
        "claude-",
        "#{",
        "${",
        "<<A\n",
    ),
    *"\"'`()[]{}<>:;#,.= \t\\/|&%$@!?-+*a0",
    *('"""', "'''", "/*", "*/", "//", "--", "```", "~~~", "<!--", "-->", "::", "=>", "- ", "* "),
    *("\n", "\n\n", "\r\n", "\n  ", "\n    ", "end\n", "\N{LATIN SMALL LETTER E WITH ACUTE}", "\0"),
)
TYPED = ('"claude-2.1"', "'x'", "f(x)", "{'a': 1}", "# claude-2.1\n", "<b>x</b>", "if x then\n")


def cases() -> dict[str, list[str]]:
    """What the tests read, case by case, by the language."""
    found = defaultdict(list)
    for folder in ("roles", "values"):
        for case in cases_in(ROOT / "tests" / "facts" / folder):
            found[case.file.stem].append(case.snippet.rstrip("\n") + "\n")
    return found


def edits(text: bytes, random: random.Random) -> Iterator[Change]:
    """One edit, or a few that belong together, of a text that is decodable."""
    at = random.randrange(len(text) + 1)
    kind = random.randrange(8)
    if kind == 0:
        for offset, key in enumerate(random.choice(TYPED).encode()):
            yield Change(Span(at + offset, at + offset), bytes([key]))
    elif kind == 1:
        yield Change(Span(at, min(at + random.randrange(40), len(text))), b"")
    elif kind <= 3 and text:
        at = random.choice([n for n, byte in enumerate(text) if not byte & 0x80] or [0])
        yield Change(Span(at, at + 1), b"")
    elif kind == 4:
        marks = [n for n, byte in enumerate(text) if byte in b"\"'`()[]{}<>#:-\n"]
        at = random.choice(marks or [0])
        yield Change(Span(at, min(at + 1, len(text))), b"")
    else:
        piece = "".join(random.choices(PIECES, k=random.choice((1, 1, 1, 2, 4))))
        yield Change(Span(at, at + (kind == 5 and at < len(text))), piece.encode())


def session(language: str, texts: list[str], seed: str) -> tuple[int, list[str]]:
    """Edit one text; returns how often, and what differed."""
    chosen = random.Random(seed)  # noqa: S311 - the same edits each time
    parts = chosen.choices(texts or [""], k=chosen.randint(1, 6))
    reading = Reading(Document.of("".join(parts), None, language))
    analyze_reading(reading, Settings(), TODAY)
    made, differences = 0, []
    while made < SESSION:
        for change in edits(reading.document.text.data, chosen):
            reading = edited(reading, change)
            made += 1
            kept = analyze_reading(reading, Settings(), TODAY)
            text = reading.document.text.data
            fresh = analyze(Document.of(text, None, language), Settings(), TODAY)
            if kept != fresh:
                differences.append(f"edit {made}: {len(kept)} findings, {len(fresh)} afresh")
                return made, differences
    return made, differences


def work(language: str, seed: int, first: int, last: int) -> None:
    """Run the sessions of one language; says on standard output how far it is."""
    texts = cases()[language]
    for number in range(first, last):
        print(json.dumps({"session": number}), flush=True)
        made, differences = session(language, texts, f"{seed} {language} {number}")
        print(json.dumps({"edits": made, "differences": differences}), flush=True)


def run(language: str, first: int, last: int, seed: int) -> tuple[int, list[str]]:
    """Run sessions in a process of their own, and in another one those behind a crash."""
    made = 0
    failures: list[str] = []
    while first < last:
        words = ["--language", language, "--seed", str(seed), "--sessions", str(first), str(last)]
        command = [sys.executable, __file__, *words]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        again = f"fuzz_edits.py --language {language} --seed {seed} --sessions"
        for line in map(json.loads, done.stdout.splitlines()):
            first = line.get("session", first)
            made += line.get("edits", 0)
            found = line.get("differences", ())
            failures += (f"{again} {first} {first + 1}: {difference}" for difference in found)
        first += 1
        if done.returncode != 0:
            failures.append(f"{again} {first - 1} {first}: ended with {done.returncode}")
    print(f"{language}: {made} edits, {len(failures)} failures", *failures, sep="\n  ", flush=True)
    return made, failures


def main() -> int:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--edits", type=int, default=30_000, help="in all languages together")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--language", help="only this one")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes at a time")
    parser.add_argument("--sessions", type=int, nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.sessions:
        work(asked.language, asked.seed, *asked.sessions)
        return 0
    languages = [asked.language] if asked.language else [each.id for each in LANGUAGES]
    sessions = max(asked.edits // SESSION // len(languages), 1)
    with ThreadPoolExecutor(asked.jobs) as pool:
        ran = list(pool.map(lambda each: run(each, 0, sessions, asked.seed), languages))
    failures = sum(len(found) for _, found in ran)
    print(
        f"{sum(made for made, _ in ran)} edits in {len(languages)} languages: {failures} failures"
    )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
