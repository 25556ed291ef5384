"""What was recorded of requests: answers name the model that once gave them, and call nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import PurePath

from claude_preflight.facts.arguments import MOST_PARAMETERS, Arguments
from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import WITH_ARGUMENTS, Capture, CaptureKind, Pair
from claude_preflight.syntax.document import Document
from claude_preflight.text.model_words import plain_key

# What a recorder writes down of each request.
_RECORDED = (frozenset(("request", "response")), frozenset(("when", "then")))
# What was measured of a run.
_RUNS = (
    {"accuracy"},
    {"averagemetric"},
    {"passrate"},
    {"passrate1"},
    {"commithash", "date"},
    {"totalcost", "date"},
    {"testcases", "date"},
    {"durationms"},
    {"elapsedms"},
    {"latencyms"},
)
# What is counted of the use of a model, and what it cost.
_COUNTED = frozenset(
    ("requests", "requestcount", "calls", "callcount", "turns", "sessions", "messagecount")
)
_SPENT = frozenset(
    ("cost", "costusd", "totalcost", "totalcostusd", "estimatedcost", "usd", "spend", "totaltokens")
)
_TOKENS = ({"inputtokens", "outputtokens"}, {"prompttokens", "completiontokens"})
# What only an answer has, or what is kept of one, or of a session that was.
_ANSWERS = (
    {"stopreason"},
    {"stopsequence"},
    {"finishreason"},
    {"choices"},
    {"role", "usage"},
    {"responsemodel"},
    {"inputtokens", "outputtokens", "cachereadtokens"},
    {"inputtokens", "outputtokens", "cachereadinputtokens"},
    {"inputtokens", "outputtokens", "timestamp"},
    {"startedat", "lastactivity"},
    {"startedat", "sessionid"},
    {"createdat", "messages"},
    {"startedat", "finishedat"},
    {"startedat", "endedat"},
    {"startedat", "completedat"},
    {"traceid", "starttime"},
    {"traceid", "startedat"},
    # The attributes of a span, and a step of an agent.
    {"genaioperationname"},
    {"langsmithspankind"},
    {"stepid", "message"},
    # The lines of a session of an agent.
    {"subtype", "sessionid"},
    {"results", "temperature"},
    *_RUNS,
    # What is known of a task that an agent was given, and of how it went.
    {"trajectoryid"},
    {"trajid"},
    {"instanceid", "modelpatch"},
    {"taskid", "score"},
    {"taskname", "solved"},
    # What one call or run has cost; a limit has another name.
    {"costusd"},
    {"totalcostusd"},
    # What was counted of one: a limit is not called total.
    {"totaltokens"},
    {"tokensused"},
    {"usedtokens"},
)
# The model of a span, by whatever name its attributes have in code: `SpanAttributes.X`.
_OF_SPAN = regex(r"(?:genai|llm)(?:request|response)model$")
# What was done in a session of an agent.
_SESSION = frozenset(("sessionid", "steps"))
# Values by which a mapping is an answer, whatever else it has.
_TELLING = {
    "id": regex(r"^\W?(?:msg|chatcmpl|resp|gen|compl)[_-]\w{2}"),
    "object": regex(r"^\W?chat\.completion"),
    "usage": regex(r"(?i)(?:input|output|prompt|completion|total)_?tokens"),
}
# What the assistant said; agents have such a role too, but not what stands beside it.
_ASSISTANT = regex(r"(?i)\W?(?:\w+\.)*assistant\W?$")
_TOOL = regex(r"\W?(?:tool|function)\W?$")
_SAID = frozenset(("content", "metadata", "timestamp", "usage"))
_MESSAGE = regex(r"\W?message\W?$")
_RESPONSE = regex(r"(?i)\W?assistant[._-]?(?:response|message)\W?$")
# Files of data that are written by a run, by their own names or those of their folders.
_WRITTEN = frozenset(("json", "jsonc", "csv"))
_RUN_NAME = regex(
    r"(?:.*[-_.])?(?:results?|predictions?|trajector(?:y|ies)|traces?|transcripts?|leaderboard|all_preds)"
    r"(?:[-_.].*)?",
    re.IGNORECASE,
)
_RUN_FOLDER = regex(
    r"(?:.*[-_])?(?:results?|reports?|predictions?|trajectories|traces|transcripts?|leaderboard"
    r"|recordings?)",
    re.IGNORECASE,
)
_FOLDERS = 3
# So much of a value tells.
_LONGEST = 200
# What a mapping of this size says is looked for in it, before its entries are gone through.
_SMALL = 4_000


class Recordings:
    """Tells the recordings in one document; what several ids share is looked at once."""

    def __init__(self, document: Document, arguments: Arguments) -> None:
        """Prepare for a document and its arguments."""
        self._arguments = arguments
        self._data = document.text.data
        self._is_all_recorded = _is_of_runs(document)
        self._found: dict[Span, bool] = {}
        self._said: dict[Span, bool] = {}
        self._answers: dict[Span, bool] = {}
        self._of_tool: dict[Span, bool] = {}
        self._runs: dict[Span, bool] = {}

    def are_around(self, captures: Iterable[Capture]) -> bool:
        """Whether captures are around a place in a recording, which has the answer as well.

        All of a file may be one.
        """
        if self._is_all_recorded:
            return True
        mappings = [each for each in captures if each.kind in WITH_ARGUMENTS]
        return any(map(self._is_one, mappings))

    @cached_property
    def _are_possible(self) -> bool:
        return self._may_be_in(Span(0, len(self._data)))

    def _may_be_in(self, place: Span) -> bool:
        find = self._data.find
        return any(all(find(key.encode(), *place) >= 0 for key in keys) for keys in _RECORDED)

    def _is_one(self, mapping: Capture) -> bool:
        if mapping.span not in self._found:
            start, end = mapping.span
            # To look through all of a text at each keystroke takes as long as all else.
            is_small = end - start <= _SMALL
            if not (self._may_be_in(mapping.span) if is_small else self._are_possible):
                self._found[mapping.span] = False
                return False
            pairs = self._arguments.pairs(mapping)
            keys = {self._arguments.key(pair) for pair in pairs}
            self._found[mapping.span] = any(keys >= recorded for recorded in _RECORDED)
        return self._found[mapping.span]

    def is_answer(self, holder: Capture) -> bool:
        """Whether a mapping is an answer of the API, or of a library, or what is kept of one."""
        if holder.span not in self._answers:
            keys = self._arguments.keys(holder)
            is_answer = any(keys >= answer for answer in _ANSWERS) or self.is_said(holder)
            is_answer = is_answer or any(map(_OF_SPAN.search, keys))
            is_row = holder.kind is not CaptureKind.CALL and _is_usage(keys)
            self._answers[holder.span] = is_answer or is_row
        return self._answers[holder.span]

    def is_said(self, holder: Capture) -> bool:
        """Whether its values tell that a mapping is an answer: an id of one, what it has used."""
        if holder.span not in self._said:
            self._said[holder.span] = self._are_telling(holder)
        return self._said[holder.span]

    def _are_telling(self, holder: Capture) -> bool:
        keys = self._arguments.keys(holder)
        if keys >= _SESSION:
            return True
        pairs = self._arguments.pairs(holder)[:MOST_PARAMETERS]
        values = {plain_key(self._arguments.key(pair)): self._value(pair) for pair in pairs}
        if any(key in values and _TELLING[key].search(values[key]) for key in _TELLING):
            return True
        is_assistant = _ASSISTANT.match(values.get("role", "")) is not None
        if "content" in values and _RESPONSE.match(values.get("type", "")):
            return True
        is_message = _MESSAGE.match(values.get("type", "")) is not None
        return is_assistant and (is_message or not _SAID.isdisjoint(keys))

    def is_from_tool(self, captures: Iterable[Capture]) -> bool:
        """Whether the innermost mapping of some captures is what a tool has answered."""
        holder = next((each for each in captures if each.kind in WITH_ARGUMENTS), None)
        return holder is not None and self._is_of_tool(holder)

    def is_of_run(self, captures: Iterable[Capture]) -> bool:
        """Whether the innermost mapping of some captures is what was measured of a run.

        The command in it is the one that was given then.
        """
        holder = next((each for each in captures if each.kind in WITH_ARGUMENTS), None)
        if holder is None:
            return False
        if holder.span not in self._runs:
            keys = self._arguments.keys(holder)
            self._runs[holder.span] = any(keys >= run for run in _RUNS)
        return self._runs[holder.span]

    def _is_of_tool(self, holder: Capture) -> bool:
        if holder.span not in self._of_tool:
            pairs = self._arguments.pairs(holder)[:MOST_PARAMETERS]
            roles = (self._value(pair) for pair in pairs if self._arguments.key(pair) == "role")
            self._of_tool[holder.span] = any(map(_TOOL.match, roles))
        return self._of_tool[holder.span]

    def _value(self, pair: Pair) -> str:
        """The first part of the value of a pair, as source code."""
        if pair.value is None:
            return ""
        start, end = pair.value
        return self._data[start : min(end, start + _LONGEST)].decode(errors="replace")


def _is_of_runs(document: Document) -> bool:
    """Whether a file is what was written of runs: what it names was asked then."""
    path = PurePath(document.path or "")
    if document.language.id not in _WRITTEN or document.depth:
        return False
    folders = path.parts[:-1][-_FOLDERS:]
    is_named = _RUN_NAME.fullmatch(path.stem) is not None
    return is_named or any(map(_RUN_FOLDER.fullmatch, folders))


def _is_usage(keys: frozenset[str]) -> bool:
    """Whether a mapping tells how much a model was used: a row of statistics."""
    is_counted, is_spent = not _COUNTED.isdisjoint(keys), not _SPENT.isdisjoint(keys)
    if any(keys >= tokens for tokens in _TOKENS):
        return is_counted or is_spent
    return is_counted and is_spent
