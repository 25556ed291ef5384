"""What a rule is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.facts.types import Facts, Request
from claude_preflight.findings import Finding, Role, Severity
from claude_preflight.knowledge import sdk_constants, sdks
from claude_preflight.knowledge.clients import Library, libraries
from claude_preflight.knowledge.model_ids import API
from claude_preflight.knowledge.models import ModelId, ModelRegistry, Status
from claude_preflight.knowledge.sdk_constants import SdkConstant
from claude_preflight.knowledge.surroundings import Places
from claude_preflight.pins import NO_PINS, Holds, Pins
from claude_preflight.records import NamedTuple
from claude_preflight.settings import Settings
from claude_preflight.text.source_text import SourceText

# Each page has the code of its rule as its heading.
_PAGES = "https://github.com/claude-preflight/claude-preflight/blob/main/docs/rules"
# How loud a finding is where nothing fails, whatever rule it is of.
_QUIET = {
    Role.LISTING: Severity.INFORMATION,
    Role.COMPARISON: Severity.HINT,
    Role.PROSE: Severity.HINT,
}


class Around(NamedTuple):
    """What is known of a document that stands in another one by what is around it.

    `sent_to` is the path of the URL that it is sent to, such as the body in a command; "" if that
    is not known. It may have the role of an example, or of prose. `betas` may be those that the
    headers beside it name. The `words` are those of the surroundings of all code that it is in.
    """

    sent_to: str = ""
    role: Role | None = None
    betas: tuple[str, ...] = ()
    words: tuple[AbstractSet[str], ...] = ()


NOTHING_AROUND = Around()


class Context(NamedTuple):
    """All that a rule may look at: the facts of a document, the knowledge, the settings, a day.

    `language` is the id of the document's language; `pins` are those that count in its folder.
    Rules are asked `about` some of the facts, or all. `own` is for what several rules ask of these,
    by the name of what works it out, and `shared` for what they ask of the document. Names whose
    number in the text matters are `counted`.
    """

    text: SourceText
    language: str
    facts: Facts
    registry: ModelRegistry
    settings: Settings
    today: date
    pins: Pins
    around: Around
    own: dict[str, Any]
    shared: dict[str, Any]
    counted: set[bytes]
    about: Facts | None = None

    @classmethod
    def of(
        cls,
        text: SourceText,
        language: str,
        facts: Facts,
        registry: ModelRegistry,
        settings: Settings,
        today: date,
        pins: Pins = NO_PINS,
        around: Around = NOTHING_AROUND,
    ) -> Context:
        """What rules are given when they begin with a document: all of its facts, and no more."""
        known = (text, language, facts, registry, settings, today, pins, around)
        return cls(*known, own={}, shared={}, counted=set())

    @property
    def asked(self) -> Facts:
        """The facts that the rules are asked about."""
        return self.about or self.facts

    def find(self, text: str, *, is_constant: bool = False) -> ModelId | None:
        """The model id that a text in the document is, or that a constant of its SDK stands for."""
        if is_constant:
            constant = self.constant(text)
            return self.registry.find(constant.model_id) if constant else None
        found = self.registry.find(text)
        # Only the Claude API is told by what is handed on to it; gateways have a look of their own.
        if found and found.platform != API and self.gateways == (API,):
            return self.registry.find(text, API)
        return found

    @property
    def gateways(self) -> tuple[str, ...]:
        """The platforms that the document speaks of, of those whose ids begin alike."""
        if "gateways" not in self.shared:
            self.shared["gateways"] = Places.load().gateways(self.facts.surroundings.words)
        found: tuple[str, ...] = self.shared["gateways"]
        return found

    def constant(self, name: str) -> SdkConstant | None:
        """What a name is in the SDK that the document uses."""
        return sdk_constants.find(name, self.text.data, self.language)

    def has(self, constant: SdkConstant) -> bool:
        """Whether all versions of its SDK that the project's pins allow have a constant."""
        sdk = sdks.get(constant.library)
        if sdk is None or constant.since is None:
            return False
        return self.pins.from_on(constant.since, *sdk.packages) is Holds.ALL

    def model_of(self, request: Request) -> ModelId | None:
        """The model of a request, if it is known."""
        value = request.model.scalar if request.model else None
        if value is None or not isinstance(value.literal, str):
            return None
        return self.find(value.literal, is_constant=value.is_constant)

    def library_of(self, request: Request) -> Library | None:
        """The library that sends a request, as far as the document tells.

        What is called decides, or what made the client behind it; else the one library that the
        document uses.
        """
        here, call = self._libraries, request.call
        if call is None:
            return here[0] if len(here) == 1 else None
        if client := self.facts.client_of(request):
            return libraries()[client.library]
        sending = [each for each in here if each.sends(call.callee) or each.makes(call.callee)]
        return sending[0] if len(sending) == 1 else None

    def reason_of(self, request: Request, role: Role | None) -> str:
        """Why the model of a request has a role, in words; "" where another document decides."""
        mention = self.facts.mention_of(request)
        if mention is None or mention.role is role:
            return mention.reason if mention else ""
        return Reason.SENT_BY_NAME.value if role is Role.USE else ""

    def has_ended(self, model: ModelId) -> bool:
        """Whether a model is retired on the day, under the id that names it."""
        return self.registry.lifecycle(model, self.today).status is Status.RETIRED

    @property
    def _libraries(self) -> list[Library]:
        """The libraries that the document may use."""
        if "libraries" not in self.shared:
            imported = self.facts.surroundings.libraries
            self.shared["libraries"] = [
                library
                for library in libraries().values()
                if self.language in library.languages
                and (library.id in imported or not library.needs_import)
            ]
        found: list[Library] = self.shared["libraries"]
        return found

    def severity(self, code: str, in_use: Severity, role: Role = Role.USE) -> Severity:
        """How loud a finding of a rule is where an id has a role.

        `in_use` is for live code, where the settings may name another one.
        """
        if role is Role.EXAMPLE:
            return in_use.quieter
        return _QUIET.get(role) or self.settings.severity.get(code, in_use)


class Rule(NamedTuple):
    """One rule: its slug, the answer it prevents, what it says of itself, and its check.

    `help` is Markdown; `explain`, hover and the documentation show it. It ends with an example, in
    which the first line is what the rule finds. Only a rule about what others find has no check
    (see `analysis.suppression`). Editors strike through what is found by one that
    `is_of_deprecated`.
    """

    code: str
    name: str
    http: str
    summary: str
    help: str
    check: Callable[[Context], Iterator[Finding]] | None = None
    is_of_deprecated: bool = False


def page_of(code: str) -> str:
    """The address of the page about a rule."""
    return f"{_PAGES}/{code}.md#{code}"
