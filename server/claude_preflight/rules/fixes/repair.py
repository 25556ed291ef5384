"""Repair a request: what the remedy of a rule about parameters changes in it."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Dict
from collections.abc import Sequence as List
from math import inf

from claude_preflight.facts.types import Argument, Mapping, Request, Scalar, Sequence, Unknown
from claude_preflight.findings import Edit, Span
from claude_preflight.knowledge.parameter_names import api_name
from claude_preflight.knowledge.parameters import ParameterRule
from claude_preflight.rules.fixes.beside import added_beside, added_next_to, moved_into
from claude_preflight.rules.fixes.remove_argument import neighbours_among, remove_argument
from claude_preflight.rules.fixes.set_argument import set_argument, set_text
from claude_preflight.rules.fixes.system_message import SYSTEM, moved_to_system
from claude_preflight.rules.judged import Judged
from claude_preflight.rules.request_parameters import Place
from claude_preflight.text.source_text import SourceText

_OUTPUT_CONFIG, _FORMAT = "output_config", "format"
_LIMITED = ("out-of-range", "below")
_ROLE = "messages.role"


class Repair:
    """Edits, what they do in words, and what they leave of the parameters.

    `is_sure` says that each edit changes what this request sends, and nothing else.
    """

    def __init__(self, changes: dict[str, List[object] | None] | None = None) -> None:
        self.edits: list[Edit] = []
        self.notes: list[str] = []
        self.removed: list[str] = []
        self.changes = changes or {}
        self.is_sure = True


def repair_of(
    each: Judged, rule: ParameterRule, places: List[Place], *, adds: bool = True
) -> Repair | None:
    """What the remedy of a rule changes; None if that cannot be written."""
    repair, remedy = Repair(), rule.remedy
    if remedy.kind == "rename":
        _move_output_format(each, places, repair)
    elif remedy.kind == "move":
        _move_to_system(each, places, repair)
    elif rule.condition["kind"] in _LIMITED and remedy.kind in ("clamp", "raise"):
        _clamp(each, rule, places, repair)
    else:
        _set(each, remedy.set, places, repair)
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


def _set(each: Judged, values: Dict[str, str], at_fault: List[Place], repair: Repair) -> None:
    for path, value in values.items():
        for place in _beside(each.parameters.places(path), at_fault):
            if isinstance(place.value, Scalar) and place.value.origin:
                repair.edits.append(set_text(place.value.origin, value))
                repair.is_sure &= place.value.is_direct
                repair.notes.append(f"set {path.removeprefix('*.')} to {value}")
                repair.changes[path] = [value]


def _beside(places: List[Place], at_fault: List[Place]) -> List[Place]:
    """Those of some places that are at fault themselves, else those in the same elements of lists.

    All of them, where no list has them.
    """
    wrong = {place.argument.span for place in at_fault}
    if own := [place for place in places if place.argument.span in wrong]:
        return own
    elements = [(place, _element_of(place)) for place in places]
    return [
        place
        for place, element in elements
        if element is None or any(element.encloses(span) for span in wrong)
    ]


def _element_of(place: Place) -> Span | None:
    """The innermost element of a list that a place is in."""
    lists = [each.value for each in place.way if isinstance(each.value, Sequence)]
    items = lists[-1].items if lists else ()
    spans = (item.span for item in items)
    return next((span for span in spans if span.encloses(place.argument.span)), None)


def _clamp(each: Judged, rule: ParameterRule, places: List[Place], repair: Repair) -> None:
    condition = rule.condition
    low = condition["minimum"] if "minimum" in condition else condition["value"]
    high = condition.get("maximum", inf)
    for place in places:
        value = place.literal
        if isinstance(value, (int, float)) and place.argument.is_direct:
            nearest = int(min(max(value, low), high))
            repair.edits.append(set_argument(each.parameters.text, place.argument, nearest))
            repair.notes.append(f"set {place.argument.key} to {nearest}")
            repair.changes[_path(place)] = [nearest]


def _add(each: Judged, values: Dict[str, str], places: List[Place], repair: Repair) -> None:
    for path, value in values.items():
        edit = _addition(each, path, value, places)
        if edit and each.parameters.values(path) is None:
            repair.edits.append(edit)
            repair.notes.append(f"add {path} {value}")
            repair.changes[path] = [value]


def _addition(each: Judged, path: str, value: str, places: List[Place]) -> Edit | None:
    """The edit that adds a parameter: beside what is refused, in it, or beside the model."""
    text, (name, _, inner) = each.parameters.text, path.partition(".")
    if not inner:
        given = next((arg for arg in each.request.arguments if api_name(arg.key) == name), None)
        if given:  # it is set to nothing
            return Edit(given.value.span, value) if value.isdigit() else None
        model = each.request.model
        return added_next_to(text, model, name, value) if model else None
    if not places:
        return None
    if api_name(places[0].way[0].key) == name:
        return added_next_to(text, places[0].argument, inner, value)
    if each.parameters.values(name) is not None:
        return None
    return added_beside(text, places[0].way[0], name, inner, value)


def _move_to_system(each: Judged, places: List[Place], repair: Repair) -> None:
    roles = each.parameters.places(_ROLE)
    left = [role.literal for role in roles if role.value.span != places[0].value.span]
    if SYSTEM in left or each.parameters.values(SYSTEM) is not None:
        return
    moved = moved_to_system(each.parameters.text, places[0])
    if moved:
        repair.edits += moved.edits
        repair.notes.append("move this message to system")
        repair.changes[_ROLE] = left
        repair.is_sure &= moved.is_first


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
