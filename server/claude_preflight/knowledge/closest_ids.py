"""Did you mean: the known id that is near to a text which looks like one and is none."""

from __future__ import annotations

from claude_preflight.knowledge.model_ids import IdTable
from claude_preflight.regex import regex

_NEAR = 0.9
_DIGITS = regex(r"\d+")
# A stage of a release may stand behind a date: `-20250219-beta:0`.
_DATE_AND_VERSION = regex(
    r"(?:[-@]20\d{6}(?:-(?:alpha|beta|preview|rc|exp|stable))?)?(?:-v\d+)?(?::\d+)?$"
)


def closest(text: str, ids: IdTable) -> str | None:
    """A known id in the spelling of the text, or None unless one is near.

    Near is the right name with a date, a version or a `-latest` that it never had, or a slip in
    its letters. A prefix of an id, a longer word and an unknown route are no slips.
    """
    spelling = ids.spelling_of_unknown(text)
    if spelling is None or ids.read(spelling.name) is not None:
        return None  # how one platform writes an id that stands behind the route to another
    name = spelling.name.lower().replace(".", "-")
    bare = _DATE_AND_VERSION.sub("", name).removesuffix("-latest")
    named = ids.read(bare) if bare != name else None
    model = named.model if named else _slip(name, ids)
    return None if model is None else ids.write(model, spelling)


def _slip(name: str, ids: IdTable) -> str | None:
    """The model whose name is a letter or so away."""
    # Imported here: difflib takes its time to load, and few runs get as far as this.
    from difflib import get_close_matches

    names = {known.replace(".", "-"): model for known, model in ids.vendor_names()}
    if any(known.startswith(name) for known in names):
        return None
    # Another number is another model, perhaps one that is newer than this data.
    alike = [known for known in names if _DIGITS.findall(known) == _DIGITS.findall(name)]
    near = get_close_matches(name, alike, n=1, cutoff=_NEAR)
    return names[near[0]] if near else None
