/** The extension: it starts the server, shows how it is, and offers commands. All else is the server's. */

import * as vscode from 'vscode';
import { ID } from './client';
import { provideErrorReference, showErrorReference } from './errorReference';
import { openExample } from './example';
import { fixAll } from './fixAll';
import { enableFixOnSave } from './fixOnSave';
import { showMigrationReport } from './migrationReport';
import { type Choice, Session } from './session';
import { Status } from './status';

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('Claude Preflight', { log: true });
  const trace = vscode.window.createOutputChannel('Claude Preflight Trace', { log: true });
  const tell = (message: string, ...choices: Choice[]): void => {
    void vscode.window
      .showWarningMessage(message, ...choices)
      .then((choice) => choice && act(choice));
  };
  const started = new Session(context.extensionPath, { log, trace }, new Status(context), tell);
  session = started;
  const commands: Record<string, () => unknown> = {
    fixAll,
    enableFixOnSave,
    openExample: () => openExample(context.extensionPath),
    showErrorReference,
    showMigrationReport: () => showMigrationReport(started),
    restart: () => started.start({ force: true }),
    showLog: () => {
      log.show();
    },
  };
  context.subscriptions.push(
    log,
    trace,
    provideErrorReference(started),
    ...Object.entries(commands).map(([name, run]) =>
      vscode.commands.registerCommand(`${ID}.${name}`, run),
    ),
    vscode.workspace.onDidGrantWorkspaceTrust(() => started.start({ force: false })),
    vscode.workspace.onDidChangeConfiguration((change) => {
      // The server asks for all other settings itself when they change.
      if (change.affectsConfiguration(`${ID}.path`)) {
        void started.start({ force: false });
      }
    }),
  );
  await started.start({ force: false });
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}

function act(choice: Choice): Thenable<unknown> {
  switch (choice) {
    case 'Open Settings':
      return openSettings(`${ID}.path`);
    case 'Restart':
      return vscode.commands.executeCommand(`${ID}.restart`);
    case 'Show Log':
      return vscode.commands.executeCommand(`${ID}.showLog`);
  }
}

/** Open the settings where this one is written; on a remote machine those of that machine. */
function openSettings(name: string): Thenable<void> {
  const inWorkspace =
    vscode.workspace.getConfiguration().inspect(name)?.workspaceValue !== undefined;
  const user = vscode.env.remoteName === undefined ? 'openSettings' : 'openRemoteSettings';
  const command = inWorkspace ? 'openWorkspaceSettings' : user;
  return vscode.commands.executeCommand(`workbench.action.${command}`, { query: `@id:${name}` });
}
