// The server comes and goes: it dies, the path to it is wrong, or it is another one.

import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { Api } from './api.mjs';
import { picture } from './pictures.mjs';
import { waitFor } from './wait.mjs';
import { startWorkbench } from './workbench.mjs';

const RETIRED = 'client.messages.create(model="claude-3-opus-20240229", max_tokens=100)\n';
const SETTING = 'claude-preflight.path';

let vscode, api, ui;
before(async () => {
  vscode = await startWorkbench({ folders: { project: { 'a.py': RETIRED, 'b.py': RETIRED } } });
  api = new Api(vscode);
  ui = vscode.ui;
});
after(() => vscode?.stop());
beforeEach(async () => {
  await api.configure(SETTING, null, 'user');
  await api.command('notifications.clearAll');
  await api.closeEditors();
  await api.open('project/a.py');
  await api.shows('project/a.py', 'retired-model');
});
afterEach(async (context) => {
  if (!context.passed) {
    await picture(vscode.page, `failed ${context.fullName}`);
  }
});

/** A program in the folder of this run that is a shell script. */
function script(name, lines) {
  const file = path.join(vscode.root, name);
  vscode.write(path.relative(vscode.fileAt(''), file), `#!/bin/sh\n${lines}\n`);
  chmodSync(file, 0o755);
  return file;
}

test('a server that is killed is started again', async () => {
  const { pid } = await api.server();
  process.kill(pid, 'SIGKILL');
  await api.server(pid);
  await api.open('project/b.py');
  await api.shows('project/b.py', 'retired-model');
  await api.shows('project/a.py', 'retired-model');
  assert.equal(await ui.messages.count(), 0);
});

test('a wrong path gives one message with what to do, and the running server goes on', async () => {
  const { pid } = await api.server();
  await api.configure(SETTING, '/nowhere/claude-preflight', 'user');
  await ui.messages.first().waitFor();
  const message = await ui.messages.first().innerText();
  assert.match(message, /claude-preflight\.path names no program: \/nowhere\/claude-preflight/);
  assert.match(message, /the bundled server is used/);
  await picture(vscode.page, 'wrong path');
  await vscode.page.getByRole('button', { name: 'Open Settings' }).click();
  const setting = vscode.page.locator('.setting-item', { hasText: /Claude-preflight: Path/i });
  await setting.waitFor();
  await picture(vscode.page, 'settings');
  assert.equal((await api.server()).pid, pid);
  assert.equal(await ui.messages.count(), 0, 'one message, and it is answered');
});

test('a program that is no server gives one message, and the bundled server is used', async () => {
  await api.configure(SETTING, script('no-server', 'echo hello; exit 3'), 'user');
  await ui.messages.filter({ hasText: 'Could not start the server of the setting' }).waitFor();
  assert.equal(await ui.messages.count(), 1);
  assert.match((await api.server()).command, /bundled/);
  await api.shows('project/a.py', 'retired-model');
});

test('a server of one’s own is used from when the setting is written until it is gone', async () => {
  const [folder] = readdirSync(vscode.extensions).filter((name) =>
    name.startsWith('claude-preflight.claude-preflight-'),
  );
  const bundled = path.join(vscode.extensions, folder, 'bundled/server/claude-preflight');
  const own = script('own-claude-preflight', `echo started >> "$0.log"\nexec "${bundled}" "$@"`);
  const log = `../${path.basename(own)}.log`;
  const { pid } = await api.server();
  await api.configure(SETTING, own, 'user');
  const { pid: ownPid } = await api.server(pid);
  // The process is there before its first line has run.
  await waitFor(
    'the server to start',
    () => existsSync(vscode.fileAt(log)) && vscode.read(log) === 'started\n',
  );
  await api.shows('project/a.py', 'retired-model');
  await api.configure(SETTING, null, 'user');
  await api.server(ownPid);
  await api.shows('project/a.py', 'retired-model');
  assert.equal(vscode.read(log), 'started\n');
  assert.equal(await ui.messages.count(), 0);
});

test('a server that dies again and again is given up, until it is asked for', async () => {
  const message = ui.messages.filter({ hasText: 'keeps crashing' });
  for (let last = 0; (await message.count()) === 0;) {
    const server = await waitFor('a server or the end of it', async () => {
      const [one] = api.servers().filter(({ pid }) => pid !== last);
      return one ?? ((await message.count()) > 0 && { pid: 0 });
    });
    if (server.pid) {
      await api.shows('project/a.py', 'retired-model');
      process.kill((last = server.pid), 'SIGKILL');
    }
  }
  assert.deepEqual(api.servers(), []);
  await picture(vscode.page, 'server given up');
  await vscode.page.getByRole('button', { name: 'Restart' }).click();
  await api.server();
  await api.shows('project/a.py', 'retired-model');
});
