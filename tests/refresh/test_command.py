"""The command, on packages that the tests make: what it reports, writes and refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.refresh.conftest import KNOWLEDGE, ROOT, TODAY, Place, section
from tests.refresh.packages import VERSION

from refresh import verdicts
from refresh.changes import Outcome, Reading
from refresh.compare import settle
from refresh.knowledge import Knowledge
from refresh.rows import CONTEXT, Row
from refresh.sources import SOURCES

OPUS = "claude-opus-4-8"


def facts(place: Place, model: str) -> Any:
    return place.content()["models"][model]


def test_packages_that_agree_change_nothing(place: Place) -> None:
    before = place.files()

    done = place.run("--apply")

    assert done.returncode == 0, done.stderr
    for head in ("Verdicts that change: 0", "New: 0", "Different: 0", "Contradicted"):
        assert section(done.stdout, head) == []
    assert place.files() == before


def test_an_end_that_the_vendor_announces_is_told_first_and_applied(place: Place) -> None:
    place.packages.sdk_ends[OPUS] = "March 5th, 2027"
    place.packages.changelog = (
        "## [99.1.0](https://example.org) (2026-11-30)\n"
        "* **api:** mark Claude Opus 4.8 as deprecated (end-of-life March 5, 2027)\n"
    )

    done = place.run("--apply")

    assert done.returncode == 0, done.stderr
    verdicts = section(done.stdout, "Verdicts that change")
    assert f"- `{OPUS}`" in verdicts
    at = verdicts.index(f"- `{OPUS}`")
    assert verdicts[at + 1] == "  - before: nothing"
    assert "2027-03-05" in verdicts[at + 2]
    assert done.stdout.index("Verdicts that change") < done.stdout.index("## New")
    end = {"value": "2027-03-05", "sources": [f"anthropic-{VERSION}"]}
    assert facts(place, OPUS)["retires_on"] == [end]
    assert facts(place, OPUS)["deprecated_on"][0]["value"] == "2026-11-30"
    assert facts(place, OPUS)["status"][0]["value"] == "deprecated"
    source = place.content()["sources"][f"anthropic-{VERSION}"]
    assert source["title"] == f"anthropic=={VERSION}"


def test_what_was_applied_is_as_the_schemas_say_and_is_not_applied_again(place: Place) -> None:
    place.packages.sdk_ends[OPUS] = "March 5th, 2027"
    place.packages.sdk_models.append("claude-opus-9")
    place.packages.cli_ends["claude-sonnet-4-6"] = {"bedrock": "April 1, 2027"}
    assert place.run("--apply").returncode == 0
    after = place.files()

    again = place.rerun("--apply")

    assert section(again.stdout, "New: 0") == section(again.stdout, "Different: 0") == []
    assert place.files() == after
    for name, schema in (
        ("models.json", "models.schema.json"),
        ("platform_ids.json", "platform-ids.schema.json"),
    ):
        rules = json.loads((ROOT / "schemas" / schema).read_bytes())
        found = jsonschema.Draft202012Validator(rules).iter_errors(json.loads(after[name]))
        assert [error.message for error in found] == []


def test_it_runs_as_a_command(place: Place, tmp_path: Path) -> None:
    place.packages.write(place.downloads)
    report = tmp_path / "report.md"
    command = [sys.executable, "scripts/refresh_knowledge.py", *place.places()]

    done = subprocess.run([*command, "--report", str(report)], cwd=ROOT, capture_output=True)

    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.splitlines()[0] == b"anthropic==99.1.0: 22 rows"
    assert len(done.stderr.splitlines()) == len(SOURCES)
    assert "anthropic==99.1.0" in report.read_text(encoding="utf-8")


def test_without_the_option_nothing_is_written(place: Place) -> None:
    place.packages.sdk_ends[OPUS] = "March 5th, 2027"
    before = place.files()

    done = place.run()

    assert section(done.stdout, "New") != []
    assert place.files() == before


def test_the_day_of_a_release_stands_in_for_an_announcement_that_nobody_dates(place: Place) -> None:
    place.packages.sdk_ends[OPUS] = "March 5th, 2027"

    place.run("--apply")

    (announced,) = facts(place, OPUS)["deprecated_on"]
    assert announced["value"] == TODAY
    assert announced["note"]


def test_an_end_that_has_come_makes_the_model_retired(place: Place) -> None:
    place.packages.sdk_ends[OPUS] = "November 30th, 2026"

    place.run("--apply")

    assert facts(place, OPUS)["retired_on"][0]["value"] == "2026-11-30"
    assert "retires_on" not in facts(place, OPUS)


def test_a_model_that_sources_no_longer_mention_stays_as_it_is(place: Place) -> None:
    place.packages.cli_models = place.packages.cli_models[:-1]
    for retired in ("claude-3-opus-20240229", "claude-3-5-haiku-20241022"):
        place.packages.cli_ends.pop(retired)
        place.packages.litellm.pop(f"anthropic/{retired}")
    gone = next(iter(place.packages.catalogue))
    place.packages.catalogue.pop(gone)
    place.packages.sdk_models.remove(gone)
    before = place.files()

    done = place.run("--apply")

    assert done.returncode == 0, done.stderr
    assert place.files() == before


def test_a_source_that_has_gone_silent_is_not_overruled_by_a_lesser_one(place: Place) -> None:
    sonnet = "claude-sonnet-4-5-20250929"
    assert place.packages.sdk_ends.pop(sonnet)
    place.packages.cli_ends[sonnet] = {"firstParty": "January 1, 2027"}
    before = place.files()

    done = place.run("--apply")

    assert "`2027-01-01` (claude-agent-sdk)" in section(done.stdout, "Contradicted")[0]
    assert place.files() == before


def test_a_day_on_a_platform_is_the_one_of_claude_code(place: Place) -> None:
    place.packages.cli_ends[OPUS] = {"bedrock": "June 1, 2027", "vertex": None}

    done = place.run("--apply")

    assert section(done.stdout, "New") == [
        f"- `{OPUS}`, retires on bedrock: `2027-06-01` (claude-agent-sdk); ours: nothing"
    ]
    assert facts(place, OPUS)["platform_retirement_dates"][0] == {
        "platform": "bedrock",
        "value": "2027-06-01",
        "sources": [f"claude-agent-sdk-{VERSION}"],
    }


def test_the_vendor_confirms_a_day_that_only_a_price_list_named(place: Place) -> None:
    rows = facts(place, OPUS)["platform_retirement_dates"]
    named = next(e for e in rows if e["platform"] == "microsoft_foundry")
    assert named["unconfirmed"]
    written = date.fromisoformat(named["value"]).strftime("%B %d, %Y")
    place.packages.cli_ends[OPUS] = {"foundry": written}

    place.run("--apply")

    (confirmed,) = (
        e
        for e in facts(place, OPUS)["platform_retirement_dates"]
        if e["platform"] == "microsoft_foundry"
    )
    sources = [f"claude-agent-sdk-{VERSION}", *named["sources"]]
    assert confirmed == {
        "platform": "microsoft_foundry",
        "value": named["value"],
        "sources": sources,
    }


@pytest.mark.parametrize(
    ("key", "provider", "source", "applied"),
    [
        (f"anthropic.{OPUS}", "bedrock_converse", "https://docs.aws.amazon.com/", True),
        (f"anthropic.{OPUS}", "bedrock_converse", None, False),
        (f"azure_ai/{OPUS}", "azure_ai", "https://learn.microsoft.com/", False),
        (f"vertex_ai/{OPUS}", "vertex_ai-anthropic_models", "https://cloud.google.com/", False),
        (OPUS, "anthropic", "https://platform.claude.com/", False),
    ],
)
def test_a_day_of_a_price_list_counts_where_the_order_says_so(
    place: Place, key: str, provider: str, source: str | None, applied: bool
) -> None:
    entry = {"litellm_provider": provider, "deprecation_date": "2027-08-08"}
    place.packages.litellm[key] = {**entry, "deprecation_source": source}
    before = place.files()

    done = place.run("--apply")

    told = section(done.stdout, "New" if applied else "Contradicted")
    assert any("`2027-08-08` (litellm)" in line for line in told)
    assert (place.files() != before) is applied


def test_two_that_agree_on_a_day_for_vertex_are_believed(place: Place) -> None:
    entry = {"litellm_provider": "vertex_ai-anthropic_models", "deprecation_date": "2027-08-08"}
    place.packages.litellm[f"vertex_ai/{OPUS}"] = entry
    row = {"provider": "Google Vertex", "model_id": OPUS, "shutdown_date": "2027-08-08"}
    place.packages.sunset.append(row)

    place.run("--apply")

    days = facts(place, OPUS)["platform_retirement_dates"]
    assert next(e["value"] for e in days if e["platform"] == "vertex") == "2027-08-08"


def test_a_day_before_which_nothing_ends_is_no_end(place: Place) -> None:
    promised = facts(place, OPUS)["retires_not_before"][0]["value"]
    entry = {"litellm_provider": "vertex_ai-anthropic_models", "deprecation_date": promised}
    place.packages.litellm[f"vertex_ai/{OPUS}"] = entry
    row = {"provider": "Google Vertex", "model_id": OPUS, "shutdown_date": promised}
    place.packages.sunset.append(row)
    before = place.files()

    place.run("--apply")

    assert place.files() == before


def test_the_days_of_a_variant_are_not_those_of_the_model(place: Place) -> None:
    place.packages.litellm[f"{OPUS}-fast"] = {
        "litellm_provider": "bedrock",
        "deprecation_date": "2027-08-08",
        "deprecation_source": "https://docs.aws.amazon.com/",
    }
    before = place.files()

    done = place.run("--apply")

    assert f"litellm: `{OPUS}-fast`" in "\n".join(section(done.stdout, "Contradicted"))
    assert place.files() == before


def test_sdks_that_contradict_each_other_decide_nothing(place: Place) -> None:
    place.packages.sdk_ends[OPUS] = "March 5th, 2027"
    place.packages.extra["anthropic"] = {
        "anthropic/_data/deprecated_models.py": "DEPRECATED_MODELS = "
        f"{ {**place.packages.sdk_ends, OPUS: 'May 5th, 2027'}!r}\n"
    }
    before = place.files()

    done = place.run("--apply")

    (told,) = section(done.stdout, "Contradicted")
    assert "`2027-05-05` (anthropic); `2027-03-05` (anthropic-ai-sdk)" in told
    assert place.files() == before


def test_the_majority_of_catalogues_decides_where_claude_code_is_silent(place: Place) -> None:
    place.packages.cli_models = [e for e in place.packages.cli_models if e["id"] != OPUS]
    place.packages.catalogue[OPUS]["input"] = 77
    place.packages.litellm[OPUS]["input_cost_per_token"] = 88e-6
    kept = [row for row in facts(place, OPUS)["price_input_per_mtok"] if "id" not in row]

    place.run("--apply")

    first, *others = facts(place, OPUS)["price_input_per_mtok"]
    assert (first["value"], first["sources"]) == (77, [f"genai-prices-{VERSION}"])
    assert {row["value"] for row in kept} <= {row["value"] for row in others}


def test_what_a_source_said_before_goes_when_it_says_something_else(place: Place) -> None:
    place.packages.sdk_ends["claude-sonnet-4-5-20250929"] = "December 15th, 2026"

    place.run("--apply")

    first, *others = facts(place, "claude-sonnet-4-5-20250929")["retires_on"]
    assert first["value"] == "2026-12-15"
    said = [slug for row in others for slug in row["sources"]]
    assert said
    assert not [slug for slug in said if slug.startswith("anthropic-2")]
    sources = place.content()["sources"]
    assert set(said) <= set(sources)


def test_who_decides_moves_a_value_that_others_had_to_the_front(place: Place) -> None:
    def disagree(content: Any) -> None:
        rows = [
            {"value": 123, "sources": ["article"]},
            {"value": 456, "sources": ["litellm-1.109.1"]},
        ]
        content["models"][OPUS]["max_output_tokens"] = rows

    place.change(disagree)
    entry = next(each for each in place.packages.cli_models if each["id"] == OPUS)
    entry["max_output_tokens"]["upper"] = 456

    done = place.run("--apply")

    assert "`456` (claude-agent-sdk); ours: `123`, `456`" in section(done.stdout, "Different")[0]
    assert facts(place, OPUS)["max_output_tokens"] == [
        {"value": 456, "sources": [f"claude-agent-sdk-{VERSION}", "litellm-1.109.1"]},
        {"value": 123, "sources": ["article"]},
    ]


def test_a_disagreement_that_was_weighed_stays_as_it_is(place: Place) -> None:
    first, second, *_ = facts(place, "claude-mythos-preview")["retires_on"]
    assert (first["value"], second["value"]) == (None, "2026-06-30")
    place.packages.sdk_ends["claude-mythos-preview"] = "June 30th, 2026"
    before = place.files()

    done = place.run("--apply")

    assert section(done.stdout, "Different: 0") == []
    assert place.files() == before


@pytest.mark.parametrize("released", ["2026-12-31", "2027-01-01", None])
def test_what_a_person_looked_up_after_a_release_is_left_alone(
    place: Place, released: str | None
) -> None:
    def look_up(content: Any) -> None:
        source = {"label": "vendor docs", "title": "docs", "date": "2027-01-01"}
        content["sources"]["docs@2027-01-01"] = source
        rows = [{"value": 123, "sources": ["docs@2027-01-01"]}]
        content["models"][OPUS]["context_window"] = rows

    place.change(look_up)
    knowledge = Knowledge.load(place.knowledge)
    (source,) = (each for each in SOURCES if each.stem == "claude-agent-sdk")
    reading = Reading(source, VERSION, released, (Row(OPUS, CONTEXT, 456),))

    (change,) = settle(knowledge, [reading], date.fromisoformat("2027-02-02"))

    is_older = released == "2026-12-31"
    assert (change.outcome is Outcome.CONTRADICTED) is is_older
    assert knowledge.known(OPUS, CONTEXT)[0].value == (123 if is_older else 456)


def test_the_watched_ids_are_ids_until_the_last_part() -> None:
    knowledge = Knowledge.load(KNOWLEDGE)
    *ids, _ = verdicts._IDS.read_text(encoding="utf-8").split("\n# Variants")

    lines = [line for part in ids for line in part.splitlines() if line and line[0] != "#"]

    assert len(lines) > 200
    assert [line for line in lines if knowledge.read(line) is None] == []
    assert set(lines) < set(verdicts.watched())


def test_a_new_model_is_added_and_known_from_then_on(place: Place) -> None:
    place.packages.sdk_models += ["claude-opus-9", "claude-opus-9-20270303"]
    place.packages.catalogue["claude-opus-9"] = {
        **place.packages.catalogue[OPUS],
        "name": "Claude Opus 9",
        "context": 3_000_000,
    }
    place.packages.litellm["us.anthropic.claude-opus-9-20270303-v1:0"] = {
        "litellm_provider": "bedrock_converse"
    }

    done = place.run("--apply")

    assert done.returncode == 0, done.stderr
    added = facts(place, "claude-opus-9-20270303")
    assert (added["name"], added["family"], added["generation"]) == ("Claude Opus 9", "opus", "9")
    assert [alias["id"] for alias in added["aliases"]] == ["claude-opus-9"]
    assert added["context_window"][0]["value"] == 3_000_000
    assert added["platforms"]["bedrock"] == ["us.anthropic.claude-opus-9-20270303-v1:0"]


def test_a_model_that_one_catalogue_lists_is_only_told(place: Place) -> None:
    place.packages.litellm["claude-opus-9"] = {"litellm_provider": "anthropic"}
    before = place.files()

    done = place.run("--apply")

    assert section(done.stdout, "Contradicted") == [
        "- `claude-opus-9`, id: `claude-opus-9` (litellm); ours: nothing"
    ]
    assert place.files() == before


def test_an_id_of_a_platform_that_nobody_can_read_is_told(place: Place) -> None:
    place.packages.platform_ids["vercel-ai-gateway"] = ["anthropic/claude-opus-4.8-turbo"]

    done = place.run()

    assert section(done.stdout, "Ids that the product cannot read") == [
        "- `anthropic/claude-opus-4.8-turbo` on vercel_ai_gateway (earendil-works-pi-ai)"
    ]


def test_an_id_of_a_platform_is_added(place: Place) -> None:
    text = "in.anthropic.claude-opus-4-8"
    place.packages.platform_ids["amazon-bedrock"] = [text]

    place.run("--apply")

    listed = json.loads(place.files()["platform_ids.json"])["platforms"]["bedrock"]
    assert listed[text] == [f"earendil-works-pi-ai-{VERSION}"]
    assert text in facts(place, OPUS)["platforms"]["bedrock"]


def test_data_that_is_right_is_confirmed_once_a_week(place: Place) -> None:
    def read_all_on_that_day(content: Any) -> None:
        for source in content["sources"].values():
            source.pop("read", None)

    place.change(read_all_on_that_day)
    before = place.files()
    place.run("--apply", today="2026-12-07")
    assert place.files() == before

    place.rerun("--apply", today="2026-12-08")

    content = place.content()
    assert content["as_of"] == "2026-12-08"
    undated = [source for source in content["sources"].values() if source["date"] is None]
    assert undated
    assert {source["read"] for source in undated} == {TODAY}


@pytest.mark.parametrize(
    ("package", "name", "text", "reason"),
    [
        ("anthropic", "anthropic/_data/deprecated_models.py", "", "no file assigns"),
        ("anthropic", "anthropic/_data/deprecated_models.py", "DEPRECATED_MODELS = {}", "fewer"),
        ("anthropic", "anthropic/types/model.py", "Model = (", "is not Python"),
        ("claude_agent_sdk", "claude_agent_sdk/_bundled/claude", "\0ELF", "catalogue"),
        ("litellm", "litellm/model_prices_and_context_window_backup.json", "{", "another shape"),
        ("genai_prices", "genai_prices/data.py", "providers = []", "`anthropic` is not there"),
        ("llm_sunset", "llm_sunset/snapshot.json", "[{}]", "another shape"),
        ("anthropic-ai-sdk", "package/messages.d.ts", "", "no file has the type Model"),
        ("ai-sdk-anthropic", "package/src/anthropic-model-catalog.ts", "", "runtimeRules"),
    ],
)
def test_a_source_that_cannot_be_read_stops_everything(
    place: Place, package: str, name: str, text: str, reason: str
) -> None:
    place.packages.sdk_ends[OPUS] = "March 5th, 2027"
    place.packages.extra[package] = {name: text}
    before = place.files()

    done = place.run("--apply")

    assert done.returncode == 1
    assert done.stdout == ""
    assert "cannot be read" in done.stderr
    assert reason in done.stderr
    assert "Nothing was written." in done.stderr
    assert place.files() == before


def test_a_package_that_is_gone_stops_everything(place: Place) -> None:
    place.packages.write(place.downloads)
    next(place.downloads.glob("llm_sunset-*")).unlink()

    done = place.rerun("--apply")

    assert done.returncode == 1
    assert "\nerror: llm-sunset cannot be read" in done.stderr


def test_a_value_that_is_none_stops_everything(place: Place) -> None:
    place.packages.sdk_ends[OPUS] = "<script>, 2027"

    done = place.run("--apply")

    assert done.returncode == 1
    assert "is no day" in done.stderr


def test_nothing_of_a_package_runs(place: Place) -> None:
    trap = place.knowledge.parent / "trap"
    code = f"open({str(trap)!r}, 'w')\n"
    for name in ("anthropic/__init__.py", "anthropic/types/__init__.py", "setup.py"):
        place.packages.extra.setdefault("anthropic", {})[name] = code

    assert place.run().returncode == 0
    assert not trap.exists()


def test_our_data_is_laid_out_as_the_refresh_writes_it() -> None:
    """Else the first change of a fact would rewrite the file."""
    for name, text in Knowledge.load(KNOWLEDGE).texts().items():
        assert (KNOWLEDGE / name).read_text(encoding="utf-8") == text
