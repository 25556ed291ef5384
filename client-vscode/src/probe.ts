/** What is on the disk of this machine. */

import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import type { Probe } from './server';

const PYTHON_PATIENCE_MS = 10_000;

export const probe: Probe = {
  isProgram(file) {
    try {
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  },

  isFolder(folder) {
    return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  },

  pythonVersion(file) {
    // -I: nothing from the current folder or from the environment is imported.
    const args = ['-I', '-c', 'import sys; print(*sys.version_info[:2])'];
    return new Promise((resolve) => {
      execFile(file, args, { timeout: PYTHON_PATIENCE_MS }, (error, output) => {
        const [, major, minor] = /^(\d+) (\d+)\s*$/.exec(output) ?? [];
        resolve(error ? undefined : [Number(major), Number(minor)]);
      });
    });
  },
};
