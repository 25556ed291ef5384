"""Keys are masked however they are written, and nothing else is."""

from __future__ import annotations

import pytest

from claude_preflight.safe_text import masked

SECRET = "Zq9XyWvUtSrQpOnMlKjIh_-A"


@pytest.mark.parametrize(
    "key",
    [
        *(f"sk-ant-{kind}-{SECRET}" for kind in ("api03", "admin01", "oat01", "ort01", "sid01")),
        f"SK-ANT-API03-{SECRET}",
        f"sk%2Dant%2dapi03%2D{SECRET}",
        rf"sk\u002dant\u002Dapi03\u002d{SECRET}",
        rf"sk\\u002dant\\u002dapi03\\u002d{SECRET}",
        rf"sk\x2dant\x2dapi03\x2d{SECRET}",
        f"sk-ant-api03-%2B{SECRET}",
        f'sk-ant-" + "api03-{SECRET}',
        f"sk-ant-' 'api03-' . '{SECRET}",
        f'sk-" "ant-api03-" "{SECRET}',
        rf"sk-ant-api03-\" + \"{SECRET}",
    ],
)
def test_the_secret_part_of_a_key_is_masked(key: str) -> None:
    shown = masked(f'ask("{key}", model="claude-2.1")')
    assert SECRET not in shown
    assert shown.endswith('*", model="claude-2.1")')
    assert len(shown) == len(f'ask("{key}", model="claude-2.1")')


@pytest.mark.parametrize(
    "text",
    [
        "An Anthropic key begins with sk-ant-, as in `sk-ant-...`.",
        'key = "sk-ant-" + rest; model = "claude-2.1"',
        '["sk-ant-", "claude-2.1"]',
        "task-ant, disk-antenna",
    ],
)
def test_what_is_no_key_is_shown(text: str) -> None:
    assert masked(text) == text
