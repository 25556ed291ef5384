/** The command that applies all safe fixes of what is shown: of a file, or of a whole notebook. */

import * as vscode from 'vscode';
import { ID } from './client';

const KIND = `source.fixAll.${ID}`;

export async function fixAll(): Promise<void> {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (notebook && notebook.cellCount > 0) {
    await fixNotebook(notebook);
  } else {
    const action = { kind: KIND, apply: 'first' };
    await vscode.commands.executeCommand('editor.action.codeAction', action);
  }
}

/** VS Code has a command for the actions of an editor, but none for those of a notebook. */
async function fixNotebook(notebook: vscode.NotebookDocument): Promise<void> {
  const [action] = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    notebook.cellAt(0).document.uri,
    new vscode.Range(0, 0, 0, 0),
    `notebook.${KIND}`,
    1,
  );
  if (action?.edit) {
    await vscode.workspace.applyEdit(action.edit);
  }
}
