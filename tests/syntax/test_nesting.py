"""Texts that nest deeper than a parser can bear are read line by line, and nothing crashes."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest
from tests.syntax.nested import ID, TODAY, USE

from claude_preflight.analysis.analyze import analyze, analyze_reading
from claude_preflight.analysis.incremental import edited
from claude_preflight.analysis.reading import Reading
from claude_preflight.findings import Span
from claude_preflight.settings import Settings
from claude_preflight.syntax import parsing
from claude_preflight.syntax.captures import Capture, CaptureKind
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.languages import LANGUAGES
from claude_preflight.syntax.tree import TreeSyntax
from claude_preflight.text.source_text import Change

WORKER = Path(__file__).with_name("nested.py")
TOO_DEEP = "is nested too deep to parse, so it was read line by line"


def blocks(line: str, depth: int, last: str) -> str:
    """Lines of which each is indented further than the one before."""
    return "".join(" " * level + line + "\n" for level in range(depth)) + " " * depth + last + "\n"


@pytest.mark.parametrize("language", [each.id for each in LANGUAGES])
def test_no_nesting_ends_the_process(language: str) -> None:
    command = [sys.executable, str(WORKER), language, "260"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    *_, last = done.stdout.splitlines()
    assert done.returncode == 0, f"{last}\n{done.stderr}"
    read = [json.loads(line) for line in done.stdout.splitlines()]
    for text, came_of_it in zip(read[::2], read[1::2], strict=True):
        assert not came_of_it["notes"] or ID in came_of_it["found"], text


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.yaml", "- " * 254 + ID),
        ("a.yaml", "? " * 254 + ID),
        ("a.yaml", blocks("a:", 253, f"model: {ID}")),
        ("a.yaml", blocks("a:", 253, f"model: {ID}").replace("\n", "\r\n")),
        ("a.yaml", blocks("-", 253, f"- {ID}")),
        ("a.py", blocks("if x:", 700, f'model = "{ID}"')),
        ("a.py", blocks("if x:", 700, f'model = "{ID}"').replace("    " * 2, "\t")),
        ("a.rst", "\n\n".join(" " * (2 * level) + f"- {ID}" for level in range(128))),
        ("a.rb", f"a = <<~{'A' * 1019}\n{'A' * 1019}\n{USE}"),
        ("a.rb", f"f({', '.join(f'<<~A{n:020}' for n in range(60))})\n{USE}"),
        ("a.json", "[" * 100_000 + f'"{ID}"'),
        ("a.js", "f(" * 100_000 + ")" * 100_000 + USE),
        ("a.java", "x=>" * 10_000 + f'"{ID}"'),
        ("a.java", "a[0] = *" * 5_000 + f'"{ID}"'),
        ("a.c", "x=%" * 10_000 + f'"{ID}"'),
        ("a.cs", "= <let " * 10_000 + f'"{ID}"'),
        ("a.xml", '<a b="c">' * 300 + f'<model name="{ID}"/>' + "</a>" * 300),
        ("a.html", "<p><br><div>" * 300 + f'<b model="{ID}"/>' + "</div>" * 300),
    ],
)
def test_what_nests_too_deep_is_read_line_by_line(path: str, text: str) -> None:
    reading = Reading(Document.of(text, path))
    found = [finding.text for finding in analyze_reading(reading, Settings(), TODAY)]
    assert ID in found
    assert reading.notes == (TOO_DEEP,)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.yaml", blocks("a:", 60, f"model: {ID}")),
        ("a.py", blocks("if x:", 90, f'model = "{ID}"')),
        ("a.json", "[" * 200 + f'"{ID}"' + "]" * 200),
        # Brackets in strings, words that look like here-documents, lines that are set far out.
        ("a.json", "[" + '{"face": ":("},\n' * 2_000 + f'{{"model": "{ID}"}}]'),
        ("a.sh", "f() { case x in a) ;; esac; }\n" * 500 + f'export MODEL="{ID}"\n'),
        ("a.rb", "class A; class <<self; end; end\n" * 200 + f'ask(model: "{ID}")\n'),
        (
            "a.rb",
            "".join(f"a = <<~A{n}\n  x\nA{n}\n" for n in range(200)) + f'ask(model: "{ID}")\n',
        ),
        ("a.c", "int *a = *b, c = *d;\n" * 300 + f'char *model = "{ID}";\n'),
        ("a.cs", "var f = x => x + 1;\n" * 300 + f'var model = "{ID}";\n'),
        # Tags that are closed, or need not be.
        ("a.xml", "<b>" + '<a c="/"/><a c=">" />\n' * 300 + f"<a>{ID}</a></b>"),
        ("a.html", "<br><img src=a><!-- x --><b>x</b>\n" * 300 + f"<b>{ID}</b>"),
        ("a.py", "f(\n" + f"{' ' * 300}x,\n" * 300 + f')\nask(model="{ID}")\n'),
    ],
)
def test_what_people_write_is_parsed(path: str, text: str) -> None:
    reading = Reading(Document.of(text, path))
    (finding,) = analyze_reading(reading, Settings(), TODAY)
    assert (finding.text, reading.notes) == (ID, ())


def test_an_edit_that_nests_a_text_too_deep_is_caught() -> None:
    inner = f'model = "{ID}"\n'
    reading = Reading(Document.of(f"x = [\n]\n{inner}y = 1\nz = 2\n", "a.py"))
    for new in ("[" * 200, "[" * 200, "]" * 400):
        analyze_reading(reading, Settings(), TODAY)
        at = reading.document.text.data.index(b"\n]")
        reading = edited(reading, Change(Span(at, at), new.encode()))
        (finding,) = analyze_reading(reading, Settings(), TODAY)
        fresh = Reading(Document.of(reading.document.text.data, "a.py"))
        assert analyze_reading(fresh, Settings(), TODAY) == (finding,)
        assert reading.notes == fresh.notes


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", "<!--" * 5_000 + USE),
        ("a.swift", "#" * 20_000 + "\n" + USE),  # in one call of the scanner
    ],
)
def test_what_takes_a_parser_too_long_is_read_line_by_line(path: str, text: str) -> None:
    reading = Reading(Document.of(text, path))
    found = [finding.text for finding in analyze_reading(reading, Settings(), TODAY)]
    assert found == [ID]
    assert reading.notes == ("takes too long to parse, so it was read line by line",)


def test_a_parse_of_few_steps_that_take_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "x = [1, 2, 3]\n" * 2_000 + USE
    clock = count()
    monkeypatch.setattr(parsing, "thread_time", lambda: float(next(clock)))
    reading = Reading(Document.of(text, "a.py"))
    found = [finding.text for finding in analyze_reading(reading, Settings(), TODAY)]
    assert found == [ID]
    assert reading.notes == ("takes too long to parse, so it was read line by line",)


def test_no_part_of_a_long_list_is_lost_where_a_slice_of_the_parse_ends() -> None:
    for size in range(3_000, 3_100):
        syntax = Document.of('"a"' + "}" * size + '"a"\n', "a.sh").syntax
        assert isinstance(syntax, TreeSyntax)
        node = syntax.root
        while node.child_count == 1:
            (node,) = node.children
        assert len([*syntax.elements(Capture(CaptureKind.CONTAINER, Span(0, 0), node))]) == size + 2


def test_a_text_is_not_read_as_a_document_in_itself() -> None:
    for path in ("a.json", "a.py", "a.csv", "a.ini", "a.zz", "a.rs", None):
        for text in ('{"model":"claude-2.1', '{"model":"claude-2.1",', '[{"model":"claude-2.1"'):
            analyze(Document.of(text, path), Settings(), TODAY)


def test_documents_in_documents_have_a_depth() -> None:
    text = f'model = "{ID}"\n'
    for level in range(12):
        fence = "`" * (level + 3)
        text = f"{fence}markdown\nlevel {level}\n{text}{fence}\n"
    reading = Reading(Document.of(text, "a.md"))
    (finding,) = analyze_reading(reading, Settings(), TODAY)
    assert finding.text == ID
    assert reading.notes == ("holds documents in documents, read 8 levels deep",)


def test_a_large_file_is_read_line_by_line() -> None:
    reading = Reading(Document.of("x = 1\n" * 200_000 + USE, "a.py"))
    (finding,) = analyze_reading(reading, Settings(), TODAY)
    assert finding.text == ID
    assert reading.notes == ("is larger than 1 MB, so it was read line by line",)
