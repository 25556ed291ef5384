"""The settings of each folder: the nearest settings file with the editor's settings over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path

from claude_preflight.ignore import IgnoreRules
from claude_preflight.lsp.uris import path_of
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.settings import KnowledgeFile, Settings, SettingsError
from claude_preflight.workspace.settings_files import (
    OWN_FILE,
    SettingsFile,
    find_settings_file,
    from_editor,
    pattern_of,
    read_settings_text,
    settings_in,
    usable_editor_settings,
)
from claude_preflight.workspace.walk import is_of_others

EditorSettings = Mapping[str, object]
# The key under which an editor sends what holds for one language, as VS Code writes it.
_LANGUAGE = regex(r"\[.+\]")


class WrongFile(NamedTuple):
    """A settings file that cannot be used: what is wrong with it, at which keys, and its text.

    `table` is where its settings stand. `is_replaced` says that those it had before stay in use.
    """

    message: str
    keys: tuple[str, ...]
    text: str
    table: tuple[str, ...]
    is_replaced: bool


@dataclass(slots=True)
class WorkspaceSettings:
    """What is known of the settings; files are read when they are first needed.

    `report` is told, once for each change, what is wrong with settings, and in which file; what is
    wrong counts as not set then. A file that cannot be used is kept in `wrong_files`, and `tell` is
    told when that changes; the last settings of it that could be used stay in use. `knowledge` is a
    file of newer facts that goes before those of the settings.
    """

    report: Callable[[str, Path | None], None]
    tell: Callable[[Path], None]
    folders: list[Path] = field(default_factory=list)
    knowledge: KnowledgeFile | None = None
    languages: dict[str, str] = field(default_factory=dict)
    """The open documents, by URI, with the languages that the editor gives them."""
    _editor: dict[Path | None, EditorSettings] = field(default_factory=dict)
    _known: dict[tuple[Path | None, str], Settings] = field(default_factory=dict)
    _others: dict[Path, bool] = field(default_factory=dict)
    _wrong: dict[str, str] = field(default_factory=dict)
    _good: dict[SettingsFile, str] = field(default_factory=dict)
    wrong_files: dict[Path, WrongFile] = field(default_factory=dict)

    def of(self, uri: str) -> Settings:
        """The settings of a document. One that is not a file has those of the first folder."""
        return self._in(self._folder_of(uri), self.languages.get(uri, ""))

    @property
    def editor(self) -> dict[Path | None, EditorSettings]:
        """What the editor sent, for each folder of the workspace and for all."""
        return dict(self._editor)

    @property
    def checked_folders(self) -> tuple[Path, ...]:
        """The folders of the workspace whose files are checked when they are not open, too."""
        folders = (folder for folder in self.folders if self.in_folder(folder).check == "workspace")
        return tuple(folders)

    def in_folder(self, folder: Path, language: str = "") -> Settings:
        """The settings of the files in a folder, in a language if it is one."""
        return self._in(folder, language)

    def _in(self, folder: Path | None, language: str = "") -> Settings:
        if not self._has_own(folder, language):
            language = ""
        key = folder, language
        if key not in self._known:
            settings = self._read(folder, language)
            editor = self._of_language(self._root_of(folder), language)
            self._known[key] = replace(
                settings,
                knowledge=self.knowledge or settings.knowledge,
                enabled=editor.get("enable") is not False,
            )
        return self._known[key]

    def path_in(self, uri: str) -> str | None:
        """The path of a document as patterns in its settings write it, None if it is no file."""
        path, root = path_of(uri), self.of(uri).root
        if path is None:
            return None
        return (path.relative_to(root) if root and path.is_relative_to(root) else path).as_posix()

    def pattern_of(self, uri: str) -> str | None:
        """The pattern that settings have for just a document; None if it is not below them."""
        path, root = path_of(uri), self.of(uri).root
        if path is None or root is None or not path.is_relative_to(root):
            return None
        return pattern_of(path, root)

    def leaves_out(self, uri: str) -> bool:
        """Whether nothing is said about a document.

        That is so where the editor does not want it, by a pattern of the settings, and where a walk
        of the command line through the folder of the workspace would not enter either.
        """
        return not self.of(uri).enabled or self._is_of_others(uri) or self.excludes(uri)

    def _is_of_others(self, uri: str) -> bool:
        folder = self._folder_of(uri)
        root = self._root_of(folder)
        if path_of(uri) is None or folder is None or root is None:
            return False
        if folder not in self._others:
            self._others[folder] = is_of_others(folder, root)
        return self._others[folder]

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
        usable, wrong = usable_editor_settings(values)
        for key, inner in usable.items():
            if _LANGUAGE.fullmatch(key) and isinstance(inner, Mapping):
                usable[key], wrong_inside = usable_editor_settings(inner)
                wrong += wrong_inside
        self._editor[folder] = usable
        origin = f"editor {folder}"
        if wrong:
            self._say(origin, ". ".join(wrong))
        else:
            self._wrong.pop(origin, None)
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
        """Read the files again when they are next needed, and at once those that were wrong."""
        self._known.clear()
        self._others.clear()
        for path in list(self.wrong_files):
            file = find_settings_file(path.parent)
            if file and file.path == path:
                self._known[path.parent, ""] = self._read(path.parent)
            else:
                self._set_wrong(path, None)

    def _has_own(self, folder: Path | None, language: str) -> bool:
        """Whether the editor has settings for a language."""
        return bool(language) and f"[{language}]" in self._editor_of(self._root_of(folder))

    def _editor_of(self, root: Path | None) -> EditorSettings:
        return self._editor.get(root) or self._editor.get(None) or {}

    def _of_language(self, root: Path | None, language: str) -> EditorSettings:
        """What the editor says of a language, over what it says of all."""
        values = self._editor_of(root)
        own = values.get(f"[{language}]")
        return {**values, **own} if isinstance(own, Mapping) else values

    def _read(self, folder: Path | None, language: str = "") -> Settings:
        root = self._root_of(folder)
        editor = self._of_language(root, language)
        file = find_settings_file(folder) if folder else None
        settings = self._read_file(file, editor) if file else None
        return settings or self._of_editor(editor, root)

    def _read_file(self, file: SettingsFile, editor: EditorSettings) -> Settings | None:
        """The settings of a file; where it cannot be used, those that it had when it last could."""
        text = ""
        try:
            text = read_settings_text(file)
            settings = settings_in(text, file, editor)
        except SettingsError as error:
            self._say(str(file.path), str(error), file.path)
            last = self._last_good(file, editor)
            wrong = WrongFile(
                str(error), error.keys, text, file.table, is_replaced=last is not None
            )
            self._set_wrong(file.path, wrong)
            return last
        self._good[file] = text
        self._set_wrong(file.path, None)
        return settings

    def _last_good(self, file: SettingsFile, editor: EditorSettings) -> Settings | None:
        try:
            return settings_in(self._good[file], file, editor)
        except (KeyError, SettingsError):
            return None

    def _set_wrong(self, path: Path, wrong: WrongFile | None) -> None:
        before = self.wrong_files.pop(path, None)
        if wrong:
            self.wrong_files[path] = wrong
        else:
            self._wrong.pop(str(path), None)
        if wrong != before:
            self.tell(path)

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

    def _say(self, origin: str, message: str, file: Path | None = None) -> None:
        news = message not in self._wrong.values()  # an editor says the same of each folder
        self._wrong[origin] = message
        if news:
            self.report(message, file)

    def _folder_of(self, uri: str) -> Path | None:
        path = path_of(uri)
        return path.parent if path else next(iter(self.folders), None)

    def _root_of(self, folder: Path | None) -> Path | None:
        """The innermost folder of the workspace that holds a folder."""
        inside = (root for root in self.folders if folder and folder.is_relative_to(root))
        return max(inside, key=lambda root: len(root.parts), default=None)
