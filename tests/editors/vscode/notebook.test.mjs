// Notebooks in the real VS Code: cells are checked together, fixed together, and saved as they were.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Api } from './api.mjs';
import { picture } from './pictures.mjs';
import { waitFor } from './wait.mjs';
import { startWorkbench } from './workbench.mjs';

const OLD = 'claude-3-opus-20240229';
const NEW = 'claude-opus-4-8';
const MODEL = `MODEL = "${OLD}"`;
const ASK = ['client.messages.create(', '    model=MODEL,', '    temperature=0.5,', ')'].join('\n');
const TEXT = `We ask \`${OLD}\`.`;
const FIX_ON_SAVE = {
  'notebook.codeActionsOnSave': { 'notebook.source.fixAll.claude-preflight': 'explicit' },
};

function notebook(...cells) {
  return `${JSON.stringify(
    {
      cells: cells.map(([kind, source]) => ({
        cell_type: kind,
        metadata: {},
        source: source.split(/(?<=\n)/),
        ...(kind === 'code' ? { outputs: [], execution_count: null } : {}),
      })),
      metadata: { language_info: { name: 'python' } },
      nbformat: 4,
      nbformat_minor: 2,
    },
    null,
    1,
  )}\n`;
}

let vscode, api;
before(async () => {
  const files = Object.fromEntries(
    ['read', 'typed', 'quick', 'all', 'saved'].map((name) => [
      `${name}.ipynb`,
      notebook(['code', MODEL], ['markdown', TEXT], ['code', ASK]),
    ]),
  );
  vscode = await startWorkbench({ folders: { one: files }, settings: FIX_ON_SAVE });
  api = new Api(vscode);
});
after(() => vscode?.stop());
afterEach(async (context) => {
  if (!context.passed) {
    await picture(vscode.page, `failed ${context.fullName}`);
  }
  await api.closeEditors();
});

/** Show a notebook as a click on its file does, and give the URIs of its cells. */
async function open(name) {
  await vscode.run(
    (host, file) => host.commands.executeCommand('vscode.open', host.Uri.file(file)),
    vscode.fileAt(`one/${name}`),
  );
  return waitFor(`${name} to be shown`, () =>
    vscode.run((host, end) => {
      const shown = host.window.activeNotebookEditor?.notebook;
      const cells = shown?.uri.path.endsWith(end) ? shown.getCells() : [];
      return cells.length > 0 && cells.map((cell) => cell.document.uri.toString());
    }, `/${name}`),
  );
}

/** The texts of the cells of the notebook that is shown. */
function texts() {
  return vscode.run((host) =>
    host.window.activeNotebookEditor.notebook.getCells().map((cell) => cell.document.getText()),
  );
}

function sources(name) {
  return JSON.parse(vscode.read(`one/${name}`)).cells.map(({ source }) => source.join(''));
}

test('each cell has its own problems, and each of them once', async () => {
  const [model, text, ask] = await open('read.ipynb');
  await api.shows(model, 'retired-model');
  await api.shows(text, 'retired-model');
  await api.shows(ask);
  await vscode.page.locator('.notebookOverlay .squiggly-error').first().waitFor();
  await picture(vscode.page, 'notebook');
});

test('a change in one cell changes the problems of another', async () => {
  const [model, , ask] = await open('typed.ipynb');
  await api.shows(model, 'retired-model');
  const replace = (uri, from, to) =>
    vscode.run(
      async (host, cell, old, text) => {
        const document = await host.workspace.openTextDocument(host.Uri.parse(cell));
        const start = document.positionAt(document.getText().indexOf(old));
        const edit = new host.WorkspaceEdit();
        const range = new host.Range(start, start.translate(0, old.length));
        edit.replace(document.uri, range, text);
        await host.workspace.applyEdit(edit);
      },
      uri,
      from,
      to,
    );
  await replace(ask, 'temperature=0.5', 'max_tokens=400000');
  await replace(model, OLD, NEW);
  await api.shows(model);
  await api.shows(ask, 'max-tokens');
  await replace(model, 'MODEL', 'OTHER');
  await api.shows(ask);
  await api.command('workbench.action.files.revert');
});

test('a quick fix changes every cell that belongs to the request', async () => {
  const [model] = await open('quick.ipynb');
  await api.shows(model, 'retired-model');
  const title = await vscode.run(async (host, cell) => {
    const uri = host.Uri.parse(cell);
    const at = new host.Range(0, 12, 0, 12);
    const actions = await host.commands.executeCommand(
      'vscode.executeCodeActionProvider',
      uri,
      at,
      'quickfix',
      5,
    );
    const action = actions.find(({ edit }) => edit);
    await host.workspace.applyEdit(action.edit);
    return action.title;
  }, model);
  assert.match(title, /drops temperature/);
  const [first, , last] = await texts();
  assert.equal(first, MODEL.replace(OLD, NEW));
  assert.equal(last, ASK.replace('    temperature=0.5,\n', ''));
  await api.shows(model);
  await api.command('workbench.action.files.revert');
});

test('fix all repairs the notebook', async () => {
  const [model, text] = await open('all.ipynb');
  await api.shows(model, 'retired-model');
  await api.shows(text, 'retired-model');
  await api.command('claude-preflight.fixAll');
  await api.shows(model);
  await api.shows(text, 'retired-model');
  assert.deepEqual(await texts(), [
    MODEL.replace(OLD, NEW),
    TEXT,
    ASK.replace('    temperature=0.5,\n', ''),
  ]);
  await api.command('workbench.action.files.revert');
});

test('saving fixes the notebook as a whole and leaves its text alone', async () => {
  const [model] = await open('saved.ipynb');
  await api.shows(model, 'retired-model');
  // What is not changed is not saved.
  await vscode.run(async (host) => {
    const { notebook: shown } = host.window.activeNotebookEditor;
    const edit = new host.WorkspaceEdit();
    edit.insert(shown.cellAt(2).document.uri, new host.Position(0, 0), '# Ask.\n');
    await host.workspace.applyEdit(edit);
  });
  await api.command('workbench.action.files.save');
  await waitFor('the notebook on disk', () => vscode.read('one/saved.ipynb').includes(NEW));
  assert.deepEqual(sources('saved.ipynb'), [
    MODEL.replace(OLD, NEW),
    TEXT,
    `# Ask.\n${ASK.replace('    temperature=0.5,\n', '')}`,
  ]);
});
