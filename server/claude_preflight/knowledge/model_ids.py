"""Model ids as platforms, gateways and routers write them: `read` and `write` are one pair.

An id has up to five parts, all but the name optional:

    bedrock/us-east-1/   us.       anthropic.  claude-3-haiku-20240307-v1:0  :200k
    route                profile   mark        name                          tail

The names, marks, profiles, routes and tails are data, in `models.json`. A text is read only if all
of it is understood: a longer word, a prefix of an id, a file name or an unknown route is no id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from functools import cache
from typing import Any

from claude_preflight.knowledge import data
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex

API = "anthropic"
"""The Claude API itself, among the platforms."""

_DATE = regex(r"[-@]20\d{6}(?!\d)")
_DOT = regex(r"(?<=\d)\.(?=\d)")
_VERSION_FIRST = regex(r"claude-(\d(?:-\d{1,2})?)-([a-z]+)")
_BEDROCK_VERSION = regex(r"(?:-v\d+)?(?::\d+)?$")
_MINOR_VERSION = regex(r":\d+$")
_CONTEXT_TAIL = regex(r"(?::\d+k|\[1m\])$")
_ARN = regex(r"arn:aws[a-z-]*:bedrock:[^:/\s]*:[^:/\s]*:")
_AWS_REGION = regex(r"(?<=/)[a-z]{2}(?:-[a-z]+)+-\d(?=/)")
_ROUTE_REGION = regex(r"[/:](?P<region>[a-z]{2}(?:-[a-z]+)+-\d)(?=[/:])")
_API_VERSION = regex(r"(?<=^anthropic::)[^:/\s]+(?=::$)")
_GOOGLE_PROJECT = regex(r"^projects/[^/\s]+/locations/[^/\s]+/")

# The partition of AWS whose regions serve only what has its profile.
_GOVERNMENT = "us-gov"
_MILLION_TAIL = "[1m]"
_MILLION = 1_000_000


class Spelling(NamedTuple):
    """How an id is written, part by part, exactly as in the text.

    The name is kept as it was, together with the model it stands for: many names follow no rule
    that could rebuild them (`anthropic.claude-v2:1`, Copilot's `claude-opus-41`).
    """

    platform: str
    route: str
    profile: str
    mark: str
    name: str
    tail: str
    model: str

    @property
    def text(self) -> str:
        """The id itself, put together again."""
        profile = f"{self.profile}." if self.profile else ""
        return f"{self.route}{profile}{self.mark}{self.name}{self.tail}"

    @property
    def region(self) -> str:
        """The AWS region that the route names; "" if it names none."""
        found = _ROUTE_REGION.search(self.route.lower())
        return found["region"] if found else ""


class ModelId(NamedTuple):
    """A text that was read as a model id: the model's canonical id, and how it was written."""

    text: str
    model: str
    platform: str
    spelling: Spelling


class _Rank(IntEnum):
    """What kind of name a name is, the surest first."""

    CANONICAL = 0
    FIRST_PARTY = 1
    INFORMAL = 2


class _Place(NamedTuple):
    """A platform that a head (route and mark) can lead to."""

    platform: str
    mark: str


class IdTable:
    """Reads and writes the ids of a set of models. Immutable."""

    def __init__(self, models: Mapping[str, Mapping[str, Any]], shapes: Mapping[str, Any]) -> None:
        """`models` is the table of `models.json`; `shapes` has its platforms, routes and tails."""
        self._models = models
        self._platforms: Mapping[str, Mapping[str, Any]] = shapes["platforms"]
        self._tails: tuple[str, ...] = tuple(shapes["tails"])
        profiles: Iterable[str] = self._platforms["bedrock"]["profiles"]
        self._profiles = tuple(sorted(profiles, key=len, reverse=True))
        self._heads = _heads(self._platforms, shapes["routes"])
        self._listed = _listed(models)
        self._names = _names(models)

    def read(self, text: str, on: str = "") -> ModelId | None:
        """The model id that the whole text is, or None.

        Letter case does not matter. Where several platforms write an id alike, the Claude API wins,
        unless it looks as gateways write theirs. `on` is the platform where that is known.
        """
        start = max(text.lower().rfind("claude"), 0)
        head, body = text[:start], text[start:]
        profile, places = self._places(head)
        if on and _is_shared(places):
            places = tuple(place for place in places if place.platform == on) or places
        for place, model, tail in self._readings(profile, places, body.lower()):
            route_end = len(head) - len(place.mark) - (len(profile) + 1 if profile else 0)
            name_end = len(body) - len(tail)
            spelling = Spelling(
                platform=place.platform,
                route=head[:route_end],
                profile=profile,
                mark=head[len(head) - len(place.mark) :],
                name=body[:name_end],
                tail=body[name_end:],
                model=model,
            )
            return ModelId(text, model, place.platform, spelling)
        return self._read_own(text)

    def write(self, model: str, spelling: Spelling) -> str | None:
        """The id of a model, by its canonical id, in the spelling of another.

        Platform, route and region profile stay; the name is the one that the platform has for the
        model, dated or dotted as the other was if there is a choice. None if the platform is not
        known to serve the model there. KeyError for a model that the table does not have.
        """
        if model == spelling.model:
            return spelling.text
        if spelling.platform == API:
            name: str | None = self._api_name(model, spelling)
        else:
            name = self._platform_name(model, spelling)
        return name and f"{spelling.route}{name}{self._kept_tail(model, spelling)}"

    def _platform_name(self, model: str, spelling: Spelling) -> str | None:
        listed: Iterable[str] = self._models[model].get("platforms", {}).get(spelling.platform, ())
        by_profile = [(self._profile_of(name), name) for name in listed]
        if spelling.region.startswith(_GOVERNMENT) and _GOVERNMENT not in dict(by_profile):
            return None
        served = [name for profile, name in by_profile if profile == spelling.profile]
        name = self._most_alike(served, spelling)
        if name is None or spelling.route or spelling.profile or spelling.mark:
            return name
        # Who names no vendor in the id does it elsewhere, if the id can be told without.
        mark: str = self._platforms[spelling.platform]["mark"]
        bare = name.removeprefix(mark)
        found = self.read(bare)
        return bare if found and found.model == model else None

    def spelling_of_unknown(self, text: str) -> Spelling | None:
        """The parts of a text with a known head and an unknown name; None for any other text.

        The spelling is of no model (""), so `write` gives any model its own name there.
        """
        start = text.lower().rfind("claude-")
        if start < 0 or self.read(text) is not None:
            return None
        head, body = text[:start], text[start:]
        profile, places = self._places(head)
        for place in _likeliest_first(places, body):
            route = head[: len(head) - len(place.mark)]
            route = route[: len(route) - len(profile) - 1] if profile else route
            return Spelling(place.platform, route, profile, place.mark, body, "", "")
        return None

    def vendor_names(self) -> Iterator[tuple[str, str]]:
        """The names on the Claude API, canonical ids and aliases, each with its canonical id."""
        for model, facts in self._models.items():
            yield model, model
            for alias in facts.get("aliases", ()):
                if _rank(alias["kind"]) is _Rank.FIRST_PARTY:
                    yield alias["id"], model

    def _read_own(self, text: str) -> ModelId | None:
        """A name of the user's own, which need not begin as the vendor's do."""
        found = self._names.get(_normal(text.lower()))
        if found is None:
            return None
        return ModelId(text, found[0], API, Spelling(API, "", "", "", text, "", found[0]))

    def _places(self, head: str) -> tuple[str, tuple[_Place, ...]]:
        """The region profile in a head, and the platforms that the rest of it leads to."""
        head = head.lower()
        profile = self._profile_of(head)
        if profile:
            head = head.removesuffix(f"{profile}.anthropic.") + "anthropic."
        return profile, self._heads.get(_template(head), ())

    def names(self, model: str, platform: str) -> tuple[str, ...]:
        """The ids of a model that a platform takes, in lower case; () if none are known.

        On the Claude API they are its id and its aliases, not what else people call it.
        """
        if platform == API:
            return tuple(name.lower() for name, each in self.vendor_names() if each == model)
        names: Iterable[str] = self._models[model].get("platforms", {}).get(platform, ())
        return tuple(name.lower() for name in names)

    def profiles(self, model: str) -> tuple[str, ...]:
        """The inference profiles that Amazon Bedrock serves a model through."""
        names = self._models[model].get("platforms", {}).get("bedrock", ())
        found = {self._profile_of(name) for name in names}
        return tuple(each for each in self._platforms["bedrock"]["profiles"] if each in found)

    def _profile_of(self, head: str) -> str:
        before, mark, _ = head.partition("anthropic.")
        if mark:
            for profile in self._profiles:
                rest = before.removesuffix(f"{profile}.")
                if rest != before and (not rest or rest[-1] in "/:"):
                    return profile
        return ""

    def _readings(
        self, profile: str, places: tuple[_Place, ...], body: str
    ) -> Iterator[tuple[_Place, str, str]]:
        """What a body can mean, the best reading first: place, model and tail."""
        name = self._names.get(_normal(body))
        for place in places:
            if place.platform == API and name and self._is_api_name(name, body, places):
                yield place, name[0], ""
        # Routers write what comes behind their route as Vertex AI does, at times.
        vertex = (_Place("vertex", ""),) if places and "@" in body else ()
        region = f"{profile}." if profile else ""
        bare = _CONTEXT_TAIL.sub("", body)
        for place in (*places, *vertex):
            listed = self._listed.get(place.platform, {})
            known = f"{region}{place.mark}{bare}"
            model = listed.get(known) or listed.get(_MINOR_VERSION.sub("", known))
            if model is not None:
                yield place, model, body[len(bare) :]
        for place in (*_likeliest_first(places, body), *vertex):
            model, tail = self._by_rule(place.platform, body)
            if model is not None:
                yield place, model, tail

    def _is_api_name(self, name: tuple[str, _Rank], body: str, places: tuple[_Place, ...]) -> bool:
        """Whether a name is the Claude API's rather than a gateway's that shares the head."""
        if not places[-1].mark:
            return True
        return body == name[0] or (name[1] is not _Rank.INFORMAL and not _DOT.search(body))

    def _by_rule(self, platform: str, body: str) -> tuple[str | None, str]:
        """The model that a body names by the rules of a platform, and the tail."""
        name = _CONTEXT_TAIL.sub("", body)
        name = name.removesuffix(self._variant(name))
        if platform.startswith("bedrock"):
            model = self._on_bedrock(name)
        elif "@" not in body:
            model = self._named(name)
        elif platform == "vertex":
            model = self._on_vertex(name)
        else:
            model = None
        return model, body[len(name) :]

    def _on_bedrock(self, name: str) -> str | None:
        """Bedrock adds a version to the canonical id; an undated name is a prefix there, no id."""
        base = _BEDROCK_VERSION.sub("", name)
        found = self._names.get(_normal(base))
        if found is None or (found[1] is _Rank.INFORMAL and not _DATE.search(base)):
            return None
        return found[0] if base == name or self._is_pinned(found[0], base) else None

    def _is_pinned(self, model: str, name: str) -> bool:
        """Whether a name is that of one snapshot, not a short name for the newest one."""
        return bool(_DATE.search(name)) or not _DATE.search(model)

    def _on_vertex(self, name: str) -> str | None:
        """Vertex AI sets the date of a snapshot off with an at sign."""
        return self._named(name.replace("@", "-")) if _DATE.search(name) else self._named(name)

    def _named(self, name: str) -> str | None:
        found = self._names.get(_normal(name))
        if found is None and name.endswith("-latest"):
            # Dateless ids (from Claude 4.6 on) have no -latest, so there it is no id.
            found = self._names.get(_normal(name.removesuffix("-latest")))
            if found is not None and not _DATE.search(found[0]):
                return None
        return found[0] if found else None

    def _api_name(self, model: str, spelling: Spelling) -> str:
        """A pinned id stays pinned, a short one short; there is no new `-latest` to be had."""
        if spelling.name.lower() == spelling.model or _DATE.search(spelling.name):
            return model
        aliases = self._models[model].get("aliases", ())
        return next((a["id"] for a in aliases if a["kind"] == "first-party-alias"), model)

    def _kept_tail(self, model: str, spelling: Spelling) -> str:
        """`[1m]` asks for a window of a million tokens and is kept for models that have it.

        Every other tail names a variant of the old model and goes with it.
        """
        windows = self._models[model].get("context_window", ())
        has_it = bool(windows) and windows[0]["value"] >= _MILLION
        return spelling.tail if has_it and spelling.tail.lower() == _MILLION_TAIL else ""

    def _variant(self, name: str) -> str:
        """The tail by which a name, in lower case, says that it is a variant; "" without one."""
        return next((tail for tail in self._tails if name.endswith(tail)), "")

    def _most_alike(self, names: Iterable[str], spelling: Spelling) -> str | None:
        """The name that is dated, dotted and tailed most like the other; the first of equals.

        A tail such as `:batch` or `-fast` is another service, so it is never brought in. A context
        tail of Bedrock (`:200k`) is dropped: the newer models have none.
        """
        tail = self._variant((spelling.name + spelling.tail).lower())
        traits = _traits(spelling.name)
        best: tuple[int, str] | None = None
        for name in names:
            own_tail = self._variant(name)
            if own_tail not in ("", tail):
                continue
            likeness = 4 * (own_tail == tail)
            likeness += sum(a == b for a, b in zip(_traits(name), traits, strict=True))
            if best is None or likeness > best[0]:
                best = likeness, name
        return None if best is None else best[1]


@cache
def default_table() -> IdTable:
    """The table of the models that this package knows."""
    content = data.load("models.json")
    return IdTable(content["models"], content)


def read(text: str) -> ModelId | None:
    """The model id that the whole text is, on whichever platform, or None if it is none."""
    return default_table().read(text)


def write(model: str, spelling: Spelling) -> str | None:
    """The id of a model, by its canonical id, in the spelling of another.

    `write(i.model, i.spelling) == i.text` for every id `i` that was read. None if the platform is
    not known to serve the model; KeyError if there is no such model.
    """
    return default_table().write(model, spelling)


def _heads(
    platforms: Mapping[str, Mapping[str, Any]], routes: Mapping[str, Mapping[str, Any]]
) -> dict[str, tuple[_Place, ...]]:
    """What stands before a name -> the platforms it leads to, the Claude API first."""
    heads: dict[str, list[_Place]] = {}
    for prefix, route in routes.items():
        platform = route["platform"]
        mark = platforms[platform]["mark"]
        for written in dict.fromkeys((mark, "")):
            heads.setdefault(prefix + written, []).append(_Place(platform, written))
    for platform, shape in platforms.items():
        if shape.get("bare"):
            heads.setdefault(shape["mark"], []).append(_Place(platform, shape["mark"]))
    # A Bedrock id is at times copied without its mark; the version at its end tells it.
    heads[""].append(_Place("bedrock", ""))
    return {head: tuple(places) for head, places in heads.items()}


def _listed(models: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Platform -> its ids in lower case -> canonical id."""
    listed: dict[str, dict[str, str]] = {}
    for model, facts in models.items():
        for platform, names in facts.get("platforms", {}).items():
            ids = listed.setdefault(platform, {})
            for name in names:
                ids[name.lower()] = model
    return listed


def _names(models: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, _Rank]]:
    """Every name in its normal form -> canonical id and rank; the surer name wins."""
    names: dict[str, tuple[str, _Rank]] = {}
    for model in models:
        names[_normal(model.lower())] = model, _Rank.CANONICAL
    for model, facts in models.items():
        for alias in facts.get("aliases", ()):
            key = _normal(alias["id"].lower())
            found = model, _rank(alias["kind"])
            if key not in names or found[1] < names[key][1]:
                names[key] = found
    return names


def _rank(kind: str) -> _Rank:
    """The spellings of 2023 (`first-party-early`) came before the ids were settled."""
    first_party = kind.startswith(("first-party", "own")) and kind != "first-party-early"
    return _Rank.FIRST_PARTY if first_party else _Rank.INFORMAL


def _normal(name: str) -> str:
    """One form for dotted and hyphened versions, and for `claude-3-opus` and `claude-opus-3`."""
    return _VERSION_FIRST.sub(r"claude-\2-\1", _DOT.sub("-", name), count=1)


def _template(head: str) -> str:
    """A head with what varies in it replaced by the placeholders of the data."""
    if "/" not in head:
        return _API_VERSION.sub("{any}", head)
    head = _ARN.sub("{arn}", head)
    head = _GOOGLE_PROJECT.sub("projects/{any}/locations/{any}/", head)
    return _AWS_REGION.sub("{region}", head)


def _likeliest_first(places: tuple[_Place, ...], body: str) -> Iterable[_Place]:
    """The Claude API shares `anthropic/` with gateways; only those write dots and tails."""
    is_gateways = "." in body or ":" in body
    return reversed(places) if is_gateways and _is_shared(places) else places


def _is_shared(places: tuple[_Place, ...]) -> bool:
    return bool(places) and bool(places[-1].mark)


def _traits(name: str) -> tuple[bool, bool]:
    return bool(_DATE.search(name)), bool(_DOT.search(name))
