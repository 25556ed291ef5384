"""Every message has the answer that the specification wants, whatever it looks like."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lsp.editor import CALL, RETIRED, SERVER
from tests.lsp.wire import (
    DOCUMENT,
    HELLO,
    LEAVE,
    NAME,
    OPEN,
    START,
    Wire,
    framed,
    hello,
    hover,
    notification,
    request,
    session,
    talk,
)

PARSE, INVALID, UNKNOWN, PARAMS, EARLY = -32700, -32600, -32601, -32602, -32002
ALL = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 9}}
DEEP = b"[" * 100_000
NESTED = b'{"a":' * 300 + b"1" + b"}" * 300


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    with session() as wire:
        yield wire


def codes(messages: list[dict[str, Any]]) -> list[tuple[Any, int]]:
    """The ids and codes of errors; everything else that was said is left out."""
    return [(each["id"], each["error"]["code"]) for each in messages if "error" in each]


@pytest.mark.parametrize(
    ("message", "msg_id", "code"),
    [
        (request(3, "textDocument/hover"), 3, PARAMS),
        (request("a", "textDocument/hover", params=None), "a", PARAMS),
        (request(3, "textDocument/hover", params={}), 3, PARAMS),
        (request(3, "textDocument/hover", params=[]), 3, PARAMS),
        (request(3, "textDocument/hover", params="x"), 3, PARAMS),
        (request(3, "textDocument/hover", params={"textDocument": DOCUMENT}), 3, PARAMS),
        (
            request(
                3, "textDocument/hover", params={"textDocument": {"uri": 5}, "position": START}
            ),
            3,
            PARAMS,
        ),
        (
            request(
                3,
                "textDocument/hover",
                params={"textDocument": DOCUMENT, "position": {"line": "x", "character": {}}},
            ),
            3,
            PARAMS,
        ),
        (
            request(
                3,
                "textDocument/hover",
                params={"textDocument": DOCUMENT, "position": {"line": "0", "character": True}},
            ),
            3,
            PARAMS,
        ),
        (request(3, "textDocument/codeAction"), 3, PARAMS),
        (
            request(
                3,
                "textDocument/codeAction",
                params={"textDocument": DOCUMENT, "range": ALL, "context": {"diagnostics": 5}},
            ),
            3,
            PARAMS,
        ),
        (request(3, "codeAction/resolve"), 3, PARAMS),
        (request(3, "workspace/executeCommand"), 3, PARAMS),
        (request(3, "workspace/executeCommand", params={"command": "none"}), 3, PARAMS),
        (request(3, "no/such"), 3, UNKNOWN),
        (request(3, "$/no/such"), 3, UNKNOWN),
        (request(3, ""), 3, UNKNOWN),
        (request(3, "textDocument/definition"), 3, UNKNOWN),
        (request(3, "textDocument/didOpen", params={}), 3, UNKNOWN),
        (request(3, "window/showMessage", params={}), 3, UNKNOWN),
        (request(3, "exit"), 3, UNKNOWN),
        (HELLO, 1, INVALID),
        ([HELLO], None, INVALID),
        ([], None, INVALID),
        (5, None, INVALID),
        ("x", None, INVALID),
        (None, None, INVALID),
        ({}, None, INVALID),
        ({"jsonrpc": "2.0"}, None, INVALID),
        ({"jsonrpc": "2.0", "id": 3}, 3, INVALID),
        ({"jsonrpc": "2.0", "id": 3, "params": {}}, 3, INVALID),
        (request(None, "shutdown"), None, INVALID),
        (request(1.5, "shutdown"), None, INVALID),
        (request(True, "shutdown"), None, INVALID),
        (request([1], "shutdown"), None, INVALID),
        (request({}, "shutdown"), None, INVALID),
        (request(3, 5), 3, INVALID),
        (request(3, ["shutdown"]), 3, INVALID),
        (notification({}), None, INVALID),
        ({"id": 3, "method": "shutdown"}, 3, INVALID),
        ({"jsonrpc": 2.0, "id": 3, "method": "shutdown"}, 3, INVALID),
        (framed(b""), None, PARSE),
        (framed(b"{"), None, PARSE),
        (framed(b"\xff\xfe\xfd"), None, PARSE),
        (framed(b'{"jsonrpc":"2.0","id":NaN,"method":"shutdown"}'), None, PARSE),
        (framed(b'{"jsonrpc":"2.0","id":' + b"9" * 5000 + b"}"), None, PARSE),
        (framed(DEEP), None, INVALID),
        (framed(b'{"jsonrpc":"2.0","id":3,"method":"x","params":' + NESTED + b"}"), 3, INVALID),
    ],
)
def test_what_is_refused(wire: Wire, message: Any, msg_id: Any, code: int) -> None:
    assert codes(wire.exchange(message)) == [(msg_id, code)]


@pytest.mark.parametrize(
    "message",
    [
        notification("no/such"),
        notification("$/no/such", params=[1]),
        notification("textDocument/hover", params={}),
        notification("initialize", params={}),
        notification("shutdown"),
        notification("$/cancelRequest"),
        notification("$/cancelRequest", params=[]),
        notification("$/cancelRequest", params={"id": [1]}),
        notification("$/cancelRequest", params={"id": True}),
        notification("$/cancelRequest", params={"id": "nobody's"}),
        notification("$/setTrace"),
        notification("$/setTrace", params={"value": {}}),
        notification("$/setTrace", params={"value": "loud"}),
        notification("window/workDoneProgress/cancel", params={"token": []}),
        notification("textDocument/didOpen"),
        notification("textDocument/didOpen", params={"textDocument": {"uri": "a"}}),
        notification("textDocument/didOpen", params={"textDocument": {"uri": 5, "text": ""}}),
        notification("textDocument/didChange", params={"textDocument": {"uri": "never"}}),
        notification(
            "textDocument/didChange",
            params={"textDocument": {"uri": "never"}, "contentChanges": [{"text": ""}]},
        ),
        notification(
            "textDocument/didChange", params={"textDocument": DOCUMENT, "contentChanges": [{}]}
        ),
        notification("textDocument/didClose", params={"textDocument": {"uri": "never"}}),
        notification("textDocument/didClose", params={"textDocument": None}),
        notification("textDocument/didSave", params={"textDocument": {"uri": "http://[::1"}}),
        notification("workspace/didChangeConfiguration"),
        notification("workspace/didChangeConfiguration", params={"settings": [1]}),
        notification("workspace/didChangeWatchedFiles", params={"changes": [{"uri": "http://["}]}),
        notification("notebookDocument/didOpen", params={}),
        notification(
            "notebookDocument/didChange", params={"notebookDocument": {"uri": "x"}, "change": {}}
        ),
        notification("notebookDocument/didClose", params={"notebookDocument": {"uri": "x"}}),
        {"jsonrpc": "2.0", "id": 3, "result": None},
        {"jsonrpc": "2.0", "id": [3], "result": {}},
        {"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": "?"}},
        {"jsonrpc": "2.0", "id": "3", "error": "none"},
    ],
)
def test_what_has_no_answer(wire: Wire, message: Any) -> None:
    said = wire.exchange(message)

    assert not codes(said)
    assert all(each["method"] == "window/logMessage" for each in said if "method" in each)
    assert all(each["params"]["type"] > 1 for each in said if "method" in each)


URIS = (
    "http://[::1",
    "file:///a%00b.py",
    "file:///%ff%fe/%zz%.py",
    "file:///\ud800.py",
    "file://[/a.py",
    "file:",
    "%",
    "",
    f"file:///{'x' * 5000}.py",
)


@pytest.mark.parametrize("uri", URIS)
def test_a_uri_that_makes_no_sense_names_a_document(wire: Wire, uri: str) -> None:
    item = {"uri": uri, "languageId": "python", "version": 1, "text": CALL}
    said = wire.exchange(
        notification("textDocument/didOpen", params={"textDocument": item}),
        hover("there", uri),
        notification("textDocument/didClose", params={"textDocument": {"uri": uri}}),
        notification("textDocument/didClose", params={"textDocument": {"uri": uri}}),
        hover("gone", uri),
    )

    answers = {each["id"]: each.get("result") for each in said if "id" in each}
    assert NAME in json.dumps(answers["there"])
    assert answers["gone"] is None
    assert not [each for each in said if each.get("method") == "window/showMessage"]


@pytest.mark.parametrize("named", [{}, {"languageId": 5}, {"version": "x"}, {"version": 2**40}])
@pytest.mark.parametrize("uri", ["file:///nowhere/a.json", "untitled:a.md"])
def test_a_document_without_version_or_language_is_kept(
    wire: Wire, named: dict[str, Any], uri: str
) -> None:
    text = f'# 1\n\n```json\n{{"model": "{RETIRED}"}}\n```\n'
    item = {"uri": uri, "text": text if "md" in uri else f'{{"model": "{RETIRED}"}}', **named}
    wire.send(notification("textDocument/didOpen", params={"textDocument": item}))
    while (message := wire.receive()).get("method") != "textDocument/publishDiagnostics" or (
        message["params"]["uri"] != uri
    ):
        pass
    (found,) = message["params"]["diagnostics"]

    assert found["code"] == "retired-model"
    wire.exchange(notification("textDocument/didClose", params={"textDocument": {"uri": uri}}))


@pytest.mark.parametrize(
    "change",
    [
        {"text": CALL, "range": None, "rangeLength": -3},
        {"text": CALL, "range": ALL, "rangeLength": "x"},
        {"text": CALL, "range": {"start": ALL["end"], "end": {"line": -1, "character": -(10**30)}}},
        {"text": CALL, "range": {"start": {"line": 0, "character": 0}, "end": ALL["end"]}},
    ],
)
def test_a_change_that_can_be_understood_is_made(wire: Wire, change: dict[str, Any]) -> None:
    document = {"uri": "untitled:changed.py"}
    item = {**document, "text": "x\n"}
    said = wire.exchange(
        notification("textDocument/didOpen", params={"textDocument": item}),
        notification(
            "textDocument/didChange", params={"textDocument": document, "contentChanges": [change]}
        ),
        hover("changed", document["uri"]),
    )

    (answer,) = [each for each in said if each.get("id") == "changed"]
    assert NAME in json.dumps(answer)


def test_before_initialize_only_exit_is_heard() -> None:
    status, said, errors = talk(
        OPEN, hover(2), request(3, "shutdown"), request(4, "no/such"), LEAVE
    )

    assert codes(said) == [(2, EARLY), (3, EARLY), (4, EARLY)]
    assert (status, len(said), errors) == (1, 3, b"")


def test_after_shutdown_only_exit_is_heard() -> None:
    bye = request(2, "shutdown")
    status, said, _ = talk(HELLO, bye, hover(3), HELLO, bye, OPEN, {"id": 4}, LEAVE)

    assert codes(said) == [(3, INVALID), (1, INVALID), (2, INVALID), (4, INVALID)]
    assert status == 0


def test_what_shutdown_stops_is_answered_before_exit() -> None:
    params = {"textDocument": DOCUMENT, "range": ALL, "context": {"diagnostics": []}}
    waiting = [request(n, "textDocument/codeAction", params=params) for n in (2, 3)]
    status, said, _ = talk(HELLO, OPEN, *waiting, request(4, "shutdown"), LEAVE)

    assert sorted(each["id"] for each in said if "id" in each) == [1, 2, 3, 4]
    assert status == 0


def test_a_failed_initialize_may_be_tried_again() -> None:
    _, said, _ = talk(request(0, "initialize"), hello(clientInfo=5), OPEN, HELLO, LEAVE)

    assert codes(said) == [(0, PARAMS), (1, PARAMS)]
    assert "capabilities" in said[-1]["result"]


def test_the_result_of_initialize_comes_first() -> None:
    bad = hello(initializationOptions={"limits": "none"}, workspaceFolders=[])
    _, said, _ = talk(OPEN, {"jsonrpc": "2.0", "id": 9, "result": 1}, bad, LEAVE)

    assert [each.get("id") or each["method"] for each in said] == [1, "window/showMessage"]


@pytest.mark.parametrize(
    "params",
    [
        {"rootUri": "http://[::1"},
        {"rootUri": "file:///a%00b"},
        {"rootPath": "/a\0b"},
        {"workspaceFolders": [{"uri": uri, "name": "x"} for uri in URIS]},
        {"initializationOptions": [1]},
        {"trace": "louder"},
        {"capabilities": {"textDocument": {"hover": {"contentFormat": ["html", "markdown"]}}}},
        {"capabilities": {"general": {"positionEncodings": ["utf-9"]}}},
        {"capabilities": {"workspace": {"workspaceEdit": {"resourceOperations": ["move"]}}}},
    ],
)
def test_what_is_new_or_odd_in_initialize_is_passed_over(params: dict[str, Any]) -> None:
    with session(hello(**params)) as wire:
        assert not codes(wire.exchange())


@pytest.mark.parametrize(
    ("formats", "kind"),
    [
        (["markdown"], "markdown"),
        (["markdown", "plaintext"], "markdown"),
        (["html", "markdown", "plaintext"], "markdown"),
        (["plaintext"], "plaintext"),
        (["plaintext", "markdown"], "plaintext"),
        ([], "plaintext"),
        (None, "plaintext"),
    ],
)
def test_the_first_format_that_the_client_names_is_used(
    formats: list[str] | None, kind: str
) -> None:
    of_hover = {} if formats is None else {"contentFormat": formats}
    with session(hello(capabilities={"textDocument": {"hover": of_hover}})) as wire:
        wire.send(hover(2))
        while (answer := wire.receive()).get("id") != 2:
            pass
        contents = answer["result"]["contents"]
        assert contents["kind"] == kind
        assert (f"**{NAME}**" in contents["value"]) is (kind == "markdown")
        assert ("`" in contents["value"]) is (kind == "markdown")
        assert ("| --- |" in contents["value"]) is (kind == "markdown")


@pytest.mark.parametrize(
    ("settings_answer", "loud"),
    [
        ({"result": [{"ignore": ["retired-model"]}]}, False),
        ({"result": None}, True),
        ({"result": 5}, True),
        ({"error": "none"}, True),
        ({"error": {"code": 1, "message": "none"}}, True),
        ({}, True),
    ],
)
def test_whatever_a_client_answers_is_survived(settings_answer: Any, loud: bool) -> None:
    with session(hello(capabilities={"workspace": {"configuration": True}})) as wire:
        wire.send(notification("initialized"))
        said = []
        while (message := wire.receive()).get("method") != "workspace/configuration":
            said.append(message)
        said += wire.exchange({"jsonrpc": "2.0", "id": message["id"], **settings_answer})
        said += wire.exchange(notification("textDocument/didClose", params={"textDocument": 5}))
        logged = [each["params"]["type"] for each in said if "log" in str(each.get("method"))]
        assert 1 not in logged
        item = {"uri": "file:///nowhere/other.py", "text": CALL}
        wire.send(notification("textDocument/didOpen", params={"textDocument": item}))
        while message.get("params", {}).get("uri") != item["uri"]:
            message = wire.receive()
        assert bool(message["params"]["diagnostics"]) is loud


BODY = json.dumps(HELLO).encode()


@pytest.mark.parametrize(
    "header",
    [
        b"content-length: %d\r\n\r\n",
        b"CONTENT-LENGTH:%d\r\n\r\n",
        b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: %d\r\n\r\n",
        b"content-length : 00%d \r\ncontent-type: application/vscode-jsonrpc;charset=utf8\r\n\r\n",
        b"\r\n\r\nContent-Length: %d\nX-Other: 1\n\n",
    ],
)
def test_headers_that_are_understood(header: bytes) -> None:
    status, said, errors = talk(header % len(BODY) + BODY, hover(2), LEAVE)

    assert [each["id"] for each in said] == [1, 2]
    assert (status, errors) == (1, b"")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"X" * (1 << 20), b"header of a message is longer"),
        (b"X-More: 1\r\n" * 100_000, b"header of a message is longer"),
        (b"\r\n" * (1 << 19), b"header of a message is longer"),
        (b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", b'"99999'),
        (b"Content-Length: 99999999999\r\n\r\n", b"99999999999 bytes is longer than the"),
        (b"Content-Length: -5\r\n\r\n", b'"-5" is no number of bytes'),
        (b"Content-Length: \x1b[31mfive\r\n\r\n", b"is no number of bytes"),
        (b"Content-Length:\r\n\r\n", b'"" is no number of bytes'),
        (b"Content-Type: text\r\n\r\n{}", b"has no Content-Length"),
        (BODY + b"\n", b"is no line of a message's header"),
        (b"\xff\xfe\r\n", b"is no line of a message's header"),
        (framed(HELLO)[:-10], b"ended in the middle of a message"),
        (b"Content-Length: 5\r\n", b"ended in the middle of a message"),
        (b"Content-Le", b"is no line of a message's header"),
    ],
)
def test_a_header_that_cannot_be_understood_ends_the_session(sent: bytes, words: bytes) -> None:
    status, said, errors = talk(HELLO, sent)

    assert (status, len(said)) == (1, 1)
    assert errors.startswith(b"error: ")
    assert words in errors
    assert len(errors.splitlines()) == 1
    assert len(errors) < 200
    assert b"\x1b" not in errors


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is there only")
def test_a_client_that_cannot_be_written_to_ends_the_session() -> None:
    with subprocess.Popen(
        f"{' '.join(SERVER)} > /dev/full",
        shell=True,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stderr
        process.stdin.write(framed(HELLO))
        process.stdin.flush()
        assert process.wait(60) == 1
        errors = process.stderr.read()
    assert errors == b"error: The client cannot be written to: no space left on device.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX closes them")
@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_a_server_without_a_client(closed: str) -> None:
    done = subprocess.run(
        f"{' '.join(SERVER)} {closed}", shell=True, capture_output=True, check=False
    )
    assert done.returncode in (1, 2)
    assert done.stderr.startswith(b"error: ")
    assert len(done.stderr.splitlines()) == 1


METHODS = (
    "initialize",
    "initialized",
    "textDocument/hover",
    "textDocument/codeAction",
    "textDocument/diagnostic",
    "codeAction/resolve",
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didSave",
    "textDocument/didClose",
    "notebookDocument/didOpen",
    "notebookDocument/didChange",
    "notebookDocument/didClose",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "workspace/executeCommand",
    "window/workDoneProgress/cancel",
    "claude-preflight/errorReference",
    "$/cancelRequest",
    "$/setTrace",
    "no/such",
)
KEYS = (
    *("uri", "text", "version", "languageId", "textDocument", "position", "line", "character"),
    *("range", "start", "end", "context", "diagnostics", "contentChanges", "notebookDocument"),
    *("cells", "cellTextDocuments", "kind", "document", "structure", "array", "textContent"),
    *("changes", "event", "added", "removed", "name", "settings", "id", "value", "token"),
    *("command", "arguments", "title", "data", "limits", "models", "replacements", "ignore"),
)
TEXTS = ("file:///nowhere/fuzz.py", "untitled:a", CALL, "python", "http://[", "\ud800")
# Everything but the document that tells whether the server still answers.
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        ["file:///nowhere/fuzz.py", "untitled:a", CALL, "python", "http://[", "\ud800"]
    )
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)
    ),
    max_leaves=12,
)
PARTS = ("jsonrpc", "id", "method", "params", "result", "error")
MESSAGES = st.fixed_dictionaries(
    {"jsonrpc": st.just("2.0"), "method": st.sampled_from(METHODS)},
    optional={"id": st.integers(0, 9) | VALUES, "params": VALUES},
) | st.dictionaries(
    st.sampled_from(["jsonrpc", "id", "method", "params", "result", "error"]), VALUES
)


@settings(max_examples=150, derandomize=True)
@given(messages=st.lists(MESSAGES | VALUES, min_size=1, max_size=5))
def test_random_messages_are_answered_and_survived(wire: Wire, messages: list[Any]) -> None:
    asked = [
        each["id"]
        for each in messages
        if isinstance(each, dict)
        and "method" in each
        and isinstance(each.get("id"), (int, str))
        and not isinstance(each["id"], bool)
    ]
    said = wire.exchange(*messages)
    answered = [each["id"] for each in said if "method" not in each]
    while missing := [each for each in asked if asked.count(each) > answered.count(each)]:
        message = wire.receive()
        assert message.get("id") in missing or "method" in message
        if "method" not in message:
            said.append(message)
            answered.append(message["id"])
    assert not [each for each in said if each.get("error", {}).get("code") == -32603]
    assert not [each for each in said if each.get("params", {}).get("type") == 1]
