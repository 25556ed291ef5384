"""The successor's id, written as the place takes it: inference profiles, and shared spellings."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.snippets import finding

from claude_preflight.findings import Fix

TODAY = date(2026, 11, 26)
SONNET = "anthropic.claude-3-5-sonnet-20240620-v1:0"
NEW = "anthropic.claude-sonnet-4-6"
CHOOSE = "then put your region's inference profile first, like "


def fix_of(snippet: str, path: str = "a.py") -> Fix:
    """The best fix of the only finding in a snippet."""
    fix = finding(snippet, path, TODAY).best_fix(unsafe=True)
    assert fix is not None
    return fix


def written(fix: Fix) -> str:
    """What a fix writes in the place of the id."""
    return fix.edits[0].text


@pytest.mark.parametrize(
    ("path", "snippet", "profile"),
    [
        (
            "a.py",
            f'client("bedrock-runtime", region_name="eu-west-1").converse(modelId="{SONNET}")',
            "eu",
        ),
        ("a.py", f'client("bedrock-runtime", "us-west-2").converse(modelId="{SONNET}")', "us"),
        ("a.py", f'REGION = "ap-northeast-1"\nconverse(modelId="{SONNET}")', "jp"),
        (
            "a.py",
            f'AnthropicBedrock(aws_region="us-east-1").messages.create(model="{SONNET}")',
            "us",
        ),
        (
            "a.ts",
            (
                'const c = new BedrockRuntimeClient({ region: "eu-central-1" });\n'
                f'c.send(new ConverseCommand({{ modelId: "{SONNET}" }}));'
            ),
            "eu",
        ),
        (
            "A.java",
            (
                "class A { Object c = BedrockRuntimeClient.builder().region(Region.US_EAST_1);\n"
                f'  Object r = c.converse(q -> q.modelId("{SONNET}")); }}'
            ),
            "us",
        ),
        (
            "a.cs",
            (
                "var c = new AmazonBedrockRuntimeClient(RegionEndpoint.APSoutheast2);\n"
                f'var r = new ConverseRequest {{ ModelId = "{SONNET}" }};'
            ),
            "au",
        ),
        (
            "a.go",
            (
                'package a\n\nvar c = config.WithRegion("us-east-2")\n'
                f'var r = ConverseInput{{ModelId: aws.String("{SONNET}")}}\n'
            ),
            "us",
        ),
        (
            "a.rb",
            (
                "c = Aws::BedrockRuntime::Client.new(region: 'us-east-1')\n"
                f"c.converse(model_id: '{SONNET}')\n"
            ),
            "us",
        ),
        ("a.php", f"<?php\n$c = ['region' => 'eu-west-3', 'modelId' => '{SONNET}'];\n", "eu"),
        ("a.sh", f"aws bedrock-runtime converse --region us-east-1 --model-id {SONNET}\n", "us"),
        ("a.yaml", f"region: eu-north-1\nmodel: {SONNET}\n", "eu"),
        ("a.json", f'{{"aws_region": "us-east-1", "model": "{SONNET}"}}', "us"),
        (
            "a.py",
            f'URL = "https://bedrock-runtime.us-east-1.amazonaws.com"\nask(URL, model="{SONNET}")',
            "us",
        ),
    ],
)
def test_the_profile_is_that_of_the_region_that_the_code_sets(
    path: str, snippet: str, profile: str
) -> None:
    fix = fix_of(snippet, path)
    assert (written(fix), fix.safe) == (f"{profile}.{NEW}", True)
    assert fix.title == f"Replace with {profile}.{NEW}"


@pytest.mark.parametrize(
    "region",
    [
        "",
        'region_name=os.environ.get("AWS_REGION", "us-east-1"), ',
        'region_name=region or "us-east-1", ',
        'region_name="ca-central-1", ',  # no profile is known of it
        'region_name="us-east-1", fallback_region="eu-west-1", ',
        'zone="us-east-1", ',
        'region_name="us-east-1a", ',
        'region_name="us-east-1", use_cross_region_inference=True, ',
    ],
)
def test_where_the_region_is_not_known_a_person_chooses(region: str) -> None:
    found = finding(f'ask({region}modelId="{SONNET}")', today=TODAY)
    assert f"use `{NEW}`, {CHOOSE}us or eu." in found.message
    (fix,) = found.fixes
    assert (written(fix), fix.safe) == (NEW, False)
    assert fix.title == f"Migrate this request to {NEW} ({CHOOSE}us or eu)"


@pytest.mark.parametrize(
    ("path", "snippet"),
    [
        ("a.js", f'function a({{ key, region = "us-east-1" }}) {{}}\nconst PROBE = "{SONNET}";\n'),
        (
            "a.ts",
            f"const a = (region = 'us-east-1', key) => ask(key);\nconst PROBE = '{SONNET}';\n",
        ),
        ("a.py", f'def a(region="us-east-1", model="{SONNET}"):\n    boto3.ask(region, model)\n'),
        (
            "a.php",
            f"<?php\nfunction a($region = 'us-east-1') {{ bedrock(); }}\n$probe = '{SONNET}';\n",
        ),
    ],
)
def test_a_default_of_a_parameter_sets_no_region(path: str, snippet: str) -> None:
    fix = fix_of(snippet, path)
    assert (written(fix), fix.safe) == (NEW, False)


def test_a_region_in_the_body_of_a_function_is_set() -> None:
    fix = fix_of(
        f'function a() {{ return ask({{ region: "us-east-1", modelId: "{SONNET}" }}); }}', "a.js"
    )
    assert (written(fix), fix.safe) == (f"us.{NEW}", True)


def test_other_parameters_change_with_the_profile() -> None:
    old = "anthropic.claude-3-opus-20240229-v1:0"
    fix = fix_of(f'ask(region_name="eu-west-1", modelId="{old}", temperature=1)')
    assert (written(fix), fix.safe) == ("eu.anthropic.claude-opus-4-8", True)
    assert fix.title.endswith("(drops temperature)")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"us.{SONNET}", f"us.{NEW}"),
        (f"bedrock/eu.{SONNET}", f"bedrock/eu.{NEW}"),
        (f"bedrock/us-west-2/{SONNET}", f"bedrock/us-west-2/us.{NEW}"),
        (
            (
                "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us."
                "anthropic.claude-3-5-sonnet-20240620-v1:0"
            ),
            f"arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.{NEW}",
        ),
    ],
)
def test_an_id_that_says_its_profile_or_region_needs_nobody_else(old: str, new: str) -> None:
    fix = fix_of(f'ask(region_name="ap-northeast-1", modelId="{old}")')
    assert (written(fix), fix.safe) == (new, True)


@pytest.mark.parametrize(
    "route", ["arn:aws:bedrock:us-east-1::foundation-model/", "foundation-model/"]
)
def test_a_profile_does_not_stand_where_a_plain_model_is_named(route: str) -> None:
    fix = fix_of(f'ask(region="us-east-1", modelId="{route}{SONNET}")')
    assert (written(fix), fix.safe) == (f"{route}{NEW}", False)
    assert "then name an inference profile" in fix.title


@pytest.mark.parametrize(
    "start", ['f"arn:aws:bedrock:{r}::foundation-model/', '"arn:aws:" + r + "::foundation-model/']
)
def test_nor_does_it_where_the_region_of_that_model_is_not_known(start: str) -> None:
    fix = fix_of(f'ask(region="us-east-1", modelId={start}{SONNET}")')
    assert (written(fix), fix.safe) == (NEW, False)
    assert "then name an inference profile" in fix.title


@pytest.mark.parametrize(
    "end", ['f"arn:aws:bedrock:{r}::foundation-model/{m}"', '"arn:::foundation-model/" + m']
)
def test_nor_where_a_program_ends_the_name_of_a_resource_with_it(end: str) -> None:
    fix = fix_of(f'm = "{SONNET}"\nask(region="us-east-1", modelArn={end})')
    assert (written(fix), fix.safe) == (NEW, False)
    assert "then name an inference profile" in fix.title


def test_the_messages_api_of_bedrock_takes_plain_ids() -> None:
    fix = fix_of(f'AnthropicBedrockMantle().messages.create(model="{SONNET}")')
    assert (written(fix), fix.safe) == (NEW, True)


DOTTED = "anthropic/claude-3.5-sonnet"


@pytest.mark.parametrize(
    ("path", "snippet"),
    [
        ("a.py", f'import litellm\nlitellm.completion(model="{DOTTED}", messages=m)\n'),
        ("a.py", f'from langchain_litellm import ChatLiteLLM\nChatLiteLLM(model="{DOTTED}")\n'),
        ("a.yaml", f"model_list:\n  - model_name: x\n    litellm_params:\n      model: {DOTTED}\n"),
        ("a.sh", f"aider --model {DOTTED} --edit-format whole\n"),
        ("a.ts", f'const litellm = new OpenAI();\nlitellm.create({{ model: "{DOTTED}" }});\n'),
    ],
)
def test_litellm_hands_on_what_follows_the_vendor_so_it_is_written_with_dashes(
    path: str, snippet: str
) -> None:
    fix = fix_of(snippet, path)
    assert (written(fix), fix.safe) == ("anthropic/claude-sonnet-4-6", True)


@pytest.mark.parametrize(
    "snippet",
    [
        f'OpenAI(base_url="https://openrouter.ai/api/v1").create(model="{DOTTED}")',
        f'ask(key=OPENROUTER_API_KEY, model="{DOTTED}")',
        f'import litellm\nask(model="openrouter/{DOTTED}")',
        f'ask(base_url="https://ai-gateway.vercel.sh/v1", model="{DOTTED}")',
        f'ask(model="{DOTTED}")',
    ],
)
def test_gateways_keep_their_dots(snippet: str) -> None:
    fix = fix_of(snippet)
    assert written(fix).endswith("anthropic/claude-sonnet-4.6")
    assert fix.safe


def test_a_route_says_more_than_what_stands_around_it() -> None:
    fix = fix_of(f'import litellm\nlitellm.completion(model="openrouter/{DOTTED}")\n')
    assert (written(fix), fix.safe) == ("openrouter/anthropic/claude-sonnet-4.6", True)


@pytest.mark.parametrize("around", ["litellm", "https://openrouter.ai", "openrouter/x"])
def test_an_id_that_is_written_as_on_the_api_stays_so(around: str) -> None:
    fix = fix_of(f'# {around}\nask(model="anthropic/claude-3-5-sonnet-20241022")\n')
    assert (written(fix), fix.safe) == ("anthropic/claude-sonnet-4-6", True)


@pytest.mark.parametrize(
    "other", ['base="https://openrouter.ai/api/v1"', 'provider="openrouter"', "OPENROUTER_API_KEY"]
)
def test_where_two_gateways_are_spoken_of_a_person_looks(other: str) -> None:
    fix = fix_of(f'import litellm\nask({other}, model="{DOTTED}")\n')
    assert not fix.safe
    assert "then check that the gateway knows it by this name" in fix.title


def test_a_model_that_openrouter_serves_on_is_over_where_litellm_asks_the_vendor() -> None:
    snippet = 'ask(model="anthropic/claude-opus-4.1")\n'
    assert finding(snippet, today=TODAY).rule == "retiring-model"
    over = finding("import litellm\n" + snippet, today=TODAY)
    assert over.rule == "retired-model"
    assert over.safe_fix is not None
    assert written(over.safe_fix) == "anthropic/claude-opus-4-8"
