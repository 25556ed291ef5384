"""Facts: what the rules read. They never see a syntax tree; `extract` makes facts of a document.

They are tuples, which are made faster than other classes: at each keystroke many of them move.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, abc
from dataclasses import dataclass
from functools import cached_property
from typing import Union

from claude_preflight.facts.moved import of_each
from claude_preflight.facts.surroundings import Surroundings
from claude_preflight.findings import Role, Span
from claude_preflight.pins import Pin
from claude_preflight.records import NamedTuple
from claude_preflight.syntax.injections import Injection
from claude_preflight.text.model_words import MODEL_KEYS


class Mention(NamedTuple):
    """A word that may be a Claude model id: where, what, and what it does there.

    `span` and `text` are the bare id without quotes. The `reason` of the role goes on behind
    "because", and `decider` is the module in `facts/roles/` that gave it. The `key` is
    the plain name that it is given, "" without one; `switch` is the platform that a variable beside
    it switches on, "" without one, and None where all of the document tells. `embedded` ones are a
    part of a longer string. One that `is_replaceable` has a place where another id can be written,
    but where it says `ask_first` nobody writes one unasked. `held` says why only a person writes
    one, "" without such a reason; one that `is_key` is the key of an entry or the label of a case,
    and `among` is an empty span where the whole begins in which no entry stands twice, None without
    one. A constant may be one of an SDK, and
    stand for an id. One that is `in_url` is a part of the path of a request, where it may be
    percent-encoded; its text is not. A use in a function has the place where that begins for its
    `block`.
    """

    span: Span
    text: str
    role: Role
    reason: str = ""
    decider: str = ""
    key: str = ""
    switch: str | None = None
    embedded: bool = False
    is_replaceable: bool = True
    is_constant: bool = False
    ask_first: bool = False
    in_url: bool = False
    is_key: bool = False
    among: Span | None = None
    held: str = ""
    block: Span | None = None


class Scalar(NamedTuple):
    """A value that is known: a text, a number, a truth value, or None for a null.

    `origin` is where the literal itself stands, without quotes: at the `span`, or in the constant
    that is named there. Of what may be a constant of an SDK, the name is the value.
    """

    span: Span
    literal: str | int | float | None
    origin: Span | None
    is_constant: bool = False

    @property
    def is_direct(self) -> bool:
        """Whether the literal stands at the span itself."""
        return self.origin is not None and self.origin.overlaps(self.span)


class Mapping(NamedTuple):
    """A value that is an object: its entries, in their order, those of what is spread included.

    `origin` is where it is written out. One that is not `is_complete` takes over others that are
    not known.
    """

    span: Span
    entries: tuple[Argument, ...]
    origin: Span
    is_complete: bool = True

    @property
    def is_direct(self) -> bool:
        """Whether it is written out at the span itself."""
        return self.origin.overlaps(self.span)


class Sequence(NamedTuple):
    """A value that is a list, written out at `origin`."""

    span: Span
    items: tuple[Value, ...]
    origin: Span


class Unknown(NamedTuple):
    """A value that cannot be known; nothing is guessed of it.

    `origin` is where the expression is written out that a name at the `span` stands for, if it is
    elsewhere: a call, whose name may say what it makes.
    """

    span: Span
    origin: Span | None = None

    @property
    def written_at(self) -> Span:
        """Where the expression is written out."""
        return self.origin or self.span


Value = Union[Scalar, Mapping, Sequence, Unknown]  # noqa: UP007 - they name each other
"""What an expression stands for."""


class Argument(NamedTuple):
    """A parameter of a request; `span` covers name and value, `name` is the key's plain form."""

    key: str
    name: str
    span: Span
    value: Value

    @property
    def scalar(self) -> Scalar | None:
        """The value, if that is a literal."""
        return self.value if isinstance(self.value, Scalar) else None

    @property
    def is_direct(self) -> bool:
        """Whether the literal that is the value stands in the argument itself."""
        return isinstance(self.value, Scalar) and self.value.is_direct

    @property
    def literal(self) -> str | int | float | None:
        """The literal that is the value, if one is."""
        return self.value.literal if isinstance(self.value, Scalar) else None

    @property
    def origin(self) -> Span | None:
        """Where the literal stands that is the value, without quotes."""
        return self.value.origin if isinstance(self.value, Scalar) else None


class Call(NamedTuple):
    """What sends a request, as far as code shows it.

    `callee` is what is called, such as `client.messages.create`. `constructor` is what made the
    object that it is called on, such as `anthropic.Anthropic`, and `client` where that name ends;
    "" and None if they are not known.
    """

    callee: str
    constructor: str = ""
    client: Span | None = None


class Request(NamedTuple):
    """A call, object or mapping that sets request parameters, one of them the model.

    The fields of a class with such defaults are one as well. One that is not `is_complete` may set
    more than is known: it takes over a mapping of somebody else.
    """

    span: Span
    arguments: tuple[Argument, ...]
    is_class: bool = False
    is_complete: bool = True
    call: Call | None = None

    @property
    def model(self) -> Argument | None:
        """The argument that names the model."""
        for argument in self.arguments:  # the rules ask this often
            if argument.name in MODEL_KEYS:
                return argument
        return None

    def argument(self, *names: str) -> Argument | None:
        """The first argument with one of these plain names (see `plain_key`)."""
        return next((arg for arg in self.arguments if arg.name in names), None)


class Client(NamedTuple):
    """A place where code makes a client of a library, and what it tells that.

    `name` is what it is called by, as written. `library` is its id in `knowledge.clients`, and
    `platform` the one that it calls, if that is known. The `key` of an option is as written, and
    its `name` the one that `clients.json` has for it.
    """

    span: Span
    name: Span
    library: str
    platform: str | None
    options: tuple[Argument, ...]

    def option(self, name: str) -> Argument | None:
        """The option of a name."""
        return next((option for option in self.options if option.name == name), None)


class Header(NamedTuple):
    """A header of an HTTP request: its name in lower case, and its value as source code.

    `span` covers both. Where it stands is a part of the `region` of its request. One that
    `is_literal` has a value that is known.
    """

    span: Span
    name: str
    value: Span
    is_literal: bool
    region: Span


class Url(NamedTuple):
    """A URL of the Claude API that a program asks for, and under which plain name it stands.

    One that `is_open` goes on in a way that is not known.
    """

    span: Span
    text: str
    key: str
    is_open: bool

    @property
    def path(self) -> str:
        """The path, from the slash behind the host on; "" without one."""
        _, _, rest = self.text.partition("://")
        _, slash, path = rest.partition("/")
        return slash + path


class HttpRequest(NamedTuple):
    """A request in HTTP that is written out: a URL, headers, or both.

    `span` is the place of the URL, or what is around the headers. One that is complete has no
    headers besides these.
    """

    span: Span
    url: Url | None
    headers: tuple[Header, ...]
    is_complete: bool

    def header(self, name: str) -> Header | None:
        """The header of a name in lower case."""
        return next((header for header in self.headers if header.name == name), None)


class ApiKey(NamedTuple):
    """A place where what looks like a key of the Claude API is written out."""

    span: Span


class RuleName(NamedTuple):
    """A rule that a comment names, whether or not there is one of that name."""

    span: Span
    code: str


class Suppression(NamedTuple):
    """What a comment asks not to report: on its line or the next one, or in the whole document.

    `span` is the request, `comment` all of the comment. Without `rules` it is about all of them.
    """

    span: Span
    comment: Span
    rules: tuple[RuleName, ...] | None
    is_for_file: bool

    @property
    def codes(self) -> frozenset[str] | None:
        """The names of the rules, None for all."""
        return None if self.rules is None else frozenset(rule.code for rule in self.rules)


_NOTHING_TOLD = Surroundings(b"", "")
# So far apart are a URL and what is sent to it, in bytes.
_URL_BEFORE, _URL_AFTER = 4_000, 600


class FarBinding(NamedTuple):
    """A place that binds a name for more than the statement that it is in, and to what value."""

    place: Span
    value: Span | None
    is_outer: bool


class LookedUp(NamedTuple):
    """A name whose bindings matter to facts, with those of them that hold everywhere.

    Of a name that stands in more places than are looked at, the `last` of those is known.
    """

    name: bytes
    far: tuple[FarBinding, ...]
    last: Span | None = None


@dataclass(frozen=True)
class Facts:
    """All that a document says about the Claude API, in the order of the text.

    What is said in `injections` is a fact of the documents in them. `names` are the names that
    matter to these facts wherever they stand in the text, `looked_up` those that matter where they
    are bound. The `notes` are ends of sentences about the document: why it was read less well than
    it might be. The `surroundings` are of all of the text. `pins` are what a manifest says of the
    packages that matter.
    """

    mentions: abc.Sequence[Mention] = ()
    requests: abc.Sequence[Request] = ()
    clients: abc.Sequence[Client] = ()
    http: abc.Sequence[HttpRequest] = ()
    api_keys: abc.Sequence[ApiKey] = ()
    suppressions: abc.Sequence[Suppression] = ()
    injections: abc.Sequence[Injection] = ()
    names: frozenset[bytes] = frozenset()
    looked_up: tuple[LookedUp, ...] = ()
    notes: tuple[str, ...] = ()
    surroundings: Surroundings = _NOTHING_TOLD
    pins: tuple[Pin, ...] = ()

    def users(self, mention: Mention) -> list[Request]:
        """The requests whose model is the id of a mention."""
        # An id may be the end of a longer name: of a resource, behind a route.
        found = self._users.get(mention.span.end, [])
        return [self.requests[at] for origin, at in found if origin.encloses(mention.span)]

    def mention_of(self, request: Request) -> Mention | None:
        """The mention that is the model of a request."""
        origin = request.model.origin if request.model else None
        found = self._mentions.get(origin.end) if origin else None
        return found if found and origin and origin.encloses(found.span) else None

    def among(self, whole: Span) -> dict[str, bool]:
        """The ids that have to differ from each other, by where the whole begins.

        With each whether it is a key in one of its places.
        """
        return self._among.get(whole, {})

    @cached_property
    def _among(self) -> dict[Span, dict[str, bool]]:
        among: dict[Span, dict[str, bool]] = {}
        for mention in self.mentions:
            if mention.among is not None:
                ids = among.setdefault(mention.among, {})
                ids[mention.text] = mention.is_key or ids.get(mention.text, False)
        return among

    @cached_property
    def _mentions(self) -> dict[int, Mention]:
        """The mentions by where they end."""
        return {mention.span.end: mention for mention in self.mentions}

    def path_near(self, span: Span) -> str:
        """The path of the URL before a place, or else right behind it; "" without one."""
        before = self.url_before(span.start)
        if before and before.path and span.start - before.span.end <= _URL_BEFORE:
            return before.path
        for at in range(self._urls_until(span.start), len(self._urls)):
            url = self._urls[at]
            if url.span.start - span.end > _URL_AFTER:
                break
            if url.path:
                return url.path
        return ""

    def url_before(self, offset: int) -> Url | None:
        """The last URL that ends before an offset."""
        count = self._urls_until(offset)
        return self._urls[count - 1] if count else None

    def _urls_until(self, offset: int) -> int:
        """How many URLs end before an offset."""
        return bisect_right(self._urls, offset, key=lambda url: url.span.end)

    @cached_property
    def _urls(self) -> list[Url]:
        """What is asked for, in the order of the text."""
        return [each.url for each in self.http if each.url]

    def times_set(self, key: str) -> int:
        """How often ids are given a name."""
        return self._keys[key]

    @cached_property
    def _keys(self) -> Counter[str]:
        return Counter(mention.key for mention in self.mentions)

    @property
    def asks_for_url(self) -> bool:
        """Whether a URL of the Claude API is asked for."""
        return bool(self._urls)

    @cached_property
    def asks_api(self) -> bool:
        """Whether a URL of the Claude API with a path is asked for."""
        return any(url.path for url in self._urls)

    def client_of(self, request: Request) -> Client | None:
        """The client that a request is sent by, if it is made in this document."""
        made = request.call.client if request.call else None
        return self._clients.get(made) if made else None

    @cached_property
    def _clients(self) -> dict[Span, Client]:
        """The clients by their names, of several by one name the first."""
        return {client.name: client for client in reversed(self.clients)}

    @cached_property
    def _users(self) -> dict[int, list[tuple[Span, int]]]:
        """The requests, by their numbers, by where the ids of their models end."""
        users: dict[int, list[tuple[Span, int]]] = {}
        for at, origin in enumerate(of_each(self.requests, _origin)):
            if origin:
                users.setdefault(origin.end, []).append((origin, at))
        return users


def _origin(request: Request) -> Span | None:
    """Where the id stands that is the model of a request."""
    return request.model.origin if request.model else None
