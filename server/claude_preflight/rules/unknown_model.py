"""unknown-model: an id that looks like one of a Claude model and is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.facts.types import Mention, Request
from claude_preflight.findings import Finding, Fix, Role, Severity
from claude_preflight.knowledge.data import newest_day
from claude_preflight.knowledge.knowledge_files import age_note
from claude_preflight.knowledge.model_ids import API
from claude_preflight.knowledge.models import ModelId, Replacement, Status
from claude_preflight.knowledge.surroundings import Places
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.rules.destinations import destination_of, is_given_to_provider, is_redirected
from claude_preflight.rules.fixes.migrate import migrate
from claude_preflight.rules.rule import Context, Rule
from claude_preflight.rules.senders import sender_of
from claude_preflight.rules.successor import successor_of
from claude_preflight.rules.unsent import has_stand_in, is_only_made, is_test
from claude_preflight.text.model_words import names_a_model, sets_vendors_model

CODE = "unknown-model"

HELP = """\
No source knows a model of this name, so the API answers 400 or 404. It is most likely a slip: a
letter, a blank, or a date that belongs to another model.

It is reported where a request names its model, where a setting does (`ANTHROPIC_MODEL`, `model`,
`--model`, a default), and an id with a date that no model has wherever it is used. A known id has
to be near, so the ids of your own gateways stay quiet, as do those beside a base URL that is not
the vendor's, and names that the file itself gives to a model. An id that may be newer than this
version is only reported where it is sent to the Claude API, by a version whose facts are at most 30
days old. Own ids can be added under `models` in the settings.

```python
client.messages.create(model="claude-sonet-4-6", max_tokens=1024, messages=messages)  # 404
client.messages.create(model="claude-sonnet-4-6", max_tokens=1024, messages=messages)
```
"""

_UNKNOWN = "is no Claude model that any source knows"
_ROLES = frozenset((Role.USE, Role.EXAMPLE))
_DATED = regex(r"claude-.*[-@]20\d{6}(?:-v\d+(?::\d+)?)?\s*\Z", re.IGNORECASE)
# An id as the vendor makes them, of a version that may be a new one.
_NEW = regex(
    r"claude-(?:(?P<family>[a-z]+)-\d{1,2}(?:-\d{1,2})?|\d{1,2}(?:-\d{1,2})?-(?P<last>[a-z]+))"
    r"(?:-(?P<date>20\d{6}))?"
)
# The ends of names under which something is only called by what looks like an id.
_LABELS = (
    *("name", "title", "label", "description", "id", "key", "slug", "branch", "tag", "image"),
    *("file", "path", "url", "bucket", "folder", "dir", "prefix", "version", "release", "comment"),
)
_DEFAULTS = ("default", "defaultvalue")
# What a file calls a model of its own by.
_OWN_NAMES = frozenset(("modelname", "modelalias"))
_LITELLM = "litellm"


class _Slip(NamedTuple):
    """An id that is none: why, what to do, and the id to write, if one is near."""

    why: str
    advice: str
    replacement: Replacement | None


def check(context: Context) -> Iterator[Finding]:
    """Report the ids in use that no source knows, where a known one is near."""
    for mention in context.asked.mentions:
        if mention.role not in _ROLES or mention.is_constant or mention.embedded:
            continue
        slip = _slip(context, mention)
        # What all of the text tells is asked last, as that takes longest.
        if slip and mention.text not in _own_names(context) and not _is_made_up(context, mention):
            yield _finding(context, mention, slip)


def _own_names(context: Context) -> frozenset[str]:
    """The names that the document itself gives to models: by an alias, or as keys of a table."""
    if "own names" not in context.shared:
        is_proxy = any(_LITELLM in word for word in context.facts.surroundings.words)
        context.shared["own names"] = frozenset(
            each.text
            for each in context.facts.mentions
            if each.role is Role.LISTING or (is_proxy and each.key in _OWN_NAMES)
        )
    names: frozenset[str] = context.shared["own names"]
    return names


def _is_made_up(context: Context, mention: Mention) -> bool:
    """Whether a test names a model that it asks nothing: any name does there."""
    if not is_test(context) or is_given_to_provider(context, mention):
        return False
    return has_stand_in(context) or not any(
        (sender := sender_of(context, request))
        and (sender.call or not is_only_made(context, request.call, context.library_of(request)))
        for request in context.facts.users(mention)
    )


def _slip(context: Context, mention: Mention) -> _Slip | None:
    found = context.find(mention.text)
    if found is not None:
        return _capital(context, mention, found)
    if not _sets_model(context, mention) or _is_sent_elsewhere(context, mention):
        return None
    bare = _bare(context, mention)
    if bare is not None:
        return _meant(context, mention, bare, "has a blank at its edge, which no model has")
    meant = context.find(context.registry.closest(mention.text.strip()) or "")
    if meant is not None:
        return _meant(context, mention, meant, _UNKNOWN)
    return _unheard_of(context, mention)


def _bare(context: Context, mention: Mention) -> ModelId | None:
    """The model that an id is without blanks at its edges; no id of the Claude API has capitals."""
    text = mention.text.strip()
    found = context.find(text)
    return context.find(text.lower()) if found and found.platform == API else found


def _sets_model(context: Context, mention: Mention) -> bool:
    """Whether a place sets a model: a request, a setting by its name, a default, a dated id."""
    requests = context.facts.users(mention)
    if any(map(_is_answer, requests)):
        return False
    if requests or names_a_model(mention.key):
        return True
    if (
        mention.decider == "default"
        or mention.key in _DEFAULTS
        or is_given_to_provider(context, mention)
    ):
        return True
    is_named = bool(mention.key) and not mention.key.endswith(_LABELS)
    return is_named and _DATED.search(mention.text) is not None


def _is_answer(request: Request) -> bool:
    """Whether a mapping is rather what a model once said: it has content, and asks for nothing."""
    return bool(request.argument("content")) and not request.argument("messages", "maxtokens")


def _is_sent_elsewhere(context: Context, mention: Mention) -> bool:
    requests = context.facts.users(mention)
    if not requests:
        return is_redirected(context)
    return any(is_redirected(context, request) for request in requests)


def _capital(context: Context, mention: Mention, found: ModelId) -> _Slip | None:
    """An id with capitals, where the Claude API is sent it, which has none."""
    if mention.text == mention.text.lower() or found.platform != API or _has_ended(context, found):
        return None
    destination = destination_of(context, mention, found)
    is_sent = destination.platform == API if destination else _is_of_the_vendor(context, mention)
    if not is_sent:
        return None
    text = mention.text.lower()
    replacement = Replacement(context.registry.get(found.model), text, CODE)
    return _Slip("has capitals, which no id has", f"use `{text}`", replacement)


def _is_of_the_vendor(context: Context, mention: Mention) -> bool:
    """Whether a setting is of the vendor's models, and no other platform is spoken of.

    Gateways may have capitals in their names of models.
    """
    told = context.facts.surroundings
    if context.facts.users(mention) or told.redirects or context.gateways:
        return False
    return sets_vendors_model(mention.key) and not Places.load().platforms(told.words)


def _has_ended(context: Context, found: ModelId) -> bool:
    return context.registry.lifecycle(found, context.today).status is not Status.ACTIVE


def _meant(context: Context, mention: Mention, meant: ModelId, why: str) -> _Slip:
    """A slip of an id that is known; of one that is retired, its successor is to be used."""
    model: Replacement | None = Replacement(context.registry.get(meant.model), meant.text, CODE)
    advice = f"did you mean `{meant.text}`?" if why == _UNKNOWN else f"use `{meant.text}`"
    if context.has_ended(meant):
        model = successor_of(context, mention, meant)
        use = f"use `{model.text}`" if model and model.text else "choose another model"
        advice = f"{use}, as `{meant.text}`, which it looks like, is retired"
    return _Slip(why, advice, model)


def _unheard_of(context: Context, mention: Mention) -> _Slip | None:
    """An id that may be newer than the facts, which are new and know nothing of it.

    One with a date of which the facts know all models is none.
    """
    named = _NEW.fullmatch(mention.text)
    family = (named["family"] or named["last"]) if named else ""
    if named is None or age_note([context.settings.knowledge], context.today):
        return None
    is_known = bool(named["date"]) and named["date"] <= f"{newest_day():%Y%m%d}"
    if not is_known and not _is_sent_to_the_api(context, mention):
        return None
    newest = next(
        (m for m in context.registry.active_models(context.today) if m.family == family), None
    )
    if newest is None:
        return None
    advice = f"use `{newest.id}`, or update claude-preflight if it is newer"
    return _Slip(_UNKNOWN, advice, Replacement(newest, newest.id, CODE))


def _is_sent_to_the_api(context: Context, mention: Mention) -> bool:
    """Whether a client or a variable says that an id is a model of the Claude API."""
    if mention.key.endswith(tuple(Places.load().model_variables)):
        return not context.facts.surroundings.switches
    known = context.registry.active_models(context.today)
    found = context.find(known[0].id) if known else None
    destination = destination_of(context, mention, found) if found else None
    return destination is not None and destination.platform == API and destination.is_certain


def _finding(context: Context, mention: Mention, slip: _Slip) -> Finding:
    fix = migrate(context, mention, slip.replacement, None) if slip.replacement else None
    end = "" if slip.advice.endswith("?") else "."
    return Finding(
        CODE,
        f"`{mention.text}` {slip.why}: {slip.advice}{end}",
        mention.span,
        context.severity(CODE, Severity.WARNING, mention.role),
        mention.text,
        mention.role,
        # Only the author knows what was meant.
        (_unsafe(fix),) if fix else (),
    )


def _unsafe(fix: Fix) -> Fix:
    return fix._replace(safe=False, works=False)


RULE = Rule(
    code=CODE,
    name="Unknown model",
    http="400 / 404",
    summary="An id looks like one of a Claude model, but no source knows it.",
    help=HELP,
    check=check,
)
