// What tests ask the extension host: each function here runs in it, by the real `vscode` API.

import { spawnSync } from 'node:child_process';
import { waitFor } from './wait.mjs';

export class Api {
  constructor(vscode) {
    this.vscode = vscode;
    this.run = vscode.run;
  }

  /** Show a file of the workspace; `column` 2 is beside the first editor. */
  open(name, column = 1) {
    return this.run(
      async (vscode, file, viewColumn) => {
        await vscode.window.showTextDocument(vscode.Uri.file(file), {
          viewColumn,
          preview: false,
        });
      },
      this.vscode.fileAt(name),
      column,
    );
  }

  command(name, ...args) {
    return this.run(
      async (vscode, command, rest) => {
        await vscode.commands.executeCommand(command, ...rest);
      },
      name,
      args,
    );
  }

  text(name) {
    return this.run(
      async (vscode, file) =>
        (await vscode.workspace.openTextDocument(vscode.Uri.file(file))).getText(),
      this.vscode.fileAt(name),
    );
  }

  /** The codes of our diagnostics of a document, by its URI or by the name of its file. */
  codes(document) {
    return this.run(
      (vscode, uri) =>
        vscode.languages
          .getDiagnostics(vscode.Uri.parse(uri))
          .filter(({ source }) => source === 'claude-preflight')
          .map(({ code }) => code?.value ?? code),
      document.includes(':') ? document : `file://${this.vscode.fileAt(document)}`,
    );
  }

  /** Wait until these are the codes of the diagnostics of a document. */
  shows(document, ...codes) {
    return waitFor(
      `${document} to have the problems [${codes}]`,
      async () => String(await this.codes(document)) === String(codes),
    );
  }

  /** Write a setting: for the user, for the workspace, or for the folder of this name. */
  configure(key, value, where = 'workspace') {
    return this.run(
      async (vscode, name, newValue, place) => {
        const { ConfigurationTarget: target, workspace } = vscode;
        const folder = workspace.workspaceFolders.find((each) => each.name === place);
        const targets = { user: target.Global, workspace: target.Workspace };
        await workspace
          .getConfiguration(undefined, folder)
          .update(name, newValue ?? undefined, targets[place] ?? target.WorkspaceFolder);
      },
      key,
      value,
      where,
    );
  }

  async closeEditors() {
    await this.command('workbench.action.revertAndCloseActiveEditor').catch(() => undefined);
    await this.command('workbench.action.closeAllEditors');
  }

  /** The servers that this VS Code runs, as {pid, command}. */
  servers() {
    const { stdout } = spawnSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], {
      encoding: 'utf8',
    });
    const all = [...stdout.matchAll(/^\s*(\d+)\s+(\d+)\s+(.*)$/gm)].map(
      ([, pid, parent, command]) => ({
        pid: Number(pid),
        parent: Number(parent),
        command,
      }),
    );
    const isOurs = ({ pid, parent }) =>
      pid === this.vscode.server.pid || all.some((each) => each.pid === parent && isOurs(each));
    return all.filter((each) => /claude.preflight.* server$/.test(each.command) && isOurs(each));
  }

  /** Wait until exactly one server runs that is not the one with this pid, and return it. */
  server(notPid = 0) {
    return waitFor('one server', () => {
      const [only, ...others] = this.servers();
      return only && only.pid !== notPid && others.length === 0 && only;
    });
  }
}
