// The package without the server's program: it brings libraries, and any Python will do.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { Api } from './api.mjs';
import { picture } from './pictures.mjs';
import { startWorkbench } from './workbench.mjs';

const RETIRED = 'client.messages.create(model="claude-3-opus-20240229", max_tokens=100)\n';
const vsix = process.env.CLAUDE_PREFLIGHT_UNIVERSAL_VSIX;

const skip = vsix ? false : 'no --universal';
const scratch = mkdtempSync(path.join(os.tmpdir(), 'preflight-universal-'));
let vscode, api;
before(async () => {
  if (!vsix) {
    return;
  }
  const searchPath = path.join(scratch, 'nothing');
  mkdirSync(searchPath);
  vscode = await startWorkbench({ folders: { project: { 'a.py': RETIRED } }, vsix, searchPath });
  api = new Api(vscode);
  await api.open('project/a.py');
});
after(async () => {
  await vscode?.stop();
  rmSync(scratch, { recursive: true, force: true });
});
afterEach(async (context) => {
  if (vscode && !context.passed) {
    await picture(vscode.page, `failed ${context.fullName}`);
  }
});

test('without Python, one message says what to do', { skip }, async () => {
  const { messages } = vscode.ui;
  await messages.filter({ hasText: 'Install Python 3.10 or newer' }).waitFor();
  assert.equal(await messages.count(), 1);
  await picture(vscode.page, 'no server');
  await api.command('notifications.clearAll');
});

test('with a Python that has no packages it works', { skip }, async () => {
  const environment = path.join(scratch, 'python');
  const made = spawnSync('python3', ['-m', 'venv', '--without-pip', environment], {
    encoding: 'utf8',
  });
  assert.equal(made.status, 0, made.stderr);
  await vscode.run(
    (_, folder) => {
      process.env.PATH = folder;
    },
    path.join(environment, 'bin'),
  );
  await api.command('claude-preflight.restart');
  await api.shows('project/a.py', 'retired-model');
  assert.match((await api.server()).command, /python3 -I .*bundled.libs server$/);
  assert.equal(await vscode.ui.messages.count(), 0);
});
