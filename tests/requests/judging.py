"""What the safe fixes do to a request, and whether that is right by the oracle."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

import tree_sitter
from tests.requests.oracle import (
    TODAY,
    Duty,
    candidates,
    duty,
    lowered,
    may_be_dropped,
    refusing,
)
from tests.requests.reading_back import read_back
from tests.requests.samples import PAIRS, Sample, is_unknown_in, samples
from tests.requests.writing import Dialect, Way

from claude_preflight.analysis.fixing import fix_document
from claude_preflight.findings import Finding, Severity
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.languages import grammar

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_PARSERS: Mapping[str, Callable[[str], object]] = {
    ".py": ast.parse,
    ".json": json.loads,
    ".toml": tomllib.loads,
}
# The SDKs that reckon how long an answer takes, and what they wait for without a stream.
_WAITERS = ("Python", "TypeScript", "Go", "Ruby")
_MOST_TOKENS = 21_333
_HAS_TIMEOUT = re.compile("timeout", re.IGNORECASE)
_ESCAPED_OBJECT = re.compile(r"""(?<=["']){(?=\\")""")
_OBJECT = re.compile(r"""(?<=["']){(?=")""")

Pair = tuple[str, str]
"""A dialect and a way of writing, by their names."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A request, the text that safe fixes leave, and why that is wrong, where it is."""

    sample: Sample
    after: str
    duty: Duty
    wrong: str = ""

    @property
    def is_fixed(self) -> bool:
        return self.after != self.sample.written.text

    @property
    def left(self) -> dict[str, object]:
        """The parameters that the text still sets."""
        return read_back(self.sample.dialect, self.after, self.sample.parameters)

    def __str__(self) -> str:
        title = f"{self.sample.dialect.name}: {self.sample.title}"
        return f"{title}: {self.wrong or self.duty.value}\n{self.after}"


@cache
def verdicts(pair: Pair, *, all_models: bool) -> tuple[Verdict, ...]:
    """The verdicts on the requests of a dialect in a way."""
    dialect, way = _pairs()[pair]
    return tuple(map(judge, samples(dialect, way, all_models=all_models)))


def judge(sample: Sample) -> Verdict:
    """Apply the safe fixes to a request and look at what they leave."""
    document = Document.of(sample.written.text, sample.written.path)
    fixed = fix_document(document, sample.settings, TODAY)
    after = fixed.document.text.data.decode()
    due = duty(sample.successor, sample.parameters)
    if due is Duty.MUST and asks_for_too_long_an_answer(sample):
        due = Duty.MAY
    if after == sample.written.text:
        return Verdict(sample, after, due)
    wrong = next(chain(faults(sample, after), found(fixed.remaining)), "")
    return Verdict(sample, after, due, wrong)


def asks_for_too_long_an_answer(sample: Sample) -> bool:
    """Whether the SDK does not wait for so many tokens, so that no move makes the request work."""
    asked = lowered(sample.successor, sample.parameters.get("max_tokens"))
    waits = sample.dialect.name.endswith(_WAITERS) and not _HAS_TIMEOUT.search(sample.written.text)
    return waits and isinstance(asked, int) and asked > _MOST_TOKENS


def faults(sample: Sample, after: str) -> Iterator[str]:
    """What is wrong with a text that fixes leave of a request, by the oracle."""
    new = sample.successor
    if not parses(after, sample.written.path):
        yield "it does not parse"
    if sample.way is Way.JSON_STRING and not holds_json(after):
        yield "the string in it is no JSON"
    if sample.old in after or after.count(new.text) != 1:
        yield f"it does not name {new.text}"
    if duty(new, sample.parameters) is Duty.MUST_NOT:
        yield "it depends on a value that is not known"
    left = read_back(sample.dialect, after, sample.parameters)
    for each in candidates(left):
        for rule in refusing(new, each):
            yield f"it is refused by {rule.id}"
    if lost := set(sample.parameters) - set(left) - may_be_dropped(new, sample.parameters):
        yield f"it has lost {', '.join(sorted(lost))}"
    for name, value in left.items():
        if not _may_become(sample.parameters[name], value, name):
            yield f"{name} has become {value}"


def found(findings: tuple[Finding, ...]) -> Iterator[str]:
    """Those of our own findings that must not be left."""
    for finding in findings:
        if finding.severity is Severity.ERROR or (
            finding.severity is Severity.WARNING and "sources disagree" not in finding.message
        ):
            yield f"we find {finding.rule}: {finding.message}"


def _may_become(before: object, after: object, name: str) -> bool:
    """Whether a fix may change a value so: it lowers a limit, and changes nothing else."""
    if name == "max_tokens" and isinstance(before, int) and isinstance(after, int):
        return 0 < after <= before
    return before == after


def is_lowered_too_far(verdict: Verdict) -> bool:
    """Whether an output limit is lower than what was asked, and than the vendor's limit."""
    asked, left = verdict.sample.parameters["max_tokens"], verdict.left.get("max_tokens")
    if not isinstance(asked, int) or not isinstance(left, int):
        return False
    return left < int(str(lowered(verdict.sample.successor, asked)))


def parses(text: str, path: str) -> bool:
    """Whether a file is as its language wants it, by the grammar and where we can by a parser."""
    document = Document.of(text, path)
    tree = tree_sitter.Parser(grammar(document.language)).parse(document.text.data)
    if tree.root_node.has_error:
        return False
    read = _PARSERS.get(Path(path).suffix, str)
    try:
        read(text)
    except (SyntaxError, ValueError):
        return False
    return True


@cache
def _pairs() -> dict[Pair, tuple[Dialect, Way]]:
    return {(dialect.name, way.value): (dialect, way) for dialect, way in PAIRS}


def holds_json(text: str) -> bool:
    """Whether the first object in quotes is JSON, once its quotes have no backslashes.

    They have all of them, or none.
    """
    bare = text.replace('\\"', '"') if _ESCAPED_OBJECT.search(text) else text
    start = _OBJECT.search(bare)
    try:
        json.JSONDecoder().raw_decode(bare, start.start() if start else 0)
    except ValueError:
        return False
    return start is not None


def refused(asked: Iterable[Verdict]) -> Iterator[Verdict]:
    """Those in which all is known, and what a fix leaves is wrong."""
    return (each for each in asked if each.wrong and not is_unknown_in(each.sample.parameters))


def uncertain(asked: Iterable[Verdict]) -> Iterator[Verdict]:
    """Those in which something is not known, and what a fix leaves is wrong."""
    return (each for each in asked if each.wrong and is_unknown_in(each.sample.parameters))


def unmoved(asked: Iterable[Verdict]) -> Iterator[Verdict]:
    """Those that have no safe fix, though the successor accepts the rest."""
    return (each for each in asked if each.duty is Duty.MUST and not each.is_fixed)
