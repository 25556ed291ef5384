// What the extension does behind the user interface, seen from the extension host.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { Api } from './api.mjs';
import { closeUp, picture } from './pictures.mjs';
import { waitFor } from './wait.mjs';
import { startWorkbench } from './workbench.mjs';

const RETIRED = 'client.messages.create(model="claude-3-opus-20240229", max_tokens=100)\n';
const FIXED = RETIRED.replace('claude-3-opus-20240229', 'claude-opus-4-8');
const NOTEBOOK = JSON.stringify({
  cells: [
    { cell_type: 'code', metadata: {}, source: [RETIRED], outputs: [], execution_count: null },
  ],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
});

let vscode, api;
before(async () => {
  const files = {
    'a.py': RETIRED,
    'b.py': RETIRED,
    'renamed.py': RETIRED,
    'status.py': 'import anthropic\nif error.status_code == 529: pass\n',
    'cells.ipynb': NOTEBOOK,
  };
  vscode = await startWorkbench({ folders: { one: files, two: { 'a.py': RETIRED } } });
  api = new Api(vscode);
});
after(() => vscode?.stop());
beforeEach(async () => {
  await api.closeEditors();
  await api.command('workbench.action.closePanel');
});
afterEach(async (context) => {
  if (!context.passed) {
    await picture(vscode.page, `failed ${context.fullName}`);
  }
});

describe('commands', () => {
  test('all of them are there', async () => {
    await api.open('one/a.py');
    await api.shows('one/a.py', 'retired-model');
    const commands = await vscode.run((host) => host.commands.getCommands(true));
    const ours = commands.filter((name) => /^claude-preflight\.\w+$/.test(name));
    // The server's own, such as `explainRule`, are among them.
    const names =
      'checkWorkspace enableFixOnSave explainRule fixAll fixWorkspace openExample restart settingWritten showErrorReference showLog showMigrationReport'.split(
        ' ',
      );
    assert.deepEqual(
      ours.sort(),
      names.map((name) => `claude-preflight.${name}`),
    );
  });

  test('fix all repairs the file', async () => {
    await api.open('one/a.py');
    await api.shows('one/a.py', 'retired-model');
    await api.command('claude-preflight.fixAll');
    await waitFor('the fix', async () => (await api.text('one/a.py')) === FIXED);
    await api.shows('one/a.py');
    assert.equal(vscode.read('one/a.py'), RETIRED, 'nothing is saved unasked');
    await api.command('workbench.action.files.revert');
  });

  test('enable fix on save writes the setting beside what is there, and saving fixes', async () => {
    const setting = 'editor.codeActionsOnSave';
    await api.configure(setting, { 'source.organizeImports': 'never' });
    await api.command('claude-preflight.enableFixOnSave');
    const valueOf = (key) =>
      vscode.run(
        (host, name) => host.workspace.getConfiguration().inspect(name).workspaceValue,
        key,
      );
    const expected = {
      'source.organizeImports': 'never',
      'source.fixAll.claude-preflight': 'explicit',
    };
    assert.deepEqual(await valueOf(setting), expected);
    const inNotebooks = 'notebook.codeActionsOnSave';
    const kind = 'notebook.source.fixAll.claude-preflight';
    assert.deepEqual(await valueOf(inNotebooks), { [kind]: 'explicit' });
    await api.open('one/b.py');
    await api.shows('one/b.py', 'retired-model');
    await api.command('workbench.action.files.save');
    await waitFor('the fix on disk', () => vscode.read('one/b.py') === FIXED);
    await api.configure(setting, null);
    await api.configure(inNotebooks, null);
    vscode.write('one/b.py', RETIRED);
  });

  test('restart starts another server, which knows the open files', async () => {
    await api.open('one/a.py');
    await api.shows('one/a.py', 'retired-model');
    const { pid } = await api.server();
    await api.command('claude-preflight.restart');
    await api.server(pid);
    await api.shows('one/a.py', 'retired-model');
  });

  test('restarts that come at once are made one after the other', async () => {
    await api.open('one/a.py');
    const restart = () => api.command('claude-preflight.restart');
    await Promise.all([restart(), restart(), restart()]);
    await api.server();
    await api.shows('one/a.py', 'retired-model');
  });

  test('show log opens the output of the extension', async () => {
    await api.command('claude-preflight.showLog');
    const output = vscode.page.locator('.part.panel', { hasText: 'Output' });
    await output.getByRole('combobox').filter({ hasText: 'Claude Preflight' }).waitFor();
    const channels = await output.locator('select option').allInnerTexts();
    assert.ok(channels.includes('Claude Preflight Trace'), String(channels));
  });

  test('the error reference has all errors and opens as a page that can be searched', async () => {
    await api.command('claude-preflight.showErrorReference');
    const { label, text } = await waitFor('the page', () =>
      vscode.run((host) => {
        const page = host.workspace.textDocuments.find(
          ({ uri }) => uri.scheme === 'claude-preflight',
        );
        const label = host.window.tabGroups.activeTabGroup.activeTab?.label;
        return page && label && { label, text: page.getText() };
      }),
    );
    assert.match(label, /Errors of the Claude API/);
    for (const code of [410, 400, 401, 403, 404, 429, 500, 529, 'TIMEOUT', 'STREAM']) {
      assert.match(text, new RegExp(`^## ${code} `, 'm'));
    }
    const frames = vscode.page.frameLocator('iframe.webview.ready').frameLocator('iframe');
    await frames.getByRole('heading', { name: /529 Overloaded/ }).waitFor();
    await api.command('notifications.clearAll');
    await picture(vscode.page, 'error reference');
    const find = vscode.page.locator('.simple-find-part.visible');
    await vscode.ui.until(() => vscode.page.keyboard.press('Control+F'), find);
    await vscode.page.keyboard.type('monthly spend cap');
    await vscode.page.keyboard.press('Enter');
    await waitFor('the words to be found', async () => {
      const selected = await frames.locator('body').evaluate(() => String(getSelection()));
      return selected === 'monthly spend cap';
    });
    await picture(vscode.page, 'error reference searched');
  });

  test('the error reference opens at the error that a hover is about', async () => {
    await api.open('one/status.py');
    await vscode.ui.hoverAt('status.py', 2, 28, 'Open in the error reference');
    await vscode.page.locator('.monaco-hover').getByText('Open in the error reference').click();
    const frames = vscode.page.frameLocator('iframe.webview.ready').frameLocator('iframe');
    const heading = frames.getByRole('heading', { name: /^529 Overloaded/ });
    await heading.waitFor();
    await waitFor('the section to be on top', async () => {
      const top = await heading.evaluate((each) => each.getBoundingClientRect().top);
      return top >= -10 && top < 200;
    });
    await closeUp(vscode.page, 'error reference at 529');
    await frames.getByRole('link', { name: /^404 Not Found/ }).waitFor({ state: 'attached' });
  });
});

describe('settings', () => {
  test('a change is taken up without a restart', async () => {
    await api.open('one/a.py');
    await api.shows('one/a.py', 'retired-model');
    const { pid } = await api.server();
    await api.configure('claude-preflight.ignore', ['retired-model']);
    await api.shows('one/a.py');
    await api.configure('claude-preflight.ignore', null);
    await api.shows('one/a.py', 'retired-model');
    assert.equal((await api.server()).pid, pid);
  });

  test('each folder of a workspace has its own', async () => {
    await api.open('one/a.py');
    await api.open('two/a.py', 2);
    await api.shows('one/a.py', 'retired-model');
    await api.shows('two/a.py', 'retired-model');
    await api.configure('claude-preflight.ignore', ['retired-model'], 'two');
    await api.shows('two/a.py');
    await api.shows('one/a.py', 'retired-model');
    await api.configure('claude-preflight.ignore', null, 'two');
    await api.shows('two/a.py', 'retired-model');
  });

  test('what the settings file says counts where the editor says nothing', async () => {
    await api.open('two/a.py');
    await api.shows('two/a.py', 'retired-model');
    vscode.write('two/claude-preflight.toml', 'ignore = ["retired-model"]\n');
    await api.shows('two/a.py');
    await api.configure('claude-preflight.ignore', [], 'two');
    await api.shows('two/a.py', 'retired-model');
    await api.configure('claude-preflight.ignore', null, 'two');
    await api.shows('two/a.py');
    vscode.write('two/claude-preflight.toml', '');
    await api.shows('two/a.py', 'retired-model');
  });
});

describe('documents', () => {
  test('an untitled one is checked and fixed', async () => {
    const uri = await vscode.run(async (host, content) => {
      const document = await host.workspace.openTextDocument({ language: 'python', content });
      await host.window.showTextDocument(document);
      return document.uri.toString();
    }, RETIRED);
    await api.shows(uri, 'retired-model');
    await api.command('claude-preflight.fixAll');
    await api.shows(uri);
  });

  test('problems follow a file that is renamed', async () => {
    await api.open('one/renamed.py');
    await api.shows('one/renamed.py', 'retired-model');
    await vscode.run(
      async (host, from, to) => {
        const edit = new host.WorkspaceEdit();
        edit.renameFile(host.Uri.file(from), host.Uri.file(to));
        await host.workspace.applyEdit(edit);
      },
      vscode.fileAt('one/renamed.py'),
      vscode.fileAt('one/new-name.py'),
    );
    await api.shows('one/new-name.py', 'retired-model');
    await api.shows('one/renamed.py');
  });

  test('two editors on one file show each problem once, and so does the file when both are closed', async () => {
    await api.open('one/a.py');
    await api.open('one/a.py', 2);
    await api.shows('one/a.py', 'retired-model');
    await api.command('claude-preflight.fixAll');
    await api.shows('one/a.py');
    await api.command('workbench.action.files.revert');
    await api.shows('one/a.py', 'retired-model');
    await api.command('workbench.action.closeActiveEditor');
    await api.shows('one/a.py', 'retired-model');
    await api.command('workbench.action.closeActiveEditor');
    await api.shows('one/a.py', 'retired-model');
  });

  test('the cells of a notebook are checked', async () => {
    const uri = await vscode.run(async (host, file) => {
      const notebook = await host.workspace.openNotebookDocument(host.Uri.file(file));
      await host.window.showNotebookDocument(notebook);
      return notebook.cellAt(0).document.uri.toString();
    }, vscode.fileAt('one/cells.ipynb'));
    await api.shows(uri, 'retired-model');
  });
});

describe('what there is to see', () => {
  test('the language status names the version and the source of the server', async () => {
    await api.open('one/a.py');
    await api.shows('one/a.py', 'retired-model');
    const item = vscode.page.locator('.hover-language-status', {
      hasText: /Claude Preflight \d/,
    });
    const button = vscode.page.locator('[id="status.languageStatus"]');
    await vscode.ui.until(() => button.hover(), item);
    assert.match(await item.innerText(), /Claude Preflight \d+\.\d+\.\d+[^]*the bundled server/);
    await picture(vscode.page, 'language status');
    await vscode.page.mouse.move(600, 300);
  });

  test('the walkthrough opens an example, with problems in it', async () => {
    await api.command('claude-preflight.openExample');
    const uri = await vscode.run((host) => host.window.activeTextEditor.document.uri.toString());
    assert.match(uri, /^untitled:/);
    await api.shows(uri, 'retired-model');
  });

  test('the walkthrough has a picture for each step', async () => {
    const id = 'claude-preflight.claude-preflight#start';
    await api.command('workbench.action.closeSidebar');
    await api.command('workbench.action.openWalkthrough', id);
    await vscode.page.locator('.getting-started-step', { hasText: 'Open an example' }).waitFor();
    const image = vscode.page.locator('.getting-started-media img');
    await waitFor('the picture', () => image.evaluate((each) => each.naturalWidth > 0));
    await picture(vscode.page, 'walkthrough');
  });
});
