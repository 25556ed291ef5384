"""What a literal stands for, without what its language writes around it."""

from __future__ import annotations

import pytest

from claude_preflight.findings import Span
from claude_preflight.syntax.literals import content
from claude_preflight.text.source_text import SourceText


@pytest.mark.parametrize(
    "literal",
    [
        '"a"',
        "'a'",
        "`a`",
        '"""a"""',
        "'''a'''",
        'r"a"',
        'u8"a"',
        '@"a"',
        '$"a"',
        '$@"a"',
        '#"a"#',
        '##"a"##',
        'r#"a"#',
        'br##"a"##',
        '""""a""""',
        '"a"u8',
        '"a"  ',
        'R"(a)"',
        'LR"(a)"',
        'R"json(a)json"',
        "a",
        '"""\n    a\n    """',
    ],
)
def test_content(literal: str) -> None:
    text = SourceText.of(literal.encode())
    assert text.slice(content(text, Span(0, len(text.data)))) == "a"


@pytest.mark.parametrize("literal", ['"a', '#"a"', '"a"x', "a b"])
def test_what_is_no_literal_is_its_own_content(literal: str) -> None:
    text = SourceText.of(literal.encode())
    assert text.slice(content(text, Span(0, len(text.data)))) == literal
