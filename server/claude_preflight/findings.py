"""The shared vocabulary: what a rule says about a document.

Everything here is immutable and knows nothing of syntax trees, editors or terminals. Positions are
byte offsets into the UTF-8 text of a document; `text.source_text.SourceText` turns them into lines
and columns.
"""

from __future__ import annotations

from enum import Enum, IntEnum

from claude_preflight.records import NamedTuple


class Severity(IntEnum):
    """How loud a finding is. The numbers are those of the Language Server Protocol."""

    ERROR = 1
    WARNING = 2
    INFORMATION = 3
    HINT = 4

    @property
    def label(self) -> str:
        """The lower-case name, as reports and settings write it."""
        return self.name.lower()

    @property
    def quieter(self) -> Severity:
        """One step less loud, as far as information."""
        return _QUIETER.get(self, self)


_QUIETER = {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.INFORMATION}


class Role(str, Enum):
    """What a model id does at the place where it stands; it decides how loud a finding is."""

    USE = "use"
    LISTING = "listing"
    COMPARISON = "comparison"
    PATTERN = "pattern"
    PROSE = "prose"
    EXAMPLE = "example"

    @property
    def phrase(self) -> str:
        """What readers are told that an id is: `used`, `listed`, `in an example`."""
        return _PHRASES[self]


_PHRASES = {
    Role.USE: "used",
    Role.LISTING: "listed",
    Role.COMPARISON: "compared",
    Role.PATTERN: "tested for in part",
    Role.PROSE: "in prose",
    Role.EXAMPLE: "in an example",
}


RETIRING = "retiring-model"
"""The rule of what is found before its time: how many days are left decides whether that fails."""


class Span(NamedTuple):
    """A half-open range of byte offsets."""

    start: int
    end: int

    def contains(self, offset: int) -> bool:
        """Whether the offset lies in the span or at its end, as an editor's cursor does."""
        return self.start <= offset <= self.end

    def encloses(self, other: Span) -> bool:
        """Whether another span lies in this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the spans share a byte or, being empty, a place."""
        return (self.start < other.end and other.start < self.end) or self == other


class Edit(NamedTuple):
    """Replace the bytes of `span` by `text`."""

    span: Span
    text: str


class SettingChange(NamedTuple):
    """A fix outside the document: write `key = value` into the settings file of the workspace.

    With a `pattern` of paths, add the value to the list that the table `key` has for the pattern.
    """

    key: str
    value: str
    pattern: str = ""


class Fix(NamedTuple):
    """One way out of a finding.

    A `safe` fix leaves a request that works and may be applied without asking ("fix all", `fix`);
    any other one is offered, never applied unasked. One that `works` is as good, but for what the
    place does, or for being `early`: what it moves still answers. Users may ask for all such fixes.
    The edits do not overlap. A fix that changes a setting has no edits. Menus show the `label`, if
    there is one, in the place of the title: shorter, and what it writes comes first.
    """

    title: str
    edits: tuple[Edit, ...] = ()
    safe: bool = False
    setting: SettingChange | None = None
    works: bool = False
    early: bool = False
    label: str = ""

    @property
    def shown(self) -> str:
        """What a menu shows."""
        return self.label or self.title


class Related(NamedTuple):
    """Another place that a finding is about, and what it has to do with it."""

    span: Span
    message: str


class Finding(NamedTuple):
    """One thing that would go wrong, where, how loud, and the ways out (the best one first).

    `reason` says why it has its role; it goes on behind a colon, and is "" without a role. `hold`
    says why `fix` leaves it, whatever it is asked; "" where it need not. `expected_at` is where a
    test in another file expects the id, "" if none is known to: its fixes wait to be asked for.
    `days_left` is after how many days it goes wrong; None if it already does, or if nobody knows.
    """

    rule: str
    message: str
    span: Span
    severity: Severity
    text: str
    role: Role | None = None
    fixes: tuple[Fix, ...] = ()
    days_left: int | None = None
    related: tuple[Related, ...] = ()
    reason: str = ""
    hold: str = ""
    expected_at: str = ""

    @property
    def safe_fix(self) -> Fix | None:
        """The fix that may be applied without asking, if there is one."""
        return next((fix for fix in self.fixes if fix.safe), None)

    def best_fix(self, *, unsafe: bool = False) -> Fix | None:
        """The first safe fix that changes the text, else, if asked for, the first unsafe one."""
        fixes = [fix for fix in self.fixes if fix.edits and (fix.safe or unsafe)]
        return next((fix for fix in fixes if fix.safe), fixes[0] if fixes else None)
