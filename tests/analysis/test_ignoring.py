"""Fixes that add a comment which ignores a finding: in every language, and where there can be none.

What holds of each: the comment silences just the rule, on the line or in the file, and all else
that is found stays.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from tests.facts.cases import Case, cases_in

from claude_preflight import manifests
from claude_preflight.analysis.analyze import analyze, analyze_reading
from claude_preflight.analysis.edits import apply_edits
from claude_preflight.analysis.ignoring import ignored_in_file, ignored_on_line
from claude_preflight.analysis.reading import Reading
from claude_preflight.findings import Finding, Fix
from claude_preflight.pins import NO_PINS, Pins
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.languages import LANGUAGES, language_for

TODAY = date(2026, 11, 26)
OLD = "claude-3-opus-20240229"
LINE = "claude-preflight: ignore[retired-model]"
FILE = "claude-preflight: ignore-file[retired-model]"
CASES = list(cases_in(Path(__file__).parents[1] / "facts" / "roles"))

# A line of each language that has comments, and what a comment on it looks like.
ON_LINES = {
    "a.py": (f'M = "{OLD}"', f'M = "{OLD}"  # {LINE}'),
    "a.js": (f'const m = "{OLD}";', f'const m = "{OLD}";  // {LINE}'),
    "a.ts": (f'const m = "{OLD}";', f'const m = "{OLD}";  // {LINE}'),
    "a.tsx": (f'const m = "{OLD}";', f'const m = "{OLD}";  // {LINE}'),
    "a.go": (f'package a\n\nvar m = "{OLD}"', f'package a\n\nvar m = "{OLD}"  // {LINE}'),
    "A.java": (
        f'class A {{ String m = "{OLD}"; }}',
        f'class A {{ String m = "{OLD}"; }}  // {LINE}',
    ),
    "a.kt": (f'val m = "{OLD}"', f'val m = "{OLD}"  // {LINE}'),
    "a.scala": (f'val m = "{OLD}"', f'val m = "{OLD}"  // {LINE}'),
    "a.cs": (f'var m = "{OLD}";', f'var m = "{OLD}";  // {LINE}'),
    "a.swift": (f'let m = "{OLD}"', f'let m = "{OLD}"  // {LINE}'),
    "a.rs": (f'const M: &str = "{OLD}";', f'const M: &str = "{OLD}";  // {LINE}'),
    "a.cpp": (f'auto m = "{OLD}";', f'auto m = "{OLD}";  // {LINE}'),
    "a.php": (f"<?php\n$m = '{OLD}';", f"<?php\n$m = '{OLD}';  // {LINE}"),
    "a.rb": (f'M = "{OLD}"', f'M = "{OLD}"  # {LINE}'),
    "a.lua": (f'local m = "{OLD}"', f'local m = "{OLD}"  -- {LINE}'),
    "a.sh": (f'MODEL="{OLD}"', f'MODEL="{OLD}"  # {LINE}'),
    "Dockerfile": (f"FROM a\nENV MODEL={OLD}", f"FROM a\n# {LINE}\nENV MODEL={OLD}"),
    "a.sql": (
        f"UPDATE agents SET model = '{OLD}';",
        f"UPDATE agents SET model = '{OLD}';  -- {LINE}",
    ),
    "a.jsonc": (f'{{\n  "model": "{OLD}"\n}}', f'{{\n  "model": "{OLD}"  // {LINE}\n}}'),
    "a.yaml": (f"model: {OLD}", f"model: {OLD}  # {LINE}"),
    "a.toml": (f'model = "{OLD}"', f'model = "{OLD}"  # {LINE}'),
    "a.tf": (f'model = "{OLD}"', f'model = "{OLD}"  # {LINE}'),
    "a.xml": (f"<model>{OLD}</model>", f"<model>{OLD}</model>  <!-- {LINE} -->"),
    ".env": (f"MODEL={OLD}", f"# {LINE}\nMODEL={OLD}"),
    "a.ini": (f"[a]\nmodel = {OLD}", f"[a]\n# {LINE}\nmodel = {OLD}"),
    "a.html": (
        f'<input name="model" value="{OLD}">',
        f'<input name="model" value="{OLD}">  <!-- {LINE} -->',
    ),
    "a.md": (f"We use {OLD} here.", f"We use {OLD} here.  <!-- {LINE} -->"),
    "a.org": (f"We use {OLD} here.", f"# {LINE}\nWe use {OLD} here."),
    "a.adoc": (f"We use {OLD} here.", f"// {LINE}\nWe use {OLD} here."),
}
# Where a comment would be a part of something else, or end it; what stands there if any can.
HARD = [
    ("a.py", f'PROMPT = """\nYou are {OLD}.\n"""', None),
    ("a.py", f'M = \\\n    "{OLD}"', f'M = \\\n    "{OLD}"  # {LINE}'),
    (
        "a.py",
        f'ask(model="{OLD}") + \\\n    tail',
        f'# {LINE}\nask(model="{OLD}") + \\\n    tail',
    ),
    ("a.md", f"Ask `a {OLD}\nb` now.\n", None),
    (
        "a.py",
        f'if a:\n    ask("{OLD}", """\n    """)',
        f'if a:\n    # {LINE}\n    ask("{OLD}", """\n    """)',
    ),
    ("a.py", f'M = "{OLD}"  # mine', f'M = "{OLD}"  # mine  # {LINE}'),
    ("a.py", f'M = "{OLD}"   \n', f'M = "{OLD}"  # {LINE}   \n'),
    ("a.py", f'M = "{OLD}"\r\nN = 1\r\n', f'M = "{OLD}"  # {LINE}\r\nN = 1\r\n'),
    (
        "a.py",
        f'M = "{OLD}"  # claude-preflight: ignore[retries]',
        f'M = "{OLD}"  # claude-preflight: ignore[retries, retired-model]',
    ),
    (
        "a.py",
        f'# claude-preflight: ignore[retries]\nM = "{OLD}"',
        f'# claude-preflight: ignore[retries, retired-model]\nM = "{OLD}"',
    ),
    ("a.py", f'BODY = \'{{"model": "{OLD}"}}\'', f'BODY = \'{{"model": "{OLD}"}}\'  # {LINE}'),
    ("a.js", f"const t = `\n  ask {OLD} now\n`;", None),
    ("a.tsx", f'const a = <p>\n  <Chat model="{OLD}" />\n</p>;', None),
    ("a.go", f"package a\n\nvar t = `\nmodel: {OLD}\n`", None),
    ("a.rb", f"T = <<~A\n  ask {OLD} now\nA", None),
    ("a.php", f"<?php\n$t = <<<A\n  ask {OLD} now\nA;", None),
    ("a.sh", f"llm --model {OLD} \\\n  -p a", f"# {LINE}\nllm --model {OLD} \\\n  -p a"),
    ("a.sh", f"llm \\\n  --model {OLD} \\\n  --prompt a", None),
    ("a.sh", f"cat <<A\nmodel {OLD} is old\nA", None),
    ("Dockerfile", f"FROM a\nRUN llm \\\n  --model {OLD} \\\n  a", None),
    ("a.yaml", f"prompt: |\n  You are {OLD}.\n  Be kind.\n", None),
    ("a.yaml", f"prompt: You\n  are {OLD}\n  and kind.\n", None),
    ("a.yaml", f"run: >\n  llm --model {OLD}\n  --prompt a\n", None),
    ("a.yaml", f"run: |\n  llm --model {OLD}\n", f"run: |\n  llm --model {OLD}  # {LINE}\n"),
    ("a.toml", f'prompt = """\nmodel {OLD}\n"""', None),
    ("a.xml", f'<agent\n  model="{OLD}"\n  name="a"/>', None),
    ("a.html", f'<input\n  value="{OLD}"\n  name="model">', None),
    ("a.md", f"| model |\n|---|\n| {OLD} |\n", None),
    ("a.md", f"```python\nM = '{OLD}'\n```\n", f"```python\nM = '{OLD}'  # {LINE}\n```\n"),
    (
        "a.vue",
        f'<script>\nconst m = "{OLD}";\n</script>',
        f'<script>\nconst m = "{OLD}";  // {LINE}\n</script>',
    ),
    (".env", f'A="\nMODEL={OLD}\n"', None),
    ("a.properties", f"models=a,\\\n  {OLD}", None),
    ("a.json", f'{{"model": "{OLD}"}}', None),
    ("a.csv", f"model,price\n{OLD},15\n", None),
    ("a.zig", f'const m = "{OLD}";', None),
]
IN_FILES = [
    ("a.py", f'M = "{OLD}"', f'# {FILE}\n\nM = "{OLD}"'),
    ("a.py", f'#!/usr/bin/python3\nM = "{OLD}"', f'#!/usr/bin/python3\n# {FILE}\n\nM = "{OLD}"'),
    ("a.py", f'\n# coding: utf-8\nM = "{OLD}"', None),
    ("a.py", f'\ufeffM = "{OLD}"', f'\ufeff# {FILE}\n\nM = "{OLD}"'),
    (
        "a.go",
        f'// Package a asks.\npackage a\n\nvar m = "{OLD}"',
        f'// {FILE}\n\n// Package a asks.\npackage a\n\nvar m = "{OLD}"',
    ),
    ("a.php", f"<?php\n$m = '{OLD}';", f"<?php\n// {FILE}\n\n$m = '{OLD}';"),
    ("a.php", f"<p>Hi</p>\n<?php $m = '{OLD}'; ?>\n", None),
    (
        "a.xml",
        f'<?xml version="1.0"?>\n<model>{OLD}</model>',
        f'<?xml version="1.0"?>\n<!-- {FILE} -->\n\n<model>{OLD}</model>',
    ),
    (
        "a.md",
        f"---\nmodel: {OLD}\n---\nText.\n",
        f"---\nmodel: {OLD}\n---\nText.\n<!-- {FILE} -->\n",
    ),
    (
        "Dockerfile",
        f"# syntax=docker/dockerfile:1\nENV MODEL={OLD}",
        f"# syntax=docker/dockerfile:1\n# {FILE}\n\nENV MODEL={OLD}",
    ),
    (
        "a.html",
        f'<!doctype html>\n<input name="model" value="{OLD}">',
        f'<!doctype html>\n<!-- {FILE} -->\n\n<input name="model" value="{OLD}">',
    ),
    (
        "a.py",
        f'# claude-preflight: ignore-file[retries]\nM = "{OLD}"',
        f'# claude-preflight: ignore-file[retries, retired-model]\nM = "{OLD}"',
    ),
    ("a.rst", f"We use {OLD} here.\n", f".. {FILE}\n\nWe use {OLD} here.\n"),
    ("a.json", f'{{"model": "{OLD}"}}', None),
]


def read(text: str | bytes, path: str) -> tuple[Reading, tuple[Finding, ...]]:
    reading = Reading(Document.of(text, path))
    return reading, analyze_reading(reading, Settings(), TODAY)


def after(text: str, path: str, *, on_line: bool) -> str | None:
    """The text with the fix of its first finding of a retired model; None without one."""
    reading, findings = read(text, path)
    finding = next(each for each in findings if each.rule == "retired-model")
    fix = (ignored_on_line if on_line else ignored_in_file)(reading, finding)
    if fix is None:
        return None
    check(reading, findings, finding, fix, on_line=on_line)
    return apply_edits(reading.document.text, fix.edits).decode()


def check(
    before: Reading, findings: tuple[Finding, ...], ignored: Finding, fix: Fix, *, on_line: bool
) -> None:
    """What is found after a fix is what was found before, but for what it is to silence."""
    text, path = before.document.text, before.document.path or ""
    line = text.line_at(ignored.span.start)
    left = Counter(
        (each.rule, each.text, each.severity)
        for each in findings
        if each.rule != ignored.rule or (on_line and text.line_at(each.span.start) != line)
    )
    _, found = read(apply_edits(text, fix.edits), path)
    assert Counter((each.rule, each.text, each.severity) for each in found) == left


def test_each_language_that_has_comments_is_here() -> None:
    tried = {language_for(path).id for path in ON_LINES}
    commented = {
        each.id for each in LANGUAGES if each.comment and each.comment != ("..", "", False, False)
    }
    assert tried == commented - {"requirements"}
    without = {each.id for each in LANGUAGES if each.comment is None}
    assert without == {"json", "csv", "notebook", "prose", "text"}


@pytest.mark.parametrize("path", ON_LINES)
def test_a_rule_is_ignored_on_a_line_in_the_comments_of_the_language(path: str) -> None:
    text, expected = ON_LINES[path]
    assert after(text, path, on_line=True) == expected


@pytest.mark.parametrize(("path", "text", "expected"), HARD)
def test_a_comment_is_never_a_part_of_something_else(
    path: str, text: str, expected: str | None
) -> None:
    assert after(text, path, on_line=True) == expected


@pytest.mark.parametrize(("path", "text", "expected"), IN_FILES)
def test_a_rule_is_ignored_in_a_file(path: str, text: str, expected: str | None) -> None:
    found = after(text, path, on_line=False)
    if expected is not None or path == "a.json":
        assert found == expected


@pytest.mark.parametrize("case", CASES[::7], ids=str)
def test_whatever_is_ignored_all_else_stays(case: Case) -> None:
    reading, findings = read(case.snippet, case.path)
    for finding in findings[:3]:
        if fix := ignored_on_line(reading, finding):
            check(reading, findings, finding, fix, on_line=True)
        if fix := ignored_in_file(reading, finding):
            check(reading, findings, finding, fix, on_line=False)


@pytest.mark.parametrize(
    ("argument", "stale"), [("temperature=0.2", False), ("stop_sequences=[]", True)]
)
def test_what_depends_on_pins_is_only_stale_where_they_are_known(
    argument: str, *, stale: bool
) -> None:
    text = (
        "import anthropic\n"
        f'c.messages.create(model="claude-haiku-4-5", max_tokens=9, messages=m, {argument})'
        "  # claude-preflight: ignore[outdated-sdk]\n"
    )
    pins = Pins(
        manifests.read("requirements.txt", b"anthropic>=0.90", frozenset({"pypi/anthropic"}))
    )

    def found(known: Pins) -> set[str]:
        findings = analyze(Document.of(text, "a.py"), Settings(), TODAY, known)
        return {finding.rule for finding in findings} & {"outdated-sdk", "unused-ignore"}

    assert found(pins) == ({"unused-ignore"} if stale else set())
    assert found(NO_PINS) == set()
