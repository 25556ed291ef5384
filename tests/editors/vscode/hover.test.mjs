// A hover is read on one screen: VS Code shows 250 px of it and hides the rest behind a scroll bar.
// Every model under a name of each platform, every error, and the limits of every model are measured in
// one window, with the problem and the menu that VS Code adds to them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { picture } from './pictures.mjs';
import { waitFor } from './wait.mjs';
import { startWorkbench } from './workbench.mjs';

const SCREEN = 250; // px, at the default size of the font
const KNOWLEDGE = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../../server/claude_preflight/knowledge',
);
const read = (name) => JSON.parse(readFileSync(path.join(KNOWLEDGE, name), 'utf8'));
const { models } = read('models.json');
const { entries } = read('errors.json');
const PARAMETERS = {
  max_tokens: 900000,
  temperature: 3,
  top_k: 5,
  thinking: '{"type": "enabled"}',
};

/** A place to point at: a line of a file, the word in it, and what the hover says. */
const at = (text, word, says) => ({ text, word, says });
const request = (id, more = '') => `client.messages.create(model="${id}", messages=[]${more})`;

function* ofModels() {
  for (const [id, { name, aliases = [], platforms = {} }] of Object.entries(models)) {
    const ids = [id, aliases[0]?.id, ...Object.values(platforms).map((names) => names[0])];
    for (const each of new Set(ids.filter(Boolean))) {
      yield at(request(each, ', max_tokens=9'), each, name);
    }
  }
  yield at(request('claude-opus-9-9', ', max_tokens=9'), 'claude-opus-9-9', 'unknown-model');
}

function* ofErrors() {
  const reference = 'Open in the error reference';
  const statuses = new Set(entries.map(({ status }) => status).filter(Boolean));
  for (const status of [...statuses, 418, 599]) {
    yield at(`if error.status_code == ${status}: pass`, String(status), reference);
  }
  for (const { classes, bodies, shown } of entries) {
    for (const { sdk, name, shared } of classes) {
      if (sdk === 'python' && !shared) {
        yield at(`isinstance(error, anthropic.${name})`, name, reference);
      }
    }
    for (const { body } of bodies) {
      yield at(`# ${JSON.stringify(body)}`, body.error.type, reference);
    }
    for (const { text } of shown) {
      yield at(`# ${text}`, text.slice(-20), reference);
    }
  }
}

function* ofParameters() {
  const ids = Object.keys(models);
  for (const [number, id] of ids.entries()) {
    // What is told of a model that is gone differs in one line.
    const names = Object.entries(PARAMETERS).slice(0, number > ids.length / 2 ? undefined : 1);
    for (const [name, value] of names) {
      const more = name === 'max_tokens' ? '' : ', max_tokens=9';
      yield at(request(id, `, ${name}=${value}${more}`), `${name}=`, '');
    }
  }
}

const FILES = {
  'models.py': [...ofModels()],
  'errors.py': [...ofErrors()],
  'parameters.py': [...ofParameters()],
};

let vscode;
before(async () => {
  const texts = Object.entries(FILES).map(([name, places]) => [
    name,
    ['import anthropic', ...places.map(({ text }) => text), ''].join('\n'),
  ]);
  vscode = await startWorkbench({ folders: { project: Object.fromEntries(texts) } });
});
after(() => vscode?.stop());

/** Point at a place of the shown file; false if nothing is known of it. */
function pointAt(line, column) {
  return vscode.run(
    async (api, number, character) => {
      const editor = api.window.activeTextEditor;
      const place = new api.Position(number, character);
      const ask = 'vscode.executeHoverProvider';
      const found = await api.commands.executeCommand(ask, editor.document.uri, place);
      if (found.length === 0) {
        return false;
      }
      editor.selection = new api.Selection(place, place);
      editor.revealRange(editor.selection, api.TextEditorRevealType.InCenter);
      return true;
    },
    line,
    column,
  );
}

/** The height of the hover that says something, with all that stands in it. */
async function heightOf(says) {
  const content = vscode.page.locator('.monaco-hover:not(.hidden) .monaco-hover-content').first();
  const row = content.locator('.hover-row:not(.status-bar)', { hasText: says });
  const show = () =>
    vscode.run((api) => api.commands.executeCommand('editor.action.showHover').then(() => true));
  await vscode.ui.until(show, row);
  return content.evaluate((each) => each.scrollHeight);
}

async function leave() {
  const shown = vscode.page.locator('.monaco-hover:not(.hidden) .hover-contents');
  await waitFor('the hover to go', async () => {
    await vscode.run((api) => api.commands.executeCommand('editor.action.hideHover'));
    return (await shown.count()) === 0;
  });
}

for (const [name, places] of Object.entries(FILES)) {
  describe(name, () => {
    const heights = [];

    test('each hover is measured', async () => {
      await vscode.run(
        (api, file) => api.window.showTextDocument(api.Uri.file(file)).then(() => undefined),
        vscode.fileAt(`project/${name}`),
      );
      await waitFor('the problems', () =>
        vscode.run(
          (api) => api.languages.getDiagnostics(api.window.activeTextEditor.document.uri).length,
        ),
      );
      for (const [number, { text, word, says }] of places.entries()) {
        const column = text.indexOf(word) + Math.floor(word.length / 2);
        if (await pointAt(number + 1, column)) {
          heights.push({ text, height: await heightOf(says) });
          await leave();
        }
      }
      assert.ok(heights.length > places.length / 2, `${heights.length} of ${places.length}`);
    });

    test(`none is higher than ${SCREEN} px`, async () => {
      heights.sort((one, other) => other.height - one.height);
      console.log(`${name}: ${heights.length} hovers, the highest ${heights[0].height} px`);
      assert.deepEqual(
        heights.filter(({ height }) => height > SCREEN),
        [],
      );
    });
  });
}
