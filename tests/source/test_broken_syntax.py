"""Half-typed files: what stands around a slip is read as if the slip were not there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from claude_preflight.engine import analyze
from claude_preflight.findings import Role
from claude_preflight.settings import Settings
from claude_preflight.source.document import Document

TODAY = date(2026, 8, 1)
SCRIPT = """const reply = await client.messages.create({
  model: "claude-opus-4-20250514",
  max_tokens: 200000,
});
"""
# What is read, in each language with a grammar: a request whose model and limit both change.
SOUND = {
    "app.py": 'reply = create(\n    model="claude-opus-4-20250514",\n    max_tokens=200_000,\n)\n',
    "app.js": SCRIPT,
    "app.ts": SCRIPT,
    "app.tsx": SCRIPT,
    "app.rb": 'reply = create(\n  model: "claude-opus-4-20250514",\n  max_tokens: 200_000\n)\n',
    "app.php": '<?php\ncreate([\n  "model" => "claude-opus-4-20250514",\n  "limit" => 9,\n]);\n',
    "a.json": '{"a": 1,\n "llm": {"model": "claude-opus-4-20250514", "max_tokens": 200000}}\n',
    "a.yaml": "llm:\n  model: claude-opus-4-20250514\n  max_tokens: 200000\n",
    "a.toml": '[llm]\nmodel = "claude-opus-4-20250514"\nmax_tokens = 200000\n',
    "a.sh": 'MODEL="claude-opus-4-20250514"\n',
}
SCRIPT_SLIPS = (
    "x = (1, 2",
    'x = "abc',
    "y = [",
    "function f(",
    "x.",
    "x = `abc",
    "if (x",
    "f({ a:",
)
SLIPS = {
    "app.py": ("x = (1, 2", 'x = "abc', "y = [", "x.", "if x", "class A:", "for i in", "f(a="),
    "app.js": SCRIPT_SLIPS,
    "app.ts": SCRIPT_SLIPS,
    "app.tsx": (*SCRIPT_SLIPS, "const a = <div"),
    "app.rb": ("x = (1, 2", 'x = "abc', "y = [", "x.", "if x", "class A", "foo do |x|", "f(a:"),
    "app.php": ("<?php\n$x = (1, 2", '<?php\n$x = "abc', "<?php\n$x->", "<?php\nclass A {"),
    "a.json": ('{"a":', '{"a": "abc', "[1, 2", '{"a"', "{"),
    "a.yaml": ("a: [1, 2", 'a: "abc', "a: {b: 1", "a:", "- x"),
    "a.toml": ("a = [1, 2", 'a = "abc', "[x", "a ="),
    "a.sh": ('x="abc', 'if [ -z "$x"; then', "x=$(ls", "for i in"),
}


def slips() -> Iterator[object]:
    for path, lines in SLIPS.items():
        for line in lines:
            for where in ("above", "below"):
                yield pytest.param(path, line, where, id=f"{path}-{where}-{line}")


@pytest.mark.parametrize(("path", "slip", "where"), list(slips()))
def test_a_slip_above_or_below_hides_nothing(path: str, slip: str, where: str) -> None:
    sound = SOUND[path]
    snippet = f"{slip}\n{sound}" if where == "above" else f"{sound}{slip}\n"
    (finding,) = analyze(Document.of(snippet, path), Settings(), TODAY)
    assert (finding.rule, finding.text) == ("retired-model", "claude-opus-4-20250514")
    assert finding.role is Role.USE


@pytest.mark.parametrize(
    ("path", "snippet"),
    [
        ("app.py", 'create(model="claude-opus-4-20250514", max_tokens=\n'),
        ("app.py", 'create(model="claude-opus-4-20250514",\n'),
        ("app.py", 'create(max_tokens=1, model="claude-opus-4-20250514"\n\nx = 1\n'),
        ("app.py", 'def f(model="claude-opus-4-20250514"\n'),
        ("app.js", 'create({ model: "claude-opus-4-20250514", max_tokens: \n'),
        ("a.json", '{"model": "claude-opus-4-20250514", "max_tokens": \n'),
        ("a.json", '{"model": "claude-opus-4-20250514"\n'),
        ("a.yaml", "llm: {model: claude-opus-4-20250514\n"),
        ("a.yaml", "{{- if .Values.on }}\nmodel: claude-opus-4-20250514\n{{- end }}\n"),
        ("a.toml", '[llm]\nmodel = "claude-opus-4-20250514"\nmax_tokens = \n'),
        ("a.sh", 'ask --model "claude-opus-4-20250514" $(\n'),
    ],
)
def test_a_half_typed_request_is_a_use_of_its_model(path: str, snippet: str) -> None:
    (finding,) = analyze(Document.of(snippet, path), Settings(), TODAY)
    assert (finding.rule, finding.role) == ("retired-model", Role.USE)
