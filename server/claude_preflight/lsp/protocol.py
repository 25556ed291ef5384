"""The protocol: every request gets one answer, whatever it looks like, and nothing comes too early.

pygls takes messages apart and calls the handlers. What it leaves without an answer, answers with
another code than the specification wants, or says before the client is ready to listen, is done
here.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Generator, Iterable
from typing import Any

from cattrs import Converter
from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInternalError,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcMethodNotFound,
    JsonRpcParseError,
    JsonRpcServerNotInitialized,
)
from pygls.lsp.server import LanguageServer
from pygls.protocol import (
    JsonRPCNotification,
    JsonRPCRequestMessage,
    JsonRPCResponseMessage,
    LanguageServerProtocol,
    lsp_method,
)

from claude_preflight.crashes import describe
from claude_preflight.lsp.client_support import ClientSupport
from claude_preflight.lsp.uris import is_uri
from claude_preflight.safe_text import printable

# What pygls does itself with these messages: it keeps a second copy of each document, whose lines
# it cuts with `str.splitlines`, and it keeps a Future for each message for ever.
_REPLACED = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS,
)
_FIELDS = ("jsonrpc", "id", "method", "params")
# Levels of arrays and objects in a message: no client needs a tenth of them, and whatever walks
# through values may do so by recursion.
_DEEPEST = 200
# Messages to the client that are kept while it may not be told anything yet.
_MOST_HELD = 100

Message = dict[str, Any]

logger = logging.getLogger(__name__)


class Protocol(LanguageServerProtocol):
    """The protocol of pygls, strict about the order of things, with our own documents."""

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        """Leave the messages about documents and folders to our own handlers."""
        super().__init__(server, converter)
        for method in _REPLACED:
            del self.fm.builtin_features[method]
        self._accepted = False  # `initialize` was handled
        self._begun = False  # and its result was sent
        self._held: deque[Any] = deque(maxlen=_MOST_HELD)

    def receive(self, body: bytes) -> None:
        """Handle the body of one message. A request is answered, now or once that is known."""
        try:
            message = _parsed(body)
            if "method" not in message:
                self._receive_response(message)
            elif "id" in message:
                self._receive_request(message)
            else:
                self._receive_notification(message)
        except JsonRpcException as error:
            self._refuse(None, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the server goes on
            logger.error("A message could not be handled: %s", describe(error))

    async def answers_sent(self) -> None:
        """Wait until the requests that `shutdown` stopped are answered too."""
        futures: Iterable[Any] = self._request_futures.values()  # those of pygls' types, and tasks
        if tasks := [each for each in futures if isinstance(each, asyncio.Task)]:
            await asyncio.wait(tasks)

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(
        self, params: types.InitializeParams
    ) -> Generator[Any, Any, types.InitializeResult]:
        """Choose the position encoding by cost, not by the order in which the client names them.

        A folder that is named by no URI is none: pygls would fail.
        """
        if general := params.capabilities.general:
            general.position_encodings = [ClientSupport.of(params.capabilities).encoding]
        if not is_uri(params.root_uri or ""):
            params.root_uri = None
        result = yield from super().lsp_initialize(params)
        self._accepted = True
        return result

    def _receive_request(self, message: Message) -> None:
        try:
            self._check_request(message)
            method = message["method"]
            kind = self.get_message_type(method) or JsonRPCRequestMessage
            request = self._structured(message, kind)
        except JsonRpcException as error:
            self._refuse(message["id"], error)
            return
        self.handle_message(request)
        if self._accepted and not self._begun:
            self._begin()

    def _check_request(self, message: Message) -> None:
        """Raise the JsonRpcException that answers a request that has no other answer."""
        _check_form(message)
        if not _is_id(message["id"]):
            raise JsonRpcInvalidRequest("The id of a request is a text or an integer")
        method = message["method"]
        if self._shutdown:
            raise JsonRpcInvalidRequest("The server was shut down and waits for `exit`")
        if not self._begun and method != types.INITIALIZE:
            raise JsonRpcServerNotInitialized("The first request has to be `initialize`")
        if self._begun and method == types.INITIALIZE:
            raise JsonRpcInvalidRequest("The server was initialized before")
        if not self._is_known(method, as_notification=False):
            raise JsonRpcMethodNotFound(f"There is no request {_shown(method)}")

    def _receive_notification(self, message: Message) -> None:
        _check_form(message)
        method = message["method"]
        if method == types.EXIT:
            self._handle_notification(method, None)
        if not self._begun or self._shutdown:
            return  # a notification has no answer
        if not self._is_known(method, as_notification=True):
            return
        kind = self.get_message_type(method) or JsonRPCNotification
        try:
            # The clients that leave out what has nothing in it mean well.
            notification = self._structured({"params": {}, **message}, kind)
        except JsonRpcInvalidParams as error:
            logger.warning("A message was dropped: %s", error)
            return
        self.handle_message(notification)

    def _is_known(self, method: str, *, as_notification: bool) -> bool:
        """Whether there is a handler for a method, which is a notification or else a request."""
        known = types.METHOD_TO_TYPES.get(method)
        if as_notification != (known is not None and known[1] is None):
            return False
        # pygls handles a cancellation before it looks for a handler.
        handlers = (*self.fm.builtin_features, *self.fm.features, types.CANCEL_REQUEST)
        return method in handlers

    def _structured(self, message: Message, kind: type) -> Any:
        """A message as a value of a type of the protocol. Raises JsonRpcInvalidParams."""
        fields = {key: message[key] for key in _FIELDS if key in message}
        try:
            return self._converter.structure(fields, kind)
        except Exception:  # noqa: BLE001 - cattrs, attrs and our hooks raise all sorts
            method = _shown(message["method"])
            text = f"The params of {method} are missing, or not as the protocol has them"
            raise JsonRpcInvalidParams(text) from None

    def _receive_response(self, message: Message) -> None:
        msg_id = message.get("id")
        if _is_id(msg_id) and msg_id in self._result_types and not self._shutdown:
            self._handle_response(msg_id, *self._answer(message, self._result_types.pop(msg_id)))
        elif "result" not in message and "error" not in message:
            text = "A message without a method is no request"
            self._refuse(msg_id, JsonRpcInvalidRequest(text))

    def _answer(
        self, message: Message, kind: type | None
    ) -> tuple[Any, types.ResponseError | None]:
        """The result or the error in a client's answer; an error too if it makes no sense."""
        fields = {"jsonrpc": self.VERSION, "id": message["id"]}
        try:
            if message.get("error") is not None:
                fields["error"] = message["error"]
                return None, self._converter.structure(fields, types.ResponseErrorMessage).error
            fields["result"] = message.get("result")
            return self._converter.structure(fields, kind or JsonRPCResponseMessage).result, None
        except Exception:  # noqa: BLE001 - as above
            text = "The client's answer is not as the protocol has it"
            return None, types.ResponseError(JsonRpcInternalError.CODE, text)

    def _refuse(self, msg_id: Any, error: JsonRpcException) -> None:
        """Answer with an error, to nobody in particular if the id of the request is not known."""
        answer = {"code": error.code, "message": error.message}
        msg_id = msg_id if _is_id(msg_id) else None
        self._send_data({"jsonrpc": self.VERSION, "id": msg_id, "error": answer})

    def _send_response(
        self, msg_id: Any, result: Any = None, error: types.ResponseError | None = None
    ) -> None:
        """Answer a request; an error says what it is, but not which texts it was about."""
        if error is not None:
            error = types.ResponseError(error.code, printable(error.message))
        super()._send_response(msg_id, result, error)

    def _send_data(self, data: Any) -> None:
        """Hold back what is no answer until the client has the answer to `initialize`."""
        if self._begun or not hasattr(data, "method"):
            super()._send_data(data)
        else:
            self._held.append(data)

    def _begin(self) -> None:
        """Say what was held back."""
        self._begun = True
        while self._held:
            self._send_data(self._held.popleft())


def _parsed(body: bytes) -> Message:
    """The object that a body holds. Raises JsonRpcException."""
    try:
        message = json.loads(body, parse_constant=_refuse_constant)
    except RecursionError:
        raise JsonRpcInvalidRequest("The message is nested too deep") from None
    except ValueError:
        raise JsonRpcParseError("The message is not JSON") from None
    if not isinstance(message, dict):
        raise JsonRpcInvalidRequest("A message is one object; the protocol has no batches")
    return message


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not in JSON")


def _check_form(message: Message) -> None:
    """Raise JsonRpcInvalidRequest if a message is none of JSON-RPC 2.0."""
    if message.get("jsonrpc") != Protocol.VERSION:
        raise JsonRpcInvalidRequest('A message says "jsonrpc": "2.0"')
    if not isinstance(message["method"], str):
        raise JsonRpcInvalidRequest("The method of a message is a text")
    if _is_deep(message):
        raise JsonRpcInvalidRequest("The message is nested too deep")


def _is_deep(message: Message) -> bool:
    level: list[Any] = [message]
    for _ in range(_DEEPEST):
        level = [
            child
            for each in level
            for child in (each.values() if isinstance(each, dict) else each)
            if isinstance(child, (dict, list))
        ]
        if not level:
            return False
    return True


def _is_id(value: Any) -> bool:
    return isinstance(value, (int, str)) and not isinstance(value, bool)


def _shown(method: str) -> str:
    return printable(method[:60])
