/** The page about all errors: the server writes it, VS Code shows it as a Markdown preview. */

import * as vscode from 'vscode';
import { ID } from './client';
import type { Session } from './session';

const PAGE = vscode.Uri.from({ scheme: ID, path: '/Errors of the Claude API.md' });

/** Offer the page as a document; its query is the language of its examples. */
export function provideErrorReference(session: Session): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(ID, {
    async provideTextDocumentContent({ query: languageId }) {
      const page = await session.request<{ markdown: string }>(`${ID}/errorReference`, {
        languageId,
      });
      return page?.markdown ?? 'The server of Claude Preflight does not run.';
    },
  });
}

/** Show the page, at the section of an error if one is named; the server knows their anchors. */
export async function showErrorReference(anchor?: unknown): Promise<void> {
  const query = vscode.window.activeTextEditor?.document.languageId ?? 'python';
  const fragment = typeof anchor === 'string' ? anchor : '';
  await vscode.commands.executeCommand('markdown.showPreview', PAGE.with({ query, fragment }));
}
