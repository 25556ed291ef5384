"""With the extra `fast` and without it, the same is found in the same texts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from stringzilla import find

from claude_preflight.text.search import holds_any

# Few different bytes, so that words are there, and begin without going on.
TEXTS = st.lists(
    st.sampled_from([b"laud", b"e", b"LAUDE", b"\0", b"\xff", b"an", b"x" * 70]), max_size=40
)
WORDS = st.lists(st.sampled_from([b"laude", b"LAUDE", b"an\0", b"\xff", b"xe", b""]), max_size=4)


@given(TEXTS.map(b"".join), WORDS)
def test_the_extra_finds_what_python_finds(text: bytes, words: list[bytes]) -> None:
    assert [find(text, word) for word in words if word] == [
        text.find(word) for word in words if word
    ]
    assert holds_any(text, words) == any(word in text for word in words)


def test_without_the_extra_the_same_is_reported(tmp_path: Path) -> None:
    texts = [
        b'MODEL = "claude-3-opus-20240229"\n' * 3,
        b"print(1)\n",
        'MODEL = "claude-2.1"\n'.encode("utf-16"),
        'MODEL = "claude-2.1"\n'.encode("utf-32"),
        b"\0claude-2.1\n",
    ]
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.py").write_bytes(text)
    command = "from claude_preflight.cli.main import cli; cli(['check', '--format', 'jsonl'])"
    programs = (command, f"import sys; sys.modules['stringzilla'] = None; {command}")

    with_it, without_it = (
        subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=False
        ).stdout.splitlines()
        for program in programs
    )

    assert with_it == without_it
    paths = {json.loads(line)["path"] for line in with_it[1:]}
    assert paths == {"0.py", "2.py", "3.py"}
