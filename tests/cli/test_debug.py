"""`claude-preflight debug FILE:LINE`: what was seen on a line, and which decider has spoken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from claude_preflight.facts.roles import DECIDERS

CALL = """\
MODEL = "claude-3-opus-20240229"

def ask(client, question):
    return client.messages.create(model=MODEL, max_tokens=1024, messages=question)
"""
NESTED = """\
package a

var models = []Model{
	{Name: "claude-2.1", Config: Config{ModelName: "claude-2.1"}},
	{Name: "claude-2.0", Config: Config{ModelName: "claude-2.0"}},
	{Name: "claude-instant-1.2", Config: Config{ModelName: "claude-instant-1.2"}},
}
"""
ALIAS = """\
model_list:
  - model_name: claude-2.1
    litellm_params:
      model: anthropic/claude-opus-4-8
"""
# One line for each decider: the text, the line, the role and the decider that speaks.
TEXTS = {
    "a.py": (CALL, 1, "use", "roles"),
    "b.py": ('ask(model="claude-2.1")\n', 1, "use", "setting"),
    "c.py": ('if model == "claude-2.1":\n    pass\n', 1, "comparison", "by_syntax"),
    "d.py": ("# claude-2.1\n", 1, "prose", "prose"),
    "e.py": ('name.startswith("claude-2.1")\n', 1, "none", "by_syntax"),
    "f.json": ('{"claude-opus-4-8": {"next": "claude-2.1"}}\n', 1, "listing", "own_id"),
    "g.json": ('{"model": "claude-2.1", "stop_reason": "end_turn"}\n', 1, "prose", "answer"),
    "h.yaml": ("default_model: claude-2.1\nprice: 1\n", 1, "use", "default"),
    "i.json": ('{"model": "claude-2.1", "pricing": 3}\n', 1, "listing", "catalogue"),
    "j.py": ('LEGACY = {"opus": "claude-2.1"}\n', 1, "listing", "former"),
    "k.py": ('M = [\n  "claude-2.1",\n  "claude-2.0",\n  "gpt-4o",\n]\n', 2, "listing", "table"),
    "m.py": ('expected_url = f"{host}/model/claude-2.1/invoke"\n', 1, "comparison", "url"),
    "n.py": ('AVAILABLE_MODELS = "gpt-4o,claude-2.1"\n', 1, "listing", "offered"),
    "o.py": ('assert pretty("claude-2.1") == "2.1"\n', 1, "prose", "assertion"),
    "p.py": ('expected_model = "claude-2.1"\n', 1, "comparison", "expected"),
    "q.py": ('registry.register_model("claude-2.1")\n', 1, "listing", "registered"),
    "r.go": (NESTED, 4, "listing", "nested"),
    "s.py": ('st.selectbox("Model", ["claude-2.1", "x"])\n', 1, "listing", "picker"),
    "t.rb": ("Model.create(id: 'claude-2.1', name: 'Claude 2.1')\n", 1, "listing", "labelled"),
    "u.py": ('CLAUDE_2_1 = "claude-2.1"\n', 1, "listing", "versioned"),
    "v.yaml": (ALIAS, 2, "none", "own_name"),
    "w.py": ('open_session(session_id="claude-2.1")\n', 1, "none", "identity"),
    "x.cs": ('class A { void F() { Pool("claude", "claude-2"); } }\n', 1, "none", "short_name"),
    "y.php": ("<?php\nexpect(f())->toBe(['claude-2.1']);\n", 2, "comparison", "matcher"),
    "z.py": ('print("Model:", "claude-2.1")\n', 1, "prose", "shown"),
    "l.py": ('M = ["claude-2.1", "x"]\nok = model in M\n', 1, "comparison", "look_up"),
}


@pytest.mark.parametrize("name", list(TEXTS))
def test_the_decider_that_spoke(run: Run, folder: Path, name: str) -> None:
    text, line, role, decider = TEXTS[name]
    (folder / name).write_text(text, encoding="utf-8")
    result = run("debug", f"{name}:{line}")
    assert result.code == 0
    told = [each.split(maxsplit=1) for each in result.text.splitlines()[1:]]
    said = {word: rest for word, rest in told if word in ("role", "decider")}
    assert said["role"].startswith(f"{role}: ")
    assert said["decider"] == decider


def test_each_decider_has_a_line() -> None:
    names = {each.__name__.rpartition(".")[2] for each in DECIDERS}
    assert names <= {decider for *_, decider in TEXTS.values()}


def test_captures_and_requests(run: Run, folder: Path) -> None:
    (folder / "a.py").write_text(CALL, encoding="utf-8")
    assert run("debug", "a.py:1").text.splitlines() == [
        "a.py:1:10: claude-3-opus-20240229",
        '  capture  literal at 1:9: "claude-3-opus-20240229"',
        '  capture  binding at 1:1: MODEL = "claude-3-opus-20240229"',
        "  request  at 4:34: model=claude-3-opus-20240229, max_tokens=1024, messages=None",
        "  role     use: a value, and nothing around it says otherwise",
        "  decider  roles",
    ]


def test_an_id_in_an_injection_is_found_by_its_line_in_the_file(run: Run, folder: Path) -> None:
    (folder / "a.md").write_text(f"# Ask\n\n```python\n{CALL}```\n", encoding="utf-8")
    lines = run("debug", "a.md:4").text.splitlines()
    assert lines[:2] == [
        "a.md:4:10: claude-3-opus-20240229",
        "  inside   a document of its own in python, which is example",
    ]
    source = {"cell_type": "code", "source": ["x = 1\n", 'M = "claude-2.1"']}
    (folder / "a.ipynb").write_text(json.dumps({"cells": [source]}, indent=1), encoding="utf-8")
    assert "a document of its own in python" in run("debug", "a.ipynb:7").text


@pytest.mark.parametrize("place", ["a.py", "a.py:", "a.py:x", ":1", "a.py:9", "none.py:1"])
def test_no_such_place(run: Run, folder: Path, place: str) -> None:
    (folder / "a.py").write_text(CALL, encoding="utf-8")
    result = run("debug", place)
    assert (result.code, result.text) == (2, "")
    assert result.errors


def test_a_key_is_not_shown(run: Run, folder: Path) -> None:
    key = "sk-ant-api03-" + "A" * 40
    (folder / "a.py").write_text(f'ask("{key}", model="claude-2.1")\n', encoding="utf-8")
    assert "AAAA" not in run("debug", "a.py:1").text
