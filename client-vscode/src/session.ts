/** The running server: one way to start it, one job at a time. */

import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { State } from 'vscode-languageclient/node';
import { type Channels, Client, ID } from './client';
import { probe } from './probe';
import { candidates, describe, isSame, type Server, type Situation } from './server';
import type { Status } from './status';

/** What to do about it, offered with a message. */
export type Choice = 'Open Settings' | 'Restart' | 'Show Log';

const NO_SERVER =
  'Claude Preflight has no server that runs here. Install Python 3.10 or newer with the package claude-preflight, and set claude-preflight.path.';
const GIVEN_UP = 'The server of Claude Preflight keeps crashing and was given up.';

export class Session {
  private client: Client | undefined;
  private jobs: Promise<void> = Promise.resolve();

  public constructor(
    private readonly extensionFolder: string,
    private readonly channels: Channels,
    private readonly status: Status,
    private readonly tell: (message: string, ...choices: Choice[]) => void,
  ) {}

  /** Start the server that is to be used now, if it is not the running one or if forced to. */
  public start(options: { force: boolean }): Promise<void> {
    return this.enqueue(() => this.startFirstUsable(options.force));
  }

  public stop(): Promise<void> {
    return this.enqueue(() => this.stopClient());
  }

  /** Ask the server; undefined if none runs. */
  public async request<T>(method: string, params: unknown): Promise<T | undefined> {
    await this.jobs;
    return this.client?.isRunning() ? this.client.sendRequest<T>(method, params) : undefined;
  }

  /** The running server's program, for other commands of it; undefined if none runs. */
  public async program(): Promise<Server | undefined> {
    await this.jobs;
    const server = this.client?.isRunning() ? this.client.server : undefined;
    // What is left out is the command `server`, the last word.
    return server && { ...server, args: server.args.slice(0, -1) };
  }

  private enqueue(job: () => Promise<void>): Promise<void> {
    this.jobs = this.jobs.then(job).catch((error: unknown) => {
      this.channels.log.error(String(error));
    });
    return this.jobs;
  }

  private async startFirstUsable(force: boolean): Promise<void> {
    // What the user asked for and does not get. Other failures are only logged, if all ends well.
    let refused = '';
    for await (const candidate of candidates(this.situation(), probe)) {
      const problem = 'problem' in candidate ? candidate.problem : await this.use(candidate, force);
      if (!problem) {
        if (refused && this.client) {
          const remedy = `Instead, ${describe(this.client.server)} is used.`;
          this.tell(`${refused}. ${remedy}`, 'Open Settings', 'Show Log');
        }
        return;
      }
      this.channels.log.warn(problem);
      if ('problem' in candidate || candidate.source === 'setting') {
        refused = problem;
      }
    }
    await this.stopClient();
    this.status.stopped('not started');
    this.tell(NO_SERVER, 'Open Settings', 'Show Log');
  }

  /** Make this the running server, and return what stands against it. */
  private async use(server: Server, force: boolean): Promise<string> {
    if (!force && this.client?.isRunning() && isSame(server, this.client.server)) {
      return '';
    }
    await this.stopClient();
    this.status.starting(server);
    this.channels.log.info(`Starting ${[server.command, ...server.args].join(' ')}`);
    const client = new Client(server, this.channels, () => {
      this.tell(GIVEN_UP, 'Restart', 'Show Log');
    });
    try {
      await client.startOrThrow();
    } catch (error) {
      this.channels.log.error(String(error));
      return `Could not start ${describe(server)}`;
    }
    this.client = client;
    this.status.running(server, client.version);
    client.onDidChangeState(({ newState }) => {
      this.stateChanged(client, newState);
    });
    return '';
  }

  private stateChanged(client: Client, state: State): void {
    if (client !== this.client) {
      return;
    }
    if (state === State.Running) {
      this.status.running(client.server, client.version);
    } else if (state === State.Starting) {
      this.status.starting(client.server);
    } else {
      this.status.stopped('stopped');
    }
  }

  private async stopClient(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose().catch((error: unknown) => {
      this.channels.log.warn(`The server did not leave in time: ${String(error)}`);
    });
  }

  private situation(): Situation {
    return {
      path: vscode.workspace.getConfiguration(ID).get('path', '').trim(),
      trusted: vscode.workspace.isTrusted,
      extensionFolder: this.extensionFolder,
      workspaceFolder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
      homeFolder: os.homedir(),
      searchPath: (process.env.PATH ?? '').split(path.delimiter),
      windows: process.platform === 'win32',
    };
  }
}
