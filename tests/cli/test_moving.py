"""`fix --to MODEL` and `--from ID`: what moves, what stays, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

TODAY = ("--today", "2026-11-26")
RETIRED, RETIRING, ACTIVE = "claude-3-opus-20240229", "claude-sonnet-4-5", "claude-opus-4-7"
TARGET = "claude-opus-5-5"
CALL = 'client.messages.create(model="{}", max_tokens=1024, messages=messages{})\n'


def call(model: str, more: str = "") -> str:
    return CALL.format(model, more)


def moved(run: Run, folder: Path, text: str, *options: str, name: str = "app.py") -> str:
    """A text after `fix` with some options."""
    (folder / name).write_text(text)
    run("fix", name, *TODAY, *options)
    return (folder / name).read_text()


def test_what_has_ended_or_is_about_to_moves(run: Run, folder: Path) -> None:
    text = call(RETIRED) + call(RETIRING) + call(ACTIVE)

    assert moved(run, folder, text, "--to", TARGET) == call(TARGET) * 2 + call(ACTIVE)


def test_a_model_by_name_moves_and_the_others_go_their_way(run: Run, folder: Path) -> None:
    text = call(ACTIVE) + call("claude-opus-4-6") + call(RETIRED)

    after = moved(run, folder, text, "--to", TARGET, "--from", ACTIVE, "--from", "claude-opus-4-6")

    assert after == call(TARGET) * 2 + call("claude-opus-4-8")


@pytest.mark.parametrize("named", [RETIRED, "claude-3-opus-latest", "claude-3-opus@20240229"])
def test_a_model_is_named_in_any_spelling_and_may_have_ended(
    run: Run, folder: Path, named: str
) -> None:
    after = moved(run, folder, call(RETIRED), "--to", TARGET, "--from", named)

    assert after == call(TARGET)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("us.anthropic.claude-opus-4-7", "us.anthropic.claude-opus-5-5"),
        ("bedrock/eu.anthropic.claude-opus-4-7", "bedrock/eu.anthropic.claude-opus-5-5"),
        ("vertex_ai/claude-opus-4-7", "vertex_ai/claude-opus-5-5"),
        ("openrouter/anthropic/claude-opus-4.7", "openrouter/anthropic/claude-opus-5.5"),
    ],
)
def test_an_id_stays_in_its_own_spelling(run: Run, folder: Path, old: str, new: str) -> None:
    assert moved(run, folder, call(old), "--to", TARGET, "--from", ACTIVE) == call(new)


def test_a_request_loses_what_the_model_refuses(run: Run, folder: Path) -> None:
    old = call("claude-opus-4-6", ", temperature=0.5, top_k=5")

    after = moved(run, folder, old, "--to", TARGET, "--from", "claude-opus-4-6")

    assert after == call(TARGET)


def test_a_limit_is_lowered_to_the_model_s(run: Run, folder: Path) -> None:
    old = call("claude-opus-4-8").replace("1024", "100_000")

    after = moved(run, folder, old, "--to", "claude-haiku-4-5", "--from", "claude-opus-4-8")

    assert after == call("claude-haiku-4-5").replace("1024", "64_000")


@pytest.mark.parametrize(
    "more",
    [
        ', thinking={"type": "adaptive"}',
        ", thinking=chosen",
        ', output_config={"effort": level}',
        ", output_config=chosen",
    ],
)
def test_what_is_not_certain_waits_to_be_asked_for(run: Run, folder: Path, more: str) -> None:
    old = call("claude-opus-4-8", more)
    options = ("--to", "claude-haiku-4-5", "--from", "claude-opus-4-8")

    assert moved(run, folder, old, *options) == old
    assert "claude-haiku-4-5" in moved(run, folder, old, *options, "--unsafe")


def test_a_limit_that_is_not_known_may_be_too_high_for_a_smaller_model(
    run: Run, folder: Path
) -> None:
    old = "def ask(n):\n    " + call("claude-opus-4-8").replace("1024", "n")

    assert moved(run, folder, old, "--to", "claude-haiku-4-5", "--from", "claude-opus-4-8") == old
    assert moved(run, folder, old, "--to", TARGET, "--from", "claude-opus-4-8") != old


def test_what_merely_mentions_an_active_model_stays(run: Run, folder: Path) -> None:
    text = (
        f'PRICES = {{"{ACTIVE}": 1, "claude-opus-5": 2, "claude-opus-4-6": 3}}\n'
        f"# {ACTIVE} is fine\n"
        f'is_old = model == "{ACTIVE}"\n'
    )

    assert moved(run, folder, text, "--to", TARGET, "--from", ACTIVE, "--unsafe") == text


def test_what_is_suppressed_stays(run: Run, folder: Path) -> None:
    text = f'OLD = "{RETIRED}"  # claude-preflight: ignore[retired-model]\n'

    assert moved(run, folder, text, "--to", TARGET) == text


def test_a_platform_that_does_not_serve_the_model_is_named_once(run: Run, folder: Path) -> None:
    text = call("us.anthropic.claude-opus-4-7") * 3
    (folder / "app.py").write_text(text)

    result = run("fix", "app.py", *TODAY, "--to", "claude-mythos-5-2", "--from", ACTIVE)

    assert (folder / "app.py").read_text() == text
    note = "note: `claude-mythos-5-2` is not known to be served on Amazon Bedrock, so ids"
    assert result.errors.count(note) == 1
    assert result.lines == ["Nothing to report in 1 file."]


def test_an_ended_model_on_such_a_platform_is_not_moved_elsewhere(run: Run, folder: Path) -> None:
    text = call("us.anthropic.claude-3-opus-20240229-v1:0")
    (folder / "app.py").write_text(text)

    result = run("fix", "app.py", *TODAY, "--to", "claude-mythos-5-2")

    assert (folder / "app.py").read_text() == text
    assert "choose another model, as Claude Mythos 5.2 is not known to be served" in " ".join(
        result.text.split()
    )


def test_what_remains_says_how_it_would_move(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(call("claude-opus-4-8", ", thinking=chosen"))

    result = run("fix", *TODAY, "--to", "claude-haiku-4-5", "--from", "claude-opus-4-8")

    assert result.code == 0
    assert "app.py:1:" in result.lines[0]
    assert (
        "information: Move `claude-opus-4-8` to `claude-haiku-4-5` with --unsafe"
        in (result.lines[0])
    )


def test_a_diff_and_standard_input(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(call(RETIRED))

    diff = run("fix", "--diff", *TODAY, "--to", TARGET)
    assert (diff.code, (folder / "app.py").read_text()) == (1, call(RETIRED))
    assert f"+{call(TARGET)}" in diff.text

    options = (*TODAY, "--stdin-filename", "a.py", "--to", TARGET)
    piped = run("fix", "-", *options, stdin=call(RETIRED).encode())
    assert piped.text == call(TARGET)


def test_notebooks_and_documents_in_others(run: Run, folder: Path) -> None:
    cell = {"cell_type": "code", "source": [call(ACTIVE)], "metadata": {}, "outputs": []}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    options = ("--to", TARGET, "--from", ACTIVE)

    after = moved(run, folder, json.dumps(notebook), *options, name="a.ipynb")
    assert json.loads(after)["cells"][0]["source"] == [call(TARGET)]

    page = f"<script>\nask({{ model: '{ACTIVE}' }});\n</script>\n"
    assert moved(run, folder, page, *options, name="a.html") == page.replace(ACTIVE, TARGET)

    fence = f"```python\n{call(ACTIVE)}```\n"
    assert moved(run, folder, fence, *options, name="a.md") == fence
    assert moved(run, folder, fence, *options, "--unsafe", name="a.md") == (
        fence.replace(ACTIVE, TARGET)
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--to", "claude-opus-9"), "No source knows a model 'claude-opus-9'; did you mean "),
        (
            ("--to", "claude-sonet-4-6"),
            "'claude-sonet-4-6'; did you mean claude-sonnet-4-6 or ",
        ),
        (("--to", "gpt"), "'gpt'; the newest models are claude-"),
        (
            ("--to", RETIRED),
            f"'{RETIRED}' is retired (2026-01-05), so nothing moves to it; did you mean claude-",
        ),
        (("--to", TARGET, "--from", "nothing"), "No source knows a model 'nothing'; "),
        (("--from", ACTIVE), "--from names what moves; name with --to"),
    ],
)
def test_a_model_that_cannot_be_used_is_an_error_and_nothing_is_written(
    run: Run, folder: Path, options: tuple[str, ...], said: str
) -> None:
    (folder / "app.py").write_text(call(RETIRED))

    result = run("fix", *TODAY, *options)

    assert result.code == 2
    assert said in result.errors
    assert (folder / "app.py").read_text() == call(RETIRED)


def test_a_model_is_checked_where_there_is_no_file(run: Run, folder: Path) -> None:
    assert run("fix", str(folder), *TODAY, "--to", "claude-opus-9").code == 2


def test_a_model_of_the_settings_is_one(run: Run, folder: Path) -> None:
    (folder / "claude-preflight.toml").write_text('[models."our-claude"]\n')

    assert moved(run, folder, call(RETIRED), "--to", "our-claude") == call("our-claude")


def test_defaults_that_are_others_are_told_once(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(call(RETIRED) * 2)

    result = run("fix", "app.py", *TODAY, "--to", "claude-opus-5")

    told = f"note: from `{RETIRED}` to `claude-opus-5`: without `thinking`, thinking is `on`"
    assert result.errors.count(told) == 1
    (folder / "app.py").write_text(call("claude-opus-4-6"))
    assert "note:" not in run("fix", "app.py", *TODAY, "--to", "claude-opus-4-7").errors
