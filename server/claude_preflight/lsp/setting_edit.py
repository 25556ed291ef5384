"""A fix that writes a setting: an edit of the workspace's settings file, or a new one."""

from __future__ import annotations

from lsprotocol import types

from claude_preflight.findings import Edit, SettingChange
from claude_preflight.lsp.connection import Connection
from claude_preflight.lsp.conversions import text_edits
from claude_preflight.lsp.uris import uri_of
from claude_preflight.settings import SettingsError
from claude_preflight.text.diff import difference
from claude_preflight.text.source_text import SourceText
from claude_preflight.workspace.settings_files import SettingsFile, read_settings_text, with_setting


def possible(ls: Connection, uri: str) -> bool:
    """Whether a setting can be written for a document: there is a place, and a way to write."""
    file = ls.settings.file_to_write(uri)
    return file is not None and (ls.support.create_files or file.path.is_file())


def workspace_edit(ls: Connection, uri: str, setting: SettingChange) -> types.WorkspaceEdit | None:
    """The edit that writes a setting for a document, None where none can be made."""
    file = ls.settings.file_to_write(uri)
    if file is None:
        return None
    target = uri_of(file.path)
    try:
        before = _current_text(ls, file)
        after = with_setting(before or "", setting, file.table)
    except SettingsError:
        return None  # the file is broken, and a message about that was shown
    text = SourceText.of(before or "")
    change = difference(text.data, after.encode())
    edits = text_edits(text, [Edit(change.span, change.new.decode())], ls.support.encoding)
    if not ls.support.document_changes:
        return types.WorkspaceEdit(changes={target: edits}) if before is not None else None
    identifier = types.OptionalVersionedTextDocumentIdentifier(target, _version(ls, target))
    create = [types.CreateFile(target)] if before is None else []
    return types.WorkspaceEdit(
        document_changes=[*create, types.TextDocumentEdit(identifier, edits)]
    )


def _current_text(ls: Connection, file: SettingsFile) -> str | None:
    """The text as the editor has it, else as it is on disk, None if there is no file."""
    if opened := ls.session.view(uri_of(file.path)):
        return opened.text.data.decode("utf-8")
    try:
        return read_settings_text(file)
    except SettingsError:
        if file.path.exists():
            raise
        return None


def _version(ls: Connection, uri: str) -> int | None:
    opened = ls.session.view(uri)
    return opened.version if opened else None
