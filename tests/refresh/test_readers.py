"""Tables that move, are written otherwise or are cut: each reader finds them or says so."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from tests.refresh.packages import tarball, wheel

from refresh import javascript
from refresh.archives import Archive
from refresh.rows import CONTEXT, DEPRECATED, ID, OUTPUT, RETIRES, SAMPLING, Row, SourceError, day
from refresh.sources import SOURCES, claude_cli

READERS = {source.stem: source.read for source in SOURCES}


def rows(folder: Path, source: str, files: dict[str, str]) -> list[Row]:
    """What a source says whose package has these files."""
    names = {each.stem: each.registry for each in SOURCES}
    path = folder / ("a-1.0-py3-none-any.whl" if names[source] == "pypi" else "a-1.0.tgz")
    (wheel if names[source] == "pypi" else tarball)(path, files)
    with closing(Archive(path)) as archive:
        return list(READERS[source](archive))


@pytest.mark.parametrize(
    "file", ["anthropic/resources/messages/messages.py", "anthropic/_data/deprecated_models.py"]
)
def test_a_table_is_found_wherever_it_stands(tmp_path: Path, file: str) -> None:
    files = {
        "anthropic/__init__.py": "from x import DEPRECATED_MODELS\n",
        file: 'DEPRECATED_MODELS = {"claude-a": "May 1st, 2027"}\nMODEL_NONSTREAMING_TOKENS = {}\n',
        "anthropic/types/model.py": 'Model = Union[Literal["claude-a"], str]\n',
    }

    assert rows(tmp_path, "anthropic", files) == [
        Row("claude-a", RETIRES, "2027-05-01"),
        Row("claude-a", ID, "claude-a"),
    ]


def test_an_announcement_has_the_day_of_the_release_above_it(tmp_path: Path) -> None:
    changelog = """\
## [2.0.0](https://example.org/compare) (2026-11-23)
* **api:** mark Claude Opus 4.5 as deprecated (end-of-life January 22, 2027)
* **api:** mark the Text Completions API as deprecated
### 1.9.0 (2026-10-01)
* mark Claude Haiku 9 as deprecated
"""
    files = {
        "package/CHANGELOG.md": changelog,
        "package/a.js": "export const DEPRECATED_MODELS = {};",
        "package/a.d.ts": "export type Model =\n  | 'claude-a'\n  | (string & {});",
    }

    assert rows(tmp_path, "anthropic-ai-sdk", files) == [
        Row("claude-a", ID, "claude-a"),
        Row("Claude Opus 4.5", DEPRECATED, "2026-11-23"),
        Row("Claude Opus 4.5", RETIRES, "2027-01-22"),
        Row("Claude Haiku 9", DEPRECATED, "2026-10-01"),
    ]


@pytest.mark.parametrize("step", [4096, 5000, 2**20])
def test_a_table_in_a_program_is_whole_wherever_it_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr(claude_cli, "_STEP", step)
    entry = (
        '{id:"opus",display_name:"Opus 9",provider_ids:{first_party:"claude-opus-9",bedrock:null,'
        'vertex:"claude-opus-9"},context:{window:2e5,maximum_window:1e6,'
        "clamp_long_context_without_beta:!0},max_output_tokens:{default:1,upper:64000},"
        'pricing:"t",capabilities:["text } in quotes"]}'
    )
    program = (
        f"{';' * 4000}pricing_tiers:{{t:{{input:.5,output:2}}}},models:[{entry}],aliases:{{}}"
        f'{";" * 4000}"claude-opus-4-0":{{modelName:"Claude Opus 4",retirementDates:'
        '{firstParty:"June 15, 2026",bedrock:"May 31, 2026",mantle:null,gateway:null}}'
        f'{";" * 4000}ids:["claude-2.1","claude-2.0"],status:"retired",date:"2025-07-21",x'
    )

    found = rows(tmp_path, "claude-agent-sdk", {"claude_agent_sdk/_bundled/claude": program})

    assert Row("claude-opus-9", CONTEXT, 200_000) in found
    assert Row("claude-opus-9", OUTPUT, 64_000) in found
    assert Row("claude-opus-9", ID, "claude-opus-9", "vertex") in found
    assert [row for row in found if row.field == RETIRES] == [
        Row("claude-opus-4-0", RETIRES, "2026-06-15"),
        Row("claude-opus-4-0", RETIRES, "2026-05-31", "bedrock"),
        Row("claude-2.1", RETIRES, "2025-07-21"),
        Row("claude-2.0", RETIRES, "2025-07-21"),
    ]


def test_the_first_rule_that_fits_an_id_decides(tmp_path: Path) -> None:
    catalogue = """\
const plain = defineRuntime({ samplingParameters: false });
function defineRuntime(overrides: Partial<R>): R {
  return { maxOutputTokens: 4096, samplingParameters: true, adaptiveThinking: false,
    thinkingCanBeDisabled: true, budgetThinking: true, forcedToolUse: true, knownModel: true,
    ...overrides };
}
const runtimeRules: readonly Rule[] = [
  // the newest first
  { matches: id => id.includes('claude-opus-9-5'), definition: plain },
  { matches: id => id.includes('claude-a') || /claude-opus-9(?:-|$)/.test(id),
    definition: defineRuntime({ ...plain, maxOutputTokens: 64000, samplingParameters: true }) },
  { matches: id => id.includes('claude-'), definition: defineRuntime({ knownModel: false }) },
];
const languageModelDefinitions = {
  'claude-opus-9-5': { effort: true }, 'claude-opus-9': undefined, 'claude-b': undefined,
} satisfies Definitions;
"""
    found = rows(tmp_path, "ai-sdk-anthropic", {"package/src/catalog.ts": catalogue})

    assert {row.model for row in found} == {"claude-opus-9-5", "claude-opus-9"}
    assert Row("claude-opus-9-5", SAMPLING, True) in found
    assert Row("claude-opus-9-5", OUTPUT, 4096) in found
    assert Row("claude-opus-9", SAMPLING, False) in found
    assert Row("claude-opus-9", OUTPUT, 64_000) in found


def test_a_chain_of_tests_says_something_only_of_models_that_it_names(tmp_path: Path) -> None:
    profile = """\
def anthropic_model_profile(model_name):
    disallows_sampling_settings = (
        model_name.startswith('claude-opus-9') and not model_name.startswith('claude-opus-9-5')
    ) or model_name in ('claude-haiku-9',)
    disallows_budget_thinking = model_name.startswith(('claude-opus-9', 'claude-haiku-9'))
    supports_forced_tool_choice = not model_name.startswith(('claude-opus-9-5',))
    if model_name.startswith(('claude-opus-9-5',)):
        max_output_tokens: int | None = 128_000
    elif model_name.startswith('claude-opus-9'):
        max_output_tokens = 64_000
    else:
        max_output_tokens = None
"""
    found = rows(tmp_path, "pydantic-ai-slim", {"pydantic_ai/profiles/anthropic.py": profile})

    sampling = {row.model: row.value for row in found if row.field == SAMPLING}
    assert sampling == {"claude-opus-9": True, "claude-opus-9-5": False, "claude-haiku-9": True}
    output = {row.model: row.value for row in found if row.field == OUTPUT}
    assert output == {"claude-opus-9": 64_000, "claude-opus-9-5": 128_000}


def test_a_test_in_another_shape_is_not_guessed_at(tmp_path: Path) -> None:
    profile = """\
def anthropic_model_profile(model_name):
    disallows_sampling_settings = is_new('claude-opus-9')
"""
    with pytest.raises(SourceError, match="another shape"):
        rows(tmp_path, "pydantic-ai-slim", {"pydantic_ai/profiles/anthropic.py": profile})


def test_the_last_of_several_prices_holds(tmp_path: Path) -> None:
    data = """\
p = [Provider(id='anthropic', models=[ModelInfo(id='claude-a', prices=[
    ConditionalPrice(prices=ModelPrice(input_mtok=Decimal('9'), output_mtok=Decimal('9'))),
    ConditionalPrice(constraint=StartDate(), prices=ModelPrice(
        input_mtok=TieredPrices(base=Decimal('0.1'), tiers=[Tier(start=1, price=Decimal('7'))]),
        output_mtok=Decimal('0.5')))])])]
"""
    found = rows(tmp_path, "genai-prices", {"genai_prices/data.py": data})

    assert [(row.field, row.value) for row in found] == [
        ("price_input_per_mtok", 0.1),
        ("price_output_per_mtok", 0.5),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{a:!0,'b-c':[1e6,.5,-1],...{}}", None),
        ("{a:!0,'b-c':[1e6,.5,null]}", {"a": True, "b-c": [1_000_000, 0.5, None]}),
        ("f()", None),
        ("{a:`${x}`}", None),
        ("[" * 60 + "]" * 60, None),
    ],
)
def test_only_a_literal_is_read(text: str, value: object) -> None:
    if value is not None:
        assert javascript.read(text) == value
        return
    with pytest.raises(SourceError):
        javascript.read(text)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("January 22nd, 2027", "2027-01-22"),
        ("November 30, 2026", "2026-11-30"),
        ("2027-01-22", "2027-01-22"),
        ("Smarch 1, 2027", None),
        ("February 30, 2027", None),
        ("soon", None),
    ],
)
def test_days_as_sources_write_them(written: str, iso: str | None) -> None:
    if iso is not None:
        assert day(written) == iso
        return
    with pytest.raises(SourceError, match="is no day"):
        day(written)


@pytest.mark.parametrize(
    ("model", "field", "value"),
    [
        ("claude-a\n## Approved", ID, "claude-a"),
        ("claude-a", ID, "claude-a](https://example.org)"),
        ("claude-a", OUTPUT, True),
        ("claude-a", OUTPUT, -1),
        ("claude-a", CONTEXT, 10**12),
        ("claude-a", SAMPLING, "yes"),
        ("claude-a", RETIRES, "2027-13-01"),
    ],
)
def test_what_is_not_plain_never_becomes_a_row(model: str, field: str, value: object) -> None:
    with pytest.raises(SourceError):
        Row(model, field, value)  # type: ignore[arg-type]
