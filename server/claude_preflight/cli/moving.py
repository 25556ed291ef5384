"""`fix --to MODEL --from ID`: the models that a user names, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import click

from claude_preflight.safe_text import printable
from claude_preflight.settings import Move, Settings
from claude_preflight.workspace.walk import Target

if TYPE_CHECKING:
    from claude_preflight.knowledge.models import ModelRegistry

_SHOWN = 3
# How much alike two ids are of which one may be meant by the other.
_ALIKE = 0.6


def mover(files: Sequence[Target], move: Move, today: date) -> Callable[[Target], Target]:
    """Gives a file with what moves in it. Raises click.UsageError if a model cannot be used."""
    known: dict[int, Settings] = {}
    for settings in [file.settings for file in files] or [Settings()]:
        if id(settings) not in known:
            _check(move, settings, today)
            known[id(settings)] = replace(settings, move=move)
    return lambda file: file._replace(settings=known[id(file.settings)])


def changed_defaults(text: str, to: str, settings: Settings) -> str:
    """What a move of an id changes without an error, as a sentence; "" if nothing is known."""
    # Late imports: only a run that moves something asks for this.
    from claude_preflight.knowledge.behaviour import changes
    from claude_preflight.knowledge.models import ModelRegistry

    registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
    old, new = registry.find(text), registry.find(to)
    if old is None or new is None:
        return ""
    told = "; ".join(
        each.told for each in changes(registry.get(old.model), registry.get(new.model))
    )
    return f"from `{old.model}` to `{new.model}`: {told}." if told else ""


def _check(move: Move, settings: Settings, today: date) -> None:
    # Late imports: only a run that moves something looks models up before it reads a file.
    from claude_preflight.knowledge.models import ModelRegistry, Status

    registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
    for text in (move.model, *move.of):
        shown = f"'{printable(text)}'"
        found = registry.find(text)
        if found is None:
            raise click.UsageError(
                f"No source knows a model {shown}; {_suggestion(text, registry, today)}"
            )
        life = registry.lifecycle(found, today)
        if text == move.model and life.status is Status.RETIRED:
            day = f" ({life.date.isoformat()})" if life.date else ""
            raise click.UsageError(
                f"{shown} is retired{day}, so nothing moves to it; "
                + _suggestion(text, registry, today)
            )


def _suggestion(text: str, registry: ModelRegistry, today: date) -> str:
    """A sentence with the active models that may be meant, or with the newest ones."""
    from difflib import get_close_matches

    models = registry.active_models(today)
    active = [model.id for model in models]
    near = [*_meant(text, registry, today), *get_close_matches(text.lower(), active, cutoff=_ALIKE)]
    found = [each for each in dict.fromkeys(near) if each in active]
    if found:
        return f"did you mean {' or '.join(found[:_SHOWN])}?"
    newest = [model.id for model in models if not model.is_restricted]
    return f"the newest models are {', '.join(newest[:_SHOWN])}."


def _meant(text: str, registry: ModelRegistry, today: date) -> Iterator[str]:
    """The model that a text is a slip for, or what is to be used instead of it."""
    found = registry.find(text) or registry.find(registry.closest(text) or "")
    if found is not None:
        successor = registry.replacement(found, today)
        yield successor.model.id if successor else found.model
