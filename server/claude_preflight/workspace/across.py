"""What the tests of a project expect of its other files: fixes there wait to be asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from claude_preflight.analysis.expected import Expecting, nobody_expects
from claude_preflight.facts.test_paths import is_of_tests, is_recorded, is_shared
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.workspace.packages import Packages
from claude_preflight.workspace.projects import Projects

if TYPE_CHECKING:
    from claude_preflight.facts.expected_elsewhere import Expected

# Code of one language asks for that of another one only where both become one program. The data of
# a project is read by all of its code.
_TOGETHER = (
    frozenset(("javascript", "typescript", "tsx", "vue", "svelte", "html")),
    frozenset(("java", "kotlin", "scala", "groovy")),
    frozenset(("c", "cpp", "objc")),
)
_DATA = frozenset(("json", "jsonc", "yaml", "toml", "xml", "ini", "dotenv", "csv", "text"))
# What shows the use of a project, and no test of it asks for but one that is shown with it.
_SHOWN = regex(
    r"\..+|_*(?:examples?|samples?|demos?|stories|playgrounds?|cookbooks?|docs?|tutorials?)_*"
)
# What a person copies, or what starts containers: no test reads that.
_STARTED = regex(
    r"\.?env(?:\.\w+)*[.-](?:example|sample|template|dist)|(?:docker-)?compose(?:[.-].+)?\.ya?ml"
    r"|Dockerfile(?:\..+)?"
)
_STORY = regex(r".+\.stories\.\w+")
_SEPARATOR = regex(r"(?<!claude)[^a-z0-9]")
# Of one id, so many expectations are looked at.
_MOST = 200

_Known = tuple[str, bool]
"""An id, or a part that it begins with."""


class _Place(NamedTuple):
    """A file that expects an id, and its package, by their paths in the project.

    `shown` is the place for people.
    """

    path: PurePath
    package: PurePath
    shown: str


class Across:
    """What some files expect of others in their projects."""

    def __init__(self) -> None:
        self.projects = Projects()
        self._places: dict[str, dict[_Known, list[_Place]]] = defaultdict(dict)
        self._packages: dict[str, Packages] = {}

    def note(self, path: str, expected: Iterable[Expected]) -> None:
        """Note what a file expects of other ones."""
        for each in expected:
            project, inside = self.projects.of(path)
            places = self._places[project].setdefault(each.known_by, [])
            if len(places) < _MOST:
                package = self.projects.package_of(project, inside)
                places.append(_Place(inside, package, f"{path}:{each.line}"))

    def of(self, path: str) -> Expecting:
        """Where an id in a file may be expected."""
        if not self._places:
            return nobody_expects
        project, inside = self.projects.of(path)
        places = self._places.get(project, {})
        packages = self._packages.setdefault(project, Packages(project))
        package = self.projects.package_of(project, inside)

        def expecting(model_id: str) -> str:
            for each in _known_by(model_id):
                for place in places.get(each, ()):
                    if _may_ask(place.path, inside) and packages.may_use(place.package, package):
                        return place.shown
            return ""

        return cache(expecting)


def _known_by(model_id: str) -> Iterator[_Known]:
    """How an id may be expected: as it is, or by a part that it begins with."""
    yield model_id, False
    yield model_id, True
    for separator in _SEPARATOR.finditer(model_id):
        yield model_id[: separator.start()], True


def _may_ask(asking: PurePath, path: PurePath) -> bool:
    """Whether what a file expects may be about another one."""
    if asking == path:
        return False
    if is_of_tests(path):
        return _is_compared_with(asking, path)
    return (
        _is_read_with(asking, path)
        and asking.is_relative_to(_shown_in(path))
        and not _STORY.fullmatch(path.name)
        and not _STARTED.fullmatch(path.name)
    )


def _is_compared_with(asking: PurePath, test: PurePath) -> bool:
    """Whether a test compares with a file: what was recorded below it, or what tests share.

    What another test expects is about what that does.
    """
    if is_recorded(str(asking)):
        return test.is_relative_to(asking.parent.parent)
    return is_shared(asking) and test.is_relative_to(asking.parent)


def _is_read_with(asking: PurePath, path: PurePath) -> bool:
    from claude_preflight.syntax.languages import language_for  # late: few runs need it

    one, other = language_for(str(asking)).id, language_for(str(path)).id
    if one == other or other in _DATA or is_recorded(str(asking)):
        return True
    return any(one in each and other in each for each in _TOGETHER)


def _shown_in(path: PurePath) -> PurePath:
    """The folder of what shows the use of a project, if a file is in one; else the whole."""
    parts = path.parts[:-1]
    at = next((at for at, part in enumerate(parts) if _SHOWN.fullmatch(part)), None)
    return PurePath() if at is None else PurePath(*parts[: at + 1])
