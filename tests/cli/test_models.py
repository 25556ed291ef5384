from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

TODAY = ("--today", "2026-11-22")


def records(result: Any) -> dict[str, dict[str, Any]]:
    """The models in the output of `--format json`, by their ids."""
    return {record["id"]: record for record in json.loads(result.text)}


def test_the_table(run: Run) -> None:
    result = run("models", *TODAY)
    assert result.code == 0
    assert result.lines[0].split()[:4] == ["MODEL", "STATUS", "RETIRES", "DAYS"]
    (row,) = [line for line in result.lines if line.startswith("claude-3-opus-20240229 ")]
    assert row.split()[1:5] == ["retired", "2026-01-05", "-", "claude-opus-4-8"]
    assert "\x1b" not in result.text


def test_colours(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31mretired" in run("models", *TODAY).text
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("models", *TODAY).text


def test_the_columns_are_aligned(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    lines = run("models", *TODAY).text.split("\n\n")[0].splitlines()
    column = lines[0].index("STATUS")
    assert {line[column - 2 : column] for line in lines} == {"  "}


def test_json(run: Run) -> None:
    opus = records(run("models", "--format", "json", *TODAY))["claude-opus-4-8"]
    assert (opus["status"], opus["retires_on"], opus["replacement"]) == ("active", None, None)
    assert opus["max_output_tokens"] == min(limit["value"] for limit in opus["output_limits"])
    assert all(limit["source"] for limit in opus["output_limits"])


def test_the_day_decides(run: Run) -> None:
    before = records(run("models", "--format", "json", "--today", "2026-01-04"))
    after = records(run("models", "--format", "json", "--today", "2026-01-05"))
    model = "claude-3-opus-20240229"
    assert (before[model]["status"], before[model]["days_left"]) == ("deprecated", 1)
    assert (after[model]["status"], after[model]["days_left"]) == ("retired", None)


def test_retiring_within(run: Run) -> None:
    arguments = ("models", "--format", "json", "--today", "2026-01-01", "--retiring-within")
    assert "claude-3-opus-20240229" not in records(run(*arguments, "3d"))
    soon = records(run(*arguments, "4d"))
    assert "claude-3-opus-20240229" in soon
    assert all(record["days_left"] <= 4 for record in soon.values())


def test_nothing_retires(run: Run) -> None:
    result = run("models", "--retiring-within", "5", "--today", "2030-01-01")
    assert (result.code, result.text) == (0, "No model retires within 5 days.\n")


@pytest.mark.parametrize("days", ["soon", "-1d", "3w", ""])
def test_days_that_are_none(run: Run, days: str) -> None:
    result = run("models", "--retiring-within", days)
    assert result.code == 2
    assert "is not a number of days; write it as 90d." in result.errors


def test_the_settings_of_the_folder_count(run: Run, folder: Path) -> None:
    (folder / "claude-preflight.toml").write_text(
        '[replacements]\n"claude-3-opus-20240229" = "claude-sonnet-4-6"\n'
    )
    models = records(run("models", "--format", "json", *TODAY))
    assert models["claude-3-opus-20240229"]["replacement"] == "claude-sonnet-4-6"


def test_bad_settings(run: Run, folder: Path) -> None:
    (folder / "claude-preflight.toml").write_text("limits = 3\n")
    result = run("models")
    assert result.code == 2
    assert result.errors.startswith("error: ")
    assert "claude-preflight.toml" in result.errors


VOLUME = ("--input-tokens", "50_000_000", "--output-tokens", "2000000")


def test_savings_for_a_volume(run: Run) -> None:
    saved = records(run("models", "--savings", *VOLUME, "--format", "json", *TODAY))
    opus = saved["claude-opus-4-20250514"]
    assert (opus["replacement"], opus["input_tokens"]) == ("claude-opus-4-8", 50_000_000)
    assert (opus["cost"], opus["replacement_cost"], opus["saved"]) == (900, 300, 600)
    assert saved["claude-3-haiku-20240307"]["saved"] < 0
    assert "claude-opus-4-8" not in saved  # nothing takes its place


def test_savings_as_a_table(run: Run) -> None:
    lines = run("models", "--savings", *VOLUME, *TODAY).lines
    assert lines[0] == "For 50,000,000 input and 2,000,000 output tokens, in US dollars:"
    (row,) = [line for line in lines if line.startswith("claude-opus-4-20250514 ")]
    assert row.split()[-4:] == ["900.00", "300.00", "600.00", "67%"]


def test_savings_are_for_a_million_tokens_each_by_default(run: Run) -> None:
    arguments = ("models", "--savings", "--retiring-within", "30d", *TODAY)
    lines = run(*arguments).lines
    assert lines[0] == "For 1,000,000 input and 1,000,000 output tokens, in US dollars:"
    assert [line.split()[0] for line in lines[3:]] == ["claude-sonnet-4-5-20250929"]
    nothing = run(*arguments, "--input-tokens", "0", "--output-tokens", "0").lines
    assert nothing[3].split()[-4:] == ["0.00", "0.00", "0.00", "0%"]
    empty = run("models", "--savings", "--retiring-within", "1d", *TODAY).text
    assert empty == "No model with a replacement and a known price.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--input-tokens", "5"), "add it"),
        (("--savings", "--input-tokens", "-5"), "is not in the range"),
        (("--savings", "--output-tokens", "many"), "is not a valid integer"),
    ],
)
def test_tokens_that_are_none(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run("models", *arguments)
    assert result.code == 2
    assert said in result.errors
