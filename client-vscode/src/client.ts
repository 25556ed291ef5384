/** The connection to one server. */

import type * as vscode from 'vscode';
import {
  CloseAction,
  type DocumentSelector,
  ErrorAction,
  LanguageClient,
  type LSPObject,
  RevealOutputChannelOn,
} from 'vscode-languageclient/node';
import { RestartPolicy } from './restartPolicy';
import type { Server } from './server';
import { userSettings } from './userSettings';

export const ID = 'claude-preflight';
/** Files of any kind: the server says nothing where there is nothing to say. */
export const DOCUMENTS: DocumentSelector = [
  { scheme: 'file' },
  { scheme: 'untitled' },
  { scheme: 'vscode-notebook-cell' },
];
/** What the Markdown of the server may run when a person clicks on it, and nothing else. */
const LINKED = [`${ID}.showErrorReference`];
const PATIENCE_MS = 30_000;

export interface Channels {
  readonly log: vscode.LogOutputChannel;
  readonly trace: vscode.LogOutputChannel;
}

/** A client that logs errors and shows none: what the user is told is said in one place. */
export class Client extends LanguageClient {
  private readonly policy: RestartPolicy;

  /** `onGivenUp` is called when the server has died too often to be started again. */
  public constructor(
    public readonly server: Server,
    { log, trace }: Channels,
    onGivenUp: () => void,
  ) {
    const { command, args, cwd } = server;
    const policy = new RestartPolicy(onGivenUp);
    super(
      ID,
      'Claude Preflight',
      { command, args: [...args], options: { cwd } },
      {
        documentSelector: DOCUMENTS,
        outputChannel: log,
        traceOutputChannel: trace,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        middleware: { workspace: userSettings },
        markdown: { isTrusted: { enabledCommands: LINKED } },
        errorHandler: {
          error: () => ({ action: ErrorAction.Continue, handled: true }),
          closed: () => ({
            action: policy.died() ? CloseAction.Restart : CloseAction.DoNotRestart,
            handled: true,
          }),
        },
        initializationFailedHandler: () => false,
      },
    );
    this.policy = policy;
    this.registerFeature({
      fillClientCapabilities: (capabilities) => {
        capabilities.experimental = { commands: { commands: LINKED } } as LSPObject;
      },
      initialize: () => undefined,
      getState: () => ({ kind: 'static' }),
      clear: () => undefined,
    });
  }

  public get version(): string | undefined {
    return this.initializeResult?.serverInfo?.version;
  }

  public override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  /** Start the server, or throw what kept it from coming up. */
  public async startOrThrow(): Promise<void> {
    try {
      await withPatience(this.start());
      this.policy.isUp = true;
    } catch (error) {
      void this.dispose().catch(() => undefined);
      throw error;
    }
  }
}

async function withPatience(start: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const giveUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`it did not answer within ${(PATIENCE_MS / 1000).toFixed()} seconds`));
    }, PATIENCE_MS);
  });
  try {
    await Promise.race([start, giveUp]);
  } finally {
    clearTimeout(timer);
  }
}
