from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


def message(**content: object) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **content}).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


def test_it_speaks_the_protocol_on_standard_output(run_program: Run) -> None:
    parameters: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}}
    stdin = (
        message(id=1, method="initialize", params=parameters)
        + message(id=2, method="shutdown")
        + message(method="exit")
    )
    result = run_program("server", stdin=stdin)
    assert result.code == 0
    assert result.output.startswith(b"Content-Length: ")
    assert b'"capabilities"' in result.output


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [(("--today", "soon"), "is not a date"), (("--log-level", "loud"), "is not one of")],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...], reason: str) -> None:
    result = run("server", *arguments)
    assert result.code == 2
    assert reason in result.errors
