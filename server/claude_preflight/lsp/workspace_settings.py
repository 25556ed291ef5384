"""The settings of each folder: the nearest settings file with the editor's settings over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path

from claude_preflight.ignore import IgnoreRules
from claude_preflight.lsp.uris import path_of
from claude_preflight.settings import KnowledgeFile, Settings, SettingsError
from claude_preflight.settings_files import (
    OWN_FILE,
    SettingsFile,
    find_settings_file,
    from_editor,
    read_settings_file,
)

EditorSettings = Mapping[str, object]


@dataclass(slots=True)
class WorkspaceSettings:
    """What is known of the settings; files are read when they are first needed.

    `report` is told, once for each change, what is wrong with settings; they count as not set then.
    `knowledge` is a file of newer facts that goes before those of the settings.
    """

    report: Callable[[str], None]
    folders: list[Path] = field(default_factory=list)
    knowledge: KnowledgeFile | None = None
    _editor: dict[Path | None, EditorSettings] = field(default_factory=dict)
    _known: dict[Path | None, Settings] = field(default_factory=dict)
    _wrong: dict[str, str] = field(default_factory=dict)

    def of(self, uri: str) -> Settings:
        """The settings of a document. One that is not a file has those of the first folder."""
        return self._in(self._folder_of(uri))

    def _in(self, folder: Path | None) -> Settings:
        if folder not in self._known:
            settings = self._read(folder)
            knowledge = self.knowledge or settings.knowledge
            self._known[folder] = replace(settings, knowledge=knowledge)
        return self._known[folder]

    def path_in(self, uri: str) -> str | None:
        """The path of a document as patterns in its settings write it, None if it is no file."""
        path, root = path_of(uri), self.of(uri).root
        if path is None:
            return None
        return (path.relative_to(root) if root and path.is_relative_to(root) else path).as_posix()

    def excludes(self, uri: str) -> bool:
        """Whether the settings leave a file out, by a pattern for it or for a folder above it."""
        path, exclude = self.path_in(uri), self.of(uri).exclude
        if not path or not exclude:
            return False
        rules = IgnoreRules.of("\n".join(exclude).encode())
        *folders, _ = accumulate(path.split("/"), "{}/{}".format)
        return any(rules.verdict(folder, is_dir=True) for folder in folders) or bool(
            rules.verdict(path, is_dir=False)
        )

    def file_to_write(self, uri: str) -> SettingsFile | None:
        """The settings file of a document, or where to make one; None outside of all folders."""
        folder = self._folder_of(uri)
        if folder is None:
            return None
        root = self._root_of(folder)
        return find_settings_file(folder) or (SettingsFile.at(root / OWN_FILE) if root else None)

    def set_editor(self, values: EditorSettings, folder: Path | None = None) -> None:
        """Take what the editor sent, for one folder of the workspace or for all without an own."""
        try:
            from_editor(values)
        except SettingsError as error:
            self._say("editor", str(error))
            values = {}
        else:
            self._wrong.pop("editor", None)
        self._editor[folder] = values
        self.forget()

    def knowledge_files(self) -> list[KnowledgeFile | None]:
        """The files of newer facts of the folders of the workspace."""
        folders: Iterable[Path | None] = self.folders or [None]
        return [self._in(folder).knowledge for folder in folders]

    def reads(self, uri: str) -> bool:
        """Whether a file is one of newer facts that counts, or may be one that was bad."""
        files = (settings.knowledge for settings in self._known.values())
        is_known = any(file and Path(file.path) == path_of(uri) for file in files)
        return is_known or (bool(self._wrong) and uri.endswith(".json"))

    def forget(self) -> None:
        """Read the files again when they are next needed."""
        self._known.clear()

    def _read(self, folder: Path | None) -> Settings:
        root = self._root_of(folder)
        editor = self._editor.get(root) or self._editor.get(None) or {}
        file = find_settings_file(folder) if folder else None
        if file:
            try:
                settings = read_settings_file(file, editor)
            except SettingsError as error:
                self._say(str(file.path), str(error))
            else:
                self._wrong.pop(str(file.path), None)
                return settings
        return self._of_editor(editor, root)

    def _of_editor(self, editor: EditorSettings, root: Path | None) -> Settings:
        """The editor's settings alone; without its file of newer facts, if that is bad."""
        origin = f"editor in {root}"
        try:
            settings = from_editor(editor, root)
        except SettingsError as error:
            self._say(origin, str(error))
            settings = from_editor({key: editor[key] for key in editor if key != "knowledge"})
        else:
            self._wrong.pop(origin, None)
        return replace(settings, root=root)

    def _say(self, origin: str, message: str) -> None:
        if self._wrong.get(origin) != message:
            self._wrong[origin] = message
            self.report(message)

    def _folder_of(self, uri: str) -> Path | None:
        path = path_of(uri)
        return path.parent if path else next(iter(self.folders), None)

    def _root_of(self, folder: Path | None) -> Path | None:
        """The innermost folder of the workspace that holds a folder."""
        inside = (root for root in self.folders if folder and folder.is_relative_to(root))
        return max(inside, key=lambda root: len(root.parts), default=None)
