"""Move a mention, and the requests that use it, to another model in one fix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dict
from collections.abc import Sequence as List
from itertools import chain

from claude_preflight.facts.types import Argument, Mapping, Mention, Request, Unknown, Value
from claude_preflight.findings import Edit, Fix, Role
from claude_preflight.knowledge import conditions
from claude_preflight.knowledge.model_ids import API
from claude_preflight.knowledge.models import ModelId, Replacement
from claude_preflight.knowledge.parameter_names import api_name
from claude_preflight.knowledge.parameters import ParameterRule, ParameterRules
from claude_preflight.knowledge.request_paths import encoded
from claude_preflight.knowledge.sdk_constants import SdkConstant
from claude_preflight.knowledge.surroundings import Places
from claude_preflight.regex import regex
from claude_preflight.rules.culprits import culprits
from claude_preflight.rules.fixes.asked_for import is_asked_for
from claude_preflight.rules.fixes.remove_argument import neighbours_among, remove_argument
from claude_preflight.rules.fixes.repair import Repair, repair_of
from claude_preflight.rules.fixes.set_argument import set_argument
from claude_preflight.rules.fixes.uncertain import uncertain
from claude_preflight.rules.fixes.unread import unread
from claude_preflight.rules.judged import Judged, judged_as, refusing
from claude_preflight.rules.limits import allowed_output, may_be_lowered, output_argument
from claude_preflight.rules.refusals import Values, refused_together, values_of
from claude_preflight.rules.request_parameters import Place, RequestParameters, own_arguments
from claude_preflight.rules.rule import Context
from claude_preflight.rules.senders import CREATE, PARSE, Sender, sender_of
from claude_preflight.rules.text_completions import completes_text
from claude_preflight.text.source_text import SourceText

# The rules that say by themselves what becomes of a text completion.
_OF_COMPLETIONS = {"text-completions-model", "text-completions-removed"}
# The day of a snapshot.
_DATE = regex(r"[-@]20\d{6}")
# Tails of ids that change nothing of what answers.
_SAYS_NOTHING = frozenset(("", ":beta", "@default", "@latest"))
# Languages of settings; where these speak of the proxy, a bare id is a name that it gave a model.
_SETTINGS = frozenset(
    ("json", "jsonc", "yaml", "toml", "xml", "ini", "dotenv", "dockerfile", "hcl")
)
_PROXY = "litellm"
# What a menu tells of the changes of a fix.
_SHOWN = 3
# Conditions by which a parameter is refused whatever else a request has.
_NONSTREAMING = "nonstreaming"
_ONE_OF_BOTH, _SEVERAL = "both-set", "all-of"
_BY_THEMSELVES = frozenset(("set", "not-default"))


class _Plan:
    """What a migration changes besides the id, and whether that is all that must change.

    `left` are the rules by which something is refused that a person has to change, `kept` those by
    which something is refused that cannot simply be dropped, with what it is called.
    """

    def __init__(self, renaming: Edit) -> None:
        self.edits = [renaming]
        self.notes: list[str] = []
        self.needs: list[str] = []
        self.left: set[str] = set()
        self.kept: dict[str, tuple[str, ParameterRule]] = {}
        self.complete = True

    def title(self, text: str) -> str:
        """What the fix is called: a plain replacement, or a migration and what belongs to it."""
        notes = ", ".join(dict.fromkeys([*self.notes, *self.needs]))
        what = f"Migrate this request to {text}" if self.notes else f"Replace with {text}"
        return f"{what} ({notes})" if notes else what

    def label(self, text: str) -> str:
        """The same for a menu: what is written comes first, and not all that belongs to it."""
        notes = [*dict.fromkeys(note.partition(":")[0] for note in (*self.notes, *self.needs))]
        shown = notes if len(notes) <= _SHOWN else [*notes[: _SHOWN - 1], "and more"]
        return f"{text}: {', '.join(shown) or 'replaces the id'}"

    def leave(self, what: str) -> None:
        """Note what a person has to do."""
        self.notes.append(what)
        self.complete = False

    def touches(self, edits: Iterable[Edit]) -> bool:
        """Whether edits cannot be made beside those that are planned."""
        return any(
            edit != other and edit.span.overlaps(other.span)
            for edit in edits
            for other in self.edits
        )

    def repair(self, repair: Repair, rule: ParameterRule) -> None:
        """Plan a change by the remedy of a rule; only to drop what is refused needs no asking."""
        verbs = (note.partition(" ") for note in repair.notes)
        self.notes += [f"{verb}s {rest}" for verb, _, rest in verbs]
        self.notes += [f"drops {name.replace('this', 'an')}" for name in repair.removed]
        if rule.remedy.is_choice and rule.remedy.kind == "rewrite":
            self.notes.append(f"use {rule.remedy.text} instead")
        self.edits += repair.edits
        drops = rule.remedy.kind == "remove" and rule.condition["kind"] in _BY_THEMSELVES
        self.complete &= drops and repair.is_sure and not rule.remedy.is_choice

    def leave_to_change(self, name: str, rule: ParameterRule) -> None:
        """Note, once for a rule, that a person has to change what it refuses."""
        if rule.id not in self.left:
            self.left.add(rule.id)
            self.leave(f"then change {name}: {rule.remedy.text}")


def migrate(
    context: Context, mention: Mention, replacement: Replacement, constant: SdkConstant | None
) -> Fix | None:
    """The fix that replaces an id in its own spelling, or None where none can be written.

    It is safe where the id is in use and the requests that use it work afterwards: their output
    limit is lowered to the new model's and parameters that it refuses are dropped. A constant takes
    the place of one of the same SDK; unless the pins say that the version in use has it, it may not
    be there yet. Of a URL it is not
    known what is sent to it, unless a request says so.
    """
    text = constant.name if constant else replacement.text
    if text is None or text == mention.text or not mention.is_replaceable:
        return None
    if mention.is_constant and constant is None:
        return None
    plan = _Plan(Edit(mention.span, _as_written(context.text, mention, text)))
    new = context.find(constant.model_id if constant else text)
    requests = context.facts.users(mention)
    if new is not None:
        _adapt_all(context, mention, requests, new, plan)
    if replacement.note:
        plan.leave(replacement.note)
    if not plan.left & _OF_COMPLETIONS and completes_text(context, mention):
        plan.leave("then make it a request of the Messages API")
    if constant and not context.has(constant):
        plan.needs.append(f"needs {constant.needed_version}")
    edits = tuple(sorted(dict.fromkeys(plan.edits)))
    is_known = bool(requests) or not mention.in_url
    works = is_known and plan.complete and not plan.needs
    if mention.ask_first or _may_be_trained_from(context, mention):
        works = False
    works = works and not _loses_tail(context, mention, text)
    works = works and not _is_name_of_app(context, mention, requests)
    works = works and not _is_name_of_proxy(context, mention)
    safe = works and mention.role is Role.USE
    return Fix(plan.title(text), edits, safe, works=works, label=plan.label(text))


def _adapt_all(
    context: Context, mention: Mention, requests: Iterable[Request], new: ModelId, plan: _Plan
) -> None:
    """Plan what all needs that has to do with an id."""
    for request in requests:
        old = context.model_of(request)
        if old is None or old.model != new.model:  # else only the id is written otherwise
            _adapt(context, request, new, plan)
    for what in unread(context, mention, new):
        plan.leave(f"then check {what}")


def _is_name_of_app(context: Context, mention: Mention, requests: List[Request]) -> bool:
    """Whether an app or a library has a name of its own for a model, which the API never took.

    What it calls another model stands elsewhere, if it knows that at all. A request that goes right
    to the API has no such name.
    """
    old = context.find(mention.text)
    if old is None or old.platform != API or old.spelling.text != old.spelling.name:
        return False
    names = context.registry.names(old.model, API)
    if old.spelling.name in names or _DATE.search(old.spelling.name):
        return False
    return not any(sender_of(context, request) for request in requests)


def _is_name_of_proxy(context: Context, mention: Mention) -> bool:
    """Whether settings ask a proxy beside them for a model, by a name that the proxy gave it."""
    if context.language not in _SETTINGS or "/" in mention.text:
        return False
    if _PROXY not in context.shared:  # the same for all ids of a document
        words = context.facts.surroundings.words
        context.shared[_PROXY] = any(_PROXY in word for word in words)
    return bool(context.shared[_PROXY])


def _loses_tail(context: Context, mention: Mention, text: str) -> bool:
    """Whether the new id lacks what a gateway or an app has put behind the old one: `:thinking`."""
    old = context.find(mention.text)
    tail = old.spelling.tail if old else ""
    return tail not in _SAYS_NOTHING and not text.endswith(tail)


def _may_be_trained_from(context: Context, mention: Mention) -> bool:
    """Whether an id that no request is seen to use may be what a model is trained from."""
    if context.facts.users(mention):
        return False
    return Places.load().train(context.facts.surroundings.words)


def _as_written(text: SourceText, mention: Mention, model: str) -> str:
    """An id in the place of another, encoded as that is."""
    return encoded(model, text.slice(mention.span)) if mention.in_url else model


def _adapt(context: Context, request: Request, new: ModelId, plan: _Plan) -> None:
    """Plan what a request needs so that the new model accepts it."""
    values = values_of(context.text, *request.arguments)
    limit = output_argument(request)
    allowed = allowed_output(context, new)
    value = limit.literal if limit else None
    lowered = []
    if limit and allowed and isinstance(value, int) and value > allowed.highest.value:
        lowered.append("max_tokens")
        plan.notes.append(f"lowers {limit.key} to {allowed.lowered.value:,}")
        plan.edits.append(set_argument(context.text, limit, allowed.lowered.value))
        plan.complete = plan.complete and may_be_lowered(context, limit)
        values["max_tokens"] = [allowed.lowered.value]
    if not request.is_complete:
        plan.leave("then check what else it sets")
    for key in uncertain(context, request, new, values):
        plan.leave(f"then check {key}")
    dropped = set(_drop_refused(context.text, request, new.model, plan))
    plan.complete = plan.complete and not (dropped and is_asked_for(context, request))
    kept = {name: found for name, found in values.items() if name.split(".")[0] not in dropped}
    _repair(context, request, new, kept, {*dropped, *lowered}, plan)


def _repair(
    context: Context,
    request: Request,
    new: ModelId,
    values: Values,
    changed: Iterable[str],
    plan: _Plan,
) -> None:
    """Plan what else the new model refuses: to change it as its remedy says, or to leave it.

    The values are those after what has changed already. One change may bring another refusal to
    light, so that after each all are asked again.
    """
    each = _judged(context, request, new)
    parameters = each.parameters.changed_by({name: values.get(name) for name in changed})
    left: set[str] = set()
    while True:
        refused = chain(
            refused_together(new, values, context.today),
            ParameterRules.load().refusing_elements(each.known_with(parameters)),
        )
        rule = next((rule for rule in refused if rule.id not in left), None)
        if rule is None:
            break
        left.add(rule.id)
        places = culprits(rule.condition, each.known, each.parameters)
        if rule.condition["kind"] == _ONE_OF_BOTH:
            places = places[-1:]
        repair = None
        if not request.is_class and _says_what_goes(rule):
            repair = repair_of(each, rule, places, adds=False)
        if repair is None or plan.touches(repair.edits):
            names = (_as_called(name, places) for name in rule.parameters)
            plan.leave_to_change(" and ".join(names), rule)
        else:
            plan.repair(repair, rule)
            values = _changed(values, repair.changes)
            parameters = parameters.changed_by(repair.changes)
    if _waits_too_long(context, request, new, {name: values.get(name) for name in changed}):
        plan.leave("then stream the answer or set a timeout")
    for rule_id, (name, kept) in plan.kept.items():
        if rule_id not in left:
            plan.leave_to_change(name, kept)


def _waits_too_long(
    context: Context, request: Request, new: ModelId, changes: Dict[str, List[object] | None]
) -> bool:
    """Whether the SDK refuses to wait for the answer, however the request is mended otherwise."""
    limit = output_argument(request)
    sender = sender_of(context, request) if limit and limit.scalar else None
    if sender is None or sender.call not in (CREATE, PARSE):
        return False
    each = judged_as(context, request, new, Role.USE, sender, [])
    known = each.known_with(each.parameters.changed_by(changes))
    return any(refusing(each._replace(known=known), _NONSTREAMING))


def _says_what_goes(rule: ParameterRule) -> bool:
    """Whether a remedy does not ask to remove one of several parameters without saying which."""
    remedy, kind = rule.remedy, rule.condition["kind"]
    return remedy.kind != "remove" or bool(remedy.remove) or kind != _SEVERAL


def _as_called(parameter: str, places: Iterable[Place]) -> str:
    """A parameter as the request calls it, where one of some places is in it."""
    depth = parameter.count(".") + 1
    for place in places:
        way = place.way[:depth]
        if ".".join(api_name(argument.key) for argument in way) == parameter:
            return ".".join(argument.key for argument in way)
    return parameter


def _judged(context: Context, request: Request, new: ModelId) -> Judged:
    """A request as one for the new model, of which it does not count what sends it."""
    parameters = RequestParameters(context.text, own_arguments(request.arguments))
    known = conditions.Request(
        parameters, model=new.model, platform=new.platform, today=context.today
    )
    return Judged(request, new, Role.USE, Sender(), parameters, known)


def _changed(values: Values, changes: Dict[str, List[object] | None]) -> Values:
    """What a request sets after a repair; what is removed goes with all that is inside."""
    gone = tuple(path for path, value in changes.items() if value is None)
    inside = tuple(f"{path}." for path in gone)
    kept = {
        path: value
        for path, value in values.items()
        if path not in gone and not path.startswith(inside)
    }
    return kept | {path: [*value] for path, value in changes.items() if value is not None}


def _drop_refused(text: SourceText, request: Request, model: str, plan: _Plan) -> Iterator[str]:
    """Plan to drop what a model refuses; the API names of what will be dropped."""
    refused: list[Argument] = []
    for argument in request.arguments:
        refusal = _refusal(text, argument, model)
        if refusal and refusal.remedy.kind == "remove" and not request.is_class:
            refused.append(argument)
            # Whoever passes it on may not even set it; what is lost without it nobody can tell.
            plan.complete = plan.complete and not _is_open(argument.value)
        elif refusal:
            plan.kept[refusal.id] = argument.key, refusal
    for neighbours in neighbours_among(text, _with_holders(request, refused)):
        keys = [argument.key for argument in neighbours]
        removal = remove_argument(text, *neighbours)
        if removal is None:
            plan.leave(f"then remove {' and '.join(keys)}")
        else:
            plan.notes += [f"drops {key}" for key in keys]
            plan.edits.append(removal)
        inside = (entry.key for each in neighbours for entry in _entries(each))
        yield from map(api_name, (*keys, *inside))


def _is_open(value: Value) -> bool:
    """Whether a value comes from elsewhere, or is a gap in a text: `"temperature": {}`."""
    return isinstance(value, Unknown) or (isinstance(value, Mapping) and not value.entries)


def _with_holders(request: Request, refused: list[Argument]) -> list[Argument]:
    """What is refused; in the place of all entries of a mapping, that mapping."""
    spans = {argument.span for argument in refused}
    whole = [
        argument
        for argument in request.arguments
        if isinstance(argument.value, Mapping)
        and argument.value.is_direct
        and argument.value.entries
        and spans.issuperset(entry.span for entry in argument.value.entries)
    ]
    inside = {entry.span for each in whole for entry in _entries(each)}
    return [*whole, *(argument for argument in refused if argument.span not in inside)]


def _entries(argument: Argument) -> tuple[Argument, ...]:
    return argument.value.entries if isinstance(argument.value, Mapping) else ()


def _refusal(text: SourceText, argument: Argument, model: str) -> ParameterRule | None:
    """Why a model would refuse an argument: for being there, or for the `type` inside it."""
    rules = ParameterRules.load()
    for name, values in values_of(text, argument).items():
        for value in values if name.endswith(".type") or "." not in name else ():
            rule = rules.refused(model, name, value)
            if rule is not None:
                return rule
    return None
