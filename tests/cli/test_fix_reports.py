"""What `fix` says that it did: place by place, in three formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from claude_preflight.explanations.markdown import plain

TODAY = ("--today", "2026-11-22")
OLD, NEW = "claude-3-opus-20240229", "claude-opus-4-8"
REQUEST = f"""\
client.messages.create(
    model="{OLD}",
    max_tokens=1024,
    temperature=0.3,
    messages=[],
)
"""
PRICES = f'PRICES = {{"{OLD}": 15}}\n'
PLACES = [
    f"app.py:2:12: {OLD} -> {NEW} [retired-model]",
    "app.py:4:5: temperature=0.3, -> (nothing) [retired-model]",
]


def test_every_place_has_a_line(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(REQUEST)
    result = run("fix", *TODAY)

    assert result.lines == [*PLACES, "Applied 1 fix in 1 file.", "Nothing to report in 1 file."]
    assert result.code == 0


def test_places_are_those_of_the_text_before(run: Run, folder: Path) -> None:
    text = f'# é\nOLD = "{OLD}"; ask(model="claude-haiku-4-5", max_tokens=99999)\n'
    (folder / "app.py").write_text(text, encoding="utf-8")

    assert run("fix", *TODAY).lines[:2] == [
        f"app.py:2:8: {OLD} -> {NEW} [retired-model]",
        f"app.py:2:{text.index('99999') - 3}: 99999 -> 64000 [max-tokens]",
    ]


def test_a_place_in_a_cell_of_a_notebook(run: Run, folder: Path) -> None:
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": [source]}
        for source in ("import os", f'x = 1; MODEL = "{OLD}"')
    ]
    (folder / "a.ipynb").write_text(
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )

    first = run("fix", *TODAY).lines[0]
    assert first == f"a.ipynb:cell 2:1:17: {OLD} -> {NEW} [retired-model]"


def test_no_key_is_printed(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(
        "import requests\n"
        'requests.post("https://api.anthropic.com/v1/messages",'
        ' headers={"Authorization": "Bearer sk-ant-api03-SECRET"},'
        f' json={{"model": "{OLD}", "max_tokens": 5, "messages": []}})\n'
    )
    for format_name in ("text", "jsonl", "markdown"):
        result = run("fix", "--diff", "--unsafe", "--format", format_name, *TODAY)
        assert OLD in result.text
        assert "SECRET" not in result.text + result.errors


def test_json_lines(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(REQUEST + PRICES)
    result = run("fix", "--format", "jsonl", *TODAY)
    model, temperature, remaining = map(json.loads, result.lines)

    assert model == {
        "path": "app.py",
        "cell": None,
        "line": 2,
        "column": 11,
        "end_line": 2,
        "end_column": 33,
        "rule": "retired-model",
        "code": "retired-model",
        "severity": "error",
        "role": "use",
        "reason": "`model` sets a model",
        "message": f"`{OLD}` is retired (2026-01-05): use `{NEW}`.",
        "old": OLD,
        "new": NEW,
        "fix": f"Migrate this request to {NEW} (drops temperature)",
    }
    assert (temperature["line"], temperature["new"]) == (4, "")
    assert remaining["left"] == remaining["hold"] == "it is the key of an entry"
    assert (remaining["line"], remaining["role"]) == (6, "listing")
    assert result.code == 0


def test_json_lines_of_a_file_that_cannot_be_written(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(REQUEST)
    (folder / "app.py").chmod(0o444)
    result = run("fix", "--format", "jsonl", *TODAY)

    assert result.code == 2
    assert [json.loads(line).keys() for line in result.lines] == [{"path", "problem"}]


def test_the_text_of_a_pull_request(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(REQUEST + PRICES)
    result = run("fix", "--format", "markdown", *TODAY)
    title, changes, left, sources = result.text.split("\n## ")

    assert title.startswith(f"# Move {OLD} to {NEW}\n\nclaude-preflight ")
    assert "changed 2 places in 1 of 1 file, by what it knows on 2026-11-22." in title
    assert changes.startswith("Changes\n\n| Place | Before | After | Why |\n")
    assert f"| `app.py:2:12` | `{OLD}` | `{NEW}` | `{OLD}` is retired (2026-01-05)" in changes
    assert "| `app.py:4:5` | `temperature=0.3,` | `(nothing)` |" in changes
    assert "| `app.py:6:12` | " in left
    assert "| it is the key of an entry |" in left
    assert f"- `{OLD}` retired on 2026-01-05: vendor docs, 2026-08-22" in sources
    assert f"- `{NEW}` replaces `{OLD}`: vendor docs, 2026-08-22" in sources
    assert OLD in plain(result.text)
    assert (folder / "app.py").read_text() == (
        REQUEST.replace(OLD, NEW).replace("    temperature=0.3,\n", "") + PRICES
    )


def test_the_title_names_what_there_is(run: Run, folder: Path) -> None:
    def title(text: str, *options: str) -> str:
        (folder / "app.py").write_text(text)
        return run("fix", "--format", "markdown", *TODAY, *options).lines[0]

    assert title("x = 1\n") == "# Nothing to change"
    assert title(PRICES) == "# Nothing to change"
    moved = "".join(f'M = "claude-{name}"\n' for name in ("2.1", "3-haiku-20240307", "opus-4-0"))
    assert title(moved) == "# Move 3 Claude models that are retired or about to be"
    limit = 'ask(model="claude-haiku-4-5", max_tokens=99999)\n'
    assert title(limit) == "# Fix what the Claude API would refuse"


def test_many_places_end_in_a_number(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(f'ask(model="{OLD}")\n' * 130)
    page = run("fix", "--format", "markdown", *TODAY).text

    assert page.count("| `app.py:") == 100
    assert "\n\n30 more.\n" in page


@pytest.mark.parametrize("format_name", ["jsonl", "markdown"])
def test_what_would_be_done(run: Run, folder: Path, format_name: str) -> None:
    (folder / "app.py").write_text(REQUEST)
    would = run("fix", "--diff", "--format", format_name, *TODAY)
    assert (would.code, (folder / "app.py").read_text()) == (1, REQUEST)
    done = run("fix", "--format", format_name, *TODAY)
    assert done.code == 0
    assert would.text.replace("would change", "changed") == done.text


def test_what_remains_is_filtered_and_counts(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(PRICES)
    options = ("fix", "--format", "jsonl", *TODAY, "--severity", "warning")
    assert run(*options).lines == []
    assert run(*options, "--fail-on", "information").code == 1


def test_standard_input(run: Run) -> None:
    arguments = ("fix", "-", "--stdin-filename", "app.py", "--format", "jsonl", *TODAY)
    result = run(*arguments, stdin=REQUEST.encode())
    assert NEW in result.text
    assert [json.loads(line)["new"] for line in result.errors.splitlines()] == [NEW, ""]


def test_a_file_under_two_names_is_told_once(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(REQUEST)
    (folder / "link.py").symlink_to("app.py")
    assert run("fix", "app.py", "link.py", *TODAY).lines[:3] == [
        *PLACES,
        "Applied 1 fix in 1 file.",
    ]
