// What the whole workspace shows, and what is offered while one types, through the user interface.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { picture } from './pictures.mjs';
import { waitFor } from './wait.mjs';
import { startWorkbench } from './workbench.mjs';

const OLD = 'claude-3-opus-20240229';
const call = (model, more = '') =>
  `client.messages.create(model="${model}", max_tokens=9${more})\n`;
const FILES = {
  'open.py': `import anthropic\n\nclient = anthropic.Anthropic()\n${call('claude-opus-4-8')}`,
  'unopened.py': `import anthropic\n\nclient = anthropic.Anthropic()\n${call(OLD)}`,
  'deep/settings.json': `{ "model": "${OLD}" }\n`,
  'deep/budget.py': `import anthropic\n\nclient = anthropic.Anthropic()\n${call('claude-opus-4-20250514', ', temperature=0.5')}`,
  'hints.py': 'MODEL = "claude-opus-4-5"\nother = ask(model=MODEL, max_tokens=9)\n',
};

let vscode, ui;
before(async () => {
  vscode = await startWorkbench({ folders: { project: FILES } });
  ui = vscode.ui;
});
after(async () => {
  await vscode?.stop();
});
afterEach(async (context) => {
  if (!context.passed) {
    await picture(vscode.page, `failed ${context.fullName}`);
  }
});

/** How many problems VS Code knows of in the files of these names. */
const counted = (...names) =>
  vscode.run(
    (api, wanted) =>
      api.languages
        .getDiagnostics()
        .filter(([uri]) => wanted.some((name) => uri.path.endsWith(`/${name}`)))
        .flatMap(([, found]) => found).length,
    names,
  );

describe('the workspace', () => {
  test('files that are not open are among the problems', async () => {
    await ui.open('open.py');
    await waitFor('the scan', async () => (await counted('unopened.py', 'settings.json')) === 2);
    await ui.showProblems('unopened.py');
    await picture(vscode.page, 'workspace problems');
    await vscode.run((api) => api.commands.executeCommand('workbench.action.closePanel'));
  });

  test('what is wrong with a file stays shown when its tab closes', async () => {
    await ui.open('unopened.py');
    await ui.squiggles('unopened.py').first().waitFor();
    await vscode.run((api) => api.commands.executeCommand('workbench.action.closeActiveEditor'));
    await new Promise((resolve) => setTimeout(resolve, 4000));
    assert.equal(await counted('unopened.py'), 1);
    const row = vscode.page.locator('.explorer-folders-view .monaco-list-row', {
      hasText: 'unopened.py',
    });
    const drawn = await row.evaluate((element) =>
      [...element.querySelectorAll('*')].map((each) => getComputedStyle(each, '::after').content),
    );
    assert.ok(drawn.includes('"1"'), 'the badge');
    await picture(vscode.page, 'workspace badge');
  });

  test('the command says what it found', async () => {
    await ui.command('Claude Preflight: Check Workspace');
    const said = ui.messages.filter({ hasText: 'problems in' });
    await said.first().waitFor();
    await picture(vscode.page, 'workspace checked');
    await vscode.run((api) => api.commands.executeCommand('notifications.clearAll'));
  });

  test('all fixes are shown by rule before they are made', async () => {
    await ui.command('Claude Preflight: Fix All in Workspace…');
    const preview = vscode.page.locator('.bulk-edit-panel');
    await preview.locator('.monaco-list-row').first().waitFor();
    await vscode.run((api) => api.commands.executeCommand('refactorPreview.groupByType'));
    await preview.getByText('retired-model').first().waitFor();
    await picture(vscode.page, 'workspace fixes');
    assert.match(vscode.read('project/unopened.py'), new RegExp(OLD), 'nothing was changed yet');
    await vscode.run((api) => api.commands.executeCommand('refactorPreview.discard'));
  });
});

describe('while one types', () => {
  test('ids are offered in a string, with what they cost', async () => {
    await ui.open('open.py');
    await ui.goTo('open.py', 4, 1);
    await vscode.page.keyboard.press('End');
    await vscode.page.keyboard.press('Enter');
    await vscode.page.keyboard.type('client.messages.create(model="claude-');
    const rows = vscode.page.locator('.suggest-widget.visible .monaco-list-row');
    await rows.filter({ hasText: 'claude-opus-5-5' }).first().waitFor();
    assert.equal(await rows.filter({ hasText: OLD }).count(), 0, 'it is retired');
    await waitFor('the details', async () => {
      await vscode.page.keyboard.press('Control+Space');
      return (await vscode.page.getByText('per MTok').count()) > 0;
    });
    await picture(vscode.page, 'completion');
    await vscode.page.keyboard.press('Escape');
  });

  test('days left, and the model that is meant, stand beside the ids', async () => {
    await ui.open('hints.py');
    const hints = ui.editor('hints.py').locator('.view-line', { hasText: 'days left' });
    await hints.first().waitFor();
    await picture(vscode.page, 'inlay hints');
  });
});
