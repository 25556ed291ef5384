"""What a request in HTTP to the Claude API has to look like, from `http_api.json`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from claude_preflight.knowledge import data
from claude_preflight.records import NamedTuple


class View(NamedTuple):
    """What one source says: what is answered, and who says so with which date."""

    answer: str
    source: str


class HttpApi(NamedTuple):
    """The host, paths, versions and headers of the API. `http-api.schema.json` explains them."""

    root: str
    endpoints: frozenset[str]
    without_version: frozenset[str]
    compatible_path: str
    compatible_refused: View
    compatible_served: View
    ended_path: str
    ended_instead: str
    versions: tuple[str, ...]
    recommended_version: str
    key_header: str
    bearer_refused: View
    bearer_served: View

    @staticmethod
    @cache
    def load() -> HttpApi:
        """What the data file says."""
        content = data.load("http_api.json")
        compatible, key, ended = (content[name] for name in ("compatible", "key_header", "ended"))
        return HttpApi(
            root=content["root"],
            endpoints=frozenset(content["endpoints"]["names"]),
            without_version=frozenset(content["without_version"]["names"]),
            compatible_path=compatible["path"],
            compatible_refused=_view(content, compatible["refused"]),
            compatible_served=_view(content, compatible["served"]),
            ended_path=ended["path"],
            ended_instead=ended["instead"],
            versions=tuple(row["version"] for row in content["versions"]),
            recommended_version=content["recommended_version"]["version"],
            key_header=key["header"],
            bearer_refused=_view(content, key["bearer_refused"]),
            bearer_served=_view(content, key["bearer_served"]),
        )

    def is_endpoint(self, path: str) -> bool:
        """Whether a path begins as one of an endpoint does, without the root: `/messages`."""
        return _first(path) in self.endpoints

    def asks_version(self, path: str) -> bool:
        """Whether an endpoint refuses a request without the header of a version."""
        return self.is_endpoint(path) and _first(path) not in self.without_version

    def is_invented(self, version: str) -> bool:
        """Whether there is no such version; one newer than those that are known may exist."""
        return version not in self.versions and version < self.versions[-1]


def _first(path: str) -> str:
    return path.strip("/").partition("/")[0]


def _view(content: Mapping[str, Any], raw: Mapping[str, str]) -> View:
    source = content["sources"][raw["source"]]
    return View(raw["answer"], data.cited(source, content["as_of"]))
