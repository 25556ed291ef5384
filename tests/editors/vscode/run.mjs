// Runs the tests in the real VS Code.
//
//   node run.mjs --vsix FILE [--universal FILE] [--pictures FOLDER] [NAME ...]
//
// --vsix       the package for this platform, with the server in it
// --universal  the package without it; its test is part of the run only with this option
// --pictures   where the screenshots go; build/vscode-pictures of this project by default
// NAME         the beginning of the name of a test file, to run that one only

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tools } from './setup.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.resolve(HERE, '../../..');

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      vsix: { type: 'string' },
      universal: { type: 'string' },
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
  const { status } = spawnSync(tools().node, [...options, ...tests.map((name) => path.join(HERE, name))], {
    stdio: 'inherit',
    env: {
      ...process.env,
      CLAUDE_PREFLIGHT_VSIX: vsix,
      CLAUDE_PREFLIGHT_UNIVERSAL_VSIX: universal,
      CLAUDE_PREFLIGHT_TEST_PICTURES: path.resolve(values.pictures),
    },
  });
  return status ?? 1;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
