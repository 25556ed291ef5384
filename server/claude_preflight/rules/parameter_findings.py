"""Findings by the rules in `parameters.json`, which two rules of ours share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claude_preflight.facts.types import Scalar
from claude_preflight.findings import Finding, Related, Role, Severity, Span
from claude_preflight.knowledge.conditions import subjects
from claude_preflight.knowledge.parameters import ParameterRule
from claude_preflight.regex import regex
from claude_preflight.rules.culprits import culprits
from claude_preflight.rules.fixes.offered import repairs
from claude_preflight.rules.judged import Judged, finding_of, judged, place_of, refusing
from claude_preflight.rules.request_parameters import Place
from claude_preflight.rules.rule import Context
from claude_preflight.rules.senders import HTTP, url_around
from claude_preflight.rules.unsent import is_test

_SEVERITIES = {
    "error": Severity.ERROR,
    "warning": Severity.WARNING,
    "info": Severity.INFORMATION,
    "hint": Severity.HINT,
}
_LONGEST_VALUE = 60
_METHOD = regex(rb"(?P<name>\w+)\s*\(?\s*\Z")
_BEFORE = 80


def parameter_findings(context: Context, code: str) -> Iterator[Finding]:
    """What the rules that are found under a code say of each request; of one place the loudest."""
    for each in judged(context):
        found: dict[Span, Finding] = {}
        for rule in refusing(each, code):
            if _leaves_out(context, each) and any(_missing(rule)):
                continue
            finding = _finding(context, code, each, rule)
            known = found.setdefault(finding.span, finding)
            if finding.severity < known.severity:
                found[finding.span] = finding
        yield from found.values()


def _leaves_out(context: Context, each: Judged) -> bool:
    """Whether a request may lack what does not matter: one in an example, or a body in a test."""
    return each.role is Role.EXAMPLE or (each.sender.library == HTTP and is_test(context))


def _finding(context: Context, code: str, each: Judged, rule: ParameterRule) -> Finding:
    places = culprits(rule.condition, each.known, each.parameters)
    missing = [path for path in _missing(rule) if not each.known.sets(path)]
    if missing:
        places = []
    span = place_of(each, places[0]) if places else _place_of_all(context, each)
    # One place for each parameter: what is refused in a list is refused in all of it.
    first: dict[Span, Place] = {}
    for place in places:
        first.setdefault(place.way[0].span, place)
    others = list(first.values())[1:]
    return finding_of(
        context,
        code,
        each,
        span,
        _message(each, rule, places, missing),
        repairs(each, rule, places),
        severity=_SEVERITIES[rule.severity],
        related=tuple(
            Related(place_of(each, place), f"together with `{place.argument.key}`")
            for place in others
        ),
    )


def _place_of_all(context: Context, each: Judged) -> Span:
    """Where it is told that something is missing: at the URL, the method or the model."""
    if url := url_around(context, each.request):
        return url.span
    start = each.request.span.start
    before = context.text.data[max(start - _BEFORE, 0) : start]
    if method := _METHOD.search(before):
        first = start - len(before)
        return Span(first + method.start("name"), first + method.end("name"))
    return each.request.model.span if each.request.model else each.request.span


def _missing(rule: ParameterRule) -> Iterator[str]:
    conditions = [rule.condition, *rule.condition.get("conditions", ())]
    for condition in conditions:
        if condition["kind"] == "missing":
            yield from subjects(condition)


def _message(
    each: Judged, rule: ParameterRule, places: Sequence[Place], missing: Sequence[str]
) -> str:
    keys = list(dict.fromkeys(f"`{place.argument.key}`" for place in places))
    value = next((p.literal for p in places if isinstance(p.value, Scalar)), None)
    parts = {
        "model": each.model.text,
        "name": keys[0] if keys else "",
        "names": _and(keys),
        "value": f"`{str(value)[:_LONGEST_VALUE]}`",
        "count": str(_count(each, rule)),
        "missing": _and([f"`{path}`" for path in missing]),
    }
    message = rule.message
    for name, text in parts.items():
        message = message.replace(f"{{{name}}}", text)
    return message


def _count(each: Judged, rule: ParameterRule) -> int:
    """How often the parameter of a rule is set."""
    path = rule.condition.get("parameter")
    return len(each.known.values(path)) if path else 0


def _and(names: Sequence[str]) -> str:
    """Names as a part of a sentence."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
