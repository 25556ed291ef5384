/** The language status item: is the server up, which one is it, and which version. */

import * as vscode from 'vscode';
import { DOCUMENTS, ID } from './client';
import { describe, type Server } from './server';

export class Status {
  private readonly item: vscode.LanguageStatusItem;

  public constructor(context: vscode.ExtensionContext) {
    this.item = vscode.languages.createLanguageStatusItem(ID, DOCUMENTS as vscode.DocumentSelector);
    this.item.name = 'Claude Preflight';
    context.subscriptions.push(this.item);
  }

  public starting(server: Server): void {
    this.show('Claude Preflight', `starting ${describe(server)}`);
    this.item.busy = true;
  }

  public running(server: Server, version: string | undefined): void {
    this.show(`Claude Preflight ${version ?? ''}`.trim(), describe(server));
  }

  public stopped(detail: string): void {
    this.show('Claude Preflight', detail);
    this.item.severity = vscode.LanguageStatusSeverity.Error;
    this.item.command = { title: 'Restart', command: `${ID}.restart` };
  }

  private show(text: string, detail: string): void {
    this.item.text = text;
    this.item.detail = detail;
    this.item.busy = false;
    this.item.severity = vscode.LanguageStatusSeverity.Information;
    this.item.command = { title: 'Show Log', command: `${ID}.showLog` };
  }
}
