/** What package.json says must agree with what the server and the extension know. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';

interface Schema {
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly scope?: string;
  readonly markdownDescription?: string;
  readonly $ref?: string;
  readonly items?: Schema;
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema;
}

interface Manifest {
  readonly version: string;
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Schema>> };
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly image: string };
      }[];
    }[];
  };
}

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const manifest = read('package.json') as Manifest;
const { properties: known, $defs } = read('../schemas/settings.schema.json') as {
  properties: Record<string, Schema>;
  $defs: { rule: Schema };
};
const settings = Object.fromEntries(
  Object.entries(manifest.contributes.configuration.properties).map(([key, value]) => [
    key.replace('claude-preflight.', ''),
    value,
  ]),
);

test('there is a setting for each setting of the server, and only `path` besides', () => {
  const names = Object.keys(settings).filter((name) => name !== 'path');
  assert.deepEqual(names, Object.keys(known));
});

test('a setting that is not set here leaves the word to the settings file', () => {
  for (const name of Object.keys(known)) {
    assert.equal(settings[name]?.default, null, name);
  }
});

test('the settings allow the values that the server allows', () => {
  assert.deepEqual(settings.limits?.enum, [null, ...(known.limits?.enum ?? [])]);
  const rules = $defs.rule.enum;
  assert.deepEqual(settings.ignore?.items?.enum, rules);
  assert.deepEqual(settings.severity?.propertyNames?.enum, rules);
  assert.deepEqual(settings['ignore-in']?.additionalProperties?.items?.enum, rules);
  const levels = known.severity?.additionalProperties?.enum;
  assert.deepEqual(settings.severity?.additionalProperties?.enum, levels);
});

test('each setting has a description, and its scope', () => {
  for (const [name, setting] of Object.entries(settings)) {
    assert.ok(setting.markdownDescription, name);
    assert.equal(setting.scope, name === 'path' ? 'machine-overridable' : 'resource', name);
  }
});

test('the walkthrough names commands and pictures that are there', () => {
  const commands = manifest.contributes.commands.map(({ command }) => command);
  for (const { description, media } of manifest.contributes.walkthroughs.flatMap(
    (each) => each.steps,
  )) {
    assert.ok(existsSync(media.image), media.image);
    for (const [, command = ''] of description.matchAll(/\(command:([^)]*)\)/g)) {
      assert.ok(command.startsWith('workbench.') || commands.includes(command), command);
    }
  }
  assert.ok(existsSync(manifest.icon));
});

test('the version is that of the server', () => {
  const source = readFileSync('../server/claude_preflight/__init__.py', 'utf8');
  assert.ok(source.includes(`__version__ = "${manifest.version}"`));
});
