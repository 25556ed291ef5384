r"""Predicates: the word lists and expressions that several patterns of the queries test for.

In a query one stands by its name, without quotes, before what only that pattern adds:

    (#any-of? @_method equality-tests "count")
    (#match? @_type model-type "^Optional$")

It is written out when the query is read, so that it costs nothing where the query runs. Several
expressions are alternatives. A list holds the spellings of all languages, so only words that mean
the same in each; what means something else in another language stands in the query itself.
"""

from __future__ import annotations

import re

from claude_preflight.regex import regex

# Methods that ask what a text begins or ends with.
_EDGE_TESTS = """
    startsWith StartsWith starts_with startswith start_with? starts_with? StartWith hasPrefix
    HasPrefix endsWith EndsWith ends_with endswith end_with? ends_with? EndWith hasSuffix HasSuffix
"""
# Methods that ask whether one is among several, by its value or by a test of each.
_MEMBERSHIP_TESTS = "contains Contains includes include? member? indexOf IndexOf firstIndex"
_EXISTENCE_TESTS = "any Any any? none none? some anyMatch noneMatch exists Exists"

WORDS = {
    # Methods and functions that compare a whole value.
    "equality-tests": """
        equals Equals equalsIgnoreCase contentEquals compareTo CompareTo equalTo EqualTo isEqual
        isEqualTo IsEqualTo isNotEqualTo is_equal_to beEqualTo
        toBe toEqual toStrictEqual shouldBe shouldNotBe ShouldBe ShouldNotBe shouldEqual mustBe
        mustEqual must_equal wont_equal
        assertEqual assertEquals assertNotEqual assertNotEquals assertArrayEquals assertSame
        assertNotSame assert_equal assert_not_equal assert_same refute_equal are_equal AreEqual
        AreNotEqual XCTAssertEqual XCTAssertNotEqual
    """,
    "edge-tests": _EDGE_TESTS,
    # Methods that look for a part of a text, or cut at one.
    "part-tests": f"""
        {_EDGE_TESTS} indexOf IndexOf lastIndexOf LastIndexOf split Split replace Replace replaceAll
    """,
    "membership-tests": _MEMBERSHIP_TESTS,
    "quantifiers": f"{_EXISTENCE_TESTS} all All all? every allMatch",
    "look-ups": f"{_MEMBERSHIP_TESTS} {_EXISTENCE_TESTS}",
    # Functions and methods that write a value as JSON, the text of which stands for it.
    "json-writers": """
        dumps stringify generate dump json_encode encodeToString writeValueAsString
        writeValueAsBytes toJson toJSONString Serialize SerializeToUtf8Bytes SerializeObject
    """,
    # Functions and methods that send a request over HTTP, or make one.
    "http-senders": """
        fetch post request axios got ky Post NewRequest NewRequestWithContext
    """,
    # Functions and classes that make the body of a request of a text or of bytes.
    "body-makers": """
        fromUtf8String fromByteArray fromByteArrayUnsafe ofString ofByteArray FromString FromBytes
        FromObjectAsJson NewReader NewBuffer NewBufferString StringContent ByteArrayContent
        MemoryStream GetBytes
    """,
    # Functions and classes that make a model of its id.
    "model-factories": """
        anthropic vertexAnthropic bedrock amazonBedrock vertex openrouter gateway AnthropicModel
        BedrockConverseModel
    """,
    # Methods that give the same text in another form.
    "text-conversions": "encode getBytes toByteArray GetBytes toString to_s b",
    # Methods that say what is taken where there is nothing.
    "fallbacks": "orElse getOrElse",
    # Methods that add to a mapping, and those that take the key of an entry first.
    "entry-setters": "put add addProperty set",
    "entry-methods": """
        put putIfAbsent entry computeIfAbsent getOrPut getOrDefault containsKey
    """,
    # Methods of Java that make a collection of their arguments; packages of Go for slices.
    "collection-makers": "of asList",
    "slice-packages": "slices lo",
    # Functions that give an example of a test its name.
    "test-titles": "describe it test",
    # Keys of what a thing is called on a page: no values, even if they are ids.
    "display-keys": "title label description summary placeholder",
    # Keys of what something is tested for in parts, or of a part of a name.
    "part-keys": "pattern regex regexp prefix suffix glob family",
    # Keys of what may be chosen from.
    "schema-keys": "enum examples",
    "choice-keys": "options choices allowedValues AllowedValues allowed_values",
    # Keys that name the language of code beside them.
    "code-language-keys": "code_language codeLanguage",
}

EXPRESSIONS = {
    "white-space": r"\s",
    "one-word": r"^[^ ]*$",
    "equality-operator": r"^[=!]==?$|^=!=$",
    "comparing-operator": r"^([=!]==?|&&|[|][|])$",
    # A call in a block of code that tests for a part of a text.
    "part-test-call": (
        r"(\.|::)([sS]tarts?_?[wW]ith|[eE]nds?_?[wW]ith|[cC]ontains|includes?|[iI]ndexOf"
        r"|match(es)?|test)\b"
    ),
    # Types and functions that make a model of its id.
    "model-type": r"^([A-Z]\w*)?Model(Id|Name)?$",
    "model-class": r"Model$",
    "go-model-type": r"(^|[.])((Chat|Claude)?Model(ID|Id|Name)?|string)$",
    # Functions that read a setting and are given a default.
    "environment": r"[eE][nN][vV]",
    "default-getter": (
        r"^(getOrElse|getOrDefault|getProperty|requireNonNullElse|default(String|IfBlank|IfEmpty))$"
    ),
    # What makes a collection, or is one, by its name.
    "map-name": r"Map$",
    "kotlin-collection": r"[a-z]Of$",
    "scala-collection": r"^(Some|Right|List|Seq|Vector|Set)$",
    # Functions that set an option of a request.
    "option-function": r"^(With|Set)[A-Z]",
    # Functions and macros that assert, and what they may be given a value by.
    "assertion": r"^[aA]ssert|^[eE]xpect",
    "throw-assertion": r"^assert(Throws|Fails)|^shouldThrow",
    "shell-assertion": r"^(assert|refute)(_|$)",
    "go-failure": r"^\{\s*[tb]\.(Error|Fatal|Fail)",
    "go-equality": r"^(Not)?(Equal|EqualFold|EqualValues|Exactly)f?$",
    "rust-constructor": r"^([A-Z]|from$)",
    "rust-assertion": r"^(debug_)?assert_(eq|ne|matches)$|^matches$",
    "php-visibility": r"\b(public|protected|private|readonly)\b",
    # Keys of what a shell runs.
    "command-key": (
        r"^(run|bash|cmds?|entrypoint)$|(^|_)(args|commands?|script)$|(Command|Script)$"
    ),
    # Keys of code, in the language that they name.
    "javascript-key": r"^([jJ]s|[jJ]ava[sS]cript|[fF]unction)_?[cC]ode$|^javascript$",
    "python-key": r"^([pP]y|[pP]ython)_?[cC]ode$",
    # What a table or a column of prices is called.
    "price-name": r"(?i:pric|cost)",
    "sql-statement": r"\b(?i:select|insert|update|delete|alter|create)\b",
    # What a here-document is called that is in the language of its name.
    "document-language": (
        r"""^['"]?(?i:json|ya?ml|toml|xml|html|sql|env|ini|sh|bash|shell|py|python|js|javascript)"""
        r"""['"]?$"""
    ),
    "here-document": r"""<<-?["'\w]""",
    "leading-here-document": r"^<<",
    "fence": r"(^|\n)[ \t]*(```|~~~)",
    # Directives that hold code: in the language that they name, in Python, in any.
    "language-directive": r"^(code|code-block|code-cell|sourcecode|raw|prompt)$",
    "python-directive": r"^(testcode|ipython|jupyter-execute)$",
    "code-directive": r"^(highlight|parsed-literal)$",
}

_ARGUMENT = r"[\w.-]+|\"(?:[^\"\\]|\\.)*\""
_PREDICATE = regex(
    rf"(?P<head>\(#(?:not-)?(?P<test>any-of|match)\?\s+@[\w.]+)(?P<arguments>(?:\s+(?:{_ARGUMENT}))+)\)"
)


def written_out(query: str) -> str:
    """The text of a query with what the names in its predicates stand for.

    Raises:
        KeyError: There is no list, or no expression, of a name.
    """
    return _PREDICATE.sub(_predicate, query)


def _predicate(match: re.Match[str]) -> str:
    arguments = re.findall(_ARGUMENT, match["arguments"])
    if match["test"] == "any-of":
        written = " ".join(map(_words, arguments))
    else:
        written = f'"{"|".join(map(_expression, arguments))}"'
    return f"{match['head']} {written})"


def _words(argument: str) -> str:
    """A quoted word, or those of a list."""
    if argument.startswith('"'):
        return argument
    return " ".join(f'"{word}"' for word in WORDS[argument].split())


def _expression(argument: str) -> str:
    """An expression as it stands between quotes."""
    if argument.startswith('"'):
        return argument[1:-1]
    return EXPRESSIONS[argument].replace("\\", "\\\\").replace('"', '\\"')
