// Bundles the extension, and what VS Code runs when it is removed, into dist/.
//   --release  minified, with the files beside it that the package needs
//   --watch    again after each change
//   --tests    the unit tests instead, into build/test/

import * as esbuild from 'esbuild';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const release = process.argv.includes('--release');

const common = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  logLevel: 'warning',
};
const extension = {
  ...common,
  entryPoints: ['src/extension.ts', 'src/uninstall.ts'],
  outdir: 'dist',
  minify: release,
  sourcemap: release ? false : 'linked',
  metafile: true,
};

if (process.argv.includes('--tests')) {
  rmSync(path.join(ROOT, 'build/test'), { recursive: true, force: true });
  const tests = readdirSync(path.join(ROOT, 'test')).filter((name) => name.endsWith('.test.ts'));
  const entryPoints = tests.map((name) => `test/${name}`);
  await esbuild.build({ ...common, entryPoints, outdir: 'build/test' });
} else if (process.argv.includes('--watch')) {
  await (await esbuild.context({ ...extension, logLevel: 'info' })).watch();
} else {
  const { metafile } = await esbuild.build(extension);
  if (release) {
    copyFileSync(path.join(ROOT, '../LICENSE'), path.join(ROOT, 'LICENSE'));
    writeFileSync(
      path.join(ROOT, 'THIRD_PARTY_NOTICES.txt'),
      notices(Object.keys(metafile.inputs)),
    );
  }
}

/** The licence of each package that went into the bundle, as the licences demand. */
function notices(inputs) {
  const folders = inputs.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  const packages = [...new Set(folders.filter(Boolean))].sort();
  return packages.map((folder) => notice(path.join(ROOT, folder))).join(`\n${'-'.repeat(80)}\n\n`);
}

function notice(folder) {
  const { name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (!file) {
    throw new Error(`${name} comes without a licence text`);
  }
  return `${name} ${version}\n\n${readFileSync(path.join(folder, file), 'utf8').trim()}\n`;
}
