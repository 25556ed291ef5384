"""Move a mention, and the requests that use it, to another model in one fix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from claude_preflight.facts.types import Argument, Mapping, Mention, Request, Unknown, Value
from claude_preflight.findings import Edit, Fix, Role
from claude_preflight.knowledge.models import ModelId, Replacement, Status
from claude_preflight.knowledge.parameter_names import api_name, holds_all
from claude_preflight.knowledge.parameters import ParameterRule, ParameterRules
from claude_preflight.knowledge.request_paths import encoded
from claude_preflight.knowledge.sdk_constants import SdkConstant
from claude_preflight.knowledge.surroundings import Places
from claude_preflight.rules.fixes.remove_argument import neighbours_among, remove_argument
from claude_preflight.rules.fixes.set_argument import set_argument
from claude_preflight.rules.limits import allowed_output, output_argument
from claude_preflight.rules.refusals import Values, refused_together, values_of
from claude_preflight.rules.rule import Context
from claude_preflight.rules.text_completions import completes_text
from claude_preflight.text.source_text import SourceText

# The rules that say by themselves what becomes of a text completion.
_OF_COMPLETIONS = {"text-completions-model", "text-completions-removed"}

# The types of parameters that models took before they ended; the others came later.
_LONG_KNOWN = frozenset(("enabled", "any", "tool"))
_SELDOM_REFUSED = frozenset(("tools", "messages"))


@dataclass
class _Plan:
    """What a migration changes besides the id, and whether that is all that must change."""

    edits: list[Edit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    left: set[str] = field(default_factory=set)
    complete: bool = True

    def title(self, text: str) -> str:
        """What the fix is called: a plain replacement, or a migration and what belongs to it."""
        notes = ", ".join(dict.fromkeys([*self.notes, *self.needs]))
        what = f"Migrate this request to {text}" if self.notes else f"Replace with {text}"
        return f"{what} ({notes})" if notes else what

    def leave(self, what: str) -> None:
        """Note what a person has to do."""
        self.notes.append(what)
        self.complete = False

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
    plan = _Plan([Edit(mention.span, _as_written(context.text, mention, text))])
    new = context.find(constant.model_id if constant else text)
    requests = context.facts.users(mention)
    if new is not None:
        for request in requests:
            old = context.model_of(request)
            if old is None or old.model != new.model:  # else only the id is written otherwise
                _adapt(context, request, new, plan)
    if replacement.note:
        plan.leave(replacement.note)
    if not plan.left & _OF_COMPLETIONS and completes_text(context, mention):
        plan.leave("then make it a request of the Messages API")
    if constant and not context.has(constant):
        plan.needs.append(f"needs {constant.needed_version}")
    edits = tuple(sorted(dict.fromkeys(plan.edits)))
    is_known = bool(requests) or not mention.in_url
    safe = mention.role is Role.USE and is_known and plan.complete and not plan.needs
    if mention.ask_first or _may_be_trained_from(context, mention):
        safe = False
    return Fix(plan.title(text), edits, safe)


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
    if limit and allowed and isinstance(value, int) and value > allowed.highest.value:
        plan.notes.append(f"lowers {limit.key} to {allowed.lowered.value:,}")
        plan.edits.append(set_argument(context.text, limit, allowed.lowered.value))
        plan.complete = plan.complete and limit.is_direct
        values["max_tokens"] = [allowed.lowered.value]
    if not request.is_complete:
        plan.leave("then check what else it sets")
    for key in _uncertain(context, request, new, values):
        plan.leave(f"then check {key}")
    dropped = set(_drop_refused(context.text, request, new.model, plan))
    kept = {name: found for name, found in values.items() if name.split(".")[0] not in dropped}
    for rule in refused_together(new, kept, context.today):
        plan.leave_to_change(" and ".join(rule.parameters), rule)


def _uncertain(context: Context, request: Request, new: ModelId, values: Values) -> Iterator[str]:
    """The parameters of which nobody knows whether the new model takes what the old one took."""
    old = context.model_of(request)
    if old and _may_be_too_high(context, request, old, new):
        yield from (limit.key for limit in (output_argument(request),) if limit)
    has_ended = old and context.registry.lifecycle(old, context.today).status is Status.RETIRED
    for argument in request.arguments:
        if holds_all(argument.key) and not _is_known(argument.value):
            yield argument.key
        elif old and has_ended:
            if _may_be_refused_kind(argument, old.model, new.model, values):
                yield argument.key
        elif old and _may_be_refused(argument, old.model, new.model, values):
            yield argument.key


def _may_be_too_high(context: Context, request: Request, old: ModelId, new: ModelId) -> bool:
    """Whether a limit that is not known may be one that only the old model allows."""
    limit = output_argument(request)
    before, after = allowed_output(context, old), allowed_output(context, new)
    is_known = limit is None or isinstance(limit.literal, int)
    return bool(not is_known and before and after and before.highest.value > after.highest.value)


def _may_be_refused_kind(argument: Argument, old: str, new: str, values: Values) -> bool:
    """Whether a value that is not known may be of a type that only the new model refuses."""
    name = api_name(argument.key)
    if not isinstance(argument.value, Unknown) or f"{name}.type" in values:
        return False
    rules = ParameterRules.load()
    refused = rules.refused_kinds(new, name) & _LONG_KNOWN
    return bool(refused - rules.refused_kinds(old, name))


def _may_be_refused(argument: Argument, old: str, new: str, values: Values) -> bool:
    """Whether something in an argument that is not known may be what only the new model refuses.

    Of the models that still answer nobody knows which of their parameters a text may set. What
    tools and messages are, is seldom what is refused of them.
    """
    name = api_name(argument.key)
    if name in _SELDOM_REFUSED:
        return False
    newly = ParameterRules.load().newly_refused(new, old)
    return any(
        path == name or path.startswith(f"{name}.")
        for path in newly
        if _is_open(argument.value, path[len(name) + 1 :], values.get(path))
    )


def _is_open(value: Value, below: str, known: list[object] | None) -> bool:
    """Whether it is not known what is set at a path below a value."""
    if isinstance(value, Unknown):
        return known is None or None in known
    if isinstance(value, Mapping) and below:
        first, _, rest = below.partition(".")
        inner = [entry for entry in value.entries if api_name(entry.key) == first]
        return any(_is_open(entry.value, rest, known) for entry in inner)
    return False


def _is_known(value: Value) -> bool:
    """Whether all is known that a mapping sets."""
    return isinstance(value, Mapping) and value.is_complete


def _drop_refused(text: SourceText, request: Request, model: str, plan: _Plan) -> Iterator[str]:
    """Plan to drop what a model refuses; the API names of what will be dropped."""
    refused: list[Argument] = []
    for argument in request.arguments:
        refusal = _refusal(text, argument, model)
        if refusal and refusal.remedy.kind == "remove" and not request.is_class:
            refused.append(argument)
            # Whoever passes it on may not even set it; what is lost without it nobody can tell.
            plan.complete = plan.complete and not isinstance(argument.value, Unknown)
        elif refusal:
            plan.leave_to_change(argument.key, refusal)
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
