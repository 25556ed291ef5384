"""The article that the product serves: each piece of its advice has a home.

`article_advice.json` lists them in our own words, each with the command that gives it to a user and
with words of what that command prints.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

ADVICE = json.loads(Path(__file__).with_name("article_advice.json").read_text("utf-8"))


@pytest.mark.parametrize("item", ADVICE, ids=lambda item: item["advice"])
def test_the_advice_has_a_home(run: Run, item: dict[str, Any]) -> None:
    today = () if "--help" in item["run"] else ("--today", "2026-11-22")
    result = run(*item["run"], *today)
    assert result.code == 0
    assert [word for word in item["words"] if word not in result.text] == []
