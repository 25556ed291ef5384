// A real VS Code for tests: code-server with its own settings, extensions, workspace and home,
// shown by a headless Chromium. `ui` is what a person can do, `run` what an extension can do.

import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { tools } from './setup.mjs';
import { UI } from './ui.mjs';
import { waitFor } from './wait.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const START_PATIENCE = 60_000;
const RELOAD_AFTER = 12_000;
// Nothing may look online, tell anyone anything, or greet the user.
const QUIET = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'javascript.validate.enable': false,
  'json.schemaDownload.enable': false,
  'js/ts.validate.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'typescript.validate.enable': false,
  'update.mode': 'none',
  'window.menuBarVisibility': 'hidden',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};
const BROWSER = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-sync',
  '--no-first-run',
  '--no-sandbox',
];

for (const name of ['SIGINT', 'SIGTERM']) {
  process.once(name, () => process.exit(1));
}

/**
 * Start VS Code with the extension installed.
 *
 * `folders` has the files of each folder of the workspace, as {folder: {name: text}}; more than
 * one make a multi-root workspace. `settings` are the user's. `trust` asks for a workspace that
 * is not trusted. `searchPath` is the PATH that the extension finds.
 */
export async function startWorkbench({
  folders,
  settings = {},
  trust = true,
  vsix = process.env.CLAUDE_PREFLIGHT_VSIX,
  searchPath = process.env.PATH,
}) {
  const root = mkdtempSync(path.join(os.tmpdir(), 'preflight-'));
  const clear = () => rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', clear);
  const stops = [clear];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) {
      await each();
    }
  };
  try {
    const place = prepare(root, folders, { ...trustSettings(trust), ...QUIET, ...settings });
    install(place, vsix);
    const server = await serve(place, searchPath, stops);
    const page = await show(server.url, place, stops);
    const bridge = path.join(root, 'bridge');
    const run = (task, ...args) => evaluate(bridge, String(task), args);
    await waitFor('the extension host', () => run(() => true).catch(() => false), START_PATIENCE);
    return { page, ui: new UI(page), run, stop, ...files(place), server };
  } catch (error) {
    await stop();
    throw error;
  }
}

function trustSettings(trust) {
  return trust
    ? { 'security.workspace.trust.enabled': false }
    : {
        'security.workspace.trust.enabled': true,
        'security.workspace.trust.startupPrompt': 'never',
      };
}

/** Lay out all that VS Code reads and writes in one folder, and the workspace. */
function prepare(root, folders, settings) {
  const place = {
    root,
    user: path.join(root, 'user'),
    extensions: path.join(root, 'extensions'),
    home: path.join(root, 'home'),
    work: path.join(root, 'work'),
    names: Object.keys(folders),
  };
  write(path.join(place.user, 'User/settings.json'), JSON.stringify(settings, null, 2));
  write(path.join(root, 'config.yaml'), 'auth: none\ncert: false\n');
  mkdirSync(place.home);
  for (const [folder, contents] of Object.entries(folders)) {
    mkdirSync(path.join(place.work, folder), { recursive: true });
    for (const [name, text] of Object.entries(contents)) {
      write(path.join(place.work, folder, name), text);
    }
  }
  const all = { folders: place.names.map((name) => ({ path: name })) };
  write(path.join(place.work, 'all.code-workspace'), JSON.stringify(all));
  cpSync(
    path.join(HERE, 'bridge'),
    path.join(place.extensions, 'claude-preflight-tests.bridge-0.0.1'),
    {
      recursive: true,
    },
  );
  return place;
}

function command(place) {
  const { codeServer } = tools();
  return [
    codeServer,
    ...['--config', path.join(place.root, 'config.yaml')],
    ...['--user-data-dir', place.user],
    ...['--extensions-dir', place.extensions],
  ];
}

function environment(place, searchPath) {
  return {
    PATH: searchPath,
    HOME: place.home,
    LANG: 'C.UTF-8',
    // As if started from a terminal: VS Code does not ask a login shell for another PATH then.
    VSCODE_CLI: '1',
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '' }),
    CLAUDE_PREFLIGHT_TEST_BRIDGE: path.join(place.root, 'bridge'),
  };
}

function install(place, vsix) {
  const args = [...command(place), '--install-extension', vsix];
  const env = environment(place, process.env.PATH);
  const { stdout, stderr } = spawnSync(tools().node, args, { env, encoding: 'utf8' });
  if (!/successfully installed/.test(stdout)) {
    throw new Error(`${vsix} could not be installed:\n${stdout}${stderr}`);
  }
}

async function serve(place, searchPath, stops) {
  const args = [
    ...command(place),
    ...['--bind-addr', '127.0.0.1:0', '--auth', 'none'],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
  ];
  const env = environment(place, searchPath);
  const stdio = ['ignore', 'pipe', 'pipe'];
  const server = spawn(tools().node, args, { env, stdio, detached: true });
  const gone = new Promise((resolve) => server.once('exit', resolve));
  stops.push(() => endGroup(server.pid, gone));
  // It has a process group of its own, so it would stay behind if these tests were interrupted.
  process.once('exit', () => signal(-server.pid, 'SIGKILL'));
  let log = '';
  server.stdout.on('data', (data) => (log += data));
  server.stderr.on('data', (data) => (log += data));
  const address = () => {
    if (server.exitCode !== null) {
      throw new Error(`code-server left:\n${log}`);
    }
    return /HTTP server listening on (http:\S+?)\/?\s/.exec(log)?.[1];
  };
  return { url: await waitFor('code-server', address, START_PATIENCE), pid: server.pid };
}

/** End a process with all that it started; the group is still there after its leader is gone. */
async function endGroup(pid, gone) {
  signal(-pid, 'SIGTERM');
  let timer;
  await Promise.race([gone, new Promise((resolve) => (timer = setTimeout(resolve, 5000)))]);
  clearTimeout(timer);
  signal(-pid, 'SIGKILL');
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') {
      throw error;
    }
  }
}

async function show(url, place, stops) {
  const { playwright, chromium } = tools();
  const { chromium: driver } = await import(playwright);
  const browser = await driver.launch({ executablePath: chromium, args: BROWSER });
  stops.push(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1200, height: 720 } });
  const page = await context.newPage();
  const [only, ...others] = place.names;
  const query =
    others.length > 0
      ? { workspace: path.join(place.work, 'all.code-workspace') }
      : { folder: path.join(place.work, only) };
  await page.goto(`${url}/?${new URLSearchParams(query)}`);
  const rows = page.locator('.explorer-folders-view .monaco-list-row').first();
  // A workspace file that is read too soon seems to have no folders, until it is opened again.
  await waitFor(
    'the folders',
    async () => {
      const shown = rows.waitFor({ timeout: RELOAD_AFTER }).then(() => true);
      return shown.catch(() => page.reload().then(() => false));
    },
    START_PATIENCE,
  );
  return page;
}

/** Files of the workspace, by folder and name. */
function files(place) {
  const fileAt = (name) => path.join(place.work, name);
  return {
    root: place.root,
    extensions: place.extensions,
    fileAt,
    read: (name) => readFileSync(fileAt(name), 'utf8'),
    write: (name, text) => write(fileAt(name), text),
  };
}

function write(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Run a function in the extension host and return its result. */
function evaluate(socketPath, source, args) {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, method: 'POST' }, async (response) => {
      const parts = [];
      for await (const part of response) {
        parts.push(part);
      }
      const { result, error } = JSON.parse(Buffer.concat(parts).toString());
      error ? reject(new Error(error)) : resolve(result);
    });
    call.once('error', reject);
    call.end(JSON.stringify({ source, args }));
  });
}
