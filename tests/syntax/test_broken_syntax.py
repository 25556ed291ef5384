"""Half-typed files: what stands around a slip is read as if the slip were not there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from claude_preflight.analysis.analyze import analyze
from claude_preflight.findings import Role
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document

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
    "a.go": (
        "func ask() Params {\n\treturn Params{\n"
        '\t\tModel:     "claude-opus-4-20250514",\n\t\tMaxTokens: 200000,\n\t}\n}\n'
    ),
    "A.java": (
        "class A {\n    Params ask() {\n        return Params.builder()\n"
        '            .model("claude-opus-4-20250514")\n            .maxTokens(200000)\n'
        "            .build();\n    }\n}\n"
    ),
    "a.kt": (
        'fun ask() = Request(\n    model = "claude-opus-4-20250514",\n    maxTokens = 200000,\n)\n'
    ),
    "a.scala": (
        "object A {\n  def ask() = Request(\n"
        '    model = "claude-opus-4-20250514",\n    maxTokens = 200000\n  )\n}\n'
    ),
    "a.cs": (
        "class A {\n    Request Ask() => new Request {\n"
        '        Model = "claude-opus-4-20250514",\n        MaxTokens = 200000,\n    };\n}\n'
    ),
    "a.swift": 'let reply = ask(\n    model: "claude-opus-4-20250514",\n    maxTokens: 200000\n)\n',
    "a.rs": (
        "fn ask() -> Request {\n    Request {\n"
        '        model: "claude-opus-4-20250514".into(),\n        max_tokens: 200000,\n    }\n}\n'
    ),
    "a.cpp": (
        "Request ask() {\n    return {\n"
        '        .model = "claude-opus-4-20250514",\n        .max_tokens = 200000,\n    };\n}\n'
    ),
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
    "a.go": ("var x = (1, 2", 'var x = "abc', "type B struct {", "x.", "func f(", "f(a,"),
    "A.java": ("int x = (1, 2", 'var x = "abc', "class B {", "x.", "void f(", "if (x", "@A("),
    "a.kt": ("val x = (1, 2", 'val x = "abc', "class B {", "x.", "fun f(", "if (x", "f(a ="),
    "a.scala": ("val x = (1, 2", 'val x = "abc', "class B {", "x.", "def f(", "if (x", "f(a ="),
    "a.cs": ("int x = (1, 2", 'var x = "abc', "class B {", "x.", "void F(", "if (x", "f(a:"),
    "a.swift": ("let x = (1, 2", 'let x = "abc', "class B {", "x.", "func f(", "if x", "f(a:"),
    "a.rs": ("let x = (1, 2", 'let x = "abc', "impl B {", "x.", "fn f(", "if x", "f(a,"),
    "a.cpp": ("int x = (1, 2", 'auto x = "abc', "class B {", "x.", "void f(", "if (x", "#if X"),
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
        ("a.json5", "{'model': 'claude-opus-4-20250514', n: 1,}\n"),
        ("a.yaml", "llm: {model: claude-opus-4-20250514\n"),
        ("a.yaml", "{{- if .Values.on }}\nmodel: claude-opus-4-20250514\n{{- end }}\n"),
        ("a.toml", '[llm]\nmodel = "claude-opus-4-20250514"\nmax_tokens = \n'),
        ("a.sh", 'ask --model "claude-opus-4-20250514" $(\n'),
        ("a.go", 'var x = Params{Model: "claude-opus-4-20250514", MaxTokens: \n'),
        ("a.go", 'func f() {\n\tAsk(ctx, "claude-opus-4-20250514",\n'),
        ("A.java", 'class A { B b = B.builder().model("claude-opus-4-20250514").maxTokens(\n'),
        ("A.java", 'class A { B b = Map.of("model", "claude-opus-4-20250514",\n'),
        ("a.kt", 'val x = Request(model = "claude-opus-4-20250514", maxTokens = \n'),
        ("a.kt", 'val x = mapOf("model" to "claude-opus-4-20250514",\n'),
        ("a.scala", 'val x = Request(model = "claude-opus-4-20250514", maxTokens = \n'),
        ("a.scala", 'val x = Json.obj("model" -> "claude-opus-4-20250514",\n'),
        ("a.cs", 'var x = new Request { Model = "claude-opus-4-20250514", MaxTokens = \n'),
        ("a.cs", 'Ask(model: "claude-opus-4-20250514",\n'),
        ("a.swift", 'ask(model: "claude-opus-4-20250514", maxTokens: \n'),
        ("a.rs", 'let x = Request { model: "claude-opus-4-20250514".into(), max_tokens: \n'),
        ("a.rs", 'let x = json!({"model": "claude-opus-4-20250514",\n'),
        ("a.cpp", 'Request x{.model = "claude-opus-4-20250514", .max_tokens = \n'),
        ("a.cpp", 'json x = {{"model", "claude-opus-4-20250514"},\n'),
    ],
)
def test_a_half_typed_request_is_a_use_of_its_model(path: str, snippet: str) -> None:
    (finding,) = analyze(Document.of(snippet, path), Settings(), TODAY)
    assert (finding.rule, finding.role) == ("retired-model", Role.USE)


def test_the_arms_of_a_conditional_are_used_in_a_line_without_a_grammar() -> None:
    text = 'x = deep ? "claude-3-opus-20240229" : "claude-2.1"\n'
    findings = analyze(Document.of(text, "a.dart"), Settings(), TODAY)
    assert [finding.role for finding in findings] == [Role.USE, Role.USE]


@pytest.mark.parametrize(
    ("path", "snippet"),
    [
        ("app.py", b'model = get("\xe9", "claude-3-opus-20240229")\n'),
        ("app.js", b'const model = f("\xe9")["env"]("MODEL", "claude-3-opus-20240229");\n'),
        ("a.go", b'var s = f("\xe9", "x")\nvar m = getEnv("\xe9", "claude-3-opus-20240229")\n'),
        ("A.java", b'class A { B b = f("\xe9").get("\xe9", "claude-3-opus-20240229"); }\n'),
        ("a.kt", b'val s = "\xe9".x()\nval m = f("\xe9").get("claude-3-opus-20240229")\n'),
        ("a.scala", b'val s = "\xe9".x\nval m = f("\xe9").get("claude-3-opus-20240229")\n'),
        ("a.cs", b'f("\xe9").Get("claude-3-opus-20240229"); s += "claude-3-opus-20240229\xe9";\n'),
        ("a.swift", b's += "claude-3-opus \xe9"\nask("claude-3-opus-20240229")\n'),
        ("a.rs", b'fn f() { "\xe9".x(); "claude-3-opus-20240229".y(); }\n'),
        ("a.cpp", b'#define E "\xe9"\n#define MODEL "claude-3-opus-20240229" // \xe9\n'),
    ],
)
def test_bytes_that_are_not_utf_8_do_no_harm(path: str, snippet: bytes) -> None:
    (finding,) = analyze(Document.of(snippet, path), Settings(), TODAY)
    assert (finding.rule, finding.role) == ("retired-model", Role.USE)
