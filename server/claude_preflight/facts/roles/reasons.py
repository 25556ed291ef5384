"""Why an id has its role: the words that reports, hovers and `debug` show behind the role."""

from __future__ import annotations

from enum import Enum


class Reason(str, Enum):
    """One reason; each goes on behind a role and a colon. `{}` stands for a name in the text."""

    # used
    ALONE = "a value, and nothing around it says otherwise"
    REQUESTED = "the path of a request names it"
    SETTING = "`{}` sets a model"
    SETTINGS = "`{}` holds settings"
    DEFAULT = "`{}` is taken where nothing is chosen"
    VARIABLE = "the value of a variable that names a model"
    TIER = "`{}` asks for it by its tier, whatever its version"
    SENT_BY_NAME = "a request sends it by its name"
    SENT_VERSION = "a request sends it, by the name of its version"
    # listed
    ENUMERATION = "in a type, a schema or a table that lists models by nature"
    KEY = "the key of an entry"
    UNDER_ID = "in the entry of a model's id"
    REGISTERED = "a call registers it among other models"
    OFFERED = "`{}` says what may be chosen"
    ABLE = "`{}` says what its models can do"
    DEFAULT_BESIDE = "one of `{}` is chosen by default"
    OPTION = "an option of a picker"
    LABELLED = "its label names its version"
    CALLED_AFTER = "a name beside the model that it is called after"
    DESCRIBED = "in a record that describes the model, as a catalogue does"
    NESTED = "in an entry of a table of models"
    TABLE = "in a table of models"
    VERSION = "it stands under the name of its version"
    FORMER = "`{}` says that its models are over"
    # compared
    COMPARED = "a value is compared with it"
    LOOKED_UP = "in an array that is only looked into"
    EXPECTED = "`{}` is what a test expects"
    ASSERTED = "only assertions ask for the value"
    URL_TESTED = "a URL is tested for it"
    URL_KEY = "in a URL that something stands under"
    URL_STUBBED = "a test answers its URL, or expects it"
    # in prose
    TEXT = "a comment, or a text for people"
    LONGER = "a part of a longer string"
    TESTED = "given to what an assertion tests"
    ANSWER = "a recorded answer"
    ANSWER_LINE = "its line is of a recorded answer"
    RECORDING = "a recording of a request and its response"
    # in an example
    PROMPT = "its line begins with a prompt"
    FENCE = "a code fence is around it"
    CODE_BLOCK = "a block of code among text"
    # no model is named
    PATTERN = "something is tested for a part of an id"
    INTERPOLATED = "a part of a text that is not known"
    OWN_NAME = "the file itself gives a model this name"
    IDENTITY = "`{}` is the id of something else"
    RUNS_ON = "the word runs on into what is no id"
