"""What a move to another model changes without an error: defaults that are not the same.

They are the defaults of `thinking` and `effort` in `models.json`, each with its sources.
"""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.knowledge.model_facts import Model
from claude_preflight.records import NamedTuple

# The default of the fact of a parameter; "always on" is as "on" to a request that is silent.
_PARAMETERS = {"thinking": "thinking", "effort": "output_config.effort"}
_SAME = {"always on": "on"}


class Change(NamedTuple):
    """A default of a parameter of the API that is another one; None where the old is not known."""

    parameter: str
    before: str | None
    after: str
    source: str

    @property
    def name(self) -> str:
        """The parameter without what it is in."""
        return self.parameter.rpartition(".")[2]

    @property
    def told(self) -> str:
        """The change as a part of a sentence."""
        name = self.name
        before = f", before `{self.before}`" if self.before else ""
        return f"without `{self.parameter}`, {name} is `{self.after}`{before} ({self.source})"


def changes(old: Model, new: Model) -> Iterator[Change]:
    """What changes for a request that does not set a parameter and moves to another model.

    A model of which no source says that it thinks does not do so unasked; of other defaults both
    have to be known.
    """
    for fact, parameter in _PARAMETERS.items():
        before, after = _default(old, fact), _default(new, fact)
        is_told = before is not None or (fact == "thinking" and after == "on")
        if after is not None and before != after and is_told:
            yield Change(parameter, before, after, new.values(fact)[0].source)


def _default(model: Model, fact: str) -> str | None:
    value = model.value(fact)
    default = value.get("default") if isinstance(value, dict) else None
    return _SAME.get(default, default) if isinstance(default, str) else None
