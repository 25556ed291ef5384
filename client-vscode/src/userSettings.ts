/** What the user has set, and nothing else: where VS Code has but a default, the settings file decides. */

import * as vscode from 'vscode';
import type { ConfigurationMiddleware } from 'vscode-languageclient/node';
import { ID } from './client';

type Values = Record<string, unknown>;

/** Answers the server's questions about settings. */
export const userSettings: ConfigurationMiddleware = {
  async configuration(params, token, next) {
    const answers = await next(params, token);
    if (!Array.isArray(answers)) {
      return answers;
    }
    return params.items.map(({ section, scopeUri }, at): unknown =>
      section === ID
        ? settingsOf(scopeUri === undefined ? undefined : vscode.Uri.parse(scopeUri))
        : answers[at],
    );
  },
};

/** The settings of a folder; those of a language stand under its id in brackets. */
function settingsOf(uri: vscode.Uri | undefined): Values {
  const values = setIn({ uri });
  for (const languageId of languages(uri)) {
    values[`[${languageId}]`] = setIn({ uri, languageId });
  }
  return values;
}

function languages(uri: vscode.Uri | undefined): Set<string> {
  const configuration = vscode.workspace.getConfiguration(ID, uri);
  return new Set(
    names(configuration).flatMap((name) => configuration.inspect(name)?.languageIds ?? []),
  );
}

function setIn({ uri, languageId }: { uri: vscode.Uri | undefined; languageId?: string }): Values {
  const scope = languageId === undefined ? uri : { uri, languageId };
  const configuration = vscode.workspace.getConfiguration(ID, scope as vscode.ConfigurationScope);
  const isSet = (name: string): boolean => {
    const found = configuration.inspect(name) ?? {};
    return Object.entries(found).some(
      ([place, value]) =>
        /^(global|workspace|workspaceFolder)(Language)?Value$/.test(place) && value !== undefined,
    );
  };
  return Object.fromEntries(
    names(configuration)
      .filter(isSet)
      .map((name) => [name, configuration.get(name)]),
  );
}

/** The settings that the extension has, by the defaults in its package.json. */
function names(configuration: vscode.WorkspaceConfiguration): string[] {
  return Object.keys(configuration).filter(
    (name) => configuration.inspect(name)?.defaultValue !== undefined,
  );
}
