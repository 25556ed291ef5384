"""Which request parameters which model refuses.

The rules are in `parameters.json`, each with its sources. `ParameterRules.load()` reads them once,
when first asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from claude_preflight.knowledge import data


@dataclass(frozen=True, slots=True)
class Outcome:
    """What refuses the parameter (API or SDK), and how.

    Either an HTTP status with an error type, or an exception of an SDK; `message` is the text, as
    a pattern with places in braces or only its beginning, where it is known.
    """

    where: str | None
    http_status: int | None
    error_type: str | None
    exception: str | None
    message: str | None


@dataclass(frozen=True, slots=True)
class Remedy:
    """What helps: a kind for programs (`remove`, `clamp`, `rewrite` ...) and a text for people."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ParameterRule:
    """One thing that is refused.

    `models` are canonical ids, or None for all models. `condition` has a `kind`, a `text` and what
    that kind needs. `requires` narrows the rule to an SDK or an API version; a rule without it
    holds for every request.
    """

    id: str
    parameters: tuple[str, ...]
    severity: str
    models: frozenset[str] | None
    condition: Mapping[str, Any] = field(hash=False)
    requires: Mapping[str, str] = field(hash=False)
    outcome: Outcome
    remedy: Remedy
    note: str | None
    sources: tuple[str, ...]

    def applies_to(self, model: str) -> bool:
        """Whether the rule holds for a model, by its canonical id."""
        return self.models is None or model in self.models

    def refuses(self, parameter: str, value: object) -> bool:
        """Whether the rule refuses a parameter by itself, whatever else the request has.

        A value of None is not known: it is refused only where the parameter as such is.
        """
        condition = self.condition
        if parameter not in condition.get("parameters", (condition.get("parameter"),)):
            return False
        if condition["kind"] == "value-in":
            return value in condition["values"]
        return condition["kind"] in ("set", "not-default")


class ParameterRules:
    """All rules. Immutable; made by `load`."""

    def __init__(self, rules: tuple[ParameterRule, ...], spellings: Mapping[str, str]) -> None:
        """`spellings` maps a parameter as a language or library writes it to its API name."""
        self.rules = rules
        self._spellings = spellings
        self._by_id = {rule.id: rule for rule in rules}
        self._always = lru_cache(maxsize=64)(self._refusals)

    @staticmethod
    @cache
    def load() -> ParameterRules:
        """The rules of this package."""
        content = data.load("parameters.json")
        sources, as_of = content["sources"], content["as_of"]
        cited = {slug: data.cited(source, as_of) for slug, source in sources.items()}
        spellings = {
            written: name for name, each in content["spellings"].items() for written in each
        }
        return ParameterRules(tuple(_rule(r, cited) for r in content["rules"]), spellings)

    def get(self, rule_id: str) -> ParameterRule:
        """A rule by its id. KeyError if there is none."""
        return self._by_id[rule_id]

    def api_name(self, parameter: str) -> str:
        """The name in the API of a parameter as a language or library writes it (`maxTokens`)."""
        return ".".join(self._spellings.get(part, part) for part in parameter.split("."))

    def of(self, model: str) -> tuple[ParameterRule, ...]:
        """The rules that hold for a model, by its canonical id."""
        return tuple(rule for rule in self.rules if rule.applies_to(model))

    def refused(self, model: str, parameter: str, value: object = None) -> ParameterRule | None:
        """The rule by which the API refuses a parameter of a model in any request, if one does.

        The parameter may be written as in any language, an inner one with a dot
        (`thinking.type`). A rule that only warns, or holds for one SDK or API version, does not
        count.
        """
        name = self.api_name(parameter)
        return next((rule for rule in self._always(model) if rule.refuses(name, value)), None)

    def _refusals(self, model: str) -> tuple[ParameterRule, ...]:
        """The rules by which the API refuses something of a model, whatever sends the request."""
        return tuple(r for r in self.of(model) if r.severity == "error" and not r.requires)


def _rule(entry: Mapping[str, Any], cited: Mapping[str, str]) -> ParameterRule:
    models = entry["models"]
    return ParameterRule(
        id=entry["id"],
        parameters=tuple(entry["parameters"]),
        severity=entry["severity"],
        models=None if models == "all" else frozenset(models),
        condition=entry["condition"],
        requires=entry.get("requires", {}),
        outcome=_outcome(entry["outcome"]),
        remedy=Remedy(entry["remedy"]["kind"], entry["remedy"]["text"]),
        note=entry.get("note"),
        sources=tuple(cited[slug] for slug in entry["sources"]),
    )


def _outcome(entry: Mapping[str, Any]) -> Outcome:
    return Outcome(
        where=entry.get("where"),
        http_status=entry.get("http_status"),
        error_type=entry.get("error_type"),
        exception=entry.get("exception"),
        message=entry.get("message_pattern", entry.get("message_prefix")),
    )
