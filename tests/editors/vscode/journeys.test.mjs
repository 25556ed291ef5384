// What a person does with the extension, through the user interface, in files of each kind. It was
// installed from its package and nothing else was: there is no Python, and no other program, in PATH.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { Api } from './api.mjs';
import { SAMPLES, fixed, placeOf } from './samples.mjs';
import { closeUp, picture } from './pictures.mjs';
import { waitFor } from './wait.mjs';
import { startWorkbench } from './workbench.mjs';

const FIX_ON_SAVE = {
  'editor.codeActionsOnSave': { 'source.fixAll.claude-preflight': 'explicit' },
};

const nothing = mkdtempSync(path.join(os.tmpdir(), 'preflight-nothing-'));
let vscode, ui;
before(async () => {
  const files = Object.entries(SAMPLES).flatMap(([name, { text }]) => [
    [name, text],
    [`saved/${name}`, text],
  ]);
  vscode = await startWorkbench({
    folders: { project: Object.fromEntries(files) },
    settings: FIX_ON_SAVE,
    searchPath: nothing,
  });
  ui = vscode.ui;
});
after(async () => {
  await vscode?.stop();
  rmSync(nothing, { recursive: true });
});
afterEach(async (context) => {
  if (!context.passed) {
    await picture(vscode.page, `failed ${context.fullName}`);
  }
});

for (const [name, sample] of Object.entries(SAMPLES)) {
  describe(name, () => {
    test('a retired model is underlined and among the problems', async () => {
      await ui.open(name);
      await ui.squiggles(name).first().waitFor();
      const problem = await ui.showProblems(`${sample.model}\` is retired`);
      assert.match(problem, /claude-preflight\s*\(?retired-model/);
      assert.equal(await ui.squiggles(name).count(), 1);
      await closeUp(vscode.page, `problems ${name}`);
      await vscode.run((api) => api.commands.executeCommand('workbench.action.closePanel'));
    });

    test('a hover on the model tells what is known of it', async () => {
      const text = await ui.hoverAt(name, ...placeOf(sample.text, sample.model), 'Sources');
      assert.match(text, /retired/);
      // What to write instead stands in the message above it, and once.
      const all = await vscode.page.locator('.monaco-hover:not(.hidden)').first().innerText();
      assert.equal(all.split(sample.changes[0][1]).length - 1, 1);
      await closeUp(vscode.page, `model hover ${name}`);
      await ui.hideHover();
    });

    test('a hover on an error explains it', async () => {
      const text = await ui.hoverAt(name, ...placeOf(sample.text, sample.error), 'Causes');
      assert.match(text, sample.explanation);
      await closeUp(vscode.page, `error hover ${name}`);
      await ui.hideHover();
    });

    test('Ctrl+. offers the fix, and takes it', async () => {
      await ui.goTo(name, ...placeOf(sample.text, sample.model));
      const fix = ui.quickFixes.filter({ hasText: sample.fix });
      await ui.until(() => vscode.page.keyboard.press('Control+.'), fix);
      await closeUp(vscode.page, `quick fix ${name}`);
      await vscode.page.keyboard.press('Enter');
      await waitFor('the fix', async () => (await ui.text(name)).includes(sample.changes[0][1]));
      assert.equal((await ui.text(name)).trimEnd(), fixed(sample).trimEnd());
      await ui.squiggles(name).first().waitFor({ state: 'detached' });
      assert.equal(vscode.read(`project/${name}`), sample.text, 'nothing was saved yet');
    });

    test('saving applies the safe fixes', async () => {
      const copy = `saved/${name}`;
      await vscode.run(
        async (api, file) => api.window.showTextDocument(api.Uri.file(file), { preview: false }),
        vscode.fileAt(`project/${copy}`),
      );
      await ui.squiggles(copy).first().waitFor();
      await ui.focus(copy);
      await vscode.page.keyboard.press('Control+S');
      // VS Code empties a file before it writes it.
      await waitFor('the file', () => !['', sample.text].includes(vscode.read(`project/${copy}`)));
      assert.equal(vscode.read(`project/${copy}`), fixed(sample));
      await ui.squiggles(copy).first().waitFor({ state: 'detached' });
      await picture(vscode.page, `saved ${name}`);
    });
  });
}

test('the server is the one that came with the package', async () => {
  const { command } = await new Api(vscode).server();
  assert.match(command, /bundled.server.claude-preflight server$/);
  assert.equal(await ui.messages.count(), 0);
});
