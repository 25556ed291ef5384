"""Settings, wherever they come from and whenever they change."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from tests.lsp.conftest import StartEditor
from tests.lsp.editor import CALL, RETIRED, Editor, capabilities, numbers

pytestmark = pytest.mark.asyncio(loop_scope="session")

IGNORED = "ignore = ['retired-model']\n"
PULL = capabilities(pull=True)


def tell_changed(editor: Editor, *files: Path) -> None:
    """Tell the server that files changed on disk."""
    changes = [types.FileEvent(file.as_uri(), types.FileChangeType.Changed) for file in files]
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes))


def tell_settings(editor: Editor, settings: object) -> None:
    """Tell the server the editor's settings."""
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))


async def test_each_folder_has_the_settings_of_the_nearest_file(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    (tmp_path / "quiet").mkdir()
    (tmp_path / "quiet" / "claude-preflight.toml").write_text(IGNORED)
    editor = await start_editor(PULL, [tmp_path])

    loud = editor.open(CALL, (tmp_path / "a.py").as_uri())
    quiet = editor.open(CALL, (tmp_path / "quiet" / "a.py").as_uri())
    unsaved = editor.open(CALL, "untitled:Untitled-1")

    assert await editor.pull(loud)
    assert not await editor.pull(quiet)
    assert await editor.pull(unsaved)


async def test_a_changed_file_renews_open_documents_and_asks_for_a_refresh(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    can = capabilities(pull=True, watch=True)
    # A check of the workspace would ask for a refresh as well.
    editor = await start_editor(can, [tmp_path], {"check": "open"})
    uri = editor.open(CALL, (tmp_path / "a.py").as_uri())
    assert await editor.pull(uri)
    watched = {item.method for item in editor.registered}

    (tmp_path / "pyproject.toml").write_text(f"[tool.claude-preflight]\n{IGNORED}")
    tell_changed(editor, tmp_path / "pyproject.toml")

    assert not await editor.pull(uri)
    await editor.until(lambda: editor.refreshes == 1)
    assert watched == {"workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration"}

    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\n")
    tell_changed(editor, tmp_path / "pyproject.toml")
    assert await editor.pull(uri)
    await editor.until(lambda: editor.refreshes == 2)

    tell_changed(editor, tmp_path / "pyproject.toml", tmp_path / "README.md")
    assert await editor.pull(uri)
    assert editor.refreshes == 2  # nothing changed


async def test_a_saved_file_renews_pushed_diagnostics(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    editor = await start_editor(capabilities(), [tmp_path])
    uri = editor.open(CALL, (tmp_path / "a.py").as_uri())
    assert await editor.receive(uri)

    (tmp_path / "claude-preflight.toml").write_text(IGNORED)
    editor.save((tmp_path / "claude-preflight.toml").as_uri())

    assert not await editor.receive(uri)
    assert not editor.registered


async def test_a_bad_file_is_one_message_and_the_last_good_settings_count(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    file = tmp_path / "claude-preflight.toml"
    file.write_text("ignored = ['retired-model']\n")
    (tmp_path / "below").mkdir()
    editor = await start_editor(PULL, [tmp_path])
    uris = [
        editor.open(CALL, (tmp_path / name).as_uri()) for name in ("a.py", "b.py", "below/c.py")
    ]
    for uri in uris:
        assert await editor.pull(uri)
    assert await editor.message() == (
        f'{file}: unknown setting "ignored". Did you mean "ignore"? There is "limits", "ignore", '
        '"severity", "replacements", "models", "exclude", "ignore-in", "knowledge", "check" or '
        '"inlay-hints"'
    )
    (diagnostic,) = await editor.receive(file.as_uri(), None)
    assert diagnostic.message == (
        'unknown setting "ignored". Did you mean "ignore"? There is "limits", "ignore", '
        '"severity", "replacements", "models", "exclude", "ignore-in", "knowledge", "check" or '
        '"inlay-hints". Until this is mended, the defaults are used instead of these settings.'
    )
    assert diagnostic.severity is types.DiagnosticSeverity.Error

    tell_changed(editor, file)
    assert await editor.pull(uris[0])
    assert not editor.shown  # it is as wrong as it was
    assert not editor.pushed

    file.write_text("limits = 1\n")
    tell_changed(editor, file)
    assert await editor.pull(uris[0])
    assert (await editor.message()).startswith(f"{file}: limits: 1 is not allowed")
    assert await editor.receive(file.as_uri(), None)

    file.write_text(IGNORED)
    tell_changed(editor, file)
    assert not await editor.pull(uris[0])
    assert not await editor.receive(file.as_uri(), None)
    file.write_text("limits = 1\n")
    tell_changed(editor, file)
    assert not await editor.pull(uris[0])
    assert not await editor.pull(uris[2])
    assert (await editor.message()).startswith(f"{file}: limits: 1 is not allowed")
    (diagnostic,) = await editor.receive(file.as_uri(), None)
    assert diagnostic.message.endswith(
        "Until this is mended, those that were last good are used instead of these settings."
    )

    file.unlink()
    tell_changed(editor, file)
    assert await editor.pull(uris[0])
    assert not await editor.receive(file.as_uri(), None)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("limits = 'sk-ant-api03-secret'\n", 'limits: "sk-ant-************" is not allowed'),
        ("'sk-ant-api03-secret' = 1\n", 'unknown setting "sk-ant-************".'),
        ('"\\u001b[31mred" = 1\n', 'unknown setting "\u241b[31mred".'),
    ],
)
async def test_a_bad_file_tells_no_key_and_commands_no_terminal(
    start_editor: StartEditor, tmp_path: Path, text: str, shown: str
) -> None:
    file = tmp_path / "claude-preflight.toml"
    file.write_text(text)
    editor = await start_editor(PULL, [tmp_path])
    await editor.pull(editor.open(CALL, (tmp_path / "a.py").as_uri()))

    assert shown in await editor.message()
    (diagnostic,) = await editor.receive(file.as_uri(), None)
    assert diagnostic.message.startswith(shown)


@pytest.mark.parametrize("pull", [True, False])
async def test_a_bad_file_that_is_open(
    start_editor: StartEditor, tmp_path: Path, pull: bool
) -> None:
    file = tmp_path / "claude-preflight.toml"
    file.write_text("# ours\n  limits = 3\n")
    editor = await start_editor(capabilities(pull=pull), [tmp_path])
    other = editor.open(CALL, (tmp_path / "a.py").as_uri())
    await (editor.pull(other) if pull else editor.receive(other))
    await editor.message()
    assert await editor.receive(file.as_uri(), None)

    uri = editor.open("# ours\n  limits = 3\n", file.as_uri(), "toml")
    (diagnostic,) = await (editor.pull(uri) if pull else editor.receive(uri))
    assert numbers(diagnostic.range) == (1, 2, 1, 12)
    assert diagnostic.message.startswith("limits: 3 is not allowed; use ")
    if pull:  # what was pushed would be shown twice
        assert not await editor.receive(uri, None)
        before = await editor.report(uri)
        again = await editor.report(uri, before.result_id)
        assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)

    file.write_text("limits = 'vendor'\n")
    editor.save(uri)
    if pull:
        await editor.until(lambda: editor.refreshes > 0)
        assert await editor.report(uri, before.result_id) != again
    assert not await (editor.pull(uri) if pull else editor.receive(uri))
    await editor.round_trip()
    editor.pushed.clear()  # its settings changed too, so it was analysed again

    file.write_text("limits = 4\n")
    editor.save(uri)
    await editor.message()
    assert await (editor.pull(uri) if pull else editor.receive(uri))
    editor.close(uri)
    (diagnostic,) = await editor.receive(uri, None)
    assert numbers(diagnostic.range) == (0, 0, 0, 10)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("claude-preflight.toml", "# a\nlimits =\n", 1),
        ("claude-preflight.toml", "# ä\n[severity]\n'max-tokens' = \"loud\" # 模\n", 2),
        ("claude-preflight.toml", "severity.max-tokens = 'error'\nseverity.x = 'error'\n", 1),
        ("claude-preflight.toml", "ignore = []\nseverity = { max-tokens = 'loud' }\n", 1),
        ("claude-preflight.toml", "[ignore-in]\n'a' = []\n\"*.md\" = ['all']\n", 2),
        ("claude-preflight.toml", "[models.'a.b']\nname = 'A'\nretires_on = 'soon'\n", 0),
        ("claude-preflight.toml", "[models.ab]\nname = 'A'\nretires_on = 'soon'\n", 2),
        ("claude-preflight.toml", "ignore = []\n" + "a." * 40 + "b = 1\n", 1),
        ("claude-preflight.toml", "a = " + "[" * 100_000, 0),
        ("claude-preflight.toml", "#" * 2_000_000, 0),
        ("pyproject.toml", "[tool.a]\nx = 1\n[tool.claude-preflight]\n\nx = 1\n", 4),
        ("pyproject.toml", "x = 1\n[tool]\nclaude-preflight.limits = 'x'\n", 2),
        ("pyproject.toml", "x = 1\n[tool]\nclaude-preflight = 3\n", 2),
        ("pyproject.toml", "[tool.claude-preflight\n", 0),
        ("claude-preflight.toml", "# a\nlimits =", 1),
        ("claude-preflight.toml", "# a\nignore = [\n 'max-tokens',\n\n", 2),
    ],
    ids=range(16),
)
async def test_the_line_that_is_to_blame(
    start_editor: StartEditor, tmp_path: Path, name: str, text: str, line: int
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    editor = await start_editor(PULL, [tmp_path])
    await editor.pull(editor.open(CALL, (tmp_path / "a.py").as_uri()))
    await editor.message()
    (diagnostic,) = await editor.receive((tmp_path / name).as_uri(), None)
    assert diagnostic.range.start.line == diagnostic.range.end.line == line
    assert str(tmp_path) not in diagnostic.message


async def test_an_editor_may_send_its_settings_at_the_start(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    (tmp_path / "claude-preflight.toml").write_text("exclude = ['left_out/']\n" + IGNORED)
    editor = await start_editor(
        PULL, [tmp_path], options={"settings": {"ignore": [], "ignoreIn": None}}
    )

    shown = editor.open(CALL, (tmp_path / "a.py").as_uri())
    left_out = editor.open(CALL, (tmp_path / "left_out" / "a.py").as_uri())

    assert await editor.pull(shown)
    assert not await editor.pull(left_out)


async def test_patterns_are_relative_to_the_settings_file(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    (tmp_path / "claude-preflight.toml").write_text(
        "exclude = ['/vendor/']\nignore-in = { 'docs/*.py' = ['retired-model'] }\n"
    )
    editor = await start_editor(PULL, [tmp_path])
    loud = {"a.py", "docs/below/a.py", "docs/vendor/a.py"}
    for name in loud | {"docs/a.py", "vendor/a.py", "vendor/below/a.py"}:
        uri = editor.open(CALL, (tmp_path / name).as_uri())
        assert bool(await editor.pull(uri)) is (name in loud), name


async def test_an_editor_may_send_its_settings_later(start_editor: StartEditor) -> None:
    editor = await start_editor(PULL)
    uri = editor.open(CALL)
    assert await editor.pull(uri)

    tell_settings(editor, {"claude-preflight": {"ignore": ["retired-model"]}})
    assert not await editor.pull(uri)
    tell_settings(editor, {"claude-preflight": {"ignore": ["retired"]}})
    assert await editor.pull(uri)
    assert (await editor.message()).startswith('editor settings: ignore: unknown rule "retired".')
    tell_settings(editor, {"claude-preflight": {"ignore": ["retired-model"]}})
    tell_settings(editor, None)
    assert not await editor.pull(uri)


async def test_an_editor_may_be_asked_for_the_settings_of_each_folder(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    can = capabilities(pull=True, ask_configuration=True)
    configuration = {one.as_uri(): {"ignore": ["retired-model"]}, None: {"limits": "vendor"}}
    editor = await start_editor(can, [one, other], configuration=configuration)
    quiet = editor.open(CALL, (one / "a.py").as_uri())
    loud = editor.open(CALL, (other / "a.py").as_uri())
    await editor.until(lambda: editor.refreshes > 0)

    assert not await editor.pull(quiet)
    assert await editor.pull(loud)

    editor.configuration = {other.as_uri(): {"ignore": ["retired-model"]}, one.as_uri(): {}}
    before = editor.refreshes
    tell_settings(editor, None)
    await editor.until(lambda: editor.refreshes > before)
    assert await editor.pull(quiet)
    assert not await editor.pull(loud)


async def test_folders_may_come_and_go(start_editor: StartEditor, tmp_path: Path) -> None:
    (tmp_path / "claude-preflight.toml").write_text(IGNORED)
    editor = await start_editor(PULL)
    uri = editor.open(CALL, "untitled:Untitled-1")
    assert await editor.pull(uri)
    folder = types.WorkspaceFolder(tmp_path.as_uri(), "x")

    for event, loud in (
        (types.WorkspaceFoldersChangeEvent(added=[folder], removed=[]), False),
        (types.WorkspaceFoldersChangeEvent(added=[], removed=[folder]), True),
    ):
        editor.client.workspace_did_change_workspace_folders(
            types.DidChangeWorkspaceFoldersParams(event)
        )
        assert bool(await editor.pull(uri)) is loud


async def test_a_bad_setting_of_an_editor_is_dropped_alone(start_editor: StartEditor) -> None:
    editor = await start_editor(PULL)
    uri = editor.open(f'{CALL}f(model="my-claude-1")\nf(model="claude-sonet-4-6")\n')
    rules = {item.code for item in await editor.pull(uri)}
    assert rules == {"retired-model", "unknown-model"}

    tell_settings(
        editor,
        {
            "limits": "none\x1b[31m",
            "replacements": {RETIRED: "my-claude-1"},
            "severity": {"retired-model": "loud"},
            "models": {"my-claude-1": {"name": "Mine"}},
            "ignore": ["unknown-model"],
        },
    )

    (found,) = await editor.pull(uri)
    assert found.code == "retired-model"
    assert "my-claude-1" in found.message
    message = await editor.message()
    assert message.startswith('editor settings: limits: "none␛[31m" is not allowed')
    assert "severity.retired-model" in message
    assert message.count("This setting is not used; the others are") == 2


async def test_an_editor_may_switch_it_off_for_all_or_for_a_language(
    start_editor: StartEditor,
) -> None:
    editor = await start_editor(capabilities(pull=True))
    python, text = editor.open(CALL), editor.open(CALL, "untitled:notes", "markdown")
    assert await editor.pull(python)
    assert await editor.pull(text)

    tell_settings(editor, {"claude-preflight": {"[markdown]": {"enable": False}}})
    assert await editor.pull(python)
    assert not await editor.pull(text)

    tell_settings(editor, {"claude-preflight": {"enable": False, "[markdown]": {"enable": True}}})
    assert not await editor.pull(python)
    assert await editor.pull(text)


async def test_a_language_may_have_settings_of_its_own(start_editor: StartEditor) -> None:
    editor = await start_editor(capabilities(pull=True))
    python, text = editor.open(CALL), editor.open(CALL, "untitled:a.js", "javascript")
    own = {"ignore": ["retired-model"], "severity": 7}
    tell_settings(editor, {"claude-preflight": {"[javascript]": own}})

    assert await editor.pull(python)
    assert not await editor.pull(text)
    assert "severity" in await editor.message()


@pytest.mark.parametrize(
    ("place", "is_read"),
    [
        ("node_modules/sdk/index.js", False),
        ("env/lib/a.py", False),
        ("lib/site-packages/a.py", False),
        (".git/hooks/a.sh", False),
        ("src/modules/a.py", True),
    ],
)
async def test_what_the_command_line_walks_past_is_not_read_when_it_is_opened(
    start_editor: StartEditor, tmp_path: Path, place: str, is_read: bool
) -> None:
    file = tmp_path / place
    file.parent.mkdir(parents=True)
    file.write_text(CALL)
    (tmp_path / "env").mkdir(exist_ok=True)
    (tmp_path / "env" / "pyvenv.cfg").touch()
    editor = await start_editor(capabilities(pull=True), [tmp_path])
    assert bool(await editor.pull(editor.open(CALL, file.as_uri()))) is is_read

    # Who opens such a folder itself wants to see what is in it, as who names it to the command.
    inside = await start_editor(capabilities(pull=True), [file.parent])
    assert await inside.pull(inside.open(CALL, file.as_uri()))


async def test_the_message_about_a_bad_file_has_a_button_that_opens_it(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    file = tmp_path / "claude-preflight.toml"
    file.write_text("limits = 1\n")
    editor = await start_editor(capabilities(pull=True, show_documents=True), [tmp_path])
    editor.choices.append("Open claude-preflight.toml")
    await editor.pull(editor.open(CALL, (tmp_path / "a.py").as_uri()))

    assert (await editor.message()).startswith(f"{file}: limits: 1 is not allowed")
    await editor.until(lambda: bool(editor.shown_documents))
    (shown,) = editor.shown_documents
    assert shown.uri == file.as_uri()
    assert not shown.external
    assert await editor.receive(file.as_uri(), None)
