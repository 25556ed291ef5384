"""The engine: findings in order, fixes applied, suppressions and settings; pure throughout."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_preflight.analysis.analyze import analysis, analyze
from claude_preflight.analysis.edits import apply_fixes, joint_edits
from claude_preflight.analysis.reading import Reading
from claude_preflight.findings import Edit, Finding, Fix, Severity, Span
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document
from claude_preflight.text.source_text import SourceText

SERVER = Path(__file__).parents[2] / "server"
TODAY = date(2026, 8, 1)
OLD, NEW = "claude-opus-4-20250514", "claude-opus-4-8"
NO_SETTINGS = Settings()


def findings(
    text: str | bytes, path: str | None = "a.py", settings: Settings = NO_SETTINGS
) -> tuple[Finding, ...]:
    return analyze(Document.of(text, path), settings, TODAY)


def rules(text: str, path: str | None = "a.py", settings: Settings = NO_SETTINGS) -> list[str]:
    return [finding.rule for finding in findings(text, path, settings)]


def in_steps(text: str, path: str) -> tuple[int, tuple[Finding, ...]]:
    """The number of steps of an analysis, and what it found."""
    steps, count = analysis(Reading(Document.of(text, path)), NO_SETTINGS, TODAY), 0
    while True:
        try:
            next(steps)
        except StopIteration as done:
            return count, done.value
        count += 1


# Snippets for each language, some of them with more than one problem, and some with none.
SNIPPETS = {
    "a.py": (
        f'create(model="{OLD}", max_tokens=200_000, temperature=0.5, top_p=1)\n',
        f'M = "{OLD}"\nN = 200000\n\n\ndef ask(model=M):\n    create(model=model, max_tokens=N)\n',
        'create(\n    model="claude-opus-4-8",\n    max_tokens=400_000,  # all of it\n)\n',
        'create(model="claude-3-7-sonnet-20250219", thinking={"type": "enabled"}, top_k=1)\n',
        f'PRICES = {{"{OLD}": 15, "claude-2.1": 8}}\n',
        f'if model == "{OLD}" or model.startswith("claude-2.1"):\n    pass\n',
        f'def f():\n    """Ask {OLD}."""\n',
        'create(model="claude-sonet-4-6")\n',
        'print("caf\N{LATIN SMALL LETTER E WITH ACUTE} \N{PILE OF POO}")\f\n',
        f'x = f"{OLD}-{{n}}"\n',
    ),
    "a.ts": (
        f'const body = {{ model: "{OLD}", max_tokens: 200000, temperature: 1 }};\n',
        f"const model = `{OLD}`;\nask({{ model, top_p: 1, top_k: 1 }});\n",
        f'type Model = "{OLD}" | "gpt";\n',
        'ask({ model: "claude-opus-4-8", max_tokens: 200_000 }); // more\r\n',
    ),
    "a.json": (
        f'{{"model": "{OLD}", "max_tokens": 200000, "temperature": 1, "top_p": 1}}\n',
        '[{"model": "claude-opus-4-8", "max_tokens": 200000}, {"model": "claude-2.1"}]\n',
    ),
    "a.yaml": (
        f"model: {OLD}\ntemperature: 0.5\nmax_tokens: 200000\n",
        f"a:\n  - model: {OLD}\n    params: {{temperature: 1, top_p: 1}}\n",
        "b:\n  model: claude-opus-4-8\n  max_tokens: 200000 # x\n",
    ),
    "a.toml": (
        f'[a]\nmodel = "{OLD}"\ntemperature = 0.5\nmax_tokens = 200_000\n',
        f'[[b]]\nc = {{ model = "{OLD}", temperature = 0.5, max_tokens = 200_000 }}\n',
    ),
    "a.sh": (f'export MODEL="${{MODEL:-{OLD}}}"\n', f'ask --model={OLD} | grep "{OLD}"\n'),
    ".env": (f"MODEL={OLD}\n", f'# {OLD}\nOTHER_MODEL="{OLD}"\r\n'),
    "a.go": (f'\tModel: "{OLD}",\n', f'\tif strings.HasPrefix(m, "{OLD}") {{\n'),
    "a.md": (f"Ask {OLD}.\n", f"```python\nmodel='{OLD}'\n```\n"),
}
FILES = st.sampled_from(sorted(SNIPPETS)).flatmap(
    lambda path: st.tuples(
        st.just(path),
        st.lists(st.sampled_from(SNIPPETS[path]), min_size=1, max_size=4).map("".join),
    )
)


class TestFindings:
    @given(FILES)
    def test_they_come_in_the_order_of_the_text_and_are_the_same_each_time(
        self, file: tuple[str, str]
    ) -> None:
        path, text = file
        found = findings(text, path)
        assert [one.span for one in found] == sorted(one.span for one in found)
        assert len(found) == len({(one.rule, one.span) for one in found})
        assert found == findings(text, path)

    @given(FILES)
    def test_in_steps_they_are_the_same(self, file: tuple[str, str]) -> None:
        path, text = file
        count, found = in_steps(text, path)
        assert found == findings(text, path)
        assert count > 0 or "laude-" not in text

    @given(FILES)
    def test_the_text_of_a_finding_is_the_text_of_its_span(self, file: tuple[str, str]) -> None:
        path, text = file
        for finding in findings(text, path):
            assert text.encode()[finding.span.start : finding.span.end] == finding.text.encode()

    def test_a_document_is_as_before_after_an_analysis(self) -> None:
        document = Document.of(SNIPPETS["a.py"][0], "a.py")
        data = document.text.data
        assert analyze(document, Settings(), TODAY) == analyze(document, Settings(), TODAY)
        assert document.text.data is data

    def test_one_document_answers_for_each_day_and_settings(self) -> None:
        document = Document.of(f'ask(model="{OLD}")', "a.py")
        (before,) = analyze(document, Settings(), date(2026, 6, 1))
        (after,) = analyze(document, Settings(), TODAY)
        assert (before.rule, after.rule) == ("retiring-model", "retired-model")
        assert analyze(document, Settings(ignore=frozenset({"retired-model"})), TODAY) == ()

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\xff\xfeclaude-\x00",
            b"\x00" * 99,
            b'"claude-2.1\xff"',
            b'"claude-2.1\xed\xa0\xbd"',
        ],
    )
    def test_odd_bytes_are_no_crash(self, data: bytes) -> None:
        for path in (*SNIPPETS, None, "a.bin"):
            findings(data, path)

    def test_a_file_without_a_hit_is_never_parsed(self) -> None:
        code = (
            "import sys, datetime\n"
            "from claude_preflight.analysis.analyze import analyze\n"
            "from claude_preflight.settings import Settings\n"
            "from claude_preflight.syntax.document import Document\n"
            "document = Document.of('model = \"gpt-4o\"  # not claude', 'a.py')\n"
            "assert analyze(document, Settings(), datetime.date(2026, 8, 1)) == ()\n"
            "assert not [name for name in sys.modules if name.startswith('tree_sitter')]\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": str(SERVER)},
            capture_output=True,
            text=True,
        )
        assert done.stderr == ""


class TestFixes:
    @given(FILES)
    def test_after_all_safe_fixes_none_is_left(self, file: tuple[str, str]) -> None:
        path, text = file
        data = text.encode()
        for _ in range(5):
            fixes = [fix for one in findings(data, path) if (fix := one.best_fix())]
            if not fixes:
                break
            data, count = apply_fixes(SourceText.of(data), fixes)
            assert count > 0
        assert [one for one in findings(data, path) if one.best_fix()] == []

    @given(FILES, st.booleans())
    def test_bytes_outside_the_edits_stay(self, file: tuple[str, str], unsafe: bool) -> None:
        path, text = file
        fixes = [fix for one in findings(text, path) if (fix := one.best_fix(unsafe=unsafe))]
        edits, taken = joint_edits(fixes)
        data, count = apply_fixes(SourceText.of(text), fixes)
        assert count == len(taken)
        old, new, position = text.encode(), data, 0
        for edit in edits:
            kept = edit.span.start - position
            assert new[:kept] == old[position : edit.span.start]
            assert new[kept:].startswith(edit.text.encode())
            new, position = new[kept + len(edit.text.encode()) :], edit.span.end
        assert new == old[position:]

    @given(FILES)
    def test_the_edits_of_a_fix_are_in_order_and_do_not_overlap(
        self, file: tuple[str, str]
    ) -> None:
        path, text = file
        for fix in (fix for one in findings(text, path) for fix in one.fixes):
            assert list(fix.edits) == sorted(fix.edits)
            spans = [edit.span for edit in fix.edits]
            assert all(a.end <= b.start for a, b in pairwise(spans))
            assert bool(fix.edits) != bool(fix.setting)

    def test_of_fixes_that_overlap_the_first_is_taken_whole(self) -> None:
        first = Fix("a", (Edit(Span(0, 2), "x"), Edit(Span(6, 7), "y")))
        second = Fix("b", (Edit(Span(3, 4), "u"), Edit(Span(1, 3), "v")))
        assert apply_fixes(SourceText.of("abcdefgh"), [first, second]) == (b"xcdefyh", 1)
        assert apply_fixes(SourceText.of("abcdefgh"), [second, first]) == (b"avuefgh", 1)

    def test_fixes_that_make_the_same_edit_share_it(self) -> None:
        shared = Edit(Span(0, 1), "x")
        fixes = [Fix("a", (shared, Edit(Span(1, 2), "y"))), Fix("b", (shared,))]
        assert apply_fixes(SourceText.of("abc"), fixes) == (b"xyc", 2)

    def test_fixes_side_by_side_are_all_applied(self) -> None:
        fixes = [Fix("a", (Edit(Span(1, 2), "B"),)), Fix("b", (Edit(Span(0, 1), "A"),))]
        assert apply_fixes(SourceText.of("abc"), fixes) == (b"ABc", 2)

    def test_two_insertions_at_one_place_conflict(self) -> None:
        fixes = [Fix("a", (Edit(Span(1, 1), "x"),)), Fix("b", (Edit(Span(1, 1), "y"),))]
        assert apply_fixes(SourceText.of("ab"), fixes) == (b"axb", 1)

    def test_a_fix_without_edits_does_not_count(self) -> None:
        assert apply_fixes(SourceText.of("ab"), [Fix("a")]) == (b"ab", 0)

    def test_bytes_that_are_not_utf_8_stay(self) -> None:
        data = b'\xef\xbb\xbf# \xff\r\nM = "claude-opus-4-20250514"\x00\r'
        fixes = [fix for one in findings(data) if (fix := one.best_fix())]
        assert apply_fixes(SourceText.of(data), fixes)[0] == data.replace(
            OLD.encode(), NEW.encode()
        )


class TestSuppressions:
    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("a.py", f'ask(model="{OLD}")  # claude-preflight: ignore'),
            ("a.py", f'ask(model="{OLD}")  # claude-preflight: ignore[retired-model]'),
            (
                "a.py",
                f'ask(model="{OLD}")  # claude-preflight:ignore[unused-ignore, retired-model]',
            ),
            ("a.py", f'# claude-preflight: ignore[retired-model]\nask(model="{OLD}")'),
            ("a.ts", f'const m = "{OLD}"; // claude-preflight: ignore'),
            ("a.yaml", f"model: {OLD} # claude-preflight: ignore[retired-model]"),
            (".env", f"MODEL={OLD} # claude-preflight: ignore"),
            ("a.md", f"Ask {OLD}. <!-- claude-preflight: ignore -->"),
            ("a.py", f'# claude-preflight: ignore-file\n\nask(model="{OLD}")'),
            ("a.py", f'ask(model="{OLD}")\n\n# claude-preflight: ignore-file[retired-model]\n'),
        ],
    )
    def test_what_a_comment_asks_not_to_report(self, path: str, text: str) -> None:
        assert rules(text, path) == []

    @pytest.mark.parametrize(
        "text",
        [
            f'x = 1  # claude-preflight: ignore[unused-ignore]\nask(model="{OLD}")',
            f'# claude-preflight: ignore[unused-ignore]\n\nask(model="{OLD}")',
            f'ask(model="{OLD}", why="# claude-preflight: ignore")',
            f'ask(model="{OLD}")  # claude-preflight: ignore[max-tokens]',
            f'ask(model="{OLD}")  # claude-preflight: ignore[]',
            f'# claude-preflight: ignore-file[max-tokens]\nask(model="{OLD}")',
            f'ask(model="{OLD}")  # preflight: ignore',
        ],
    )
    def test_what_it_does_not_ask_is_reported(self, text: str) -> None:
        assert [each for each in rules(text) if each != "unused-ignore"] == ["retired-model"]

    def test_a_comment_counts_on_the_line_where_the_finding_starts(self) -> None:
        text = f'create(\n  model="{OLD}",  # claude-preflight: ignore\n  other="{OLD}",\n)'
        assert rules(text) == ["retired-model"]


class TestSettings:
    def test_a_rule_can_be_switched_off(self) -> None:
        text = 'create(model="claude-opus-4-8", max_tokens=200000)\nask("claude-2.1")\n'
        assert rules(text) == ["max-tokens", "retired-model"]
        assert rules(text, settings=Settings(ignore=frozenset({"max-tokens"}))) == ["retired-model"]

    @pytest.mark.parametrize(
        ("pattern", "path", "is_ignored"),
        [
            ("tests/", "tests/a.py", True),
            ("tests/", "src/tests/a.py", True),
            ("/tests/", "src/tests/a.py", False),
            ("*.md", "docs/a.md", True),
            ("docs/**/*.py", "docs/a/b/c.py", True),
            ("*.md", "a.py", False),
            ("*.md", None, False),
        ],
    )
    def test_a_rule_can_be_switched_off_for_some_paths(
        self, pattern: str, path: str | None, is_ignored: bool
    ) -> None:
        quiet = Settings(ignore_in={pattern: frozenset({"retired-model"})})
        expected = [] if is_ignored else ["retired-model"]
        assert rules(f'model: "{OLD}"', path, quiet) == expected
        others = Settings(ignore_in={pattern: frozenset({"max-tokens"})})
        assert rules(f'model: "{OLD}"', path, others) == ["retired-model"]

    def test_severity(self) -> None:
        loud = Settings(severity={"retired-model": Severity.WARNING})
        (finding,) = findings(f'ask("{OLD}")', settings=loud)
        assert finding.severity is Severity.WARNING

    def test_own_replacements(self) -> None:
        own = Settings(replacements={OLD: "claude-sonnet-4-6"})
        (finding,) = findings(f'ask("{OLD}")', settings=own)
        assert [edit.text for edit in finding.fixes[0].edits] == ["claude-sonnet-4-6"]

    def test_own_models(self) -> None:
        """A fact of one's own goes before those of the package."""
        own = Settings(models={NEW: {"max_output_tokens": 500}})
        text = f'create(model="{NEW}", max_tokens=501)'
        assert rules(text) == []
        assert rules(text, settings=own) == ["max-tokens"]
