"""Pages about a parameter of a request: its limit and what the model of the request refuses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import accumulate

from claude_preflight.explanations.links import linked, links, plain_name
from claude_preflight.explanations.markdown import bullets, code, lines, literal, paragraphs
from claude_preflight.knowledge.models import ModelId, ModelRegistry, OutputLimits, Status
from claude_preflight.knowledge.parameters import ParameterRule, ParameterRules

_LIMITED = "max_tokens"
_LIMIT_KIND = "over-model-limit"
_BY_MODEL = "value-in-by-model"
# What no request shows, and what is about a parameter that is not there.
_NOT_SAID = frozenset(("unseen", "missing", _LIMIT_KIND))
_SEVERITIES = {"error": "Refused", "warning": "Not advised"}
_LANGUAGES = {"javascript": "typescript", "tsx": "typescript", "kotlin": "java", "scala": "java"}
# What is said of all of these is not said of each thing in them.
_LISTS = frozenset(("messages", "tools", "system"))
# How many lines of rules a screen holds, how many below a problem, and how long a line is.
_LINES = 6
_LINES_OF_FOUND = 3
_WIDTH = 95


def explain_parameter(
    path: str,
    model_id: ModelId,
    today: date,
    registry: ModelRegistry,
    language: str = "",
    refusals: Collection[str] = (),
    *,
    is_found: bool = False,
) -> str | None:
    """The page of a parameter for a model; None if nothing is known of it.

    `path` is its name in the API, an inner one with dots. `refusals` are the ids of the rules by
    which the request is refused as it is. Rules of an SDK are told in its `language`. Where a
    problem is shown above, `is_found`, there is room for less.
    """
    known = _rules(path, model_id, today, language)
    rules = sorted(known, key=lambda rule: rule.id not in refusals)
    limits = registry.output_limits(model_id) if path == _LIMITED else None
    if not rules and limits is None:
        return None
    told = [_told(rule, model_id, is_met=rule.id in refusals) for rule in rules]
    shown = _fitting(told, _LINES_OF_FOUND if is_found else _LINES)
    return paragraphs(
        lines(
            f"{code(path)} for **{literal(registry.get(model_id.model).name)}**"
            f"{_retired(model_id, today, registry)}",
            _limit(limits) if limits else "",
        ),
        bullets(shown),
        links(_links(limits, rules[: len(shown)], registry)),
    )


def _fitting(texts: Sequence[str], most: int) -> Sequence[str]:
    """The first texts, one at least, that fit on so many lines."""
    heights = accumulate(-(-len(text) // _WIDTH) for text in texts)
    return texts[: max(1, sum(height <= most for height in heights))]


def _rules(path: str, model_id: ModelId, today: date, language: str) -> list[ParameterRule]:
    """The rules that speak of a parameter, or else of the one that it is in, the closest first."""
    library = _LANGUAGES.get(language, language)
    known = [
        rule
        for rule in ParameterRules.load().of(model_id.model)
        if rule.severity in _SEVERITIES
        and rule.condition["kind"] not in _NOT_SAID
        and _is_told(rule, model_id, today, library)
    ]
    while path:
        found = [rule for rule in known if _speaks_of(rule, path)]
        if found or path.partition(".")[0] in _LISTS:
            return sorted(found, key=partial(_distance, path=path))
        path = path.rpartition(".")[0]
    return []


def _distance(rule: ParameterRule, path: str) -> tuple[bool, bool, bool]:
    """How far a rule is from what a reader asks: those of this parameter and model are nearest."""
    is_other = rule.parameters[0].partition(".")[0] != path.partition(".")[0]
    return is_other, rule.scope.models is None, rule.scope.libraries is None


def _is_told(rule: ParameterRule, model_id: ModelId, today: date, library: str) -> bool:
    scope = rule.scope
    return (
        (scope.platforms is None or model_id.platform in scope.platforms)
        and model_id.platform not in scope.except_platforms
        and (scope.libraries is None or library in scope.libraries)
        and (scope.since is None or today >= scope.since)
        and (rule.condition["kind"] != _BY_MODEL or bool(_levels(rule, model_id)))
    )


def _speaks_of(rule: ParameterRule, path: str) -> bool:
    return any(subject == path or subject.startswith(f"{path}.") for subject in rule.subjects)


def _levels(rule: ParameterRule, model_id: ModelId) -> list[str]:
    """What a rule refuses of a model that has a list of its own."""
    levels: list[str] = rule.condition["values_by_model"].get(model_id.model, [])
    return levels


def _told(rule: ParameterRule, model_id: ModelId, *, is_met: bool) -> str:
    outcome = rule.outcome
    answer = outcome.http_status or outcome.exception
    said = f"{_SEVERITIES[rule.severity]}{f' ({answer})' if answer else ''}"
    what = rule.condition["text"]
    if rule.condition["kind"] == _BY_MODEL:
        what = f"{', '.join(_levels(rule, model_id))} ({what})"
    here = " *This request does so.*" if is_met else ""
    return f"**{said}**: {literal(what)} → {literal(rule.remedy.text)}.{here}"


def _retired(model_id: ModelId, today: date, registry: ModelRegistry) -> str:
    lifecycle = registry.lifecycle(model_id, today)
    if lifecycle.status is not Status.RETIRED:
        return ""
    return ": the model is retired, so requests fail whatever they set"


def _limit(limits: OutputLimits) -> str:
    """The largest number that each source allows."""
    if len(limits.all) == 1:
        return f"At most **{limits.strictest.value:,}** output tokens."
    each = (f"**{limit.value:,}** ({literal(plain_name(limit.source))})" for limit in limits.all)
    return f"At most {' or '.join(each)} output tokens."


def _links(
    limits: OutputLimits | None, rules: Iterable[ParameterRule], registry: ModelRegistry
) -> Iterator[tuple[str, str | None]]:
    """The sources with their addresses, as `links` takes them."""
    for limit in limits.all if limits else ():
        yield linked(limit, registry)
    for rule in rules:
        yield from zip(rule.sources, rule.links, strict=True)
