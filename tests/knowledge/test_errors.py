"""The catalog of errors: the data, and the ways to find an entry."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tree_sitter
import tree_sitter_bash
import tree_sitter_typescript

from claude_preflight.knowledge.errors import ErrorCatalog

ROOT = Path(__file__).parents[2]
DATA = ROOT / "server" / "claude_preflight" / "knowledge" / "errors.json"
SCHEMA = ROOT / "schemas" / "errors.schema.json"

ARTICLE = (
    "410",
    "400-model",
    "400-parameters",
    "400-context",
    "401",
    "403",
    "404",
    "429",
    "500",
    "529",
    "TIMEOUT",
    "STREAM",
)
BAD_REQUEST = ["400-model", "400-parameters", "400-context", "400-other"]


@pytest.fixture(scope="module")
def catalog() -> ErrorCatalog:
    return ErrorCatalog.load()


@pytest.fixture(scope="module")
def raw() -> Any:
    return json.loads(DATA.read_bytes())


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within a JSON value, the bodies that the API sends left out."""
    if isinstance(value, dict):
        yield value
        for key, each in value.items():
            yield from objects(each) if key != "body" else ()
    elif isinstance(value, list):
        for each in value:
            yield from objects(each)


# The data


def test_the_data_is_valid(raw: Any) -> None:
    schema = json.loads(SCHEMA.read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(raw)


def test_sources_and_examples_are_defined_and_used(raw: Any) -> None:
    used = {slug for each in objects(raw) for slug in each.get("sources", ()) if each is not raw}
    assert used == set(raw["sources"])
    assert {each["example"] for each in raw["entries"]} == set(raw["examples"])


def test_tables_are_as_wide_as_their_heads(catalog: ErrorCatalog) -> None:
    tables = [catalog.quick_reference, *(t for e in catalog.entries for t in e.tables)]
    assert all(len(row) == len(each.columns) for each in tables for row in each.rows)


def test_names_are_unique(catalog: ErrorCatalog) -> None:
    codes = [entry.code.lower() for entry in catalog.entries]
    assert len(set(codes)) == len(codes)
    values = [each.error_code for each in catalog.error_codes]
    assert len(set(values)) == len(values) == 133


def test_loading_needs_no_schema_validator() -> None:
    program = (
        "import sys; from claude_preflight.knowledge.errors import ErrorCatalog\n"
        "assert ErrorCatalog.load() is ErrorCatalog.load()\n"
        "sys.exit('jsonschema' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT / "server", check=True)


def test_examples_are_code(raw: Any) -> None:
    parsers = {
        "typescript": tree_sitter_typescript.language_typescript(),
        "curl": tree_sitter_bash.language(),
    }
    for name, example in raw["examples"].items():
        for language, lines in example.items():
            text = "\n".join(lines)
            if language == "python":
                ast.parse(text, name)
                continue
            parser = tree_sitter.Parser(tree_sitter.Language(parsers[language]))
            assert not parser.parse(text.encode()).root_node.has_error, (name, language)


# The article


def test_the_twelve_entries_of_the_article_come_first(catalog: ErrorCatalog) -> None:
    # The fourth entry for 400 stands with the other three.
    entries = [entry for entry in catalog.entries if entry.code != "400-other"][:12]
    assert tuple(entry.code for entry in entries) == ARTICLE
    for entry in entries:
        assert "article" in {source.slug for source in entry.sources()}


@pytest.mark.parametrize(
    ("code", "status", "error_type", "message"),
    [
        ("410", 410, "invalid_request_error", "model 'claude-4-opus' has been retired"),
        ("400-model", 400, "invalid_request_error", "Invalid model name: claude-4-opus"),
        (
            "400-parameters",
            400,
            "invalid_request_error",
            "max_tokens: 1000000 exceeds model maximum of 8192",
        ),
        (
            "400-context",
            400,
            "invalid_request_error",
            "input length exceeds maximum context length of 1000000 tokens",
        ),
        ("401", 401, "authentication_error", "invalid x-api-key"),
        ("403", 403, "permission_error", "you do not have access to model 'claude-opus-4-8'"),
        ("404", 404, "not_found_error", "endpoint not found"),
        (
            "429",
            429,
            "rate_limit_error",
            "Rate limit exceeded. Please retry after 60 seconds.",
        ),
        ("500", 500, "api_error", "internal server error"),
        ("529", 529, "overloaded_error", "API is temporarily overloaded"),
    ],
)
def test_bodies_of_the_article(
    catalog: ErrorCatalog, code: str, status: int, error_type: str, message: str
) -> None:
    entry = catalog.get(code)
    assert entry
    assert entry.status == status
    assert entry.types == (error_type,)
    (body,) = entry.bodies
    assert body.text == (
        '{\n  "type": "error",\n  "error": {\n'
        f'    "type": "{error_type}",\n    "message": "{message}"\n  }}\n}}'
    )
    assert catalog.by_message(message) == (entry,)


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("TIMEOUT", "anthropic.APITimeoutError: Request timed out"),
        ("TIMEOUT", "Anthropic.APITimeoutError: Request timed out after 60000ms"),
        ("STREAM", "anthropic.APIError: stream closed unexpectedly"),
        ("STREAM", "anthropic.APIError: incomplete JSON at position 0"),
        ("STREAM", "Anthropic.APIError: stream closed unexpectedly"),
    ],
)
def test_log_lines_of_the_article(catalog: ErrorCatalog, code: str, line: str) -> None:
    entry = catalog.get(code)
    assert entry
    assert line in {each.text for each in entry.log_lines}
    assert catalog.by_message(line.partition(": ")[2]) == (entry,)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("410", ["Change the model name"]),
        ("400-model", ["model name", "pip install --upgrade anthropic"]),
        ("400-parameters", ["maximum output tokens"]),
        ("400-context", ["Truncate", "max_tokens", "larger context window"]),
        ("401", ["ANTHROPIC_API_KEY", "x-api-key", "console.anthropic.com"]),
        ("403", ["plan", "permissions", "support"]),
        ("404", ["https://api.anthropic.com/v1/messages"]),
        ("429", ["exponential backoff", "Console", "higher rate limit"]),
        ("500", ["30 to 60 seconds", "status.anthropic.com", "fallback model"]),
        ("529", ["5 seconds", "GPT-5 or Gemini", "peak hours"]),
        ("TIMEOUT", ["Increase the timeout", "Reduce the length", "streaming"]),
        ("STREAM", ["again", "partial responses", "max_retries"]),
    ],
)
def test_fixes_of_the_article_in_order(catalog: ErrorCatalog, code: str, words: list[str]) -> None:
    entry = catalog.get(code)
    assert entry
    article = [
        fix.text for fix in entry.fixes if "article" in {source.slug for source in fix.sources}
    ]
    assert all(word in fix for word, fix in zip(words, article, strict=False))
    assert len(article) >= len(words)


def test_the_quick_reference_of_the_article(catalog: ErrorCatalog) -> None:
    assert catalog.quick_reference.rows == (
        ("410", "Gone", "Model retired (June 15)", "Change model name to claude-opus-4-8"),
        (
            "400",
            "Bad Request",
            "Invalid model or parameters",
            "Check model name and parameter limits",
        ),
        ("401", "Unauthorized", "Invalid API key", "Check x-api-key header and env var"),
        ("403", "Forbidden", "No access to model", "Check plan tier and permissions"),
        ("404", "Not Found", "Wrong endpoint URL", "Use /v1/messages"),
        ("429", "Rate Limit", "Too many requests", "Add retry with backoff"),
        ("500", "Server Error", "Anthropic infrastructure issue", "Retry after 30-60s"),
        ("529", "Overloaded", "API at capacity", "Retry with exponential backoff"),
    )


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("410", ("claude-4-opus", "claude-opus-4-8", "$15/$75 → $5/$25 (67% cheaper)")),
        (
            "410",
            ("claude-sonnet-4", "claude-sonnet-4-6", "$3/$15 → $3/$15 (same price, 5x context)"),
        ),
        ("410", ("claude-4-opus", "claude-opus-4-8", "$5 / $25", "1,000,000")),
        ("410", ("claude-sonnet-4", "claude-sonnet-4-6", "$3 / $15", "1,000,000")),
        ("410", ("claude-haiku-3-5", "claude-haiku-4-5", "$0.80 / $4", "200,000")),
        ("400-parameters", ("claude-opus-4-8", "32,768", "1,000,000")),
        ("400-parameters", ("claude-sonnet-4-6", "64,000", "1,000,000")),
        ("400-parameters", ("claude-haiku-4-5", "8,192", "200,000")),
    ],
)
def test_rows_of_the_tables_of_the_article(
    catalog: ErrorCatalog, code: str, row: tuple[str, ...]
) -> None:
    entry = catalog.get(code)
    assert entry
    assert any(row in each.rows for each in entry.tables)


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("410", ["410", "404"]),
        ("400-parameters", ["32,768", "128,000"]),
        ("TIMEOUT", ["60 s", "600000 ms"]),
        ("TIMEOUT", ["Anthropic.APITimeoutError", "APIConnectionTimeoutError"]),
        ("403", ["404", "403"]),
    ],
)
def test_disagreements_name_both_sides(catalog: ErrorCatalog, code: str, values: list[str]) -> None:
    entry = catalog.get(code)
    assert entry
    assert any(
        all(value in stated.text for value, stated in zip(values, each.values, strict=True))
        and each.values[0].sources != each.values[1].sources
        for each in entry.disagreements
    )


# The lookups


@pytest.mark.parametrize(
    ("status", "codes"),
    [
        (400, BAD_REQUEST),
        *((status, [str(status)]) for status in (401, 402, 403, 404, 408, 409, 410, 412, 413)),
        *((status, [str(status)]) for status in (422, 429, 431, 499, 500, 501, 503, 504, 529)),
        (418, ["4xx"]),
        (502, ["5xx"]),
        (200, []),
        (600, []),
    ],
)
def test_by_status(catalog: ErrorCatalog, status: int, codes: list[str]) -> None:
    assert [entry.code for entry in catalog.by_status(status)] == codes


def test_retried_by_the_sdks(catalog: ErrorCatalog) -> None:
    statuses = {entry.status: entry.retried.value for entry in catalog.entries if entry.status}
    retried = {status for status, value in statuses.items() if value}
    assert retried == {408, 409, 429, 500, 501, 503, 504, 529}
    assert catalog.retry_policy.max_retries == 2


def test_every_type_of_the_sdks_is_known(catalog: ErrorCatalog, raw: Any) -> None:
    assert {*raw["error_types"]["values"], "request_too_large"} == catalog.error_types
    assert all(map(catalog.by_type, catalog.error_types))
    assert catalog.by_type("no_such_error") == ()


# The class trees of anthropic 2.12.0 and @anthropic-ai/sdk 1.12.0, by status where there is one.
PYTHON_CLASSES = {
    "AnthropicError": "BASE",
    "APIResponseValidationError": "RESPONSE",
    "APIWebhookValidationError": "WEBHOOK",
    "APIConnectionError": "CONNECTION",
    "APITimeoutError": "TIMEOUT",
    "APIStatusError": "BASE",
    "AuthenticationError": "401",
    "PaymentRequiredError": "402",
    "PermissionDeniedError": "403",
    "NotFoundError": "404",
    "RequestTimeoutError": "408",
    "ConflictError": "409",
    "PreconditionFailedError": "412",
    "ContentTooLargeError": "413",
    "RequestTooLargeError": "413",
    "UnprocessableEntityError": "422",
    "RateLimitError": "429",
    "RequestHeaderFieldsTooLargeError": "431",
    "ClientClosedRequestError": "499",
    "InternalServerError": "500",
    "HTTPNotImplementedError": "501",
    "ServiceUnavailableError": "503",
    "GatewayTimeoutError": "504",
    "DeadlineExceededError": "504",
    "OverloadedError": "529",
    "RetryableError": "RETRYABLE",
    "CredentialsError": "CLIENT-CREDENTIALS",
    "IdentityTokenFileError": "CLIENT-CREDENTIALS",
}
TYPESCRIPT_CLASSES = {
    "APIUserAbortError": "ABORT",
    "APIConnectionTimeoutError": "TIMEOUT",
    "NotImplementedError": "501",
}
JAVA_CLASSES = {
    "AnthropicException": "BASE",
    "AnthropicServiceException": "BASE",
    "UnauthorizedException": "401",
    "PermissionDeniedException": "403",
    "NotFoundException": "404",
    "UnprocessableEntityException": "422",
    "RateLimitException": "429",
    "InternalServerException": "500",
    "UnexpectedStatusCodeException": "4xx",
    "SseException": "STREAM",
    "AnthropicIoException": "CONNECTION",
    "AnthropicRetryableException": "RETRYABLE",
    "AnthropicInvalidDataException": "RESPONSE",
    "AnthropicWebhookException": "WEBHOOK",
    "NoCredentialsException": "CLIENT-CREDENTIALS",
    "CredentialResolutionException": "CLIENT-CREDENTIALS",
    "*anthropic.Error": "BASE",
}


@pytest.mark.parametrize(
    ("name", "code"), {**PYTHON_CLASSES, **TYPESCRIPT_CLASSES, **JAVA_CLASSES}.items()
)
def test_by_class(catalog: ErrorCatalog, name: str, code: str) -> None:
    assert [entry.code for entry in catalog.by_class(name)] == [code]


def test_classes_that_stand_for_several_entries(catalog: ErrorCatalog) -> None:
    for name in ("BadRequestError", "BadRequestException", "anthropic.BadRequestError"):
        assert [entry.code for entry in catalog.by_class(name)] == BAD_REQUEST
    assert [entry.code for entry in catalog.by_class("APIError")] == ["STREAM", "BASE"]


@pytest.mark.parametrize("name", ["ValueError", "TypeError", "Error", "Timeout", "Exception", ""])
def test_classes_of_others_are_unknown(catalog: ErrorCatalog, name: str) -> None:
    assert catalog.by_class(name) == ()


def test_error_codes(catalog: ErrorCatalog) -> None:
    for each in catalog.error_codes:
        assert catalog.error_code(each.error_code) == each
        assert catalog.error_code(each.class_name) == each
        (entry,) = catalog.entries_of([each.entry])
        assert entry.status == each.status
        assert catalog.by_class(f"anthropic.{each.class_name}") == (entry,)
    assert catalog.error_code("nothing") is None


def test_get_takes_any_case(catalog: ErrorCatalog) -> None:
    assert catalog.get("timeout") == catalog.get("TIMEOUT")
    assert catalog.get("400") is None


@pytest.mark.parametrize(
    ("message", "codes"),
    [
        ("model 'claude-3-opus-20240229' has been retired", ["410"]),
        ("Invalid model name: something/else@1", ["400-model"]),
        ("max_tokens: 5 exceeds model maximum of 4.", ["400-parameters"]),
        (
            (
                "max_tokens: 9999 > 8192, which is the maximum allowed number of output tokens for "
                "claude-3-5-sonnet-20241022"
            ),
            ["400-parameters"],
        ),
        ('"thinking.type.disabled" is not supported for this model.', ["400-parameters"]),
        (
            "Unexpected value(s) `a-2024-01-01` for the `anthropic-beta` header. See the docs",
            ["400-parameters"],
        ),
        ("prompt is too long: 210,000 tokens > 200000 maximum", ["400-context"]),
        ("Invalid X-API-Key", ["401"]),
        ("RATE LIMIT EXCEEDED. Please retry after 7 seconds", ["429"]),
        ("model: claude-2.1", ["410", "404"]),
        ("Request timed out.", ["TIMEOUT"]),
        ("Request timed out after 600000ms", ["TIMEOUT"]),
        ("Request was aborted.", ["ABORT"]),
        ("Connection error.", ["CONNECTION"]),
        ("No region was given. Set one", ["CLIENT-REGION"]),
        ("Pass at most one of `api_key` and `auth_token`", ["CLIENT-CREDENTIALS"]),
        ("Messages.create() got an unexpected keyword argument 'prompt'", ["CLIENT-ARGUMENTS"]),
        ("'Anthropic' object has no attribute 'completions'", ["CLIENT-UNSUPPORTED"]),
        ("It looks like you're running in a browser-like environment.\n\n", ["CLIENT-BROWSER"]),
        ("Request timed out soon", []),
        ("model: two words", []),
        ("nobody knows this", []),
        ("", []),
    ],
)
def test_by_message(catalog: ErrorCatalog, message: str, codes: list[str]) -> None:
    assert [entry.code for entry in catalog.by_message(message)] == codes


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Anthropic::Errors::RateLimitError", ["429"]),
        ("Anthropic::Errors::PermissionDeniedError", ["403"]),
        ("Anthropic::Errors::APITimeoutError", ["TIMEOUT"]),
        ("Anthropic::Errors::ConversionError", ["RESPONSE"]),
        ("Anthropic::Errors::APIStatusError", ["BASE"]),
        ("AnthropicRateLimitException", ["429"]),
        ("AnthropicForbiddenException", ["403"]),
        ("Anthropic.Exceptions.AnthropicUnauthorizedException", ["401"]),
        ("Anthropic5xxException", ["5xx"]),
        ("AnthropicSseException", ["STREAM"]),
        ("AnthropicServiceException", ["BASE"]),
        ("Anthropic\\Core\\Exceptions\\RateLimitException", ["429"]),
        ("\\Anthropic\\Core\\Exceptions\\AuthenticationException", ["401"]),
        ("APITimeoutException", ["TIMEOUT"]),
        ("ConflictException", ["409"]),
        ("ResourceNotFoundException", ["410", "404"]),
    ],
)
def test_the_classes_of_all_sdks_lead_to_their_errors(
    catalog: ErrorCatalog, name: str, codes: list[str]
) -> None:
    assert [entry.code for entry in catalog.by_class(name)] == codes


@pytest.mark.parametrize(("sdk", "count"), [("ruby", 16), ("csharp", 16), ("php", 16)])
def test_every_class_of_an_sdk_is_there(catalog: ErrorCatalog, sdk: str, count: int) -> None:
    names = {name for entry in catalog.entries for name in entry.class_names(sdk)}

    assert len(names) == count


def test_a_class_that_other_services_of_aws_raise_tells_nothing_by_itself(
    catalog: ErrorCatalog,
) -> None:
    assert "ResourceNotFoundException" not in catalog.class_names


@pytest.mark.parametrize(
    ("code", "status", "name"),
    [
        ("storage_in_use", 409, "BetaStorageInUseError"),
        ("approval_required", 400, "BetaApprovalRequiredError"),
        ("change_outcome_unknown", 503, "ChangeOutcomeUnknownError"),
    ],
)
def test_the_newest_error_codes(catalog: ErrorCatalog, code: str, status: int, name: str) -> None:
    found = catalog.error_code(code)

    assert found is not None
    assert (found.status, found.class_name) == (status, name)
    assert catalog.error_code(name) == found
    assert catalog.get(found.entry) is not None


@pytest.mark.parametrize(
    ("code", "topic", "words"),
    [
        ("401", "Header of the API key", ("x-api-key", "2026-10-21", "Python 2", "2023-06-01")),
        ("404", "`/v1/chat/completions`", ("https://api.anthropic.com/v1/", "404")),
    ],
)
def test_what_the_article_and_the_vendor_say_differently_is_kept(
    catalog: ErrorCatalog, code: str, topic: str, words: tuple[str, ...]
) -> None:
    entry = catalog.get(code)
    assert entry is not None
    (found,) = [each for each in entry.disagreements if each.topic == topic]

    assert found.values[0].sources[0].slug == "article"
    assert all(value.sources[0].slug != "article" for value in found.values[1:])
    text = " ".join(value.text for value in found.values)
    assert all(word in text for word in words)


NO_PROFILE = (
    "Invocation of model ID anthropic.claude-sonnet-4-20250514-v1:0 with on-demand throughput "
    "isn\u2019t supported. Retry your request with the ID or ARN of an inference profile that "
    "contains this model."
)
PUBLISHER = (
    "Publisher Model `projects/p/locations/global/publishers/anthropic/models/claude-opus-4`"
)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (NO_PROFILE, "BEDROCK-PROFILE"),
        ("on-demand throughput isn't supported", "BEDROCK-PROFILE"),
        (f"{PUBLISHER} not found.", "VERTEX-MODEL"),
        (f"{PUBLISHER} is not found.", "VERTEX-MODEL"),
        (f"{PUBLISHER} was not found or your project does not have access.", "VERTEX-MODEL"),
    ],
)
def test_the_answers_of_platforms(catalog: ErrorCatalog, message: str, code: str) -> None:
    assert [entry.code for entry in catalog.by_message(message)] == [code]
