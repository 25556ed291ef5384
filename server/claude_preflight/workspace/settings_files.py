"""Settings as users write them: in `claude-preflight.toml`, `pyproject.toml` or an editor.

The nearest file upwards counts, as users of ruff expect: folders are searched up to the root of the
file system, a repository's root does not end the search, files are not merged with each other, and
a `pyproject.toml` without a `[tool.claude-preflight]` table is passed over. In one folder
`claude-preflight.toml` wins. A key that the editor sets replaces that key of the file.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from claude_preflight.findings import SettingChange, Severity
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.settings import (
    CheckedFiles,
    KnowledgeFile,
    LimitSource,
    Settings,
    SettingsError,
)
from claude_preflight.workspace.files import read_by_hand, reason

OWN_FILE = "claude-preflight.toml"
PROJECT_FILE = "pyproject.toml"
FILE_NAMES = (OWN_FILE, PROJECT_FILE)
_EDITOR = "editor settings"
_PROJECT_TABLE = ("tool", "claude-preflight")
# As deep as values may be nested: settings need four levels, and other tools few more.
_DEEPEST = 32
_TOO_DEEP = f"is nested deeper than {_DEEPEST} levels"
_KEY = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_LONG_KEY = regex(rf"(?<![\w.-]){_KEY}(?:[ \t]*\.[ \t]*{_KEY}){{{_DEEPEST}}}")


class _TooDeepError(ValueError):
    """TOML that is nested deeper than any settings."""


class SettingsFile(NamedTuple):
    """A file that holds settings, and the TOML table in it where they stand."""

    path: Path
    table: tuple[str, ...] = ()

    @classmethod
    def at(cls, path: Path) -> SettingsFile:
        """The settings file at a path, its table chosen by its name."""
        return cls(path, _PROJECT_TABLE if path.name == PROJECT_FILE else ())


def find_settings_file(folder: Path) -> SettingsFile | None:
    """The settings file that counts in a folder, if there is one."""
    for parent in (folder, *folder.parents):
        for name in FILE_NAMES:
            file = SettingsFile.at(parent / name)
            if _has_settings(file):
                return file
    return None


def load_settings(folder: Path) -> Settings:
    """The settings that count in a folder. Raises SettingsError."""
    file = find_settings_file(folder)
    return read_settings_file(file) if file else Settings()


def settings_for_all(path: Path, here: Path) -> Settings:
    """The settings of a file that a user names for all files. Raises SettingsError.

    Its patterns are relative to its folder or, if the folder `here` is not below that, to `here`.
    """
    file = SettingsFile.at(path)
    settings = read_settings_file(file)
    if not _has_settings(file):
        raise SettingsError(f"{path}: has no table [{'.'.join(file.table)}]")
    folder = path.parent.resolve()
    return replace(settings, root=folder if here.resolve().is_relative_to(folder) else here)


def read_settings_file(file: SettingsFile, editor: Mapping[str, object] | None = None) -> Settings:
    """The settings of one file, with an editor's settings over them. Raises SettingsError."""
    return settings_in(read_settings_text(file), file, editor)


def read_settings_text(file: SettingsFile) -> str:
    """The text of a settings file. Raises SettingsError."""
    try:
        return read_by_hand(str(file.path)).decode("utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{file.path}: cannot be read: {reason(error)}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file.path}: is not UTF-8 text, which TOML has to be") from error


def settings_in(
    toml_text: str, file: SettingsFile, editor: Mapping[str, object] | None = None
) -> Settings:
    """The settings in the text of a file, with an editor's over them. Raises SettingsError."""
    origin = str(file.path)
    try:
        values: object = _parsed(toml_text)
    except _TooDeepError as error:
        raise SettingsError(f"{origin}: {error}") from error
    except ValueError as error:
        raise SettingsError(f"{origin}: is not valid TOML: {error}") from error
    for name in file.table:
        values = values.get(name, {}) if isinstance(values, dict) else values
    fields = _fields(values, f"{origin} [{'.'.join(file.table)}]" if file.table else origin)
    fields |= {**_editor_fields(editor or {}), "root": file.path.parent, "file": file.path}
    return _settings(fields, origin, file.path.parent)


def from_mapping(values: Mapping[str, object], origin: str) -> Settings:
    """Settings from the keys and values of a settings file. Raises SettingsError.

    `origin` names the place that the values come from in the message of an error.
    """
    return _settings(_fields(values, origin), origin, None)


def from_editor(values: Mapping[str, object], folder: Path | None = None) -> Settings:
    """Settings from what an editor sends. Raises SettingsError.

    Paths are relative to `folder`; without one, a relative path is not looked at. Keys are in
    kebab-case or camelCase. A null is a setting that is not set. Unknown keys are passed over: an
    editor sends all of its section, the extension's own settings too.
    """
    return _settings(_editor_fields(values), _EDITOR, folder)


def read_knowledge(path: Path) -> KnowledgeFile:
    """A file of newer facts, checked. Raises SettingsError, with the place of what is wrong."""
    # A late import: few have such a file, and the data takes time to read.
    from claude_preflight.knowledge.models import ModelRegistry

    try:
        file = KnowledgeFile(str(path), read_by_hand(str(path)).decode("utf-8-sig"))
        ModelRegistry.load(knowledge=file)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {reason(error)}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: is not UTF-8 text, which JSON has to be") from error
    except ValueError as error:
        raise SettingsError(str(error)) from error
    return file


def usable_editor_settings(
    values: Mapping[str, object],
) -> tuple[dict[str, object], tuple[str, ...]]:
    """What an editor sent without what cannot be used, and what is wrong with each of those."""
    usable: dict[str, object] = {}
    wrong = []
    # Own models come first, for replacements may name them.
    for key in sorted(values, key=lambda key: key != "models"):
        try:
            from_editor({**usable, key: values[key]})
        except SettingsError as error:
            wrong.append(f"{error}. This setting is not used; the others are")
        else:
            usable[key] = values[key]
    return usable, tuple(wrong)


def pattern_of(path: Path, root: Path) -> str:
    """The pattern that settings with a root have for just one file below it."""
    escaped = re.sub(r"([\\*?\[]|\s\Z)", r"\\\1", path.relative_to(root).as_posix())
    return f"/{escaped}"


def with_setting(toml_text: str, change: SettingChange, table: tuple[str, ...] = ()) -> str:
    """The text of a settings file with one setting changed; all else stays as it is.

    `table` is the table that the key belongs to. Raises SettingsError if the text is not TOML.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        _parsed(toml_text)  # tomlkit does not bound what it reads
        document = tomlkit.parse(toml_text)
        place: Any = document
        for depth, name in enumerate(table):
            if name not in place:
                place[name] = tomlkit.table(is_super_table=depth + 1 < len(table))
            place = place[name]
        if change.pattern:
            lists = place.setdefault(change.key, tomlkit.table())
            lists.setdefault(change.pattern, tomlkit.array()).append(change.value)
        else:
            place[change.key] = change.value
    except (TOMLKitError, AttributeError, TypeError, ValueError) as error:
        raise SettingsError(f"cannot write the setting {change.key}: {error}") from error
    text = tomlkit.dumps(document)
    return re.sub(r"(?<!\r)\n", "\r\n", text) if "\r\n" in toml_text else text


def _has_settings(file: SettingsFile) -> bool:
    """Whether the file is there and, where it is shared with other tools, has our table.

    One that cannot be read, such as a link to nowhere, may well have it.
    """
    if not os.path.lexists(file.path):
        return False
    if not file.table:
        return True
    if os.path.isdir(file.path):  # noqa: PTH112 - a Path raises where it may not look
        return False
    try:
        data = read_by_hand(str(file.path))
    except OSError:
        return True
    # Most projects' files do not mention us: do not parse them. Without NUL bytes, UTF-16 is found.
    if file.table[-1].encode() not in data.replace(b"\0", b""):
        return False
    try:
        values: Any = _parsed(data.decode("utf-8-sig"))
    except ValueError:
        return True  # it names us: say what is wrong with it when it is read
    for name in file.table:
        values = values.get(name) if isinstance(values, dict) else None
    return values is not None


def _settings(fields: Mapping[str, Any], origin: str, folder: Path | None) -> Settings:
    """The settings of checked fields, whose own models and replacements fit what is known."""
    path = fields.get("knowledge")
    settings = Settings(**{**fields, "knowledge": _knowledge(path, origin, folder)})
    if settings.models or settings.replacements:
        # A late import: few have such settings, and the data takes time to read.
        from claude_preflight.knowledge.models import ModelRegistry

        try:
            ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
        except ValueError as error:
            said = str(error)
            keys = tuple(said.partition(":")[0].split(".", 2))
            raise SettingsError(f"{origin}: {_shortened(said, 1000)}", keys) from error
    return settings


def _knowledge(path: str | None, origin: str, folder: Path | None) -> KnowledgeFile | None:
    """The file of newer facts that settings name, relative to their folder."""
    if path is None or (folder is None and not Path(path).is_absolute()):
        return None
    try:
        return read_knowledge((folder or Path()) / path)
    except SettingsError as error:
        raise SettingsError(f"{origin}: knowledge: {error}") from error


def _parsed(text: str) -> dict[str, Any]:
    """The values in a TOML text. ValueError if it is not TOML; _TooDeepError.

    The parser takes a stack as deep as the values, and a time as the square of the parts of a key.
    """
    # Imported here, for most folders have no settings and a small check is mostly imports.
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    if long_key := _LONG_KEY.search(text):
        line = text.count("\n", 0, long_key.start()) + 1
        raise _TooDeepError(f"{_TOO_DEEP} (at line {line}, column 1)")
    try:
        values = tomllib.loads(text)
    except RecursionError:
        raise _TooDeepError(_TOO_DEEP) from None
    _check_depth(values)
    return values


def _check_depth(values: Mapping[str, Any]) -> None:
    level: list[Any] = [values]
    for _ in range(_DEEPEST):
        inner = (each.values() if isinstance(each, dict) else each for each in level)
        level = [value for values in inner for value in values if isinstance(value, (dict, list))]
        if not level:
            return
    raise _TooDeepError(_TOO_DEEP)


def _fields(values: object, origin: str) -> dict[str, Any]:
    """The fields of Settings that are set, checked."""
    where = _Where(origin)
    if not isinstance(values, Mapping):
        raise where.error(f"{_shown(values)} is not a table of settings")
    for key in values:
        if key not in _READERS:
            raise where.error(_unknown("setting", str(key), _READERS), str(key))
    return {
        key.replace("-", "_"): _READERS[key](value, where.below(key))
        for key, value in values.items()
    }


def _editor_fields(values: Mapping[str, object]) -> dict[str, Any]:
    named = {_kebab_case(key): value for key, value in values.items() if value is not None}
    known = {key: value for key, value in named.items() if key in _READERS}
    return _fields(known, _EDITOR)


def _kebab_case(key: str) -> str:
    return re.sub("[A-Z]", lambda match: f"-{match[0].lower()}", key)


class _Where(NamedTuple):
    """The place of a value: where settings come from, and the keys that lead to it."""

    origin: str
    keys: tuple[str, ...] = ()

    def below(self, key: str) -> _Where:
        return _Where(self.origin, (*self.keys, key))

    def error(self, said: str, *below: str) -> SettingsError:
        """An error that names this place; it may be about a key right below it."""
        keys = (key if re.fullmatch(r"[\w-]+", key) else _shown(key) for key in self.keys)
        place = ": ".join(filter(None, (self.origin, ".".join(keys))))
        return SettingsError(f"{place}: {said}", (*self.keys, *below))


def _read_limits(value: object, where: _Where) -> str:
    return _one_of(value, get_args(LimitSource), where)


def _read_checked_files(value: object, where: _Where) -> str:
    return _one_of(value, get_args(CheckedFiles), where)


def _read_switch(value: object, where: _Where) -> bool:
    if not isinstance(value, bool):
        raise where.error(f"{_shown(value)} is neither true nor false")
    return value


def _read_rules(value: object, where: _Where) -> frozenset[str]:
    return frozenset(_rule(item, where) for item in _read_strings(value, where))


def _read_severities(value: object, where: _Where) -> dict[str, Severity]:
    labels = {severity.label: severity for severity in Severity}
    return {
        _rule(rule, where, rule): labels[_one_of(label, labels, where.below(rule))]
        for rule, label in _table(value, where).items()
    }


def _read_texts(value: object, where: _Where) -> dict[str, str]:
    return {key: _string(item, where.below(key)) for key, item in _table(value, where).items()}


def _read_tables(value: object, where: _Where) -> dict[str, Mapping[str, object]]:
    return {key: _table(item, where.below(key)) for key, item in _table(value, where).items()}


def _read_rules_by_pattern(value: object, where: _Where) -> dict[str, frozenset[str]]:
    return {
        pattern: _read_rules(rules, where.below(pattern))
        for pattern, rules in _table(value, where).items()
    }


def _read_strings(value: object, where: _Where) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        raise where.error(f"{_shown(value)} is not a list of strings")
    return tuple(_string(item, where) for item in value)


def _string(value: object, where: _Where) -> str:
    if not isinstance(value, str) or not value:
        raise where.error(f"{_shown(value)} is not a text")
    return value


def _table(value: object, where: _Where) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise where.error(f"{_shown(value)} is not a table")
    return value


def _rule(code: str, where: _Where, *below: str) -> str:
    # Imported here as well: a run that finds no trigger needs no rules.
    from claude_preflight.rules import RULES

    if code not in RULES:
        raise where.error(_unknown("rule", code, RULES), *below)
    return code


def _one_of(value: object, allowed: Collection[str], where: _Where) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise where.error(f"{_shown(value)} is not allowed; use {_listed(allowed)}")
    return value


def _unknown(kind: str, name: str, known: Collection[str]) -> str:
    # Imported here: only mistakes need it.
    import difflib

    near = difflib.get_close_matches(_kebab_case(name[:60]), known, n=1)
    hint = f" Did you mean {_shown(near[0])}?" if near else ""
    return f"unknown {kind} {_shown(name)}.{hint} There is {_listed(known)}"


def _listed(names: Iterable[str]) -> str:
    *others, last = map(_shown, names)
    return f"{', '.join(others)} or {last}" if others else last


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _shown(value: object) -> str:
    """A value as one short piece of a message."""
    if isinstance(value, str):
        return f'"{_shortened(value, 60)}"'
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, int) and value.bit_length() > 64:
        return "a number of many digits"  # Python does not write those out
    return str(value).lower() if isinstance(value, bool) else str(value)


_READERS: dict[str, Callable[[object, _Where], object]] = {
    "limits": _read_limits,
    "ignore": _read_rules,
    "severity": _read_severities,
    "replacements": _read_texts,
    "models": _read_tables,
    "exclude": _read_strings,
    "ignore-in": _read_rules_by_pattern,
    "knowledge": _string,
    "check": _read_checked_files,
    "inlay-hints": _read_switch,
}
