"""A fix that writes a setting: an edit of the workspace's settings file, or a new one.

The command claude-preflight.settingWritten goes with it: it says what was written and where, and
offers to open the file and to take that back.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from lsprotocol import types

from claude_preflight.findings import Edit, SettingChange
from claude_preflight.lsp.connection import Connection, Written
from claude_preflight.lsp.conversions import text_edits
from claude_preflight.lsp.uris import path_of, uri_of
from claude_preflight.settings import SettingsError
from claude_preflight.text.diff import difference
from claude_preflight.text.source_text import SourceText
from claude_preflight.workspace.settings_files import (
    SettingsFile,
    read_settings_text,
    with_setting,
)

NAME = "claude-preflight.settingWritten"


def possible(ls: Connection, uri: str) -> bool:
    """Whether a setting can be written for a document: there is a place, and a way to write."""
    file = ls.settings.file_to_write(uri)
    return file is not None and (ls.support.create_files or file.path.is_file())


def workspace_edit(ls: Connection, uri: str, setting: SettingChange) -> types.WorkspaceEdit | None:
    """The edit that writes a setting for a document, None where none can be made."""
    file = ls.settings.file_to_write(uri)
    if file is None:
        return None
    try:
        before = _current_text(ls, file.path)
        after = with_setting(before or "", setting, file.table)
    except SettingsError:
        return None  # the file is broken, and a message about that was shown
    target = uri_of(file.path)
    ls.written[target] = Written(before, after, _told(setting))
    return _changed(ls, target, before, after)


def command(ls: Connection, uri: str) -> types.Command | None:
    """The command that tells of the edit once it is made."""
    file = ls.settings.file_to_write(uri)
    if file is None:
        return None
    return types.Command(f"Tell what is in {file.path.name}", NAME, arguments=[uri_of(file.path)])


def setting_written(ls: Connection, target: str = "") -> None:
    """Say what an edit wrote into a settings file, with ways to look at it and to take it back."""
    written, path = ls.written.get(target), path_of(target)
    if written is None or path is None:
        return
    # What an editor writes into a file that it does not show, it may not save.
    is_saved = path.is_file() and _disk_text(path) == written.after
    then = "" if is_saved else " It counts once the file is saved."
    ways = {
        f"Open {path.name}": partial(ls.open_file, path),
        "Undo": partial(_take_back, ls, target, path, written),
    }
    told = f"{written.told} now stands in {path}.{then}"
    ls.start(ls.ask(types.MessageType.Info, told, ways))


async def _take_back(ls: Connection, target: str, path: Path, written: Written) -> None:
    """Make a settings file what it was, unless somebody has changed it since."""
    if _current_text(ls, path) != written.after:
        ls.show_error(f"{path} has changed since, so it was left as it is.", path)
        return
    if written.before is None and ls.support.delete_files:
        edit = types.WorkspaceEdit(document_changes=[types.DeleteFile(target)])
    else:
        edit = _changed(ls, target, written.after, written.before or "")
    await ls.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(edit, "Undo a setting"))


def _told(setting: SettingChange) -> str:
    """A setting as a line of TOML says it."""
    if setting.pattern:
        return f'{setting.key}: "{setting.pattern}" = ["{setting.value}"]'
    return f'{setting.key} = "{setting.value}"'


def _changed(ls: Connection, target: str, before: str | None, after: str) -> types.WorkspaceEdit:
    """The edit that changes the text of a file, or makes a file of it where there is none."""
    text = SourceText.of(before or "")
    change = difference(text.data, after.encode())
    edits = text_edits(text, [Edit(change.span, change.new.decode())], ls.support.encoding)
    if not ls.support.document_changes:
        return types.WorkspaceEdit(changes={target: edits})
    identifier = types.OptionalVersionedTextDocumentIdentifier(target, _version(ls, target))
    create = [types.CreateFile(target)] if before is None else []
    return types.WorkspaceEdit(
        document_changes=[*create, types.TextDocumentEdit(identifier, edits)]
    )


def _current_text(ls: Connection, path: Path) -> str | None:
    """The text as the editor has it, else as it is on disk, None if there is no file."""
    if opened := ls.session.view(uri_of(path)):
        return opened.text.data.decode("utf-8")
    return _disk_text(path)


def _disk_text(path: Path) -> str | None:
    try:
        return read_settings_text(SettingsFile.at(path))
    except SettingsError:
        if path.exists():
            raise
        return None


def _version(ls: Connection, uri: str) -> int | None:
    opened = ls.session.view(uri)
    return opened.version if opened else None
