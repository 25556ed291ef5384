/** The migration report: the command line writes the page, VS Code shows it. */

import { execFile } from 'node:child_process';
import * as vscode from 'vscode';
import { ID } from './client';
import type { Session } from './session';

const MOST_BYTES = 1 << 28;

export async function showMigrationReport(session: Session): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const paths = folders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
  const program = await session.program();
  if (!program || paths.length === 0) {
    const missing = program ? 'Open a folder first' : 'The server does not run';
    void vscode.window.showWarningMessage(`There is nothing to report about: ${missing}.`);
    return;
  }
  const page = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'Migration report',
      cancellable: true,
    },
    (_, token) => written(program, ['report', '--html', '-', ...paths], token),
  );
  if (page) {
    const panel = vscode.window.createWebviewPanel(
      `${ID}.migrationReport`,
      'Migration Report',
      vscode.ViewColumn.Active,
      { enableFindWidget: true },
    );
    panel.webview.html = page;
  }
}

/** What a command writes; nothing if it was cancelled. */
function written(
  { command, args, cwd }: { command: string; args: readonly string[]; cwd: string },
  words: readonly string[],
  token: vscode.CancellationToken,
): Promise<string> {
  return new Promise((resolve) => {
    const options = { cwd, maxBuffer: MOST_BYTES, encoding: 'utf8' } as const;
    const child = execFile(command, [...args, ...words], options, (error, page, told) => {
      if (error && !page && !token.isCancellationRequested) {
        void vscode.window.showErrorMessage(told.trim() || error.message);
      }
      resolve(token.isCancellationRequested ? '' : page);
    });
    token.onCancellationRequested(() => child.kill());
  });
}
