"""Helix and Zed, by the capabilities that they send: what they show, and what they can fix.

Recorded from `helix-lsp/src/client.rs` of Helix at 0002bec4 and from `crates/lsp/src/lsp.rs` of Zed
at 00674967, without what no server of ours looks at.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from lsprotocol.converters import get_converter
from tests.lsp.conftest import StartEditor
from tests.lsp.editor import CALL, RETIRED, numbers

pytestmark = pytest.mark.asyncio(loop_scope="session")

OPERATIONS = ["create", "rename", "delete"]
HELIX: dict[str, Any] = {
    "workspace": {
        "configuration": True,
        "didChangeConfiguration": {"dynamicRegistration": False},
        "workspaceFolders": True,
        "applyEdit": True,
        "executeCommand": {"dynamicRegistration": False},
        "inlayHint": {"refreshSupport": False},
        "workspaceEdit": {"documentChanges": True, "resourceOperations": OPERATIONS},
        "didChangeWatchedFiles": {"dynamicRegistration": True, "relativePatternSupport": False},
    },
    "textDocument": {
        "hover": {"contentFormat": ["markdown"]},
        "codeAction": {
            "isPreferredSupport": True,
            "disabledSupport": True,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit", "command"]},
        },
        "publishDiagnostics": {"versionSupport": True, "tagSupport": {"valueSet": [1, 2]}},
        "inlayHint": {"dynamicRegistration": False},
    },
    "window": {"workDoneProgress": True},
    "general": {"positionEncodings": ["utf-8", "utf-32", "utf-16"]},
}
ZED: dict[str, Any] = {
    "workspace": {
        "workspaceFolders": True,
        "inlayHint": {"refreshSupport": True},
        "diagnostic": {"refreshSupport": True},
        "workspaceEdit": {"documentChanges": True, "resourceOperations": OPERATIONS},
        "applyEdit": True,
    },
    "textDocument": {
        "codeAction": {
            "dataSupport": True,
            "resolveSupport": {
                "properties": ["kind", "diagnostics", "isPreferred", "disabled", "edit", "command"]
            },
        },
        "hover": {"contentFormat": ["markdown"]},
        "publishDiagnostics": {"relatedInformation": True},
        "diagnostic": {"dynamicRegistration": False, "relatedDocumentSupport": True},
    },
    "experimental": {"serverStatusNotification": True, "localDocs": True},
    "window": {"workDoneProgress": True, "showMessage": {}},
}


@pytest.mark.parametrize(("name", "sent"), [("helix", HELIX), ("zed", ZED)])
async def test_an_editor_shows_explains_and_fixes(
    start_editor: StartEditor, tmp_path: Path, name: str, sent: dict[str, Any]
) -> None:
    can = get_converter().structure(sent, types.ClientCapabilities)
    editor = await start_editor(can, [tmp_path])
    uri = editor.open(CALL, (tmp_path / "a.py").as_uri())
    pulls = "diagnostic" in sent["textDocument"]

    (found,) = await editor.pull(uri) if pulls else await editor.receive(uri)
    hover = await editor.hover(uri, 0, CALL.index(RETIRED) + 2)
    actions = await editor.actions(uri, numbers(found.range))
    first = await editor.client.code_action_resolve_async(actions[0])

    assert found.code == "retired-model"
    assert hover
    assert "Claude Opus 3" in str(hover.contents)
    assert first.edit
    assert first.edit.document_changes
    assert "claude-opus-4-8" in str(first.edit.document_changes), name
