/** What package.json says must agree with what the server and the extension know. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';

interface Schema {
  readonly type?: unknown;
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

const OWN = ['enable', 'path'];
const BY_LANGUAGE = ['enable', 'limits', 'ignore', 'severity'];

test('there is a setting for each of the settings file, and few besides', () => {
  const names = Object.keys(settings).filter((name) => !OWN.includes(name));
  assert.deepEqual(names, Object.keys(known));
});

test('the settings UI can edit each setting', () => {
  for (const [name, { type, default: value }] of Object.entries(settings)) {
    assert.equal(typeof type, 'string', `${name} has one type`);
    // The client tells the server what is set, so that a default hides nothing of the settings file.
    const expected = known[name]?.default ?? (name === 'enable' ? true : '');
    assert.deepEqual(value, expected, name);
  }
});

test('the settings allow the values that the server allows', () => {
  assert.deepEqual(settings.limits?.enum, known.limits?.enum);
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
    const scope = BY_LANGUAGE.includes(name) ? 'language-overridable' : 'resource';
    assert.equal(setting.scope, name === 'path' ? 'machine-overridable' : scope, name);
  }
});

test('the walkthrough names commands and pictures that are there', () => {
  const commands = manifest.contributes.commands.map(({ command }) => command);
  for (const { description, media } of manifest.contributes.walkthroughs.flatMap(
    (each) => each.steps,
  )) {
    assert.ok(existsSync(media.image), media.image);
    for (const [, command = ''] of description.matchAll(/\(command:([^)]*)\)/g)) {
      assert.ok(/^(workbench|editor)\./.test(command) || commands.includes(command), command);
    }
  }
  assert.ok(existsSync(manifest.icon));
});

test('the version is that of the server', () => {
  const source = readFileSync('../server/claude_preflight/__init__.py', 'utf8');
  assert.ok(source.includes(`__version__ = "${manifest.version}"`));
});
