"""Models and ids of platforms that sources list and our data does not have yet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from claude_preflight.knowledge.model_ids import API
from refresh.changes import Change, Outcome, Reading
from refresh.knowledge import Knowledge
from refresh.order import CATALOGUES_OF_IDS, LISTS_OF_IDS, SDKS, VENDOR
from refresh.rows import ID, NAME

_DATED = re.compile(r"(.+)-20\d{6}")


def new_models(knowledge: Knowledge, releases: Mapping[str, Reading]) -> Iterator[Change]:
    """Add the models that the vendor's SDKs list, or several catalogues, and we do not know."""
    names: dict[str, str] = {}
    listed: dict[str, list[str]] = defaultdict(list)
    for source in (*SDKS, *CATALOGUES_OF_IDS):
        for row in releases[source].rows if source in releases else ():
            if row.field == ID and row.platform == API and knowledge.read(row.model) is None:
                listed[row.model].append(source)
    for reading in releases.values():
        names.update((row.model, str(row.value)) for row in reading.rows if row.field == NAME)
    # A dated id comes before the short one, which is an alias of it.
    for text in sorted(listed, key=lambda each: (_DATED.fullmatch(each) is None, each)):
        sources = tuple(dict.fromkeys(listed[text]))
        is_decided = sources[0] in SDKS or len(sources) > 1
        added = is_decided and _add(knowledge, text, names, releases[sources[0]].slug)
        outcome = Outcome.NEW if added else Outcome.CONTRADICTED
        yield Change(outcome, text, ID, API, {text: sources}, (), text if added else None)


def new_ids(knowledge: Knowledge, releases: Mapping[str, Reading], today: date) -> Iterator[Change]:
    """Add the ids of platforms that we do not list and can read."""
    for source in LISTS_OF_IDS:
        for row in releases[source].rows if source in releases else ():
            model = knowledge.find(row.model)
            known = row.platform in knowledge.content["platforms"]
            if row.field != ID or row.platform == API or model is None or not known:
                continue
            # Claude Code has an id of each old model for platforms that never served it.
            if source in VENDOR and knowledge.is_over(model, today):
                continue
            text = knowledge.id_on(row.platform, str(row.value))
            if text and not knowledge.lists(model, row.platform, text):
                knowledge.add_id(model, row.platform, text, releases[source].slug)
                yield Change(Outcome.NEW, model, ID, row.platform, {text: (source,)}, (), text)


def _add(knowledge: Knowledge, text: str, names: Mapping[str, str], slug: str) -> bool:
    """Add a model, or another name of a known one. False for an id of an unknown shape."""
    dated = _DATED.fullmatch(text)
    for model in knowledge.models:
        if dated and dated[1] == model:
            knowledge.add_alias(model, text, "first-party-dated-spelling", slug)
            return True
        if (short := _DATED.fullmatch(model)) and short[1] == text:
            knowledge.add_alias(model, text, "first-party-alias", slug)
            return True
    name = names.get(text) or names.get(dated[1] if dated else text)
    return knowledge.add_model(text, name, slug)
