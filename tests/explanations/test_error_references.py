"""What the text at the cursor refers to: `|` marks the cursor in the snippets."""

from __future__ import annotations

import pytest

from claude_preflight.explanations.error_references import ErrorReference, error_reference_at
from claude_preflight.findings import Span
from claude_preflight.knowledge.errors import ErrorCatalog
from claude_preflight.text.source_text import SourceText

BAD_REQUEST = ("400-model", "400-parameters", "400-context", "400-other")


def at(snippet: str) -> ErrorReference | None:
    data = snippet.encode()
    offset = data.index(b"|")
    return error_reference_at(SourceText.of(data.replace(b"|", b"", 1)), offset)


def codes(snippet: str) -> tuple[str, ...]:
    reference = at(snippet)
    return reference.codes if reference else ()


@pytest.mark.parametrize(
    ("snippet", "expected"),
    [
        ("import anthropic\ntry: ...\nexcept anthropic.Rate|LimitError:\n", ("429",)),
        ("except |anthropic.AuthenticationError:", ("401",)),
        ("except (anthropic.RateLimitError, anthropic.OverloadedError|):", ("529",)),
        ("import anthropic as ac\nexcept ac.NotFound|Error:", ("404",)),
        ("from anthropic import RateLimitError\nexcept RateLimit|Error as e:", ("429",)),
        (
            "from anthropic import (\n    APIError,\n    RateLimitError,\n)\nx(Rate|LimitError)",
            ("429",),
        ),
        ("from anthropic import RateLimitError as Limited\nexcept Lim|ited:", ("429",)),
        ("import anthropic\nraise RuntimeError from RateLimit|Error", ("429",)),
        ("if (err instanceof Anthropic.APIConnection|TimeoutError) {", ("TIMEOUT",)),
        ("throw new Anthropic.|APITimeoutError()", ("TIMEOUT",)),
        (
            'import Anthropic, { RateLimitError } from "@anthropic-ai/sdk";\nx = Rate|LimitError',
            ("429",),
        ),
        (
            'import { APIError as AE } from "@anthropic-ai/sdk";\ne instanceof A|E',
            ("STREAM", "BASE"),
        ),
        (
            'const { BadRequestError: B } = require("@anthropic-ai/sdk");\ne instanceof |B',
            BAD_REQUEST,
        ),
        ('import * as sdk from "@anthropic-ai/sdk";\nsdk.OverloadedErr|or', ("529",)),
        (
            'import { NotImplementedError } from "@anthropic-ai/sdk";\nNotImplement|edError',
            ("501",),
        ),
        (
            "import com.anthropic.errors.RateLimitException;\ncatch (RateLimit|Exception e) {",
            ("429",),
        ),
        ("catch (com.anthropic.errors.Unauthorized|Exception e) {", ("401",)),
        ("var apierr *anthropic.Er|ror", ("BASE",)),
        ("except anthropic.Permission|DeniedError", ("403",)),
        ("except anthropic.InternalServer|Error", ("500",)),
        ("except anthropic.APIStatus|Error", ("BASE",)),
        ("except anthropic.RequestTooLarge|Error", ("413",)),
    ],
)
def test_exception_classes(snippet: str, expected: tuple[str, ...]) -> None:
    assert codes(snippet) == expected


@pytest.mark.parametrize(
    ("snippet", "expected"),
    [
        ("if (err.status === 5|29) {", ("529",)),
        ("if e.status_code == 4|29:", ("429",)),
        ("if 429| == e.status_code:", ("429",)),
        ("if error.status_code != 4|01:", ("401",)),
        ("if (error?.status === |500) {", ("500",)),
        ("if exc.status_code in (408, 4|29, 529):", ("429",)),
        ("if ([429, 5|29].includes(err.status)) {", ("529",)),
        ("} catch (AnthropicServiceException e) { if (e.statusCode() == 4|04) {", ("404",)),
        ("if errors.As(err, &apierr) && apierr.StatusCode == 4|03 {", ("403",)),
        ("switch (err.status) {\n  case 4|10:\n", ("410",)),
        ("import anthropic\nif response.status_code == 4|10:", ("410",)),
        ("# claude\nRETRY_STATUSES = {429, 5|29}", ("529",)),
        ('curl https://api.anthropic.com/v1/messages\nif [ "$status" = "4|29" ]; then', ("429",)),
        ("curl https://api.anthropic.com/v1/messages\nif [[ $code -eq 5|29 ]]; then", ("529",)),
        ('POST https://api.anthropic.com/v1/messages "HTTP/1.1 4|29 Too Many Requests"', ("429",)),
        ("import anthropic\nassert caught.value.status_code == 4|00", BAD_REQUEST),
        ("import anthropic\nif err.status == 4|18:", ("4xx",)),
    ],
)
def test_statuses(snippet: str, expected: tuple[str, ...]) -> None:
    assert codes(snippet) == expected


def test_a_status_in_a_python_case_with_alternatives() -> None:
    text = SourceText.of("match error.status_code:\n    case 429 | 529:\n        retry()\n")
    reference = error_reference_at(text, text.data.index(b"529") + 1)
    assert reference == ErrorReference(Span(40, 43), ("529",))


@pytest.mark.parametrize(
    ("snippet", "expected"),
    [
        ('if (e.error.type === "over|loaded_error") {', ("529",)),
        ("if err.type == '|rate_limit_error':", ("429",)),
        ("import anthropic\nKNOWN = ['api_err|or']", ("500",)),
        ("# Claude\nx = `authentication|_error`", ("401",)),
        ('"{\\"type\\": \\"error\\", \\"error\\": {\\"type\\": \\"timeout_|error\\"}}"', ("504",)),
        ("import anthropic\nx == 'invalid_|request_error'", ("410", *BAD_REQUEST)),
    ],
)
def test_error_types(snippet: str, expected: tuple[str, ...]) -> None:
    assert codes(snippet) == expected


def test_an_error_code_leads_to_the_entry_of_its_status() -> None:
    reference = at("if err.error_code == 'ramp_limit|_exceeded':")
    assert reference is not None
    assert (reference.codes, reference.error_code) == (("429",), "ramp_limit_exceeded")


def test_the_class_of_an_error_code_leads_to_it() -> None:
    reference = at("except anthropic.ImageDimensions|TooLargeError:")
    assert reference is not None
    assert (reference.codes, reference.error_code) == (("400-other",), "image_dimensions_too_large")


ARTICLE_BODIES = [
    ("invalid_request_error", "model 'claude-4-opus' has been retired", ("410",)),
    ("invalid_request_error", "Invalid model name: claude-4-opus", ("400-model",)),
    (
        "invalid_request_error",
        "max_tokens: 1000000 exceeds model maximum of 8192",
        ("400-parameters",),
    ),
    (
        "invalid_request_error",
        "input length exceeds maximum context length of 1000000 tokens",
        ("400-context",),
    ),
    ("authentication_error", "invalid x-api-key", ("401",)),
    ("permission_error", "you do not have access to model 'claude-opus-4-8'", ("403",)),
    ("not_found_error", "endpoint not found", ("404",)),
    ("rate_limit_error", "Rate limit exceeded. Please retry after 60 seconds.", ("429",)),
    ("api_error", "internal server error", ("500",)),
    ("overloaded_error", "API is temporarily overloaded", ("529",)),
]


@pytest.mark.parametrize(("error_type", "message", "expected"), ARTICLE_BODIES)
def test_a_pasted_body_of_the_article(
    error_type: str, message: str, expected: tuple[str, ...]
) -> None:
    body = (
        '{\n  "type": "error",\n  "error": {\n'
        f'    "type": "{error_type}",\n    "message": "{message}"\n  }}\n}}\n'
    )
    head, _, tail = body.partition(message)
    assert codes(f"{head}{message[:4]}|{message[4:]}{tail}") == expected
    # The type alone says less, and the message beside it says which.
    assert (
        codes(body.replace(f'"{error_type}"', f'"{error_type[:3]}|{error_type[3:]}"')) == expected
    )


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("model 'claude-3-opus-20240229' has been retired", ("410",)),
        ("Invalid model name: gpt-4", ("400-model",)),
        (
            "max_tokens: 99999 > 8192, which is the maximum allowed number of output tokens for x",
            BAD_REQUEST[1:2],
        ),
        ("max_tokens: 5 exceeds model maximum of 4", ("400-parameters",)),
        ("prompt is too long: 210000 tokens > 200000 maximum", ("400-context",)),
        ('\\"thinking.type.disabled\\" is not supported for this model.', ("400-parameters",)),
        ("Something that nobody has seen before", ("410", *BAD_REQUEST)),
    ],
)
def test_other_values_and_unknown_messages_in_a_body(
    message: str, expected: tuple[str, ...]
) -> None:
    body = '{"type":"error","error":{"type":"invalid_request_error","message":"|%s"}}'
    assert codes(body % message) == expected


def test_the_message_for_an_unknown_model_is_told_with_both_statuses() -> None:
    body = '{"type":"error","error":{"type":"not_found_error","message":"|model: claude-2.1"}}'
    assert codes(body) == ("410", "404")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("anthropic.APITimeout|Error: Request timed out after 60000ms", ("TIMEOUT",)),
        ("anthropic.APITimeoutError: Request timed |out after 60000ms", ("TIMEOUT",)),
        ("anthropic.APITimeoutError: Request timed |out", ("TIMEOUT",)),
        ("Anthropic.APITimeoutError: Request |timed out after 60000ms", ("TIMEOUT",)),
        ("anthropic.APIErr|or: stream closed unexpectedly", ("STREAM",)),
        ("anthropic.APIError: stream| closed unexpectedly", ("STREAM",)),
        ("anthropic.APIError: incomplete JSON at |position 0", ("STREAM",)),
        ("Anthropic.APIError: stream closed |unexpectedly", ("STREAM",)),
        ("ERROR: anthropic.APIConnectionError: Connection err|or.", ("CONNECTION",)),
        (
            (
                "anthropic.RateLimitError: Error code: 4|29 - {'type': 'error', 'error': "
                "{'type': 'rate_limit_error', 'message': 'Slow down'}}"
            ),
            ("429",),
        ),
        (
            (
                "anthropic.BadRequest|Error: Error code: 400 - {'type': 'error', 'error': {'type': "
                "'invalid_request_error', 'message': 'prompt is too long: 3 tokens > 2 maximum'}}"
            ),
            ("400-context",),
        ),
        (
            '529 {"type":"error","error":{"type":"over|loaded_error","message":"Overloaded"}}',
            ("529",),
        ),
        (
            (
                "# anthropic\nValueError: Streaming is |required for operations that may take "
                "longer than 10 minutes. See the docs"
            ),
            ("CLIENT-STREAMING",),
        ),
    ],
)
def test_log_lines(line: str, expected: tuple[str, ...]) -> None:
    assert codes(line) == expected


@pytest.mark.parametrize(
    "snippet",
    [
        "import anthropic\nport = 5|29",
        "import anthropic\nserver.listen(4|29)",
        ".a { width: 4|00; }  /* claude */",
        "import anthropic\nif width == 4|00:",
        "import anthropic\nmax_tokens=4|29",
        "import anthropic\nif zip_code == 4|10:",
        "import anthropic\nif status >= 4|00:",
        "import anthropic\nswitch (width) {\n  case 4|00:\n    error();",
        "import anthropic\nx = 'model-4|00'",
        "import anthropic\nif status == 14|29:",
        "import anthropic\nif status == 4|29.5:",
        "if response.status_code == 4|04:",
        "import openai\nif e.status_code == 4|29:",
        "import requests\nexcept requests.exceptions.Time|out:",
        "import anthropic\nexcept requests.exceptions.Time|out:",
        "from openai import RateLimitError\nexcept RateLimit|Error:",
        "import openai\nexcept openai.RateLimit|Error:",
        "import openai\nimport anthropic\nexcept openai.RateLimit|Error:",
        "import anthropic\nfrom openai import RateLimitError\nexcept RateLimit|Error:",
        'import { RateLimitError } from "./errors";\n// Claude\nx = RateLimit|Error',
        "except RateLimit|Error:",
        "# Anthropic\nclass NotFoundError(Exception): ...\nraise NotFound|Error",
        "import anthropic\nraise NotImplemented|Error",
        "import anthropic\nexcept Value|Error:",
        "import anthropic\napi_err|or = 1",
        "import openai\nif e.type == 'invalid_|request_error':",
        "KINDS = ['api_err|or']",
        "STATES = ['file_exp|ired']",
        'res.json({ "message": "internal server |error" })',
        "import anthropic\nmodel: claude-|opus-4-8",
        "import anthropic\nexcept anthropic.RateLimitError: pa|ss",
        "import anthropic\n|\n",
        "|",
    ],
)
def test_silent(snippet: str) -> None:
    assert at(snippet) is None


def test_the_span_is_in_bytes_and_covers_what_is_meant() -> None:
    text = SourceText.of("é = 1\nexcept anthropic.RateLimitError:  # ü\n")
    reference = error_reference_at(text, text.data.index(b"Rate"))
    assert reference is not None
    assert text.slice(reference.span) == "anthropic.RateLimitError"


def test_every_offset_of_odd_texts_is_answered() -> None:
    for data in (b"\xff\xfe\x00'|\"\\", b"\r\r\n\f'overloaded_error", b"case 429", "é529".encode()):
        text = SourceText.of(data)
        for offset in range(len(data) + 1):
            error_reference_at(text, offset)


def test_a_very_long_line_is_read_around_the_cursor() -> None:
    text = SourceText.of(b"x" * 5_000_000 + b" anthropic.RateLimitError " + b"y" * 5_000_000)
    reference = error_reference_at(text, 5_000_010)
    assert reference is not None
    assert reference.codes == ("429",)


def test_all_codes_are_in_the_catalog() -> None:
    catalog = ErrorCatalog.load()
    for error_type in catalog.error_types:
        assert all(map(catalog.get, codes(f"import anthropic\nx = '|{error_type}'")))


@pytest.mark.parametrize(
    ("snippet", "expected"),
    [
        ('require "anthropic"\nrescue Anthropic::Errors::RateLim|itError => e\n', ("429",)),
        ('require "anthropic"\nrescue Anthropic::Errors::APIConnection|Error\n', ("CONNECTION",)),
        ("using Anthropic.Exceptions;\ncatch (AnthropicForbid|denException e) {}\n", ("403",)),
        ("using Anthropic.Exceptions;\ncatch (Anthropic5xx|Exception e) {}\n", ("5xx",)),
        (
            "<?php\nuse Anthropic\\Core\\Exceptions\\ConflictException;\nConfl|ictException\n",
            ("409",),
        ),
        ("catch (\\Anthropic\\Core\\Exceptions\\Authentic|ationException $e) {}\n", ("401",)),
        # raised by DynamoDB as well
        ("import anthropic, boto3\nexcept ResourceNotFound|Exception: ...\n", ()),
    ],
)
def test_classes_of_the_other_sdks(snippet: str, expected: tuple[str, ...]) -> None:
    assert codes(snippet) == expected
