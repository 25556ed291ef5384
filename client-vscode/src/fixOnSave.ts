/** The setting that makes VS Code apply the safe fixes when a file is saved. */

import * as vscode from 'vscode';

const SETTING = 'codeActionsOnSave';
const KIND = 'source.fixAll.claude-preflight';

/** The setting: a table of kinds, or, in older settings, a list of them. */
type OnSave = Readonly<Record<string, unknown>> | string[];

/** Write the setting: for the workspace if one is open, else for the user. */
export async function enableFixOnSave(): Promise<void> {
  const inWorkspace = vscode.workspace.workspaceFolders !== undefined;
  const editor = vscode.workspace.getConfiguration('editor');
  const known = editor.inspect<OnSave>(SETTING);
  const value = (inWorkspace ? known?.workspaceValue : known?.globalValue) ?? {};
  const target = inWorkspace
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  await editor.update(SETTING, withFixAll(value), target);
  const where = inWorkspace ? 'in this workspace' : 'for all you open';
  void vscode.window.showInformationMessage(`Safe fixes are now applied on save, ${where}.`);
}

/** The value with our kind of action switched on. */
function withFixAll(value: OnSave): OnSave {
  return Array.isArray(value) ? [...new Set([...value, KIND])] : { ...value, [KIND]: 'explicit' };
}
