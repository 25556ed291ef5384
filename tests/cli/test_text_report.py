from __future__ import annotations

import io

import pytest

from claude_preflight.analysis.file_view import FileView, Part
from claude_preflight.cli.reports.excerpt import excerpt
from claude_preflight.cli.reports.text import TextReport
from claude_preflight.findings import Edit, Finding, Fix, Role, Severity, Span
from claude_preflight.safe_text import masked, printable
from claude_preflight.text.source_text import SourceText

KEY = "sk-ant-api03-abc_DEF-123"


def finding_at(span: Span, *fixes: Fix, severity: Severity = Severity.ERROR) -> Finding:
    return Finding("some-rule", "Something is wrong.", span, severity, "m", Role.USE, fixes)


def report(text: str, *findings: Finding, path: str = "a.py", colour: bool = False) -> str:
    stream = io.StringIO()
    printer = TextReport(stream, colour=colour)
    printer.add(path, FileView((Part(SourceText.of(text)),), findings))
    printer.close(1)
    return stream.getvalue()


def marked(line: str, what: str, width: int = 80) -> tuple[str, str]:
    """The excerpt of a line in which a part is marked."""
    start = len(line[: line.index(what)].encode())
    return excerpt(SourceText.of(line), Span(start, start + len(what.encode())), width)


def test_a_finding_with_its_fix() -> None:
    fix = Fix("Write n", (Edit(Span(8, 9), "n"),), safe=True)
    assert report("x\nx = y, m\n", finding_at(Span(9, 10), fix)) == (
        "a.py:2:8: error: Something is wrong. [some-rule]\n"
        " 2 | x = y, m\n"
        "   |        ^\n"
        "   = fix: Write n\n"
        "\n"
        "Found 1 finding in 1 file: 1 error.\n"
        "`claude-preflight fix` repairs 1 of them.\n"
    )


def test_safe_and_unsafe_fixes_are_told_apart() -> None:
    edits = (Edit(Span(0, 1), "n"),)
    findings = (
        finding_at(Span(0, 1), Fix("Unsafe", edits), Fix("Safe", edits, safe=True)),
        finding_at(Span(2, 3), Fix("Perhaps", edits), severity=Severity.WARNING),
        finding_at(Span(2, 3), Fix("Set"), severity=Severity.INFORMATION),
    )
    lines = report("m n\n", *findings).splitlines()
    assert [line.strip() for line in lines if " = " in line or "=" in line[:6]] == [
        "= fix: Safe",
        "= possible fix: Perhaps",
        "= possible fix: Set",
    ]
    assert lines[-2:] == [
        "Found 3 findings in 1 file: 1 error, 1 warning, 1 information.",
        "`claude-preflight fix` repairs 1 of them; `claude-preflight fix --unsafe` changes 1 more.",
    ]


def test_colours_only_where_asked() -> None:
    assert "\x1b[" in report("m", finding_at(Span(0, 1)), colour=True)
    assert "\x1b" not in report("m", finding_at(Span(0, 1)))


def test_nothing_in_a_file_commands_the_terminal() -> None:
    text = report("\x1b[31m\x07\u202em\r\n", finding_at(Span(0, 1)), path="a\x1b[2J\n.py")
    assert not set(text) & set("\x1b\x07\r\u202e")
    assert text.splitlines()[0].startswith("a␛[2J␊.py:1:1: ")


def test_keys_are_masked_in_code_and_message() -> None:
    finding = Finding("r", f"{KEY} is a key.", Span(0, 1), Severity.ERROR, "m")
    text = report(f"m = '{KEY}'\n", finding)
    assert "abc" not in text
    assert text.count("sk-ant-****") == 2


@pytest.mark.parametrize("before", [10, 1990, 2000, 2005, 3000])
def test_a_key_is_masked_wherever_a_long_line_is_cut(before: int) -> None:
    line = f"{KEY}{' ' * before}m{' ' * before}{KEY}"
    for width in (40, 120, 10_000):
        code, _ = marked(line, "m", width)
        assert "abc" not in code
        assert "DEF" not in code


def test_a_mask_keeps_the_length() -> None:
    assert masked(f"a {KEY}.") == f"a sk-ant-{'*' * (len(KEY) - 7)}."


@pytest.mark.parametrize(
    ("line", "code", "mark"),
    [
        ("\tm", "    m", "    ^"),
        ("ab\tm", "ab  m", "    ^"),
        ("模型 = m", "模型 = m", "       ^"),
        ("e\u0301 m", "e\u0301 m", "  ^"),
        ("🙂 m", "🙂 m", "   ^"),
        ("\f\u2028 m", "␌\ufffd m", "   ^"),
    ],
    ids=["tab", "tab stop", "wide", "combining", "astral", "invisible"],
)
def test_the_mark_is_under_the_place(line: str, code: str, mark: str) -> None:
    assert marked(line, "m") == (code, mark)


def test_a_wide_part_is_marked_over_its_width() -> None:
    assert marked("x 模型", "模型") == ("x 模型", "  ^^^^")


def test_bytes_that_are_not_text_take_a_column() -> None:
    assert excerpt(SourceText.of(b"\xff\xff m"), Span(3, 4), 80) == ("\ufffd\ufffd m", "   ^")


def test_an_empty_span_has_a_mark() -> None:
    assert excerpt(SourceText.of("ab"), Span(1, 1), 80) == ("ab", " ^")
    assert excerpt(SourceText.of(""), Span(0, 0), 80) == ("", "^")


def test_a_span_over_lines_is_marked_on_the_first() -> None:
    assert excerpt(SourceText.of("ab\ncd\n"), Span(1, 4), 80) == ("ab", " ^")


@pytest.mark.parametrize("position", [0, 30, 100, 5_000, 99_900])
def test_a_long_line_is_cut_around_the_place(position: int) -> None:
    line = "-" * position + "MODEL" + "-" * (100_000 - position)
    code, mark = marked(line, "MODEL", 60)
    assert len(code) <= 62
    assert [code[i] for i, each in enumerate(mark) if each == "^"] == list("MODEL")
    assert code.startswith("…") == (position > 55)
    assert code.endswith("…")


def test_a_mark_that_is_longer_than_the_line_is_wide() -> None:
    code, mark = marked("-" * 50 + "m" * 500, "m" * 500, 60)
    assert len(code) <= 62
    assert len(mark) <= 60


def test_printable_keeps_one_line() -> None:
    assert printable("a\nb\tc\x7f") == "a␊b␉c␡"
