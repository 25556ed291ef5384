/** Which server is started: pure, so that every rule about it has a test. */

import * as path from 'node:path';

/** Where a server comes from. */
export type Source = 'setting' | 'bundled' | 'python';

/** How to start a server. */
export interface Server {
  readonly source: Source;
  readonly command: string;
  readonly args: readonly string[];
  /** Never a folder of the workspace: Python would import modules from there. */
  readonly cwd: string;
}

/** Why what the user asked for cannot be used, as the beginning of a message. */
export interface Unusable {
  readonly problem: string;
}

/** All that the choice depends on, but for what is on the disk. */
export interface Situation {
  /** The setting `claude-preflight.path`; empty if it is not set. */
  readonly path: string;
  readonly trusted: boolean;
  readonly extensionFolder: string;
  /** The first folder of the workspace. */
  readonly workspaceFolder: string | undefined;
  readonly homeFolder: string;
  /** The folders of the environment variable PATH. */
  readonly searchPath: readonly string[];
  readonly windows: boolean;
}

/** Questions about what is on the disk. */
export interface Probe {
  isProgram(file: string): boolean;
  isFolder(folder: string): boolean;
  /** The version of a Python as [major, minor]; undefined if it is none or does not run. */
  pythonVersion(file: string): Promise<readonly [number, number] | undefined>;
}

const OLDEST_PYTHON = 10;
const PYTHON_NAMES = [
  'python3',
  'python',
  ...[14, 13, 12, 11, 10].map((minor) => `python3.${minor.toFixed()}`),
];

/** What to try, in this order, until one starts. Python is looked for only when it is needed. */
export async function* candidates(
  situation: Situation,
  probe: Probe,
): AsyncGenerator<Server | Unusable> {
  // In a workspace that is not trusted, nothing but our own files is run.
  if (situation.path && situation.trusted) {
    yield fromSetting(situation, probe);
  }
  const frozen = path.join(
    situation.extensionFolder,
    'bundled',
    'server',
    program('claude-preflight', situation),
  );
  if (probe.isProgram(frozen)) {
    yield { source: 'bundled', command: frozen, args: ['server'], cwd: path.dirname(frozen) };
  }
  const libs = path.join(situation.extensionFolder, 'bundled', 'libs');
  if (probe.isFolder(libs)) {
    for await (const python of pythons(situation, probe)) {
      yield {
        source: 'python',
        command: python,
        // -I: no module is taken from the workspace, nor from the user's own packages.
        args: ['-I', '-X', 'utf8', libs, 'server'],
        cwd: libs,
      };
    }
  }
}

/** Whether two servers are started in the same way. */
export function isSame(one: Server, other: Server | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Where a server comes from, in words. */
export function describe(server: Server): string {
  switch (server.source) {
    case 'setting':
      return `the server of the setting claude-preflight.path (${server.command})`;
    case 'bundled':
      return 'the bundled server';
    case 'python':
      return `the bundled server, run by ${server.command}`;
  }
}

function fromSetting(situation: Situation, probe: Probe): Server | Unusable {
  const file = expand(situation);
  const command =
    file.includes('/') || path.isAbsolute(file) ? file : onPath(file, situation, probe);
  if (command === undefined || !path.isAbsolute(command) || !probe.isProgram(command)) {
    return { problem: `The setting claude-preflight.path names no program: ${situation.path}` };
  }
  return { source: 'setting', command, args: ['server'], cwd: situation.extensionFolder };
}

function expand({ path: file, homeFolder, workspaceFolder }: Situation): string {
  const home = file.replace(/^~(?=[\\/]|$)/, () => homeFolder);
  return home.replace('${workspaceFolder}', () => workspaceFolder ?? '${workspaceFolder}');
}

async function* pythons(situation: Situation, probe: Probe): AsyncGenerator<string> {
  for (const name of PYTHON_NAMES) {
    const file = onPath(name, situation, probe);
    const version = file && (await probe.pythonVersion(file));
    if (file && version && version[0] === 3 && version[1] >= OLDEST_PYTHON) {
      yield file;
    }
  }
}

/** The first program of a name; a relative folder in PATH would mean one in the workspace. */
function onPath(name: string, situation: Situation, probe: Probe): string | undefined {
  return situation.searchPath
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, program(name, situation)))
    .find((file) => probe.isProgram(file));
}

function program(name: string, { windows }: Situation): string {
  return windows && !name.endsWith('.exe') ? `${name}.exe` : name;
}
