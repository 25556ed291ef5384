import assert from 'node:assert/strict';
import * as path from 'node:path';
import test from 'node:test';
import {
  candidates,
  describe,
  isSame,
  type Probe,
  type Server,
  type Situation,
  type Unusable,
} from '../src/server';

const EXTENSION = path.resolve('/extension');
const HOME = path.resolve('/home/me');
const WORKSPACE = path.resolve('/project');
const BIN = path.resolve('/bin');
const FROZEN = path.join(EXTENSION, 'bundled/server/claude-preflight');
const LIBS = path.join(EXTENSION, 'bundled/libs');
const OWN = path.join(HOME, 'claude-preflight');

/** A disk with these programs; the version of a Python stands behind its path. */
function disk(programs: readonly string[], pythons: Record<string, [number, number]> = {}): Probe {
  return {
    isProgram: (file) => programs.includes(file) || file in pythons,
    isFolder: (folder) => folder === LIBS && programs.includes(LIBS),
    pythonVersion: (file) => Promise.resolve(pythons[file]),
  };
}

async function tried(
  probe: Probe,
  situation: Partial<Situation> = {},
): Promise<(Server | Unusable)[]> {
  const found: (Server | Unusable)[] = [];
  const all: Situation = {
    path: '',
    trusted: true,
    extensionFolder: EXTENSION,
    workspaceFolder: WORKSPACE,
    homeFolder: HOME,
    searchPath: [BIN],
    windows: false,
    ...situation,
  };
  for await (const candidate of candidates(all, probe)) {
    found.push(candidate);
  }
  return found;
}

async function commands(...args: Parameters<typeof tried>): Promise<string[]> {
  return (await tried(...args)).map((each) => ('problem' in each ? each.problem : each.command));
}

const python = (name: string): string => path.join(BIN, name);
const wrong = (value: string): string =>
  `The setting claude-preflight.path names no program: ${value}`;

test('the setting comes first, then the bundled server, then Python with the bundled libraries', async () => {
  const probe = disk([OWN, FROZEN, LIBS], { [python('python3')]: [3, 12] });
  const found = await tried(probe, { path: OWN });
  assert.deepEqual(found, [
    { source: 'setting', command: OWN, args: ['server'], cwd: EXTENSION },
    { source: 'bundled', command: FROZEN, args: ['server'], cwd: path.dirname(FROZEN) },
    {
      source: 'python',
      command: python('python3'),
      args: ['-I', '-X', 'utf8', LIBS, 'server'],
      cwd: LIBS,
    },
  ]);
});

test('without the setting the bundled server comes first, and no Python is run to ask', async () => {
  const probe: Probe = {
    ...disk([FROZEN, LIBS, python('python3')]),
    pythonVersion: () => assert.fail('a Python was run'),
  };
  const all = { ...probe };
  for await (const candidate of candidates(
    {
      path: '',
      trusted: true,
      extensionFolder: EXTENSION,
      workspaceFolder: undefined,
      homeFolder: HOME,
      searchPath: [BIN],
      windows: false,
    },
    all,
  )) {
    assert.equal('command' in candidate && candidate.command, FROZEN);
    break;
  }
});

test('a wrong path is a problem, and the next ones follow', async () => {
  assert.deepEqual(await commands(disk([FROZEN]), { path: '/nowhere' }), [
    wrong('/nowhere'),
    FROZEN,
  ]);
});

test('a relative path is wrong: it would depend on the folder that the editor was started in', async () => {
  const probe = disk(['bin/claude-preflight', FROZEN]);
  const found = await commands(probe, { path: 'bin/claude-preflight' });
  assert.deepEqual(found, [wrong('bin/claude-preflight'), FROZEN]);
});

test('a path may begin with the home folder or the folder of the workspace', async () => {
  const local = path.join(WORKSPACE, '.venv/bin/claude-preflight');
  const probe = disk([OWN, local]);
  assert.deepEqual(await commands(probe, { path: '~/claude-preflight' }), [OWN]);
  const value = '${workspaceFolder}/.venv/bin/claude-preflight';
  assert.deepEqual(await commands(probe, { path: value }), [local]);
  const noFolder = await commands(probe, { path: value, workspaceFolder: undefined });
  assert.deepEqual(noFolder, [wrong(value)]);
});

test('a bare name is looked up in PATH', async () => {
  const probe = disk([python('my-preflight')]);
  assert.deepEqual(await commands(probe, { path: 'my-preflight' }), [python('my-preflight')]);
  assert.deepEqual(await commands(probe, { path: 'other' }), [wrong('other')]);
});

test('an untrusted workspace gets our own files only', async () => {
  const probe = disk([OWN, FROZEN]);
  assert.deepEqual(await commands(probe, { path: OWN, trusted: false }), [FROZEN]);
});

test('a Python that is too old or does not run is passed over', async () => {
  const probe = disk([LIBS, python('python3.13')], {
    [python('python3')]: [3, 9],
    [python('python')]: [2, 7],
    [python('python3.11')]: [3, 11],
  });
  assert.deepEqual(await commands(probe), [python('python3.11')]);
});

test('relative folders in PATH are passed over: they may be in the workspace', async () => {
  const probe = disk([LIBS], { [path.join('bin', 'python3')]: [3, 12], python3: [3, 12] });
  assert.deepEqual(await commands(probe, { searchPath: ['bin', '.', ''] }), []);
});

test('without the libraries no Python is used, and without all there is nothing', async () => {
  assert.deepEqual(await commands(disk([], { [python('python3')]: [3, 12] })), []);
});

test('programs end in .exe on Windows', async () => {
  const frozen = `${FROZEN}.exe`;
  const probe = disk([frozen, LIBS], { [python('python.exe')]: [3, 12] });
  const found = await commands(probe, { windows: true });
  assert.deepEqual(found, [frozen, python('python.exe')]);
});

test('servers are the same if they are started in the same way', async () => {
  const [one] = await tried(disk([FROZEN]));
  const [same, other] = await tried(disk([FROZEN, LIBS], { [python('python3')]: [3, 12] }));
  assert.ok(one && same && other && 'command' in one && 'command' in same && 'command' in other);
  assert.ok(isSame(one, same));
  assert.ok(!isSame(one, other));
  assert.ok(!isSame(one, undefined));
  assert.equal(describe(one), 'the bundled server');
  assert.equal(describe(other), `the bundled server, run by ${python('python3')}`);
});
