"""Edit texts at random, in every language, and compare each version with one that is read afresh.

What an editor shows is kept edit by edit; it has to equal what a new document gives, in its facts
and its findings, in half of the sessions only once the typist rests. Each language runs in a
process of its own, so that a parser that crashes is caught as well. Example:

    .venv/bin/python scripts/fuzz_edits.py --edits 300000 --seed 1 --jobs 2

prints each difference and each crash with the command that repeats it, and ends with 1 if there
was one. The texts are put together from the cases in `tests/facts/` and `tests/rules/`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from time import process_time
from typing import NamedTuple

from claude_preflight import manifests
from claude_preflight.analysis.analyze import analysis, analyze_reading
from claude_preflight.analysis.incremental import at_rest, edited
from claude_preflight.analysis.reading import Reading
from claude_preflight.facts.moved import places_of
from claude_preflight.facts.types import Facts
from claude_preflight.findings import Finding, Span
from claude_preflight.knowledge import sdks
from claude_preflight.knowledge.surroundings import Places
from claude_preflight.pins import Pins
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.languages import LANGUAGES, language_for
from claude_preflight.text.source_text import Change

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))  # the tests are not installed

from tests.facts.cases import cases_in  # noqa: E402

TODAY = date(2026, 8, 1)
# What the project pins, so that the rules about its SDKs speak as well.
_MANIFESTS = {
    "requirements.txt": b"anthropic>=0.30\n",
    "package.json": b'{"dependencies": {"@anthropic-ai/sdk": "^0.30.0"}}',
}
PINS = Pins(
    tuple(pin for file in _MANIFESTS.items() for pin in manifests.read(*file, sdks.packages()))
)
FOLDERS = ("facts/roles", "facts/values", "facts/libraries", "rules/cases")
# So many edits are made to one text; a session can be repeated alone.
SESSION = 50
# One text in so many is that long, in bytes: more than what is parsed anew when it is broken.
ONE_IN, LONG = 40, 18_000
# What facts are made of, each kind of them.
TRIGGERS = (
    '"claude-3-opus-20240229"',
    "claude-3-5-sonnet-20241022",
    "claude-2.1",
    'client.messages.create(model="claude-opus-4-8", max_tokens=400000)',
    'MODEL = "claude-2.1"\n',
    "model: us.anthropic.claude-3-opus-20240229-v1:0\n",
    '"anthropic.claude-3-opus-20240229-v1:0"',
    'region="eu-west-1"\n',
    '"anthropic/claude-3.5-sonnet"',
    "import litellm\n",
    "/v1/complete",
    "import anthropic\n",
    "import anthropic\na = anthropic.Anthropic(timeout=600000)\n",
    'requests.post("https://api.anthropic.com/messages", headers=H)\n',
    '"https://api.anthropic.com/v1/chat/completions"',
    'H = {"anthropic-version": "2024-10-22", "x-api-key": K}\n',
    "anthropic-version",
    "x-api-key: $KEY\n",
    "timeout",
    "base_url",
    "max_retries=0",
    '"Authorization": f"Bearer {os.environ[\'ANTHROPIC_API_KEY\']}"',
    f'key = "sk-ant-api03-{"Ab1-cD2_" * 12}"\n',
    "max_tokens",
    "temperature=0.5, ",
    "claude-",
    "anthropic.ModelClaude3OpusLatest",
    "Model.CLAUDE_3_OPUS_LATEST",
    'import "github.com/anthropics/anthropic-sdk-go"\n',
    '{"model": "claude-2.1"}',
    "claude-preflight: ignore-file",
    "  # claude-preflight: ignore-file[max-tokens]\n",
    "  # claude-preflight: ignore[retired-model]\n",
    'x = \'{"model": "claude-2.1"}\'\n',
)
PIECES = (
    *TRIGGERS,
    *("#{", "${", "<<A\n", "<<~A\n", "<a>"),
    *"\"'`()[]{}<>:;#,.= \t\\/|&%$@!?-+*a0",
    *('"""', "'''", "/*", "*/", "//", "// ", "--", "```", "~~~", "<!--", "-->", "::", "=>"),
    *("- ", "* ", "\n", "\n\n", "\r", "\r\n", "\n  ", "\n    ", "end\n"),
    *("\f", "\v", "\x1c", "\x85", "\u2028", "\0", "\ufeff"),
    *("\N{LATIN SMALL LETTER E WITH ACUTE}", "\N{EURO SIGN}", "\N{PILE OF POO}"),
)
TYPED = ('"claude-2.1"', "'x'", "f(x)", "{'a': 1}", "# claude-2.1\n", "<b>x</b>", "if x then\n")
# Words that tell, anywhere in a text, what its requests may be.
TELLING = (*map(str.encode, Places.load().words), b"drop_params", b"output-128k-2025-02-19")
_MARK = re.compile(rb"[\"'`()\[\]{}<>#:\n-]")
_LINE = re.compile(rb".*\n?")
_LETTER = re.compile(rb"\w")
_WORD = re.compile(rb"\w+")


def cases() -> dict[str, list[str]]:
    """What the tests read, case by case, by the language."""
    found = defaultdict(list)
    for folder in FOLDERS:
        for case in cases_in(ROOT / "tests" / folder):
            found[language_for(case.path).id].append(case.snippet.rstrip("\n") + "\n")
    return found


def opened(texts: list[str], chosen: random.Random) -> str:
    """The text that a session begins with."""
    # What is one document, such as XML, is sound alone.
    text = "".join(chosen.choices(texts, k=chosen.choice((1, 1, 2, 4))))
    if chosen.randrange(ONE_IN) == 0:
        # Most of a long text says nothing of models.
        rest = "".join(chosen.choices(texts, k=LONG // 50))[:LONG].replace("laude", "loud")
        middle = chosen.randrange(len(rest) + 1)
        text = rest[:middle] + text + rest[middle:]
    return text.replace("\n", "\r\n") if chosen.randrange(10) == 0 else text


def edits(text: bytes, texts: list[str], chosen: random.Random) -> Iterator[Change]:
    """Edits of a text without end; most are undone, so that the text stays about sound."""
    while True:
        undone = []
        for change in [*_edits(text, texts, chosen)]:
            start, end = change.span
            undone.append(Change(Span(start, start + len(change.new)), text[start:end]))
            text = text[:start] + change.new + text[end:]
            yield change
        if chosen.randrange(4):
            for change in reversed(undone):
                text = text[: change.span.start] + change.new + text[change.span.end :]
                yield change


def _edits(text: bytes, texts: list[str], chosen: random.Random) -> Iterator[Change]:
    """One edit, or a few that belong together."""
    at = chosen.randrange(len(text) + 1)
    kind = chosen.randrange(13)
    if kind == 0:
        for offset, key in enumerate(chosen.choice(TYPED).encode()):
            yield Change(Span(at + offset, at + offset), bytes([key]))
    elif kind == 1:
        yield Change(Span(at, min(at + chosen.randrange(40), len(text))), b"")
    elif kind == 2:
        start, end = _one(_MARK, text, chosen)
        yield Change(Span(start, end), b"")
    elif kind == 3:
        start, end = _one(_LINE, text, chosen)
        lines = (b"", text[start:end] * 2, chosen.choice(texts).encode())
        yield Change(Span(start, end), chosen.choice(lines))
    elif kind <= 7:
        piece = "".join(chosen.choices(PIECES, k=chosen.choice((1, 1, 1, 2, 4))))
        yield Change(Span(at, at + (kind == 4 and at < len(text))), piece.encode())
    elif kind <= 9:
        start, end = _one(_WORD, text, chosen)
        other = text[slice(*_one(_WORD, text, chosen))]
        yield Change(Span(start, end), chosen.choice((other, other, chosen.choice(TELLING))))
    else:
        start, end = _one(_LETTER, text, chosen)
        letter = chosen.choice((b"", b"a", b"1", text[start:end] * 2))
        yield Change(Span(start, end), letter)


def _one(pattern: re.Pattern[bytes], text: bytes, chosen: random.Random) -> tuple[int, int]:
    """One of the places where a pattern matches."""
    return chosen.choice([match.span() for match in pattern.finditer(text)] or [(0, 0)])


# All that surroundings tell once they are asked.
_SURROUNDINGS = [
    "names_vendor",
    "tells_clients",
    "is_http",
    "libraries",
    "aliases",
    "words",
    "regions",
    "chosen",
    "switches",
    "redirects",
]


class Told(NamedTuple):
    """What is found in a text and told of it; a document inside is told by its text."""

    findings: tuple[Finding, ...]
    facts: dict[str, object]
    names: frozenset[object]


def told(reading: Reading) -> Told:
    """Analyze a reading."""
    findings = analyze_reading(reading, Settings(), TODAY, PINS)
    if reading.facts is None:
        return Told(findings, {}, frozenset())  # nothing in the text may matter
    facts = {kind: getattr(reading.facts, kind) for kind in (*places_of(Facts), "notes")}
    names = reading.facts.names.union(facts.pop("looked_up"))
    facts["injections"] = [
        (each.span, each.role, each.document.language.id, each.document.text.data)
        for each in reading.facts.injections
    ]
    if any(facts.values()):  # they ask for it
        facts["surroundings"] = [
            getattr(reading.facts.surroundings, name) for name in _SURROUNDINGS
        ]
    return Told(findings, facts, names)


@lru_cache(maxsize=50)  # edits that are undone lead to the same texts
def _afresh(data: bytes, path: str | None, language: str) -> Told:
    return told(Reading(Document.of(data, path, language)))


def difference(reading: Reading) -> str:
    """What is otherwise in a reading that was kept than in one from nothing; "" for nothing."""
    kept = told(reading)
    document = reading.document
    fresh = _afresh(document.text.data, document.path, document.language.id)
    kinds = [kind for kind in fresh.facts if kind in kept.facts]
    differing = [kind for kind in kinds if kept.facts[kind] != fresh.facts[kind]]
    if kept.findings != fresh.findings:
        differing.append(f"{len(kept.findings)} findings, {len(fresh.findings)} afresh")
    # A name that facts no longer hang together by does no harm.
    if kept.facts and not kept.names >= fresh.names:
        differing.append("names")
    return ", ".join(differing)


def session(language: str, texts: list[str], seed: str) -> tuple[int, str]:
    """Edit one text; returns how often, and what differed in the end."""
    chosen = random.Random(seed)  # noqa: S311 - the same edits each time
    reading = Reading(Document.of(opened(texts, chosen), None, language))
    analyze_reading(reading, Settings(), TODAY, PINS)
    made, provisional = 0, chosen.randrange(2) == 0
    for change in islice(edits(reading.document.text.data, texts, chosen), SESSION):
        reading = edited(reading, change, provisional=provisional)
        made += 1
        if chosen.randrange(5) == 0:
            # The next edit comes before the analysis is done.
            running = analysis(reading, Settings(), TODAY, pins=PINS)
            for _ in islice(running, chosen.randrange(5)):
                pass
            running.close()
        elif at_rest(reading) is not reading and chosen.randrange(4):
            analyze_reading(reading, Settings(), TODAY, PINS)  # and go on to type
        else:
            reading = at_rest(reading)
            if found := difference(reading):
                return made, f"edit {made}: {found}"
    return made, difference(at_rest(reading))


def work(language: str, seed: int, first: int, last: int) -> None:
    """Run the sessions of one language; says on standard output how far it is."""
    texts = cases()[language]
    for number in range(first, last):
        print(json.dumps({"session": number}), flush=True)
        made, found = session(language, texts, f"{seed} {language} {number}")
        print(json.dumps({"edits": made, "difference": found}), flush=True)
    print(json.dumps({"seconds": process_time()}))


def run(language: str, first: int, last: int, seed: int) -> tuple[int, list[str]]:
    """Run sessions in a process of their own, and in another one those behind a crash."""
    made, seconds = 0, 0.0
    failures: list[str] = []
    while first < last:
        words = ["--language", language, "--seed", str(seed), "--sessions", str(first), str(last)]
        command = [sys.executable, __file__, *words]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        again = f"fuzz_edits.py --language {language} --seed {seed} --sessions"
        for line in map(json.loads, done.stdout.splitlines()):
            first = line.get("session", first)
            made += line.get("edits", 0)
            seconds += line.get("seconds", 0)
            if found := line.get("difference"):
                failures.append(f"{again} {first} {first + 1}: {found}")
        first += 1
        if done.returncode != 0:
            failures.append(f"{again} {first - 1} {first}: ended with {done.returncode}")
    head = f"{language}: {made} edits in {seconds:.0f} s of CPU time, {len(failures)} failures"
    print(head, *failures, sep="\n  ", flush=True)
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
