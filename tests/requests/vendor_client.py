"""Runs requests with the vendor's client for Python, whose transport answers instead of a network.

Reads a list of programs from standard input as JSON and writes a list of what each has sent, and of
the error that it has ended with. A program is a text and what its function is called with, if it
has one. This is a process of its own: what the programs do stays in it.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from typing import Any

import anthropic
import httpx

ANSWER = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude",
    "content": [{"type": "text", "text": "Hello"}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 1, "output_tokens": 1},
}


CLIENTS = {"Anthropic": {"api_key": "key"}, "AnthropicVertex": {"access_token": "token"}}
"""The clients that the programs may make, and what they need to start."""


def main() -> None:
    sent: list[object] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        return httpx.Response(200, json=ANSWER)

    transport = httpx.Client(transport=httpx.MockTransport(answer))
    for name, options in CLIENTS.items():
        client = partial(getattr(anthropic, name), http_client=transport, max_retries=0, **options)
        setattr(anthropic, name, client)
    results = []
    for text, argument in json.load(sys.stdin):
        sent.clear()
        error = run(text, argument)
        results.append({"error": error, "sent": list(sent)})
    json.dump(results, sys.stdout)


def run(text: str, argument: object) -> str:
    """Run a program; the error that it ends with, or nothing."""
    names: dict[str, Any] = {}
    try:
        exec(text, names)
        if "ask" in names:
            names["ask"](argument)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the result
        return f"{type(error).__name__}: {error}"
    return ""


if __name__ == "__main__":
    main()
