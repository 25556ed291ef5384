"""Our own data as rows: what `models.json` says of a fact, and how a new value gets into it."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from claude_preflight.knowledge.model_ids import API, IdTable, ModelId
from refresh import layout
from refresh.rows import (
    ALWAYS_THINKS,
    DEPRECATED,
    EFFORT,
    EFFORT_DEFAULT,
    FORCED_TOOL,
    NO_BUDGET,
    PREFILL,
    RETIRES,
    SAMPLING,
    SourceError,
    Value,
)

MODELS = "models.json"
PLATFORM_IDS = "platform_ids.json"

# In the order of the schema.
_FACTS = (
    *("name", "family", "generation", "id_kind", "variant_of", "access", "aliases", "platforms"),
    *("platform_retirement_dates", "platform_status", "status", "released_on", "deprecated_on"),
    *("retired_on", "retires_on", "retires_not_before", "replacement", "suggested_upgrade"),
    *("context_window", "max_output_tokens", "max_output_tokens_batch_beta"),
    *("sdk_nonstreaming_max_tokens", "price_input_per_mtok", "price_output_per_mtok"),
    *("price_tiers", "sampling_params", "thinking", "effort", "assistant_prefill"),
    *("forced_tool_choice", "fast_mode"),
)
_ENDS = ("retired_on", "retires_on")
_RELEASE = re.compile(r"(@?[\w./-]+?)(?:==|@)\d")
_DATE = re.compile(r"20\d{6}")
_SHAPE = re.compile(r"claude-([a-z]+)-(\d{1,2}(?:-\d{1,2})?)(-20\d{6})?")

# How a statement of yes or no reads in our data: the fact, and its value for yes.
_WORDED = {
    SAMPLING: ("sampling_params", "non-default temperature/top_p/top_k rejected (400)"),
    FORCED_TOOL: ("forced_tool_choice", "tool_choice any/tool rejected (400)"),
}
# What our values of a fact say to such a question.
_ASKED: Mapping[str, tuple[str, Callable[[Any], object]]] = {
    SAMPLING: ("sampling_params", lambda text: "both" not in text),
    FORCED_TOOL: ("forced_tool_choice", lambda text: "rejected" in text),
    PREFILL: ("assistant_prefill", lambda text: "rejected" in text),
    NO_BUDGET: ("thinking", lambda thinking: "enabled" in thinking["rejected"]),
    ALWAYS_THINKS: ("thinking", lambda thinking: "disabled" in thinking["rejected"]),
    EFFORT: ("effort", lambda effort: tuple(effort["levels"])),
    EFFORT_DEFAULT: ("effort", lambda effort: effort["default"]),
}


@dataclass(frozen=True, slots=True)
class Known:
    """A value in our data, and the slugs of its sources.

    `is_confirmed` is False for a day that one price list names and that makes no end.
    """

    value: object
    slugs: tuple[str, ...]
    is_confirmed: bool = True


class Knowledge:
    """The models and their ids on platforms. `put` and `add_...` change it, `write` keeps it."""

    def __init__(self, content: dict[str, Any], listed: dict[str, Any]) -> None:
        """The contents of `models.json` and `platform_ids.json`; use `load`."""
        self.content = content
        self.listed = listed
        self._table: IdTable | None = None
        self._reads: dict[str, ModelId | None] = {}

    @classmethod
    def load(cls, folder: Path) -> Knowledge:
        """The data in a folder. SourceError if it cannot be read."""
        try:
            files = [json.loads((folder / name).read_bytes()) for name in (MODELS, PLATFORM_IDS)]
        except (OSError, ValueError) as error:
            raise SourceError(f"the data in {folder} cannot be read: {error}") from None
        return cls(*files)

    def copy(self) -> Knowledge:
        """The same data, to be changed on its own."""
        return Knowledge(copy.deepcopy(self.content), copy.deepcopy(self.listed))

    def texts(self) -> dict[str, str]:
        """The text of each file."""
        return {MODELS: layout.dumps(self.content), PLATFORM_IDS: layout.dumps(self.listed)}

    @property
    def models(self) -> dict[str, dict[str, Any]]:
        """Canonical id -> facts."""
        models: dict[str, dict[str, Any]] = self.content["models"]
        return models

    def read(self, text: str) -> ModelId | None:
        """The id that a text is, as the product reads it."""
        if self._table is None:
            self._table = IdTable(self.models, self.content)
            self._reads = {}
        if text not in self._reads:
            self._reads[text] = self._table.read(text)
        return self._reads[text]

    def find(self, written: str) -> str | None:
        """The canonical id of a model that a source writes as an id or by its display name.

        An id with a date that is not its model's is one of no model.
        """
        found = self.read(written)
        if found is None:
            named = (model for model, facts in self.models.items() if facts["name"] == written)
            return next(named, None)
        dates = {each[0] for text in (written, found.model) if (each := _DATE.search(text))}
        return None if len(dates) > 1 else found.model

    def is_variant(self, written: str) -> bool:
        """Whether an id is that of a variant of its model, such as a fast or a batched one."""
        # What stands behind an at sign is a version.
        tails = tuple(tail for tail in self.content["tails"] if not tail.startswith("@"))
        return written not in self.models and written.lower().endswith(tails)

    def known(self, model: str, field: str, platform: str = API) -> list[Known]:
        """What our data says of a fact, the preferred value first."""
        facts = self.models[model]
        if field == RETIRES:
            return list(_ends(facts) if platform == API else self._ends_on(facts, platform))
        if field in _ASKED:
            return _answers(facts, field)
        entries = facts.get(field, [])
        return [Known(e["value"], tuple(e["sources"])) for e in entries if "id" not in e]

    def is_promised(self, model: str, end: object) -> bool:
        """Whether a day is one before which the vendor promises not to retire a model."""
        return any(
            end == each["value"] for each in self.models[model].get("retires_not_before", ())
        )

    def is_over(self, model: str, today: date) -> bool:
        """Whether a model has come to its end on the Claude API."""
        known = self.known(model, RETIRES)
        return bool(known) and str(known[0].value) <= today.isoformat()

    def id_on(self, platform: str, written: str) -> str | None:
        """An id of a platform without a router's route; None if it has not the platform's mark."""
        mark: str = self.content["platforms"][platform]["mark"]
        found = self.read(written)
        if found is None or found.platform != platform:
            return written if mark in written else None
        spelling = found.spelling
        profile = f"{spelling.profile}." if spelling.profile else ""
        return f"{profile}{mark}{spelling.name}{spelling.tail}"

    def lists(self, model: str, platform: str, text: str) -> bool:
        """Whether our data lists an id of a platform, in whichever letter case."""
        listed = self.models[model]["platforms"].get(platform, ())
        return text.lower() in (each.lower() for each in listed)

    def put(
        self, model: str, field: str, platform: str, value: Value, slug: str, today: date
    ) -> bool:
        """Make a value the preferred one; what the same source said before is gone, the rest stays.

        False, and nothing is done, for a fact that our data has no words for.
        """
        facts = self.models[model]
        entry = {"value": value, "sources": [slug]}
        if field == RETIRES and platform != API:
            self._put_end_on(facts, platform, entry, slug)
        elif field == RETIRES:
            for fact in _ENDS:
                self._set(facts, fact, self._without(facts.get(fact, []), slug))
            is_over = date.fromisoformat(str(value)) <= today
            fact = "retired_on" if is_over else "retires_on"
            self._set(facts, fact, [entry, *facts.get(fact, [])])
            state = {"value": "retired" if is_over else "deprecated", "sources": [slug]}
            self._set(facts, "status", [state, *self._without(facts["status"], slug)])
            if DEPRECATED not in facts:
                seen = self.content["sources"][slug]["date"] or today.isoformat()
                note = "the day of the release that names the end"
                self._set(facts, DEPRECATED, [{"value": seen, "sources": [slug], "note": note}])
        elif field in _WORDED and value is True:
            fact, words = _WORDED[field]
            rows = self._without(facts.get(fact, []), slug)
            self._set(facts, fact, [{"value": words, "sources": [slug]}, *rows])
        elif field in _ASKED:
            return False
        else:
            self._set(facts, field, [entry, *self._without(facts.get(field, []), slug)])
        return True

    def add_model(self, model: str, name: str | None, slug: str) -> bool:
        """Add a model that has come out. False if its id has a shape that we do not know."""
        shape = _SHAPE.fullmatch(model)
        if shape is None:
            return False
        family, generation = shape[1], shape[2].replace("-", ".")
        self.models[model] = {
            "name": name or f"Claude {family.capitalize()} {generation}",
            "family": family,
            "generation": generation,
            "id_kind": "dated snapshot" if shape[3] else "dateless pinned snapshot",
            "aliases": [],
            "platforms": {},
            "status": [{"value": "active", "sources": [slug]}],
        }
        self.add_id(model, API, model, slug)
        return True

    def add_alias(self, model: str, alias: str, kind: str, slug: str) -> None:
        """Add another name of a model on the Claude API."""
        self.models[model]["aliases"].append({"id": alias, "kind": kind, "sources": [slug]})
        self.add_id(model, API, alias, slug)

    def add_id(self, model: str, platform: str, text: str, slug: str) -> None:
        """Add an id that a platform lists."""
        self.models[model]["platforms"].setdefault(platform, []).append(text)
        ids = self.listed["platforms"].setdefault(platform, {})
        ids.setdefault(text, []).append(slug)
        self._table = None

    def cite(self, slug: str, label: str, title: str, released: str | None) -> None:
        """Have a release among the sources, with the day it came out where that was not known."""
        sources = self.content["sources"]
        if slug not in sources:
            sources[slug] = {"label": label, "title": title, "date": released}
            self.content["sources"] = dict(sorted(sources.items()))
        elif sources[slug]["date"] is None and released:
            sources[slug]["date"] = released
            sources[slug].pop("read", None)

    def forget_unused_sources(self) -> None:
        """Leave out the sources that nothing names any more."""
        named = set(_slugs({key: self.content[key] for key in self.content if key != "sources"}))
        for ids in self.listed["platforms"].values():
            named.update(slug for slugs in ids.values() for slug in slugs)
        sources = self.content["sources"]
        self.content["sources"] = {slug: sources[slug] for slug in sources if slug in named}

    def read_on(self, today: date) -> None:
        """Say that the sources were read on a day; those without a date keep the day they had."""
        before = self.content["as_of"]
        for source in self.content["sources"].values():
            if source["date"] is None:
                source.setdefault("read", before)
        self.content["as_of"] = self.listed["as_of"] = today.isoformat()

    def _ends_on(self, facts: Mapping[str, Any], platform: str) -> Iterator[Known]:
        """The ends on a platform, after the Claude API's where it has no word of its own."""
        rows = [e for e in facts.get("platform_retirement_dates", ()) if e["platform"] == platform]
        # Confirmed before unconfirmed, and the whole platform before some of its regions.
        rows.sort(key=lambda e: (e.get("unconfirmed", False), "regions" in e))
        has_own = any(not e.get("unconfirmed") for e in rows)
        states = [e for e in facts.get("platform_status", ()) if e["platform"] == platform]
        shape = self.content["platforms"].get(platform, {})
        goes_its_way = {"own_names", "own_schedule"} & shape.keys()
        if not (has_own or states or goes_its_way):
            yield from _ends(facts)
        for row in rows:
            yield Known(row["value"], tuple(row["sources"]), not row.get("unconfirmed"))

    def _put_end_on(
        self, facts: dict[str, Any], platform: str, entry: dict[str, Any], slug: str
    ) -> None:
        """Make a day the preferred one of a whole platform."""
        rows = []
        for row in self._without(facts.get("platform_retirement_dates", []), slug, platform):
            is_of_all = row["platform"] == platform and "regions" not in row
            if is_of_all and row["value"] == entry["value"]:
                entry["sources"].extend(row["sources"])
                continue
            if is_of_all and "unconfirmed" not in row:
                # The day of a single id would count before that of the platform.
                row.pop("ids", None)
            rows.append(row)
        self._set(facts, "platform_retirement_dates", [{"platform": platform, **entry}, *rows])

    def _without(self, rows: list[Any], slug: str, platform: str | None = None) -> list[Any]:
        """The rows without what the package of a source said there in its earlier releases."""
        kept = []
        for row in rows:
            sources = row["sources"]
            if row.get("platform") == platform and not {"id", "regions"} & row.keys():
                sources = [each for each in sources if self._package(each) != self._package(slug)]
            if sources:
                kept.append({**row, "sources": sources})
        return kept

    def _package(self, slug: str) -> str:
        """The package that a source is a release of; the slug itself if it is none."""
        found = _RELEASE.match(self.content["sources"][slug]["title"])
        return found[1] if found else slug

    def _set(self, facts: dict[str, Any], fact: str, rows: list[Any]) -> None:
        """Give a fact its rows, in its place; a fact without rows is none."""
        if fact in facts or not rows:
            facts[fact] = rows
            if not rows:
                del facts[fact]
            return
        later = _FACTS[_FACTS.index(fact) + 1 :]
        before = next((key for key in facts if key in later), None)
        items = list(facts.items())
        at = len(items) if before is None else list(facts).index(before)
        facts.clear()
        facts.update([*items[:at], (fact, rows), *items[at:]])


def _ends(facts: Mapping[str, Any]) -> Iterator[Known]:
    for fact in _ENDS:
        for entry in facts.get(fact, ()):
            yield Known(entry["value"], tuple(entry["sources"]))


def _answers(facts: Mapping[str, Any], field: str) -> list[Known]:
    """What our rows say to a question of yes or no, or to one about effort.

    Where the rows of a model do not speak of sampling or of tools, it takes both; of a model that
    has no rows on what it takes at all, nothing is known.
    """
    fact, answer = _ASKED[field]
    rows = [Known(answer(e["value"]), tuple(e["sources"])) for e in facts.get(fact, ())]
    if not rows and field in _WORDED and facts.get("thinking"):
        return [Known(False, ())]
    return rows


def _slugs(value: object) -> Iterator[str]:
    """Every slug of a source in a piece of our data."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "sources" and isinstance(inner, list):
                yield from inner
            elif key == "source" and isinstance(inner, str):
                yield inner
            else:
                yield from _slugs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _slugs(inner)
