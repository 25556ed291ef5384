"""An editor for tests: it talks to a real server process and misses nothing that the server says.

A test fails if the server logs an error, shows a message or pushes diagnostics that the test did
not ask for, or if the server does not leave as the protocol wants it to.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Union

from cattrs import Converter
from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp.client import LanguageClient

SERVER = (sys.executable, "-m", "claude_preflight", "server")
PATIENCE = 30.0  # seconds; only a test that fails waits so long

RETIRED = "claude-3-opus-20240229"
CALL = f'client.messages.create(model="{RETIRED}", max_tokens=100)\n'


def capabilities(
    *,
    pull: bool = False,
    resolve: bool = False,
    document_changes: bool = False,
    markdown: bool = True,
    ask_configuration: bool = False,
    watch: bool = False,
    show_documents: bool = False,
    progress: bool = False,
    annotations: bool = False,
    completion_tags: bool = False,
    encodings: Sequence[types.PositionEncodingKind | str] | None = None,
) -> types.ClientCapabilities:
    """What an editor says it can do."""
    formats = [types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText]
    resolvable = types.ClientCodeActionResolveOptions(["edit"])
    actions = types.CodeActionClientCapabilities(
        data_support=resolve, resolve_support=resolvable if resolve else None
    )
    tags = types.ClientDiagnosticsTagOptions([types.DiagnosticTag.Deprecated])
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=encodings),
        notebook_document=types.NotebookDocumentClientCapabilities(
            types.NotebookDocumentSyncClientCapabilities()
        ),
        text_document=types.TextDocumentClientCapabilities(
            diagnostic=types.DiagnosticClientCapabilities() if pull else None,
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(
                tag_support=tags,
                version_support=True,
                code_description_support=True,
                related_information=True,
            ),
            code_action=actions,
            document_link=types.DocumentLinkClientCapabilities(tooltip_support=True),
            completion=types.CompletionClientCapabilities(
                completion_item=types.ClientCompletionItemOptions(
                    documentation_format=formats,
                    deprecated_support=not completion_tags,
                    tag_support=types.CompletionItemTagOptions([types.CompletionItemTag.Deprecated])
                    if completion_tags
                    else None,
                )
            ),
            hover=types.HoverClientCapabilities(content_format=formats),
        ),
        window=types.WindowClientCapabilities(
            show_document=types.ShowDocumentClientCapabilities(support=show_documents),
            work_done_progress=progress,
        ),
        workspace=types.WorkspaceClientCapabilities(
            configuration=ask_configuration,
            diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=pull),
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
                dynamic_registration=watch
            ),
            did_change_configuration=types.DidChangeConfigurationClientCapabilities(
                dynamic_registration=watch
            ),
            apply_edit=True,
            workspace_edit=types.WorkspaceEditClientCapabilities(
                change_annotation_support=types.ChangeAnnotationsSupportOptions()
                if annotations
                else None,
                document_changes=document_changes,
                resource_operations=[
                    types.ResourceOperationKind.Create,
                    types.ResourceOperationKind.Delete,
                ],
            ),
        ),
    )


def converter() -> Converter:
    """The converter of the client; lsprotocol takes each action with a command for a command."""
    made: Converter = default_converter()  # type: ignore[no-untyped-call]

    def structured(action: Any, _: Any) -> types.Command | types.CodeAction:
        is_command = isinstance(action.get("command"), str)
        kind: type[Any] = types.Command if is_command else types.CodeAction
        found: types.Command | types.CodeAction = made.structure(action, kind)
        return found

    made.register_structure_hook(Union[types.Command, types.CodeAction], structured)  # noqa: UP007
    return made


class Editor:
    """One session with a server."""

    def __init__(self) -> None:
        self.client = LanguageClient(converter_factory=converter)
        self.answer: types.InitializeResult
        self.pushed: list[types.PublishDiagnosticsParams] = []
        self.shown: list[str] = []
        self.choices: list[str] = []
        """The buttons that are pressed on the messages that have them."""
        self.shown_documents: list[types.ShowDocumentParams] = []
        self.logged: list[types.LogMessageParams] = []
        self.registered: list[types.Registration] = []
        self.refreshes = 0
        self.progress: list[types.ProgressParams] = []
        self.progress_tokens: list[types.ProgressToken] = []
        self.applied: list[types.ApplyWorkspaceEditParams] = []
        self.push_count = 0
        self.configuration: dict[str | None, Any] = {}
        self._versions: dict[str, int] = {}
        self._names = count(1)
        self._news = asyncio.Event()
        self._listen()

    @classmethod
    async def start(
        cls,
        can: types.ClientCapabilities,
        folders: Sequence[Path] = (),
        options: Mapping[str, Any] | None = None,
        configuration: Mapping[str | None, Any] | None = None,
        command: Sequence[str] = SERVER,
        process_id: int | None = None,
        **process: Any,
    ) -> Editor:
        """Start a server and say hello; `process` is for `asyncio.create_subprocess_exec`.

        `process_id` is that of the client's process.
        """
        editor = cls()
        editor.configuration.update(configuration or {})
        await editor.client.start_io(*command, **process)
        editor.answer = await editor.client.initialize_session(
            types.InitializeParams(
                process_id=process_id,
                capabilities=can,
                initialization_options=dict(options) if options else None,
                workspace_folders=[
                    types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in folders
                ],
            )
        )
        return editor

    def open(
        self, text: str, uri: str | None = None, language: str = "python", version: int = 1
    ) -> str:
        """Open a document, by default one of an own name, and return its URI."""
        uri = uri or f"file:///nowhere/{next(self._names)}.py"
        self._versions[uri] = version
        item = types.TextDocumentItem(uri, language, version, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def change(self, uri: str, *changes: tuple[tuple[int, int, int, int], str] | str) -> int:
        """Change a document: ((line, column, end line, end column), new text) or a full text."""
        self._versions[uri] = version = self._versions.get(uri, 0) + 1
        events = [
            types.TextDocumentContentChangeWholeDocument(change)
            if isinstance(change, str)
            else types.TextDocumentContentChangePartial(place(*change[0]), change[1])
            for change in changes
        ]
        identifier = types.VersionedTextDocumentIdentifier(version=version, uri=uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, events))
        return version

    def close(self, uri: str) -> None:
        """Close a document."""
        del self._versions[uri]
        identifier = types.TextDocumentIdentifier(uri)
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(identifier))

    def save(self, uri: str) -> None:
        """Say that a document was saved."""
        identifier = types.TextDocumentIdentifier(uri)
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(identifier))

    async def pull(self, uri: str) -> Sequence[types.Diagnostic]:
        """Ask for the diagnostics of a document."""
        report = await self.report(uri)
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return report.items

    async def report(self, uri: str, previous: str | None = None) -> types.DocumentDiagnosticReport:
        """Ask for the diagnostics of a document, as the whole answer."""
        return await self.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(
                types.TextDocumentIdentifier(uri), previous_result_id=previous
            )
        )

    async def receive(self, uri: str, version: int | None = 1) -> Sequence[types.Diagnostic]:
        """Wait for the pushed diagnostics of a version; those of older versions are dropped."""

        def arrived() -> bool:
            return any(item.uri == uri and item.version == version for item in self.pushed)

        await self.until(arrived)
        mine = [item for item in self.pushed if item.uri == uri]
        self.pushed = [item for item in self.pushed if item.uri != uri]
        assert mine[-1].version == version
        return mine[-1].diagnostics

    async def actions(
        self,
        uri: str,
        where: tuple[int, int, int, int],
        only: Sequence[str] | None = None,
        diagnostics: Sequence[types.Diagnostic] = (),
    ) -> Sequence[types.CodeAction]:
        """Ask for code actions."""
        answer = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(uri),
                place(*where),
                types.CodeActionContext(diagnostics, only=only),
            )
        )
        actions = [action for action in answer or () if isinstance(action, types.CodeAction)]
        assert len(actions) == len(answer or ())
        return actions

    async def hover(self, uri: str, line: int, character: int) -> types.Hover | None:
        """Ask for the hover at a place."""
        identifier = types.TextDocumentIdentifier(uri)
        position = types.Position(line, character)
        return await self.client.text_document_hover_async(types.HoverParams(identifier, position))

    async def run(self, command: str) -> None:
        """Have the server do something."""
        params = types.ExecuteCommandParams(command, arguments=[])
        await self.client.workspace_execute_command_async(params)

    async def message(self) -> str:
        """Wait for a shown message and take it."""
        await self.until(lambda: bool(self.shown))
        return self.shown.pop(0)

    async def execute(self, command: types.Command) -> None:
        """Run a command of the server."""
        params = types.ExecuteCommandParams(command.command, command.arguments)
        await self.client.workspace_execute_command_async(params)

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait until something has happened."""

        async def wait() -> None:
            while not happened():
                self._news.clear()
                await self._news.wait()

        await asyncio.wait_for(wait(), PATIENCE)

    async def round_trip(self) -> None:
        """Wait until the server has handled all that was sent before."""
        await self.hover("file:///nowhere/at-all", 0, 0)

    async def settle(self) -> None:
        """Close what is open and fail if the server said something that nobody asked for."""
        await self.round_trip()
        open_ones = list(self._versions)
        unread = [(item.uri, item.version) for item in self.pushed]
        for uri in open_ones:
            self.close(uri)
        await self.round_trip()
        self.pushed = [item for item in self.pushed if item.uri not in open_ones]
        errors = [item.message for item in self.logged if item.type is types.MessageType.Error]
        shown = list(self.shown)
        self.shown.clear()
        self.logged.clear()
        assert not errors, errors
        assert not shown, shown
        assert not unread, unread
        assert not self.pushed, self.pushed

    async def stop(self) -> None:
        """Leave, and see that the server leaves as well."""
        await self.client.shutdown_session()
        process = self.client._server
        assert process is not None
        assert process.returncode == 0
        await self.client.stop()  # type: ignore[no-untyped-call]

    def _listen(self) -> None:
        handlers: dict[str, Callable[[Any], Any]] = {
            types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: self._publish,
            types.WINDOW_SHOW_MESSAGE: lambda params: self.shown.append(params.message),
            types.WINDOW_SHOW_MESSAGE_REQUEST: self._show_message,
            types.WINDOW_SHOW_DOCUMENT: self._show_document,
            types.WINDOW_LOG_MESSAGE: self.logged.append,
            types.WORKSPACE_DIAGNOSTIC_REFRESH: self._refresh,
            types.CLIENT_REGISTER_CAPABILITY: lambda params: self.registered.extend(
                params.registrations
            ),
            types.WORKSPACE_CONFIGURATION: self._configuration,
            types.PROGRESS: self.progress.append,
            types.WINDOW_WORK_DONE_PROGRESS_CREATE: self._create_progress,
            types.WORKSPACE_APPLY_EDIT: self._apply,
        }
        for method, handler in handlers.items():
            self.client.feature(method)(self._noticing(handler))

    def _noticing(self, handler: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def notice(params: Any) -> Any:
            answer = handler(params)
            self._news.set()
            return answer

        return notice

    def _publish(self, params: types.PublishDiagnosticsParams) -> None:
        self.push_count += 1
        self.pushed.append(params)

    def _refresh(self, _: None) -> None:
        self.refreshes += 1

    def _show_message(
        self, params: types.ShowMessageRequestParams
    ) -> types.MessageActionItem | None:
        self.shown.append(params.message)
        titles = [action.title for action in params.actions or ()]
        chosen = next((each for each in self.choices if each in titles), None)
        return types.MessageActionItem(chosen) if chosen else None

    def _create_progress(self, params: types.WorkDoneProgressCreateParams) -> None:
        self.progress_tokens.append(params.token)

    def _apply(self, params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        self.applied.append(params)
        return types.ApplyWorkspaceEditResult(applied=True)

    def _show_document(self, params: types.ShowDocumentParams) -> types.ShowDocumentResult:
        self.shown_documents.append(params)
        return types.ShowDocumentResult(success=True)

    def _configuration(self, params: types.ConfigurationParams) -> list[Any]:
        assert {item.section for item in params.items} == {"claude-preflight"}
        return [self.configuration.get(item.scope_uri) for item in params.items]


def place(line: int, column: int, end_line: int, end_column: int) -> types.Range:
    """A range."""
    return types.Range(types.Position(line, column), types.Position(end_line, end_column))


def numbers(where: types.Range) -> tuple[int, int, int, int]:
    """A range as its four numbers."""
    return (where.start.line, where.start.character, where.end.line, where.end.character)
