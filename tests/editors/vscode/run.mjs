// Runs the tests in the real VS Code.
//
//   node run.mjs --vsix FILE [--universal FILE] [--pictures FOLDER] [--media] [NAME ...]
//
// --vsix       the package for this platform, with the server in it
// --universal  the package without it; its test is part of the run only with this option
// --pictures   where the screenshots go; build/vscode-pictures of this project by default
// --media      renew the pictures in the README and the walkthrough of the extension, if all passes
// NAME         the beginning of the name of a test file, to run that one only

import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tools } from './setup.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.resolve(HERE, '../../..');

// The pictures that the extension shows, and which screenshots they are.
const MEDIA = {
  'problems.png': 'problems-assistant.py.png',
  'quick-fix.png': 'quick-fix-assistant.ts.png',
  'model-hover.png': 'model-hover-assistant.py.png',
  'error-hover.png': 'error-hover-assistant.py.png',
  'error-reference.png': 'error-reference-at-529.png',
};

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      vsix: { type: 'string' },
      universal: { type: 'string' },
      media: { type: 'boolean', default: false },
      pictures: { type: 'string', default: path.join(ROOT, 'build', 'vscode-pictures') },
    },
  });
  const packages = [values.vsix, values.universal];
  if (!values.vsix || packages.some((file) => file && !existsSync(file))) {
    throw new Error('Say which package to test: node run.mjs --vsix FILE (`make vsix` makes one)');
  }
  const tests = readdirSync(HERE).filter(
    (name) =>
      name.endsWith('.test.mjs') &&
      (positionals.length === 0 || positionals.some((start) => name.startsWith(start))),
  );
  rmSync(values.pictures, { recursive: true, force: true });
  const [vsix, universal] = packages.map((file) => (file ? path.resolve(file) : ''));
  const options = ['--test', '--test-concurrency=1', '--test-reporter=spec'];
  const files = tests.map((name) => path.join(HERE, name));
  const status = await run(tools().node, [...options, ...files], {
    CLAUDE_PREFLIGHT_VSIX: vsix,
    CLAUDE_PREFLIGHT_UNIVERSAL_VSIX: universal,
    CLAUDE_PREFLIGHT_TEST_PICTURES: path.resolve(values.pictures),
  });
  if (values.media && status === 0) {
    renewMedia(values.pictures);
  }
  return status;
}

/** Run a program to its end and return its exit code; who interrupts this ends the program too. */
function run(program, args, environment) {
  const env = { ...process.env, ...environment };
  const child = spawn(program, args, { stdio: 'inherit', env });
  for (const name of ['SIGINT', 'SIGTERM']) {
    process.once(name, () => child.kill('SIGTERM'));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function renewMedia(pictures) {
  for (const [name, picture] of Object.entries(MEDIA)) {
    copyFileSync(path.join(pictures, picture), path.join(ROOT, 'client-vscode/media', name));
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
