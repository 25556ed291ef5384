/** The example of the walkthrough: a copy to play with, which is no file yet. */

import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';

export async function openExample(extensionFolder: string): Promise<void> {
  const content = await readFile(path.join(extensionFolder, 'media', 'example.py'), 'utf8');
  const document = await vscode.workspace.openTextDocument({ language: 'python', content });
  await vscode.window.showTextDocument(document);
}
