/** The settings that make VS Code apply the safe fixes when a file or a notebook is saved. */

import * as vscode from 'vscode';

const SETTING = 'codeActionsOnSave';
const KINDS = {
  editor: 'source.fixAll.claude-preflight',
  notebook: 'notebook.source.fixAll.claude-preflight',
};

/** The setting: a table of kinds, or, in older settings, a list of them. */
type OnSave = Readonly<Record<string, unknown>> | string[];

/** Write the settings: for the workspace if one is open, else for the user. */
export async function enableFixOnSave(): Promise<void> {
  const inWorkspace = vscode.workspace.workspaceFolders !== undefined;
  const target = inWorkspace
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  for (const [section, kind] of Object.entries(KINDS)) {
    const configuration = vscode.workspace.getConfiguration(section);
    const known = configuration.inspect<OnSave>(SETTING);
    const value = (inWorkspace ? known?.workspaceValue : known?.globalValue) ?? {};
    await configuration.update(SETTING, withKind(value, kind), target);
  }
  const where = inWorkspace ? 'in this workspace' : 'for all you open';
  void vscode.window.showInformationMessage(`Safe fixes are now applied on save, ${where}.`);
}

/** The value with a kind of action switched on. */
function withKind(value: OnSave, kind: string): OnSave {
  return Array.isArray(value) ? [...new Set([...value, kind])] : { ...value, [kind]: 'explicit' };
}
