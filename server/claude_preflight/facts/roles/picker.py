"""An array that one chooses from, or that says what its models can do."""

from __future__ import annotations

from itertools import islice

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import MOST_HOLDERS, Candidate, Decision
from claude_preflight.facts.roles.labelled import is_labelled
from claude_preflight.facts.roles.offered import OFFER
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind

KINDS = frozenset((CaptureKind.CONTAINER,))
# What a model can do; another id in such a list would claim it of another model.
_CAPABILITY = regex(
    r"^(?!tests?(?!ed)|mock).*(?:thinking|reasoning|vision|images?|multimodal|pdfs?|cach(?:e|ing"
    r"|eable)|tools?|tooluse|toolcalling|functioncalling|streaming|structuredoutputs?|computeruse|effort|longcontext"
    r"|beta|capable|compatible)models?(?:ids?|names?|list)?$"
    r"|models?(?:with(?!out)|without|that|supporting)|^supports?(?!ed)|capab(?:le|ilit)"
)
_CHOICES = regex(
    r"^(?!.*(?:fallback|backup|candidate|default|judge|chain|order|priorit))"
    r".*(?:models|modellist|modelids|modelnames)$"
)
# Widgets and arguments of commands that are given what one may choose.
_WIDGET = regex(
    rb"\b(?:\w*select_?box|multi_?select|\w*_select|select_slider|\w*\.radio|Radio(?:Buttons|Group)?"
    rb"|\w*Drop_?[dD]own(?:List|Menu)?|drop_?down|Combo_?[bB]ox|combo_?box|pills|segmented_control"
    rb"|Choice|option_menu|OptionMenu|autocomplete|QuickPick|options_for_select|collection_select)"
    rb"\s*\((?:[^()]{0,200}[,=:(]\s*)?\Z"
)
_CATALOGUE = regex(r"catalog(?:ue)?s?$|registry$")
_NAMED = HOLDERS | {CaptureKind.BINDING}
_BEFORE = 260
_OF_MODELS = regex(r"models?(?:options|choices)$|(?:available|supported|allowed)\w*models?$")
# The menus of pages, and an option of one that is taken where nothing is chosen.
_MENU = regex(rb"<(?:[\w.-]*[sS]elect|optgroup|[\w.-]*(?:RadioGroup|Dropdown|Menu))\b")
_TAKEN = regex(rb"<[^<>]*\s(?:selected|checked|defaultChecked)\b[^<>]*\Z")
_TAG_END = regex(rb"[^<>]*")


def decide(candidate: Candidate, container: Capture) -> Decision | None:
    """A listing, by the name of the array, by what is given it, or by the default beside it."""
    readers = candidate.readers
    name = candidate.name_of(container)
    if readers.arguments.pairs(container):
        if _OF_MODELS.search(name):
            return Decision(Role.LISTING, Reason.OFFERED, name)
        return None
    if OFFER.search(name):
        return Decision(Role.LISTING, Reason.OFFERED, name)
    if _CAPABILITY.search(name):
        return Decision(Role.LISTING, Reason.ABLE, name)
    start = container.span.start
    is_given = _WIDGET.search(readers.text.data[max(start - _BEFORE, 0) : start]) is not None
    if is_given or _is_in_menu(candidate, container) or is_labelled(candidate, container):
        return Decision(Role.LISTING, Reason.OPTION)
    if readers.containers.names_several(container) and (outer := _catalogue(candidate, container)):
        return Decision(Role.LISTING, Reason.OFFERED, outer)
    if _CHOICES.match(name) and readers.containers.has_default_beside(container):
        return Decision(Role.LISTING, Reason.DEFAULT_BESIDE, name)
    return None


def _catalogue(candidate: Candidate, container: Capture) -> str:
    """The name of the catalogue that an array is in, in whatever depth; "" if it is in none."""
    further = candidate.captures[candidate.captures.index(container) :]
    around = (each for each in further if each.kind in _NAMED)
    names = map(candidate.key_of, islice(around, MOST_HOLDERS))
    return next(filter(_CATALOGUE.search, names), "")


def _is_in_menu(candidate: Candidate, container: Capture) -> bool:
    """Whether an id is one of several options of a menu, and not the one that is taken."""
    if _MENU.match(candidate.readers.text.data, container.span.start) is None:
        return False
    return candidate.readers.containers.names_several(container) and not is_taken(candidate)


def is_taken(candidate: Candidate) -> bool:
    """Whether an id is in the tag of the option that is taken where nothing is chosen."""
    data, word = candidate.readers.text.data, candidate.word
    end = _TAG_END.match(data, word.end, word.end + _BEFORE)
    tag = data[max(word.start - _BEFORE, 0) : end.end() if end else word.end]
    return _TAKEN.search(tag) is not None
