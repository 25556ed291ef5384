// Installs what the tests in the real VS Code need, once, into a folder of the user's cache:
// code-server (the VS Code workbench, served to a browser), the Node that it asks for, and
// playwright-core, all from npm; Chromium from apt where that is possible.
//
// Prints nothing when everything is there. `node setup.mjs` does the same by itself.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const MANIFEST = path.join(HERE, 'package.json');
// code-server asks for this major version of Node, whatever runs the tests. One npm package each.
const NODE_VERSION = '24.21.0';
const NODE_PACKAGE = `node-${process.platform}-${process.arch}`;
const QUIET = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];
// Parts of VS Code that no test touches and that take half of the space.
const UNUSED = ['extensions/copilot', 'node_modules/@github', 'node_modules/@microsoft/mxc-sdk'];

/** What the tests start. */
export function tools() {
  const folder = cacheFolder();
  if (!existsSync(path.join(folder, 'ready'))) {
    install(folder);
  }
  const modules = path.join(folder, 'node_modules');
  return {
    node: path.join(modules, NODE_PACKAGE, 'bin', 'node'),
    codeServer: path.join(modules, 'code-server', 'out', 'node', 'entry.js'),
    playwright: path.join(modules, 'playwright-core', 'index.mjs'),
    chromium: chromium(),
  };
}

function cacheFolder() {
  const state = createHash('sha256')
    .update(readFileSync(MANIFEST))
    .update(NODE_VERSION)
    .digest('hex')
    .slice(0, 12);
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.join(cache, 'claude-preflight', `vscode-${state}`);
}

/** Install beside the place and move it there at the end, so that half an install is never used. */
function install(folder) {
  console.log(`Fetching VS Code for the tests into ${folder} (once, about 500 MB) ...`);
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  writeFileSync(path.join(unfinished, 'package.json'), readFileSync(MANIFEST));
  try {
    const engine = `${NODE_PACKAGE}@${NODE_VERSION}`;
    run('npm', ['install', ...QUIET, '--engine-strict=false', engine], unfinished);
    const node = path.join(unfinished, 'node_modules', NODE_PACKAGE, 'bin');
    const vscode = path.join(unfinished, 'node_modules/code-server/lib/vscode');
    run('npm', ['install', '--omit=dev', ...QUIET], vscode, node);
    for (const part of UNUSED) {
      rmSync(path.join(vscode, part), { recursive: true, force: true });
    }
    writeFileSync(path.join(unfinished, 'ready'), '');
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function chromium() {
  return findChromium() ?? (installChromium(), findChromium()) ?? missingChromium();
}

function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const candidates = [
    process.env.CHROMIUM,
    ...names.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return candidates.find((file) => file && existsSync(file));
}

function installChromium() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) {
    return;
  }
  console.log('Installing Chromium with apt (once) ...');
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
  const options = ['install', '-qq', '-y', '--no-install-recommends', 'chromium'];
  spawnSync('apt-get', options, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

function missingChromium() {
  throw new Error(
    'The editor tests need Chromium: install it (Debian, Ubuntu: sudo apt install chromium), ' +
      'or set CHROMIUM to the path of a Chromium or Chrome.',
  );
}

function run(command, args, cwd, firstOnPath = '') {
  const PATH = [firstOnPath, process.env.PATH].filter(Boolean).join(path.delimiter);
  const env = { ...process.env, PATH };
  const { status, error } = spawnSync(command, args, { cwd, env, stdio: 'inherit' });
  if (status !== 0) {
    throw new Error(`${command} ${args[0]} failed in ${cwd}: ${error ?? `exit code ${status}`}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  tools();
}
