"""Which request parameters which model refuses.

The rules are in `parameters.json`, each with its sources. `ParameterRules.load()` reads them once,
when first asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from claude_preflight.knowledge import data
from claude_preflight.knowledge.conditions import (
    FlatParameters,
    Request,
    Verdict,
    all_of,
    subjects,
    verdict,
    version_satisfies,
)
from claude_preflight.knowledge.parameter_names import api_name
from claude_preflight.knowledge.source_links import link_of
from claude_preflight.records import NamedTuple

_DEFAULT = "not-default"
_ELEMENT = "any-element"
_BY_MODEL = "value-in-by-model"
# Conditions with a list of whole values.
_LISTED = frozenset(("value-in", "value-not-in", "first-value-in"))
# Blocks stand in these, with what is spoken of at any depth.
_BLOCKS = frozenset(("system", "content"))


class Outcome(NamedTuple):
    """What refuses the parameter (API or SDK), and how.

    Either an HTTP status with an error type, or an exception of an SDK; `message` is the text, as
    a pattern with places in braces or only its beginning, where it is known.
    """

    where: str | None
    http_status: int | None
    error_type: str | None
    exception: str | None
    message: str | None


class Remedy(NamedTuple):
    """What helps: a kind for programs (`remove`, `clamp`, `rewrite` ...) and a text for people.

    `remove`, `set` and `add` are parameters by their paths; of a list a whole element may have to
    go. What `is_choice` a person has to decide.
    """

    kind: str
    text: str
    remove: tuple[str, ...] = ()
    set: Mapping[str, str] = MappingProxyType({})
    add: Mapping[str, str] = MappingProxyType({})
    of_list: bool = False
    is_choice: bool = False


class Scope(NamedTuple):
    """Where a rule holds: everywhere, unless one of its parts says otherwise.

    `models` are canonical ids, None for all; `platforms` None for all but `except_platforms`.
    `libraries` are SDKs by their language, `version` what theirs must be (">=2.0.0"), `api_version`
    the first version of the API; `since` is the first day. None where nothing is asked.
    """

    models: frozenset[str] | None = None
    platforms: frozenset[str] | None = None
    except_platforms: frozenset[str] = frozenset()
    libraries: frozenset[str] | None = None
    version: str | None = None
    api_version: str | None = None
    since: date | None = None

    @property
    def is_of_any_client(self) -> bool:
        """Whether the rule holds whatever sends the request, in whichever version of the API."""
        return self.libraries is None and self.api_version is None

    def includes(self, request: Request) -> Verdict:
        """Whether a request is one that the rule speaks of; None if that is not known."""
        return all_of(
            (
                _is_in(request.model, self.models),
                _is_in(request.platform, self.platforms),
                request.platform not in self.except_platforms,
                _is_in(request.library, self.libraries),
                self.version is None or version_satisfies(request.version, self.version),
                self.api_version is None
                or version_satisfies(request.api_version, self.api_version),
                self.since is None or request.today >= self.since,
            )
        )


class ParameterRule(NamedTuple):
    """One thing that is refused: `condition` has a `kind`, a `text` and what that kind needs."""

    id: str
    parameters: tuple[str, ...]
    severity: str
    scope: Scope
    condition: Mapping[str, Any]
    outcome: Outcome
    remedy: Remedy
    note: str | None
    sources: tuple[str, ...]
    titles: tuple[str, ...]
    """The titles of the sources, which may tell where they are."""
    subjects: frozenset[str]
    """The paths of the parameters that the condition speaks of."""
    found_as: str | None = None
    """The code of the rule that finds this in source; None if nothing there shows it."""
    message: str = ""
    """What that rule says, with places in braces; "" where it makes that up itself."""

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses of the sources, "" for one that has none."""
        return tuple(map(link_of, self.titles))

    def applies_to(self, model: str) -> bool:
        """Whether the rule holds for a model, by its canonical id."""
        return self.scope.models is None or model in self.scope.models

    def holds(self, request: Request) -> Verdict:
        """Whether the rule refuses a request; None where what is known of it does not tell."""
        if request.is_only_parameters and self.subjects and not request.sets_any(self.subjects):
            return None
        included = self.scope.includes(request)
        return verdict(self.condition, request) if included else included

    def refuses(self, parameter: str, value: object) -> bool:
        """Whether the rule refuses a parameter by itself, whatever else the request has.

        A value of None is not known: it is refused only where the parameter as such is. So is any
        value where only the default is taken, for which the parameter can as well be left out.
        """
        if parameter not in self.subjects:
            return False
        if self.condition["kind"] == _DEFAULT:
            return True
        alone = Request(FlatParameters({parameter: [value]}))
        return verdict(self.condition, alone) is True


class ParameterRules:
    """All rules. Immutable; made by `load`."""

    def __init__(self, rules: tuple[ParameterRule, ...]) -> None:
        self.rules = rules
        roots = {subject.split(".")[0] for rule in rules for subject in rule.subjects}
        self.roots = frozenset(roots - {"*"})
        """The parameters that a rule speaks of, without what is inside of them."""
        self.parts = _BLOCKS | frozenset(
            part for rule in rules for subject in rule.subjects for part in subject.split(".")
        )
        """The names on the way to what a rule speaks of."""
        self.read = self.roots | _BLOCKS
        """The parameters that are looked into."""
        self._of_elements = {rule.id for rule in rules if rule.condition["kind"] == _ELEMENT}
        self._by_id = {rule.id: rule for rule in rules}
        self._always = lru_cache(maxsize=64)(self._refusals)
        self._errors = lru_cache(maxsize=64)(self._errors_of)
        self._refused: Callable[..., ParameterRule | None] = lru_cache(1024)(self._refused_by)
        self._newly = lru_cache(maxsize=256)(self._newly_of)
        self._coded = lru_cache(maxsize=256)(self._coded_of)

    @staticmethod
    @cache
    def load() -> ParameterRules:
        """The rules of this package."""
        content = data.load("parameters.json")
        sources, as_of = content["sources"], content["as_of"]
        cited = {slug: data.cited(source, as_of) for slug, source in sources.items()}
        titles = {slug: source["title"] for slug, source in sources.items()}
        return ParameterRules(tuple(_rule(r, cited, titles) for r in content["rules"]))

    def get(self, rule_id: str) -> ParameterRule:
        """A rule by its id. KeyError if there is none."""
        return self._by_id[rule_id]

    def refusing(self, request: Request) -> Iterator[ParameterRule]:
        """The rules by which a request is refused, by all that is known of it."""
        rules = self._errors(request.model)
        return (rule for rule in rules if rule.holds(request) is True)

    def refusing_elements(self, request: Request) -> Iterator[ParameterRule]:
        """Those rules of `refusing` that look at several values of one element of a list."""
        rules = (rule for rule in self._errors(request.model) if rule.id in self._of_elements)
        return (rule for rule in rules if rule.holds(request) is True)

    def found_as(self, code: str, request: Request) -> Iterator[ParameterRule]:
        """The rules that are found as one with this code and that a request offends."""
        rules = self._coded(code, request.model)
        return (rule for rule in rules if rule.holds(request) is True)

    def of(self, model: str) -> tuple[ParameterRule, ...]:
        """The rules that hold for a model, by its canonical id."""
        return tuple(rule for rule in self.rules if rule.applies_to(model))

    def refused(self, model: str, parameter: str, value: object = None) -> ParameterRule | None:
        """The rule by which the API refuses a parameter of a model in any request, if one does.

        The parameter may be written as in any language, an inner one with a dot
        (`thinking.type`). A rule that only warns, or holds for one SDK, API version or platform,
        or from a day to come, does not count.
        """
        # True is equal to 1, but is refused elsewhere.
        return self._refused(model, parameter, type(value), value)

    def _refused_by(
        self, model: str, parameter: str, _: type, value: object
    ) -> ParameterRule | None:
        name = api_name(parameter)
        rules = self._always(model).get(name, ())
        return next((rule for rule in rules if rule.refuses(name, value)), None)

    def refused_kinds(self, model: str, parameter: str) -> frozenset[str]:
        """The types of a parameter that the API refuses a model in any request: `enabled`."""
        rules = self._always(model).get(f"{api_name(parameter)}.type", ())
        lists = (rule.condition["values"] for rule in rules if rule.condition["kind"] == "value-in")
        return frozenset(value for values in lists for value in values)

    def values_of(self, parameter: str) -> tuple[str, ...]:
        """The texts that the rules know of as values of a parameter, refused or not."""
        # Those that say what is allowed have an order that means something.
        conditions = [rule.condition for rule in self.rules]
        conditions.sort(key=lambda each: each["kind"] != "value-not-in")
        found = list(_values(conditions, parameter))
        for rule in self.rules:
            remedies = rule.remedy.set.get(parameter), rule.remedy.add.get(parameter)
            found += (each for each in remedies if each and not each.isdigit())
        return tuple(dict.fromkeys(found))

    def newly_refused(self, new: str, old: str) -> frozenset[str]:
        """The paths of what the API refuses of a model in any request, and not so of another."""
        return self._newly(new, old)

    def _newly_of(self, new: str, old: str) -> frozenset[str]:
        rules = {rule.id: rule for found in self._always(new).values() for rule in found}
        return frozenset(
            subject
            for rule in rules.values()
            if rule.condition["kind"] == _BY_MODEL or not rule.applies_to(old)
            for subject in rule.subjects
        )

    def _errors_of(self, model: str) -> tuple[ParameterRule, ...]:
        return tuple(rule for rule in self.of(model) if rule.severity == "error")

    def _coded_of(self, code: str, model: str) -> tuple[ParameterRule, ...]:
        return tuple(rule for rule in self.of(model) if rule.found_as == code)

    def _refusals(self, model: str) -> dict[str, list[ParameterRule]]:
        """The rules by which the API refuses something of a model, whatever sends the request.

        They stand under each parameter that they speak of.
        """
        found: dict[str, list[ParameterRule]] = {}
        for rule in self._errors(model):
            scope = rule.scope
            if scope.is_of_any_client and scope.platforms is None and scope.since is None:
                for subject in rule.subjects:
                    found.setdefault(subject, []).append(rule)
        return found


def _values(conditions: Iterable[Mapping[str, Any]], parameter: str) -> Iterator[str]:
    """The texts that conditions, and those in them, compare a parameter with."""
    for condition in conditions:
        values: list[Any] = list(condition.get("values_by_parameter", {}).get(parameter, ()))
        if condition.get("parameter") in (parameter, f"*.{parameter}", f"headers.{parameter}"):
            if condition["kind"] in _LISTED:
                values += condition["values"]
            for listed in condition.get("values_by_model", {}).values():
                values += listed
        yield from (value for value in values if isinstance(value, str))
        yield from _values(condition.get("conditions", ()), parameter)
        yield from _values(condition.get("unless", ()), parameter)


def _rule(
    entry: Mapping[str, Any], cited: Mapping[str, str], titles: Mapping[str, str]
) -> ParameterRule:
    return ParameterRule(
        id=entry["id"],
        parameters=tuple(entry["parameters"]),
        severity=entry["severity"],
        scope=_scope(entry),
        condition=entry["condition"],
        outcome=_outcome(entry["outcome"]),
        remedy=_remedy(entry["remedy"]),
        note=entry.get("note"),
        sources=tuple(cited[slug] for slug in entry["sources"]),
        titles=tuple(titles[slug] for slug in entry["sources"]),
        subjects=frozenset(subjects(entry["condition"])),
        found_as=entry["finding"].get("rule"),
        message=entry["finding"].get("message", ""),
    )


def _remedy(entry: Mapping[str, Any]) -> Remedy:
    return Remedy(
        kind=entry["kind"],
        text=entry["text"],
        remove=tuple(entry.get("remove", ())),
        set=entry.get("set", {}),
        add=entry.get("add", {}),
        of_list=entry.get("of_list", False),
        is_choice=entry.get("is_choice", False),
    )


def _scope(entry: Mapping[str, Any]) -> Scope:
    models, requires = entry["models"], entry.get("requires", {})
    libraries, platforms = requires.get("libraries"), entry.get("platforms")
    since = entry.get("since")
    return Scope(
        models=None if models == "all" else frozenset(models),
        platforms=None if platforms is None else frozenset(platforms),
        except_platforms=frozenset(entry.get("except_platforms", ())),
        libraries=None if libraries is None else frozenset(libraries),
        version=requires.get("version"),
        api_version=requires.get("api_version"),
        since=None if since is None else date.fromisoformat(since),
    )


def _is_in(name: str, names: frozenset[str] | None) -> Verdict:
    if names is None:
        return True
    return name in names if name else None


def _outcome(entry: Mapping[str, Any]) -> Outcome:
    return Outcome(
        where=entry.get("where"),
        http_status=entry.get("http_status"),
        error_type=entry.get("error_type"),
        exception=entry.get("exception"),
        message=entry.get("message_pattern", entry.get("message_prefix")),
    )
