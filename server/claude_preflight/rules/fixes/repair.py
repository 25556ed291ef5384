"""Repair a request: what the remedy of a rule about parameters changes in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dict
from collections.abc import Sequence as List
from dataclasses import dataclass, field

from claude_preflight.facts.types import Argument, Mapping, Request, Scalar, Sequence, Unknown
from claude_preflight.findings import Edit, Fix, Role
from claude_preflight.knowledge.parameter_names import api_name
from claude_preflight.knowledge.parameters import ParameterRule, ParameterRules
from claude_preflight.rules.culprits import culprits
from claude_preflight.rules.fixes.beside import added_beside, moved_into
from claude_preflight.rules.fixes.remove_argument import neighbours_among, remove_argument
from claude_preflight.rules.fixes.set_argument import set_argument, set_text
from claude_preflight.rules.judged import Judged
from claude_preflight.rules.request_parameters import Place, RequestParameters
from claude_preflight.text.source_text import SourceText

_OUTPUT_CONFIG, _FORMAT = "output_config", "format"
_RANGE = "out-of-range"


@dataclass
class Repair:
    """Edits, what they do in words, and what they leave of the parameters.

    `is_sure` says that each edit changes what this request sends, and nothing else.
    """

    edits: list[Edit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changes: dict[str, List[object] | None] = field(default_factory=dict)
    is_sure: bool = True


def repairs(each: Judged, rule: ParameterRule, places: List[Place]) -> tuple[Fix, ...]:
    """The fixes of what a rule finds at some places of a request, the best one first.

    One is safe where the request surely fails without it, and surely works after it and the other
    fixes of this request.
    """
    if rule.condition["kind"] == "both-set":
        return tuple(_fixes(each, rule, [[place] for place in reversed(places)]))
    return tuple(_fixes(each, rule, [places]))


def _fixes(each: Judged, rule: ParameterRule, choices: List[List[Place]]) -> Iterator[Fix]:
    for places in choices:
        # Versions of the Python SDK refuse what they do not know, even where the API takes it.
        asks = bool(rule.remedy.add) and each.sender.library == "python"
        for adds in (False, True) if asks else (True,):
            repair = repair_of(each, rule, places, adds=adds)
            if repair is not None:
                safe = is_safe(each, rule, repair) and not (asks and adds)
                yield Fix(_title(repair), tuple(sorted(dict.fromkeys(repair.edits))), safe)


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


def repair_of(
    each: Judged, rule: ParameterRule, places: List[Place], *, adds: bool = True
) -> Repair | None:
    """What the remedy of a rule changes; None if that cannot be written."""
    repair, remedy = Repair(), rule.remedy
    if remedy.kind == "rename":
        _move_output_format(each, places, repair)
    elif rule.condition["kind"] == _RANGE and remedy.kind == "clamp":
        _clamp(each, rule, places, repair)
    else:
        _set(each, remedy.set, repair)
        if not _removal(each, rule, places, repair):
            return None
        if adds:
            _add(each, remedy.add, places, repair)
    repair.is_sure &= all(_is_inside(each, edit) for edit in repair.edits)
    return repair if repair.edits else None


def _removal(each: Judged, rule: ParameterRule, places: List[Place], repair: Repair) -> bool:
    """Plan to remove what the remedy names, else all that is refused; False if that is not told."""
    text, remedy = each.parameters.text, rule.remedy
    if remedy.of_list:
        return _remove_element(text, places[-1], repair) if places else False
    if remedy.remove:
        places = [place for path in remedy.remove for place in each.parameters.places(path)]
    elif remedy.kind != "remove":
        return True
    return _remove(each, places, repair)


def _remove(each: Judged, places: List[Place], repair: Repair) -> bool:
    """Plan to remove what stands at some places; False if that cannot be written."""
    text = each.parameters.text
    arguments: dict[object, Argument] = {}
    for place in places:
        target = _target(place)
        arguments[target.span] = target
        repair.removed.append(_name_of(place, target))
        repair.is_sure &= not isinstance(place.value, Unknown)
        repair.changes[_path(place)] = None
    for neighbours in neighbours_among(text, _with_holders(each.request, arguments.values())):
        removal = remove_argument(text, *neighbours)
        if removal is None:
            return False
        repair.edits.append(removal)
    return True


def _with_holders(request: Request, removed: Iterable[Argument]) -> list[Argument]:
    """What is removed; in the place of all entries of a mapping, that mapping."""
    spans = {argument.span: argument for argument in removed}
    for holder in request.arguments:
        entries = holder.value.entries if isinstance(holder.value, Mapping) else ()
        is_whole = entries and all(entry.span in spans for entry in entries)
        if is_whole and holder.span.encloses(entries[0].span):
            for entry in entries:
                del spans[entry.span]
            spans[holder.span] = holder
    return list(spans.values())


def _remove_element(text: SourceText, place: Place, repair: Repair) -> bool:
    """Plan to remove the element of a list that a value stands in."""
    if len(place.way) < 2 or not isinstance(place.way[-2].value, Sequence):
        return False
    holder, at = place.way[-2], place.argument.span
    items = holder.value.items if isinstance(holder.value, Sequence) else ()
    element = next((item.span for item in items if item.span.encloses(at)), None)
    removal = remove_argument(text, holder._replace(span=element)) if element else None
    if removal is None or len(items) < 2:
        return False
    repair.removed.append(f"this element of {holder.key}")
    repair.edits.append(removal)
    return True


def _path(place: Place) -> str:
    return ".".join(api_name(argument.key) for argument in place.way)


def _name_of(place: Place, target: Argument) -> str:
    if target.key != place.argument.key or not isinstance(place.value, Scalar):
        return target.key
    is_item = place.value.span != place.argument.value.span
    return str(place.value.literal) if is_item else target.key


def _target(place: Place) -> Argument:
    """The argument to remove, an element of a list, or what would be empty without it."""
    argument, value = place.argument, place.argument.value
    if isinstance(value, Sequence) and len(value.items) > 1:
        return argument._replace(span=place.value.span)
    way = list(place.way)
    while len(way) > 1:
        holder = way[-2].value
        if not (isinstance(holder, Mapping) and len(holder.entries) == 1):
            break
        way.pop()
    return way[-1]


def _set(each: Judged, values: Dict[str, str], repair: Repair) -> None:
    for path, value in values.items():
        for place in each.parameters.places(path):
            if isinstance(place.value, Scalar) and place.value.origin:
                repair.edits.append(set_text(place.value.origin, value))
                repair.is_sure &= place.value.is_direct
                repair.notes.append(f"set {path} to {value}")
                repair.changes[path] = [value]


def _clamp(each: Judged, rule: ParameterRule, places: List[Place], repair: Repair) -> None:
    low, high = rule.condition["minimum"], rule.condition["maximum"]
    for place in places:
        value = place.literal
        if isinstance(value, (int, float)) and place.argument.is_direct:
            nearest = int(min(max(value, low), high))
            repair.edits.append(set_argument(each.parameters.text, place.argument, nearest))
            repair.notes.append(f"set {place.argument.key} to {nearest}")
            repair.changes[_path(place)] = [nearest]


def _add(each: Judged, values: Dict[str, str], places: List[Place], repair: Repair) -> None:
    for path, value in values.items():
        name, _, inner = path.partition(".")
        if not places or each.parameters.values(name) is not None:
            continue
        edit = added_beside(each.parameters.text, places[0].way[0], name, inner, value)
        if edit:
            repair.edits.append(edit)
            repair.notes.append(f"add {path} {value}")
            repair.changes[path] = [value]


def _move_output_format(each: Judged, places: List[Place], repair: Repair) -> None:
    if len(places) != 1 or each.parameters.values(_OUTPUT_CONFIG) is not None:
        return
    edit = moved_into(each.parameters.text, places[0].argument, _OUTPUT_CONFIG, _FORMAT)
    if edit:
        repair.edits.append(edit)
        repair.notes.append(f"move {places[0].argument.key} to {_OUTPUT_CONFIG}.{_FORMAT}")
        repair.changes[api_name(places[0].argument.key)] = None


def _is_inside(each: Judged, edit: Edit) -> bool:
    # The comma before it, or the rest of its line, may stand outside.
    span = each.request.span
    return span.start <= edit.span.end and edit.span.start <= span.end
