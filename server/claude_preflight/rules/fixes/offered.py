"""Offer repairs of a request as fixes, and tell which of them may be made unasked."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as List

from claude_preflight.findings import Edit, Fix, Role
from claude_preflight.knowledge.parameters import ParameterRule, ParameterRules
from claude_preflight.rules.culprits import culprits
from claude_preflight.rules.fixes.repair import Repair, repair_of
from claude_preflight.rules.judged import Judged
from claude_preflight.rules.request_parameters import Place, RequestParameters


def repairs(each: Judged, rule: ParameterRule, places: List[Place]) -> tuple[Fix, ...]:
    """The fixes of what a rule finds at some places of a request, the best one first.

    One is safe where the request surely fails without it, and surely works after it and the other
    fixes of this request.
    """
    if rule.condition["kind"] == "both-set":
        return tuple(_fixes(each, rule, [[place] for place in reversed(places)]))
    return tuple(_fixes(each, rule, [places]))


def _fixes(each: Judged, rule: ParameterRule, choices: List[List[Place]]) -> Iterator[Fix]:
    written: list[list[Edit]] = []
    for places in choices:
        # Versions of the Python SDK refuse what they do not know, even where the API takes it.
        asks = each.sender.library == "python" and any(_is_new(each, p) for p in rule.remedy.add)
        for adds in (False, True) if asks else (True,):
            repair = repair_of(each, rule, places, adds=adds)
            if repair is not None and repair.edits not in written:
                written.append(repair.edits)
                safe = is_safe(each, rule, repair) and not (asks and adds)
                yield Fix(_title(repair), tuple(sorted(dict.fromkeys(repair.edits))), safe)


def _is_new(each: Judged, path: str) -> bool:
    """Whether a remedy adds a mapping that the request does not have yet."""
    name, _, inner = path.partition(".")
    return bool(inner) and each.parameters.values(name) is None


def _title(repair: Repair) -> str:
    removed = [f"remove {' and '.join(dict.fromkeys(repair.removed))}"] if repair.removed else []
    title = ", ".join(dict.fromkeys([*repair.notes, *removed]))
    return title[:1].upper() + title[1:]


def is_safe(each: Judged, rule: ParameterRule, repair: Repair) -> bool:
    """Whether a repair may be made unasked."""
    return (
        repair.is_sure
        and each.role is Role.USE
        and rule.severity == "error"
        and not rule.remedy.is_choice
        and each.is_certain
        and works_after(each, repair)
    )


def works_after(each: Judged, repair: Repair) -> bool:
    """Whether nothing is refused after a repair, and those of what else the request is told."""
    parameters = each.parameters.changed_by(repair.changes)
    if not all(field.is_mended for field in each.foreign):
        return False
    for rule in _refusing(each, parameters):
        places = culprits(rule.condition, each.known, each.parameters)
        other = repair_of(each, rule, places)
        if other is None or not other.is_sure or rule.remedy.is_choice:
            return False
        parameters = parameters.changed_by(other.changes)
    return not any(_refusing(each, parameters))


def _refusing(each: Judged, parameters: RequestParameters) -> Iterator[ParameterRule]:
    return ParameterRules.load().refusing(each.known_with(parameters))
