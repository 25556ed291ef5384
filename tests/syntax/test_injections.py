"""Fixes inside of documents in documents: they change the id, and nothing around it."""

from __future__ import annotations

from datetime import date

import pytest

from claude_preflight.analysis.analyze import analyze
from claude_preflight.analysis.fix_groups import FixGroups
from claude_preflight.analysis.fixing import fix_document
from claude_preflight.findings import Role, Severity
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document

TODAY = date(2026, 8, 1)
OLD, NEW = "claude-3-opus-20240229", "claude-opus-4-8"
# Each text has one id in use, below all that may move it: indentation, escapes, other documents.
CASES = [
    ("a.yaml", "run: |\n    echo é\n    ask --model claude-3-opus-20240229\n"),
    ("a.yaml", "run: >-\n\n  ask\n  --model claude-3-opus-20240229"),
    ("a.yaml", "- run: ask -p '€' --model claude-3-opus-20240229\n"),
    ("a.yaml", 'run: "ask -p \\"é\\" --model \\"claude-3-opus-20240229\\""\n'),
    ("a.yaml", 'data:\r\n  a.json: |\r\n    {\r\n      "llm": "claude-3-opus-20240229"}\r\n'),
    ("a.yaml", "data:\n  a.py: |2\n\n      def f():\n        return 'claude-3-opus-20240229'\n"),
    ("a.yaml", 'body: "{\\"a\\": \\"\\u00e9\\", \\"model\\": \\"claude-3-opus-20240229\\"}"\n'),
    ("a.yaml", "config: |\n  a: 1\n  run: |\n    ask --model claude-3-opus-20240229\n"),
    ("a.html", "<p>é</p>\n  <script>\n    ask('claude-3-opus-20240229')</script>\n"),
    ("a.html", '<p x-data=\'{ a: "é", model: "claude-3-opus-20240229" }\'>\n'),
    ("a.html", '<script type=application/json>\n{"a": "claude-3-opus-20240229"}</script>'),
    ("a.vue", "<A\n  :b=\"{\n    'é': 1,\n    m: 'claude-3-opus-20240229',\n  }\" />\n"),
    ("a.vue", '<p @click="m = `claude-3-opus-20240229`">é</p>'),
    ("a.xml", "<a><!-- é --><m>\n  claude-3-opus-20240229\n</m>&#233;</a>\n"),
    ("a.xml", '<a>é<![CDATA[{"a": "é", "model": "claude-3-opus-20240229"}]]></a>'),
    ("a.tf", 'a = <<-EOT\n    {\n      "é": "${x}", "b": "claude-3-opus-20240229"}\n  EOT\n'),
    ("a.tf", 'a = "{\\"é\\": 1, \\"model\\": \\"claude-3-opus-20240229\\"}"\n'),
    ("a.tf", "a = <<EOF\n#!/bin/sh\necho é\nLLM=claude-3-opus-20240229 ask\nEOF\n"),
    ("a.md", "---\r\na: é\r\nmodel: claude-3-opus-20240229\r\n---\r\n\r\n# claude\r\n"),
    ("a.md", '+++\n[é]\nmodel = "claude-3-opus-20240229"\n+++\n'),
    ("a.yaml", 'run: printf "\\té" | ask --model "claude-3-opus-20240229"\n'),
    ("a.json", '{"scripts": {"a": "ask -p \\"é\\" --model claude-3-opus-20240229"}}'),
    ("a.json", '{"command": "ask --body \'{\\"model\\": \\"claude-3-opus-20240229\\"}\'"}'),
    ("a.toml", '[tasks]\na = "ask -p \\"é\\" --model claude-3-opus-20240229"\n'),
    ("a.toml", 'cmd = """\n  ask\n  MODEL=claude-3-opus-20240229 ask"""\n'),
]


@pytest.mark.parametrize(("path", "text"), CASES)
def test_a_fix_changes_the_id_only(path: str, text: str) -> None:
    fixed = fix_document(Document.of(text, path), Settings(), TODAY)
    assert fixed.document.text.data.decode() == text.replace(OLD, NEW)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.md", "- é\n\n  > ```python\n  > ask('claude-3-opus-20240229')\n  > ```\n"),
        ("a.md", "````md\n~~~yaml\né: 1\nllm: claude-3-opus-20240229\n~~~\n````\n"),
        ("a.yaml", "a:\n  example:\n    é: 1\n    llm: claude-3-opus-20240229\n"),
    ],
)
def test_a_fix_of_an_example_changes_the_id_only(path: str, text: str) -> None:
    fixed = fix_document(Document.of(text, path), Settings(), TODAY, groups=FixGroups(unsafe=True))
    assert fixed.document.text.data.decode() == text.replace(OLD, NEW)


def test_an_example_in_an_example_is_no_quieter() -> None:
    text = "````md\n```python\nask('claude-3-opus-20240229')\n```\n````\n"
    (finding,) = analyze(Document.of(text, "a.md"), Settings(), TODAY)
    assert (finding.role, finding.severity) == (Role.EXAMPLE, Severity.WARNING)


def test_an_example_is_not_fixed_unasked() -> None:
    text = "example: {model: claude-3-opus-20240229}\n"
    fixed = fix_document(Document.of(text, "a.yaml"), Settings(), TODAY)
    assert fixed.document.text.data.decode() == text
