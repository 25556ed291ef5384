"""Our own data as rows: what `models.json` says of a fact, and how a new value gets into it."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from claude_preflight.knowledge.model_ids import API, IdTable, ModelId
from refresh import layout
from refresh.facts import ASKED, ENDS, WORDED, Known, answers, ends, preferred, set_rows
from refresh.rows import DEPRECATED, RETIRES, SourceError, Value

MODELS = "models.json"
PLATFORM_IDS = "platform_ids.json"

_RELEASE = re.compile(r"(@?[\w./-]+?)(?:==|@)\d")
_DATE = re.compile(r"20\d{6}")
_SHAPE = re.compile(r"claude-([a-z]+)-(\d{1,2}(?:-\d{1,2})?)(-20\d{6})?")


class Knowledge:
    """The models and their ids on platforms.

    `put`, `add_...`, `cite` and `read_on` change it, `texts` gives the files.
    """

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
            return list(ends(facts) if platform == API else self._ends_on(facts, platform))
        if field in ASKED:
            return answers(facts, field)
        entries = facts.get(field, [])
        return [Known(e["value"], tuple(e["sources"])) for e in entries if "id" not in e]

    def package(self, slug: str) -> str:
        """The package that a source is a release of; the slug itself if it is none."""
        found = _RELEASE.match(self.content["sources"][slug]["title"])
        return found[1] if found else slug

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
        if field == RETIRES and platform != API:
            self._put_end_on(facts, platform, value, slug)
        elif field == RETIRES:
            self._put_end(facts, str(value), slug, today)
        elif field in WORDED and value is True:
            self._prefer(facts, *WORDED[field], slug)
        elif field in ASKED:
            return False
        else:
            self._prefer(facts, field, value, slug)
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
        named = set(slugs({key: self.content[key] for key in self.content if key != "sources"}))
        for ids in self.listed["platforms"].values():
            named.update(slug for slugs in ids.values() for slug in slugs)
        sources = self.content["sources"]
        self.content["sources"] = {slug: sources[slug] for slug in sources if slug in named}

    def read_on(self, today: date) -> None:
        """Say that the sources were read on a day; those without a date keep the day they had."""
        before: str = self.content["as_of"]
        if today.isoformat() <= before:
            return
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
            yield from ends(facts)
        for row in rows:
            yield Known(row["value"], tuple(row["sources"]), not row.get("unconfirmed"))

    def _put_end(self, facts: dict[str, Any], end: str, slug: str, today: date) -> None:
        """Make a day the preferred one of the end on the Claude API."""
        is_over = date.fromisoformat(end) <= today
        fact, other = ENDS if is_over else reversed(ENDS)
        set_rows(facts, other, self._without(facts.get(other, []), slug))
        self._prefer(facts, fact, end, slug)
        self._prefer(facts, "status", "retired" if is_over else "deprecated", slug)
        if DEPRECATED not in facts:
            seen = self.content["sources"][slug]["date"] or today.isoformat()
            note = "the day of the release that names the end"
            set_rows(facts, DEPRECATED, [{"value": seen, "sources": [slug], "note": note}])

    def _put_end_on(self, facts: dict[str, Any], platform: str, end: Value, slug: str) -> None:
        """Make a day the preferred one of the end on a whole platform."""
        fact = "platform_retirement_dates"
        rows = self._without(facts.get(fact, []), slug, platform)
        for row in rows:
            if row["platform"] == platform and not {"regions", "unconfirmed"} & row.keys():
                # The day of a single id would count before that of the platform.
                row.pop("ids", None)
        entry = {"platform": platform, "value": end, "sources": [slug]}
        set_rows(facts, fact, preferred(entry, rows))

    def _prefer(self, facts: dict[str, Any], fact: str, value: Value, slug: str) -> None:
        """Make a value the preferred one of a fact that holds everywhere."""
        rows = self._without(facts.get(fact, []), slug)
        set_rows(facts, fact, preferred({"value": value, "sources": [slug]}, rows))

    def _without(self, rows: list[Any], slug: str, platform: str | None = None) -> list[Any]:
        """The rows without what the package of a source said there in its earlier releases."""
        kept = []
        for row in rows:
            sources = row["sources"]
            if row.get("platform") == platform and not {"id", "regions"} & row.keys():
                sources = [each for each in sources if self.package(each) != self.package(slug)]
            if sources:
                kept.append({**row, "sources": sources})
        return kept


def slugs(value: object) -> Iterator[str]:
    """Every slug of a source in a piece of our data."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "sources" and isinstance(inner, list):
                yield from inner
            elif key == "source" and isinstance(inner, str):
                yield inner
            else:
                yield from slugs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from slugs(inner)
