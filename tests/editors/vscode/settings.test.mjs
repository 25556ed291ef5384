// Settings as a person changes them: in the settings UI, by language, by a quick fix, and in a file.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { Api } from './api.mjs';
import { picture } from './pictures.mjs';
import { waitFor } from './wait.mjs';
import { startWorkbench } from './workbench.mjs';

const RETIRED = 'client.messages.create(model="claude-3-opus-20240229", max_tokens=100)\n';
const OVER = 'client.messages.create(model="claude-opus-4-8", max_tokens=64000)\n';
const FILE = 'project/claude-preflight.toml';

let vscode, api, ui;
before(async () => {
  const files = {
    'a.py': RETIRED,
    'a.md': `${RETIRED}\nSee claude-3-opus-20240229.\n`,
    'b.py': OVER,
  };
  const installed = { 'node_modules/sdk/index.py': RETIRED };
  vscode = await startWorkbench({ folders: { project: { ...files, ...installed } } });
  api = new Api(vscode);
  ui = vscode.ui;
});
after(() => vscode?.stop());
beforeEach(async () => {
  await api.command('notifications.clearAll');
  await api.closeEditors();
});
afterEach(async (context) => {
  if (!context.passed) {
    await picture(vscode.page, `failed ${context.fullName}`);
  }
});

test('the settings UI edits lists and tables', async () => {
  await api.command('workbench.action.openSettings', '@ext:claude-preflight.claude-preflight');
  const setting = (name) =>
    vscode.page.locator('.settings-editor .setting-item-contents', {
      has: vscode.page.locator('.setting-item-label', { hasText: new RegExp(`^${name}$`) }),
    });
  await setting('Ignore').getByText('Add Item').waitFor();
  await picture(vscode.page, 'settings UI');
  for (const name of ['Severity', 'Replacements', 'Exclude']) {
    const add = setting(name).getByText(/^Add (Item|Pattern)$/);
    await waitFor(`${name} to be shown`, async () => {
      await vscode.page.mouse.move(700, 400);
      await vscode.page.mouse.wheel(0, 150);
      return add.first().isVisible();
    });
  }
  await picture(vscode.page, 'settings UI tables');
});

test('it can be switched off for one language', async () => {
  await api.open('project/a.md');
  await waitFor('a problem', async () => (await api.codes('project/a.md')).length > 0);
  await vscode.run((host) =>
    host.workspace
      .getConfiguration('claude-preflight', { languageId: 'markdown' })
      .update('enable', false, host.ConfigurationTarget.Workspace, true),
  );
  await api.shows('project/a.md');
  await api.open('project/a.py');
  await api.shows('project/a.py', 'retired-model');
  await vscode.run((host) =>
    host.workspace
      .getConfiguration('claude-preflight', { languageId: 'markdown' })
      .update('enable', undefined, host.ConfigurationTarget.Workspace, true),
  );
});

test('what a package manager installed is not checked when it is opened', async () => {
  await api.open('project/node_modules/sdk/index.py');
  await api.open('project/a.py', 2);
  await api.shows('project/a.py', 'retired-model');
  assert.deepEqual(await api.codes('project/node_modules/sdk/index.py'), []);
});

test('trusting the limits of the vendor says what it wrote, and can be undone', async () => {
  await api.open('project/b.py');
  await api.shows('project/b.py', 'max-tokens');
  await ui.goTo('b.py', 1, OVER.indexOf('64000') + 2);
  const fix = ui.quickFixes.filter({ hasText: "Trust the vendor's limits" });
  await ui.until(() => vscode.page.keyboard.press('Control+.'), fix);
  await fix.click();
  const told = { hasText: 'limits = "vendor" now stands in' };
  const message = vscode.page.locator('.notification-list-item', told).first();
  await ui.until(() => api.command('notifications.showList'), message);
  assert.ok(existsSync(vscode.fileAt(FILE)));
  await picture(vscode.page, 'trust the vendor');
  await message.getByText('Undo', { exact: true }).click();
  await waitFor('the file to go', () => !existsSync(vscode.fileAt(FILE)));
});

test('the message about a wrong settings file opens it, and the problem is in it', async () => {
  await api.open('project/a.py');
  vscode.write(FILE, 'limits = "mine"\n');
  const message = ui.messages.filter({ hasText: 'limits' });
  await message.waitFor();
  await picture(vscode.page, 'wrong settings file');
  await message.getByText('Open claude-preflight.toml').click();
  await ui.squiggles('claude-preflight.toml').first().waitFor();
  await picture(vscode.page, 'problem in the settings file');
  vscode.write(FILE, '');
});
