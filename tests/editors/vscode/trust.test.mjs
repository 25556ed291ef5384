// A workspace that is not trusted: nothing of it is run, and the bundled server is used.

import assert from 'node:assert/strict';
import { chmodSync, existsSync } from 'node:fs';
import { after, afterEach, before, test } from 'node:test';
import { Api } from './api.mjs';
import { picture } from './pictures.mjs';
import { waitFor } from './wait.mjs';
import { startWorkbench } from './workbench.mjs';

const RETIRED = 'client.messages.create(model="claude-3-opus-20240229", max_tokens=100)\n';
const PROGRAM = '#!/bin/sh\necho run > "$0.was-run"\nexit 1\n';

let vscode, api;
before(async () => {
  const settings = JSON.stringify({ 'claude-preflight.path': '${workspaceFolder}/server' });
  const files = { 'a.py': RETIRED, server: PROGRAM, '.vscode/settings.json': settings };
  // What Python would import, if it were started in the workspace.
  files['claude_preflight/__init__.py'] = files['click.py'] = 'open("was-imported", "w")\n';
  vscode = await startWorkbench({ folders: { project: files }, trust: false });
  chmodSync(vscode.fileAt('project/server'), 0o755);
  api = new Api(vscode);
});
after(() => vscode?.stop());
afterEach(async (context) => {
  if (!context.passed) {
    await picture(vscode.page, `failed ${context.fullName}`);
  }
});

const wasRun = () => existsSync(vscode.fileAt('project/server.was-run'));

test('the bundled server is used and the path of the workspace is not looked at', async () => {
  assert.equal(await vscode.run((host) => host.workspace.isTrusted), false);
  await api.open('project/a.py');
  await api.shows('project/a.py', 'retired-model');
  assert.match((await api.server()).command, /bundled/);
  assert.equal(wasRun(), false);
  assert.equal(await vscode.ui.messages.filter({ hasText: 'claude-preflight' }).count(), 0);
  await picture(vscode.page, 'untrusted');
});

test('a path of the user is not looked at either', async () => {
  const { pid } = await api.server();
  await api.configure('claude-preflight.path', vscode.fileAt('project/server'), 'user');
  await api.command('claude-preflight.restart');
  assert.match((await api.server(pid)).command, /bundled/);
  await api.shows('project/a.py', 'retired-model');
  assert.equal(wasRun(), false);
});

test('as soon as the workspace is trusted, its path counts', async () => {
  await api.command('workbench.trust.manage');
  await vscode.page.locator('.workspace-trust-editor').getByText('Trust', { exact: true }).click();
  await waitFor('the server of the workspace', wasRun);
  const message = vscode.ui.messages.filter({
    hasText: 'Could not start the server of the setting',
  });
  await message.waitFor();
  await api.shows('project/a.py', 'retired-model');
  assert.equal(existsSync(vscode.fileAt('project/was-imported')), false);
});
