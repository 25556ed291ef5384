"""Models that still answer, and that a user moves to another one.

This is no rule: nothing goes wrong with them, and nobody hears of them who did not ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.facts.types import Mention
from claude_preflight.findings import Finding, Fix, Role, Severity
from claude_preflight.knowledge.models import ModelId, Replacement, Status
from claude_preflight.rules.fixes.migrate import migrate
from claude_preflight.rules.rule import Context
from claude_preflight.rules.successor import constant_of, is_moved, moved_to, successor_of

CODE = "moved-model"
UNSERVED = "unserved-model"
"""The code of what is found of a model whose platform is not known to serve the other one."""

# A table of models stays right, and a comparison goes on to hold.
_ROLES = frozenset((Role.USE, Role.EXAMPLE))


def moved_models(context: Context) -> Iterator[Finding]:
    """The mentions in use of models that the user named to be moved, and that have not ended."""
    move = context.settings.move
    if move is None or not move.of:
        return
    for mention in context.asked.mentions:
        if mention.role in _ROLES:
            model_id = context.find(mention.text, is_constant=mention.is_constant)
            if model_id and is_moved(context, model_id) and not _has_rule(context, model_id):
                yield _finding(context, mention, model_id)


def move_fix(context: Context, mention: Mention, target: ModelId) -> Fix | None:
    """The fix that moves an id, and the requests that use it, to a model.

    None where no other id can be written, or where the platform does not serve the model.
    """
    model_id = context.find(mention.text, is_constant=mention.is_constant)
    if model_id is None or model_id.model == target.model:
        return None
    replacement = moved_to(context, mention, model_id, target)
    return migrate(context, mention, replacement, constant_of(context, mention, replacement))


def moved_text(context: Context, mention: Mention, target: ModelId) -> str | None:
    """What that fix writes for the id, told without making it; None where there is no fix."""
    model_id = context.find(mention.text, is_constant=mention.is_constant)
    if model_id is None or model_id.model == target.model or not mention.is_replaceable:
        return None
    new = moved_to(context, mention, model_id, target)
    constant = constant_of(context, mention, new)
    if mention.is_constant:
        return constant.name if constant else None
    return new.text if new.text != mention.text else None


def _has_rule(context: Context, model_id: ModelId) -> bool:
    """Whether a rule speaks of an id and moves it: its model has ended, or is about to."""
    if not context.registry.has_known_end(model_id):
        return False
    return context.registry.lifecycle(model_id, context.today).status is not Status.ACTIVE


def _finding(context: Context, mention: Mention, model_id: ModelId) -> Finding:
    replacement = successor_of(context, mention, model_id)
    assert replacement is not None, "it is moved"
    fix = migrate(context, mention, replacement, constant_of(context, mention, replacement))
    message = _message(context, mention, model_id, replacement, fix)
    return Finding(
        CODE if replacement.text else UNSERVED,
        message,
        mention.span,
        Severity.INFORMATION,
        mention.text,
        mention.role,
        (fix,) if fix else (),
    )


def _message(
    context: Context, mention: Mention, old: ModelId, new: Replacement, fix: Fix | None
) -> str:
    if new.text is None:
        place = context.registry.platform_name(old.platform)
        return f"`{new.model.id}` is not known to be served on {place}, so ids there stay."
    if fix is None:
        return f"Move `{mention.text}` to `{new.text}` yourself: no other id can be written here."
    return (
        f"Move `{mention.text}` to `{new.text}` with --unsafe or yourself: whether the request "
        "then works is not certain."
    )
