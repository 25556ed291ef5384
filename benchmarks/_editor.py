"""A small editor for benchmarks: it starts the language server and counts the milliseconds."""

from __future__ import annotations

import json
import select
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from _figures import environment

OURS = ("-m", "claude_preflight", "server")
URI = "file:///benchmark/service.py"


class Editor:
    """A client over stdio that pulls diagnostics, as VS Code does, and waits for each answer."""

    def __init__(
        self,
        folder: Path | None = None,
        server: Sequence[str] = ("-m", "claude_preflight", "server"),
    ) -> None:
        """Start a server in Python and shake hands; `folder` is the workspace."""
        self.started = perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, *server],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        self._version = self._id = 0
        root = folder.as_uri() if folder else None
        # The answers that nobody has waited for yet, by the numbers of their requests.
        self.answers: dict[int, Any] = {}
        self.parts: list[Any] = []
        self._result_id = ""
        self._items: list[Any] = []
        capabilities = {
            "general": {"positionEncodings": ["utf-16"]},
            "textDocument": {
                "diagnostic": {},
                "hover": {"contentFormat": ["markdown"]},
                "codeAction": {"dataSupport": True, "resolveSupport": {"properties": ["edit"]}},
            },
            "workspace": {"diagnostics": {"refreshSupport": True}},
        }
        self.answer(
            "initialize", {"processId": None, "rootUri": root, "capabilities": capabilities}
        )
        self.notify("initialized", {})

    def open(self, text: str) -> None:
        """Open the document of the benchmark."""
        item = {"uri": URI, "languageId": "python", "version": 0, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def edit(self, line: int, character: int, text: str, removed: int = 0) -> None:
        """Replace some characters of a line."""
        self._version += 1
        place = {
            "start": {"line": line, "character": character},
            "end": {"line": line, "character": character + removed},
        }
        document = {"uri": URI, "version": self._version}
        changes = [{"range": place, "text": text}]
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def diagnostics(self) -> list[Any]:
        """Pull the diagnostics of the newest version; the server says if they are as before."""
        params: dict[str, Any] = {"textDocument": {"uri": URI}}
        if self._result_id:
            params["previousResultId"] = self._result_id
        report = self.answer("textDocument/diagnostic", params)
        if report["kind"] == "full":
            self._result_id, self._items = report["resultId"], report["items"]
        return self._items

    def hover(self, line: int, character: int) -> Any:
        """Ask for the hover at a place."""
        place = {"line": line, "character": character}
        return self.answer("textDocument/hover", {"textDocument": {"uri": URI}, "position": place})

    def code_actions(self, line: int, character: int) -> Any:
        """Ask for all that can be done at a place, with what is known to be wrong there."""
        place = {"line": line, "character": character}
        known = [each for each in self._items if each["range"]["start"]["line"] == line]
        params = {
            "textDocument": {"uri": URI},
            "range": {"start": place, "end": place},
            "context": {"diagnostics": known},
        }
        return self.answer("textDocument/codeAction", params)

    def answer(self, method: str, params: Mapping[str, Any]) -> Any:
        """Send a request and wait for its answer."""
        number = self.ask(method, params)
        while number not in self.answers:
            self._take(self._receive())
        return self.answers.pop(number)

    def wait(self, seconds: float) -> None:
        """Take what the server says for a while."""
        assert self._process.stdout
        end = perf_counter() + seconds
        while (left := end - perf_counter()) > 0:
            if select.select([self._process.stdout], [], [], left)[0]:
                self._take(self._receive())

    def _take(self, message: Any) -> None:
        if "method" not in message:
            self.answers[message["id"]] = message["result"]
        elif message["method"] == "$/progress":
            self.parts.append(message["params"]["value"])
        elif "id" in message:  # the server asks for the configuration
            self._send({"id": message["id"], "result": None})

    def ask(self, method: str, params: Mapping[str, Any]) -> int:
        """Send a request without waiting; returns its number."""
        self._id += 1
        self._send({"id": self._id, "method": method, "params": params})
        return self._id

    def notify(self, method: str, params: Mapping[str, Any]) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def memory(self) -> float:
        """The resident memory of the server in megabytes; only Linux tells it this way."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(resident.split()[1]) / 1024

    def on_cpu(self) -> float:
        """The milliseconds that the server's loop has run so far; only Linux tells it this way."""
        ran = Path(f"/proc/{self._process.pid}/schedstat").read_text().split()[0]
        return int(ran) / 1e6

    def close(self) -> None:
        """End the session."""
        self.answer("shutdown", {})
        self.notify("exit", {})
        self._process.wait(10)

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _receive(self) -> Any:
        assert self._process.stdout
        length = 0
        while line := self._process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(self._process.stdout.read(length))
