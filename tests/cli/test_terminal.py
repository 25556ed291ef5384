"""Nothing that a file, its name, a setting or an argument holds commands a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

TODAY = ("--today", "2026-11-22")
ESCAPES = "\x1b[31m\x07\x9b2J\u202e\u2028\u200b\x08"
KEY = "sk-ant-api03-SECRET_-1"
SETTINGS = f"""
[models."claude-3-opus-20240229"]
name = "Opus\\u001b[31m"
retired_on = "2026-01-01"
[models."claude-opus-9\\u001b[2J {KEY}"]
name = "x\\u0007"
[replacements]
"claude-3-opus-20240229" = "claude-opus-9\\u001b[2J {KEY}"
"""


def on_terminal(*arguments: str, stdin: bytes = b"") -> str:
    """What a command writes to a terminal, both streams."""
    main, terminal = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "claude_preflight", *arguments],
        stdin=subprocess.PIPE,
        stdout=terminal,
        stderr=terminal,
        env={**os.environ, "NO_COLOR": "1", "PYTHONUTF8": "1"},
    ) as process:
        os.close(terminal)
        assert process.stdin
        process.stdin.write(stdin)
        process.stdin.close()
        parts = []
        try:
            while part := os.read(main, 1 << 16):
                parts.append(part)
        except OSError:
            pass  # the other end is closed
    os.close(main)
    return b"".join(parts).decode()


def assert_harmless(shown: str) -> None:
    """Neither a control but the ends of lines and tabs, nor a mark of direction, nor a key."""
    assert shown
    assert not [char for char in shown if not char.isprintable() and char not in "\r\n\t"]
    assert "SECRET" not in shown


@pytest.fixture
def hostile(folder: Path) -> Path:
    """A file whose name and text hold escape sequences and a key."""
    # No file system takes more than 255 bytes for a name, and none a slash.
    file = folder / f"a{ESCAPES}\n{KEY}.py"
    file.write_text(
        f'# {ESCAPES} {KEY}\nMODEL = "claude-3-opus-20240229"  # {ESCAPES} {KEY}\n', "utf-8"
    )
    return file


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize(
    "arguments",
    [("check",), ("fix", "--diff"), ("fix", "--severity", "hint"), ("check", "--no-ignore")],
)
def test_names_and_texts(arguments: tuple[str, ...]) -> None:
    shown = on_terminal(*arguments, *TODAY)

    assert_harmless(shown)
    assert "claude-opus-4-8" in shown or "Applied 1 fix" in shown


def test_tabs_and_line_ends_stay_in_a_diff(folder: Path) -> None:
    (folder / "a.py").write_bytes(b'if x:\r\n\tm = "claude-3-opus-20240229"\r\n')

    shown = on_terminal("fix", "--diff", *TODAY)

    assert '\n-\tm = "claude-3-opus-20240229"\r\n+\tm = "claude-opus-4-8"\r\n' in shown


def test_a_fixed_text_on_a_terminal() -> None:
    source = f'# {ESCAPES} {KEY}\nMODEL = "claude-3-opus-20240229"\n'.encode()

    shown = on_terminal("fix", "-", "--stdin-filename", "a.py", *TODAY, stdin=source)

    assert_harmless(shown)
    assert "claude-opus-4-8" in shown


@pytest.mark.parametrize("arguments", [("models",), ("models", "--format", "json"), ("check",)])
def test_own_models(folder: Path, arguments: tuple[str, ...]) -> None:
    (folder / "claude-preflight.toml").write_text(SETTINGS)
    (folder / "a.py").write_text('MODEL = "claude-3-opus-20240229"\n')

    shown = on_terminal(*arguments, *TODAY)

    assert_harmless(shown)
    assert "claude-opus-9" in shown


@pytest.mark.parametrize(
    "settings",
    [
        f'"lim{KEY}\\u001b[31m" = 1\n',
        f'limits = "\\u001b[31m {KEY}"\n',
        f'ignore = ["\\u009b31m {KEY}"]\n',
        f'[severity]\n"\\u001b[31m {KEY}" = "error"\n',
        f'[models."\\u001b {KEY}"]\n"\\u0007{KEY}" = 1\n',
        f'[replacements]\n"\\u001b {KEY}" = "\\u202e"\n',
        f"limits = \x1b {KEY}\n",
    ],
)
def test_settings_that_are_wrong(folder: Path, settings: str) -> None:
    (folder / "claude-preflight.toml").write_text(settings, "utf-8")

    for command in ("check", "models"):
        shown = on_terminal(command, *TODAY)
        assert_harmless(shown)
        assert "error: " in shown


@pytest.mark.parametrize(
    "arguments",
    [
        (f"ch{ESCAPES}",),
        ("check", f"--{ESCAPES}"),
        ("check", f"no such {ESCAPES}\n{KEY}"),
        ("check", "--format", f"{ESCAPES}{KEY}"),
        ("check", "--severity", f"{ESCAPES}{KEY}"),
        ("check", "--today", f"{ESCAPES}{KEY}"),
        ("models", "--retiring-within", f"{ESCAPES}{KEY}"),
        ("models", f"{ESCAPES}{KEY}"),
        ("explain", f"{ESCAPES}{KEY}"),
        ("explain", "429", f"{ESCAPES}{KEY}"),
        ("server", f"{ESCAPES}{KEY}"),
        ("server", "--log-level", f"{ESCAPES}{KEY}"),
    ],
)
def test_arguments_that_are_wrong(arguments: tuple[str, ...]) -> None:
    shown = on_terminal(*arguments)

    assert_harmless(shown)
    assert "rror: " in shown
