"""Where settings come from: initialize, workspace/configuration, and the watching of files."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.uris import from_fs_path

from claude_preflight import __version__
from claude_preflight.knowledge.knowledge_files import age_note
from claude_preflight.lsp import diagnostics
from claude_preflight.lsp.connection import Connection
from claude_preflight.lsp.uris import path_of, uri_of
from claude_preflight.manifests import PATTERNS as MANIFESTS
from claude_preflight.manifests import is_manifest
from claude_preflight.workspace.files import is_temporary
from claude_preflight.workspace.settings_files import FILE_NAMES
from claude_preflight.workspace.walk import VERSION_CONTROL

SECTION = "claude-preflight"
_IGNORE_FILES = (".gitignore", "exclude")

logger = logging.getLogger(__name__)


def initialize(ls: Connection, params: types.InitializeParams) -> None:
    """Take the folders and the first settings."""
    uris = [folder.uri for folder in params.workspace_folders or ()]
    root = params.root_uri or (from_fs_path(params.root_path) if params.root_path else None)
    _add_folders(ls, uris or ([root] if root else []))
    ls.settings.set_editor(_section(params.initialization_options))


def initialized(ls: Connection, _: types.InitializedParams) -> None:
    """Ask to be told of changes, and for the editor's settings."""
    logger.info(
        "claude-preflight %s: positions in %s, diagnostics are %s",
        __version__,
        ls.support.encoding,
        "pulled" if ls.support.pull_diagnostics else "pushed",
    )
    if registrations := _registrations(ls):
        ls.client_register_capability(types.RegistrationParams(registrations))
    if ls.support.ask_configuration:
        ls.start(_ask_configuration(ls))
    else:
        _log_age(ls)
        check_workspace(ls)


def did_change_configuration(ls: Connection, params: types.DidChangeConfigurationParams) -> None:
    """Take the editor's new settings, or ask for them where the client wants to be asked."""
    if ls.support.ask_configuration:
        ls.start(_ask_configuration(ls))
    elif isinstance(params.settings, Mapping):
        ls.settings.set_editor(_section(params.settings))
        diagnostics.refresh(ls)
        check_workspace(ls)


def did_change_watched_files(ls: Connection, params: types.DidChangeWatchedFilesParams) -> None:
    """Read the settings files and the manifests again, and check what else has changed."""
    uris = [change.uri for change in params.changes]
    file_changed(ls, uris)
    paths = [path for uri in uris if (path := path_of(uri)) and not _is_ours(path)]
    open_ones = ls.session.paths  # they are looked at when they are closed
    if closed := [path for path in paths if str(path) not in open_ones]:
        ls.scan.check(closed)


def did_change_workspace_folders(
    ls: Connection, params: types.DidChangeWorkspaceFoldersParams
) -> None:
    """Take the new folders, and ask for their settings."""
    for folder in params.event.removed:
        if (path := path_of(folder.uri)) in ls.settings.folders:
            ls.settings.folders.remove(path)
    _add_folders(ls, [folder.uri for folder in params.event.added])
    ls.settings.forget()
    if ls.support.ask_configuration:
        ls.start(_ask_configuration(ls))
    else:
        diagnostics.refresh(ls)
        check_workspace(ls)


def check_workspace(ls: Connection) -> None:
    """Check the files of the workspace that are not open, if the settings ask for that."""
    if ls.settings.checked_folders:
        ls.scan.check_all()
    else:
        ls.scan.clear()


def file_changed(ls: Connection, uris: Iterable[str]) -> None:
    """Read settings or pins again if one of the files may hold some, or code that they are about.

    Of an open manifest it is told what the code below it passes.
    """
    uris = list(uris)
    if any(PurePosixPath(uri).name in FILE_NAMES or ls.settings.reads(uri) for uri in uris):
        ls.settings.forget()
        diagnostics.refresh(ls)
    if any(map(_tells_of_others, uris)):
        check_workspace(ls)
    if any(map(is_manifest, uris)) or any(is_manifest(each.uri) for each in ls.session.snapshots):
        ls.pins.forget()
        ls.start(diagnostics.refresh_pins(ls))


async def _ask_configuration(ls: Connection) -> None:
    places = [None, *ls.settings.folders]
    items = [
        types.ConfigurationItem(scope_uri=uri_of(place) if place else None, section=SECTION)
        for place in places
    ]
    try:
        answers = await ls.workspace_configuration_async(types.ConfigurationParams(items))
    except JsonRpcException:
        logger.warning("The client did not tell its settings; those known before go on")
        return
    for place, answer in zip(places, answers, strict=False):
        # A client that knows no section may still answer: what it sent at the start goes on then.
        if isinstance(answer, Mapping):
            ls.settings.set_editor(answer, place)
    diagnostics.refresh(ls)
    check_workspace(ls)
    _log_age(ls)


def _tells_of_others(uri: str) -> bool:
    """Whether a file may change what is found in the files around it."""
    return PurePosixPath(uri).name in (*FILE_NAMES, *_IGNORE_FILES) or is_manifest(uri)


def _is_ours(path: Path) -> bool:
    """Whether a file is one that we, or version control, write all the time."""
    return is_temporary(path.name) or not VERSION_CONTROL.isdisjoint(path.parts)


def _log_age(ls: Connection) -> None:
    """Say once, when the settings are known, that the facts are old."""
    if not ls.has_logged_age:
        ls.has_logged_age = True
        note = age_note(ls.settings.knowledge_files(), ls.today())
        if note:
            logger.warning("%s", note)


def _registrations(ls: Connection) -> list[types.Registration]:
    registrations = []
    if ls.support.watch_files:
        # Files of a workspace are checked when they change, whatever they are.
        names = ["*"] if ls.settings.folders else dict.fromkeys((*FILE_NAMES, *MANIFESTS))
        watchers = [types.FileSystemWatcher(glob_pattern=f"**/{name}") for name in names]
        registrations.append(
            types.Registration(
                id="files",
                method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                register_options=types.DidChangeWatchedFilesRegistrationOptions(watchers),
            )
        )
    if ls.support.watch_configuration:
        registrations.append(
            types.Registration(
                id="settings",
                method=types.WORKSPACE_DID_CHANGE_CONFIGURATION,
                register_options=types.DidChangeConfigurationRegistrationOptions(SECTION),
            )
        )
    return registrations


def _add_folders(ls: Connection, uris: Iterable[str]) -> None:
    paths = (path_of(uri) for uri in uris)
    ls.settings.folders.extend(path for path in paths if path and path not in ls.settings.folders)


def _section(values: object) -> Mapping[str, object]:
    """Our settings in what a client sent: all of it, or what stands under our name."""
    if not isinstance(values, Mapping):
        return {}
    for name in (SECTION, "settings"):
        if isinstance(values.get(name), Mapping):
            return _section(values[name])
    return values
