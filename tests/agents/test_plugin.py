"""The plugin for Claude Code: data in the shape of its format, a hook that speaks, a server."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from claude_preflight import __version__
from claude_preflight.syntax.languages import LANGUAGES

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT / "claude-plugin"
SKILL = PLUGIN / "skills" / "fix-claude-requests" / "SKILL.md"
SCHEMA = json.loads((Path(__file__).parent / "plugin.schema.json").read_text(encoding="utf-8"))
RETIRED = 'MODEL = "claude-opus-4-20250514"\n'
SCRIPTS = Path(sys.executable).parent


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def front_matter() -> Any:
    return yaml.safe_load(SKILL.read_text(encoding="utf-8").split("---\n")[1])


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("marketplace", load(ROOT / ".claude-plugin" / "marketplace.json")),
        ("manifest", load(PLUGIN / ".claude-plugin" / "plugin.json")),
        ("servers", load(PLUGIN / ".lsp.json")),
        ("hooks", load(PLUGIN / "hooks" / "hooks.json")),
        ("skill", front_matter()),
    ],
)
def test_each_file_has_the_shape_of_the_format(kind: str, content: Any) -> None:
    schema = {**SCHEMA, "$ref": f"#/$defs/{kind}"}
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(content, schema)


def test_the_parts_fit_together() -> None:
    (listed,) = load(ROOT / ".claude-plugin" / "marketplace.json")["plugins"]
    manifest = load(PLUGIN / ".claude-plugin" / "plugin.json")
    assert (ROOT / listed["source"]).resolve() == PLUGIN
    assert listed["name"] == manifest["name"]
    assert manifest["version"] == __version__
    assert front_matter()["name"] == SKILL.parent.name


def test_it_is_data_only() -> None:
    files = [path for path in PLUGIN.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".json", ".md"}
    assert not any(os.access(path, os.X_OK) for path in files if os.name != "nt")


def test_the_skill_names_commands_that_there_are() -> None:
    text = SKILL.read_text(encoding="utf-8")
    commands = set(re.findall(r"`claude-preflight (\w+)", text))
    assert commands == {"check", "fix", "explain", "models"}
    for command in commands:
        done = subprocess.run(
            [SCRIPTS / "claude-preflight", command, "--help"], capture_output=True
        )
        assert done.returncode == 0


def hook(event: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """Give an event to the hook of the plugin, as a shell starts it."""
    (entry,) = load(PLUGIN / "hooks" / "hooks.json")["hooks"]["PostToolUse"]
    (command,) = entry["hooks"]
    path = os.pathsep.join((str(SCRIPTS), os.environ["PATH"]))
    return subprocess.run(
        command["command"],
        shell=True,
        input=event if isinstance(event, str) else json.dumps(event),
        cwd=folder,
        env={**os.environ, "PATH": path, "COLUMNS": "100"},
        capture_output=True,
        encoding="utf-8",
    )


def edited(tool: str, **given: str) -> dict[str, object]:
    """An event as Claude Code sends it after a tool."""
    return {
        "session_id": "abc123",
        "transcript_path": "/home/me/.claude/projects/app/abc123.jsonl",
        "cwd": "/",
        "hook_event_name": "PostToolUse",
        "tool_name": tool,
        "tool_input": given,
        "tool_response": {"success": True},
    }


def test_the_hook_tells_of_what_was_edited(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(RETIRED)
    (tmp_path / "other.py").write_text(RETIRED)
    done = hook(edited("Edit", file_path=str(tmp_path / "app.py")), tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "app.py:1:10: error: `claude-opus-4-20250514` is retired" in " ".join(
        done.stderr.split()
    )
    assert "other.py" not in done.stderr
    assert done.stderr.endswith("`claude-preflight fix` repairs what is safe.\n")


def test_the_hook_knows_notebooks_and_the_folder_of_the_session(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "source": RETIRED, "metadata": {}, "outputs": []}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook))
    event = {**edited("NotebookEdit", notebook_path="a.ipynb"), "cwd": str(tmp_path)}
    done = hook(event, Path.cwd())
    assert done.returncode == 2
    assert "a.ipynb:cell 1:1:10: error: " in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    "text",
    [
        'MODEL = "claude-opus-4-8"\n',
        'PRICES = {"claude-opus-4-20250514": 15, "claude-opus-4-8": 5}\n',
        "# claude-2.1 was the first one\n",
    ],
)
def test_the_hook_is_silent_about_what_works(tmp_path: Path, text: str) -> None:
    (tmp_path / "app.py").write_text(text)
    done = hook(edited("Write", file_path=str(tmp_path / "app.py")), tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "event",
    [
        "",
        "no JSON",
        "[]",
        "{}",
        "[" * 100_000,
        {"tool_input": None},
        {"tool_input": {"file_path": 3}},
        {"tool_input": {"file_path": "gone.py"}},
        {"tool_input": {"file_path": "."}},
        {"tool_input": {"command": "ls"}},
    ],
)
def test_an_event_that_names_no_file_is_nothing_to_speak_of(tmp_path: Path, event: object) -> None:
    done = hook(event, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_settings_of_the_project_count(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "app.py").write_text(RETIRED)
    (tmp_path / "claude-preflight.toml").write_text('exclude = ["old/"]\n')
    assert hook(edited("Edit", file_path=str(tmp_path / "old/app.py")), tmp_path).returncode == 0


async def test_the_server_of_the_plugin_answers(tmp_path: Path) -> None:
    (server,) = load(PLUGIN / ".lsp.json").values()
    file = tmp_path / "app.py"
    language = server["extensionToLanguage"][file.suffix]
    client = LanguageClient("agent", "1")
    client.feature(types.WINDOW_LOG_MESSAGE)(lambda _: None)
    await client.start_io(str(SCRIPTS / server["command"]), *server["args"])
    try:
        capabilities = types.ClientCapabilities(
            text_document=types.TextDocumentClientCapabilities(
                diagnostic=types.DiagnosticClientCapabilities()
            )
        )
        await client.initialize_async(
            types.InitializeParams(capabilities, root_uri=tmp_path.as_uri())
        )
        client.initialized(types.InitializedParams())
        document = types.TextDocumentItem(file.as_uri(), language, 1, RETIRED)
        client.text_document_did_open(types.DidOpenTextDocumentParams(document))
        report = await client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(types.TextDocumentIdentifier(file.as_uri()))
        )
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        assert [each.code for each in report.items] == ["retired-model"]
        await client.shutdown_async(None)
        client.exit(None)
    finally:
        await client.stop()  # type: ignore[no-untyped-call]


def test_the_server_is_given_the_files_that_it_reads() -> None:
    (server,) = load(PLUGIN / ".lsp.json").values()
    known = {language.id for language in LANGUAGES}
    assert set(server["extensionToLanguage"].values()) <= known
    assert {".py", ".ts", ".go", ".java", ".ipynb", ".env"} <= set(server["extensionToLanguage"])
