from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

TODAY = ("--today", "2026-11-22")


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("retired-model", "retired"),
        ("claude-3-opus-20240229", "claude-opus-4-8"),
        ("429", "rate_limit_error"),
        ("overloaded_error", "529"),
        ("RateLimitError", "429"),
        ("TIMEOUT", "timeout"),
    ],
)
def test_topics_are_markdown_in_a_pipe(run: Run, topic: str, words: str) -> None:
    result = run("explain", topic, *TODAY)
    assert result.code == 0
    assert words in result.text
    assert "\x1b" not in result.text


def test_as_a_program(run_program: Run) -> None:
    result = run_program("explain", "529")
    assert result.code == 0
    assert result.text.strip()


def test_the_example_is_in_the_language(run: Run) -> None:
    python = run("explain", "429", "--language", "python").text
    typescript = run("explain", "429", "--language", "typescript").text
    assert "```python" in python
    assert "```typescript" in typescript
    assert "```python" not in typescript


def test_colours_bring_the_layout(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    result = run("explain", "429")
    assert "\x1b[" in result.text
    assert "```" not in result.text


@pytest.mark.parametrize(
    ("topic", "near"),
    [
        ("retired-modle", "retired-model"),
        ("overloadederror", "overloaded_error"),
        ("claude-3-opus-20240228", "claude-3-opus-20240229"),
    ],
)
def test_an_unknown_topic_with_a_near_one(run: Run, topic: str, near: str) -> None:
    result = run("explain", topic)
    assert (result.code, result.output) == (2, b"")
    assert result.errors.startswith(f"error: Nothing is known about '{topic}'; did you mean ")
    assert near in result.errors


def test_an_unknown_topic(run: Run) -> None:
    result = run("explain", "zebra")
    assert result.code == 2
    assert result.errors == (
        "error: Nothing is known about 'zebra'; name a rule, a model id or an error.\n"
    )


LINE = (
    "anthropic.BadRequestError: Error code: 400 - {'type': 'error', 'error': {'type': "
    "'invalid_request_error', 'message': 'prompt is too long: 9 tokens > 8 maximum'}}"
)


@pytest.mark.parametrize("arguments", [(LINE,), ("--", LINE), LINE.split(" ")])
def test_a_pasted_line_as_one_argument_or_several(run: Run, arguments: tuple[str, ...]) -> None:
    result = run("explain", *TODAY, *arguments)
    assert result.code == 0
    assert result.text.startswith("### 400 Bad Request — Context Length Exceeded")
    assert result.lines[-1] == "In the error reference: 400-context"


def test_a_traceback_on_standard_input(run_program: Run) -> None:
    traceback = f'Traceback (most recent call last):\n  File "a.py", line 529, in ask\n{LINE}\n'
    result = run_program("explain", "-", stdin=traceback.encode())
    assert (result.code, result.lines[-1]) == (0, "In the error reference: 400-context")


def test_of_a_long_input_the_end_is_read(run: Run) -> None:
    result = run("explain", "-", stdin=b"anthropic 529\xff\n" * 200_000 + LINE.encode())
    assert result.lines[-1] == "In the error reference: 400-context"


@pytest.mark.parametrize(
    "topic", ["529", "overloaded_error", "OverloadedError", "ramp_limit_exceeded"]
)
def test_the_ids_of_the_entries_stand_at_the_end(run: Run, topic: str) -> None:
    assert run("explain", topic).lines[-1].startswith("In the error reference: ")


@pytest.mark.parametrize(
    "text",
    [
        "listening on port 429",
        "429 files",
        "x\ny at line 529",
        "Invocation of model ID amazon.nova-2-lite-v1:0 with on-demand throughput isn't supported.",
        "",
    ],
)
def test_a_pasted_text_that_is_no_error(run: Run, text: str) -> None:
    result = run("explain", text)
    assert (result.code, result.output) == (2, b"")
    assert result.errors.startswith("error: Nothing is known about ")
    assert "\n" not in result.errors.rstrip("\n")


def test_a_finding_is_explained_by_its_rule(run: Run, folder: Path) -> None:
    (folder / "a.py").write_text('f(model="claude-3-opus-20240229", max_tokens=9)\n')
    line = run("check", "a.py", *TODAY).lines[0]
    assert run("explain", line).text == run("explain", "retired-model").text


def test_a_key_in_a_pasted_text_is_not_told(run: Run) -> None:
    key = "sk-ant-api03-abcdefghijklmnop"
    for text in (f"zebra {key}", f"529 Overloaded {key}"):
        result = run("explain", text)
        assert "abcdefgh" not in result.text + result.errors


def test_a_topic_is_needed(run: Run) -> None:
    assert run("explain").code == 2
