"""Settings: what a user may change, as one immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from claude_preflight.findings import Severity
from claude_preflight.records import NamedTuple

CheckedFiles = Literal["workspace", "open"]
LimitSource = Literal["strictest", "article", "vendor"]


class SettingsError(ValueError):
    """Settings that cannot be used. The message names the file, the key and what is allowed.

    `keys` lead to the setting from the top of the settings on; none if it is not about one.
    """

    def __init__(self, message: str, keys: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.keys = keys


class KnowledgeFile(NamedTuple):
    """A file of newer facts, which was read: its path for people, and its text.

    `knowledge.knowledge_files` says what may stand in it.
    """

    path: str
    text: str


class Move(NamedTuple):
    """Where a user moves: `model` is an id of the model, on any platform.

    `of` are ids of the models that move to it, retired or not; if there is none, those move that
    are retired or about to be.
    """

    model: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """The settings of a workspace folder; the defaults are those of an empty settings file.

    `models` has the shape of the models in `models.json`, `replacements` maps model ids to model
    ids, `exclude` and the keys of `ignore_in` are patterns as in .gitignore, relative to `root`:
    the folder of the settings `file`, or None where there is no such file. `check` says of which
    files an editor shows findings, `inlay_hints` whether it shows hints. `knowledge` is laid over
    the packaged data, below `models` and `replacements`. A `move` is for one run of a command, and
    only an editor says that nothing shall be looked for: no file says these.
    """

    limits: LimitSource = "strictest"
    ignore: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    replacements: Mapping[str, str] = field(default_factory=dict)
    models: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    ignore_in: Mapping[str, frozenset[str]] = field(default_factory=dict)
    check: CheckedFiles = "workspace"
    inlay_hints: bool = True
    root: Path | None = None
    file: Path | None = field(default=None, compare=False)
    knowledge: KnowledgeFile | None = None
    move: Move | None = None
    enabled: bool = True
