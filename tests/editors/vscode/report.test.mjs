// The migration report: as the command shows it, and as a page of its own in a browser.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, afterEach, before, describe, test } from 'node:test';
import { Api } from './api.mjs';
import { picture } from './pictures.mjs';
import { waitFor } from './wait.mjs';
import { startWorkbench } from './workbench.mjs';

const RETIRED = 'client.messages.create(model="claude-opus-4-20250514", max_tokens=100)\n';
const OLDER = 'client.messages.create(model="claude-3-opus-20240229", max_tokens=100)\n';

let vscode, api;
before(async () => {
  const folders = { one: { 'a.py': RETIRED, 'b.py': OLDER }, two: { 'c.py': RETIRED } };
  vscode = await startWorkbench({ folders });
  api = new Api(vscode);
});
after(() => vscode?.stop());
afterEach(async (context) => {
  if (!context.passed) {
    await picture(vscode.page, `failed ${context.fullName}`);
  }
});

test('the command shows the page about all folders', async () => {
  await api.open('one/a.py');
  await api.shows('one/a.py', 'retired-model');
  await api.command('claude-preflight.showMigrationReport');
  const page = await waitFor('the report', async () => {
    for (const frame of vscode.page.frames()) {
      const title = await frame.title().catch(() => '');
      if (title === 'Claude models that end') {
        return frame;
      }
    }
  });
  const text = await page.locator('body').innerText();
  assert.match(text, /3\s+places name a retired model/);
  assert.match(text, /claude-opus-4-20250514/);
  const colours = await page.evaluate(() => {
    const code = document.querySelector('td code');
    return [document.body, code].map((each) => getComputedStyle(each).backgroundColor);
  });
  // The theme of VS Code is dark, whatever the system is; and it has a style for code of its own.
  assert.deepEqual(colours, ['rgb(13, 17, 23)', 'rgba(0, 0, 0, 0)']);
  await picture(vscode.page, 'migration-report');
});

describe('the page in a browser without scripts', () => {
  let file;
  before(() => {
    file = path.join(vscode.root, 'report.html');
    const ours = readdirSync(vscode.extensions).find((name) =>
      /^claude-preflight\..*preflight/.test(name),
    );
    const program = path.join(vscode.extensions, ours, 'bundled/server/claude-preflight');
    execFileSync(program, ['report', '--html', file, path.dirname(vscode.fileAt('one'))]);
  });

  for (const colorScheme of ['light', 'dark']) {
    for (const [device, width] of [
      ['phone', 360],
      ['desktop', 1200],
    ]) {
      test(`it fits a ${device} in ${colorScheme}`, async () => {
        const browser = vscode.page.context().browser();
        const context = await browser.newContext({
          colorScheme,
          viewport: { width, height: 800 },
        });
        try {
          const page = await context.newPage();
          await page.goto(pathToFileURL(file).href);
          // The policy of the page forbids scripts of its own; what follows comes from outside.
          const seen = await page.evaluate(() => ({
            wide: document.documentElement.scrollWidth,
            dark: getComputedStyle(document.body).backgroundColor,
            circles: [...document.querySelectorAll('circle')].map(
              (each) => each.getBoundingClientRect().x,
            ),
          }));
          assert.ok(seen.wide <= width, `${seen.wide} wide`);
          assert.equal(
            seen.dark,
            colorScheme === 'dark' ? 'rgb(13, 17, 23)' : 'rgb(255, 255, 255)',
          );
          assert.equal(seen.circles.length, 2);
          assert.ok(seen.circles.every((x) => x > 0 && x < width));
          await picture(page, `migration-report-${device}-${colorScheme}`);
        } finally {
          await context.close();
        }
      });
    }
  }

  test('the keyboard reaches all of it', async () => {
    const context = await vscode.page.context().browser().newContext({ javaScriptEnabled: false });
    try {
      const page = await context.newPage();
      await page.goto(pathToFileURL(file).href);
      const closed = page.locator('details:not([open])').first();
      const summary = page.locator('summary').nth(1);
      assert.equal(await closed.count(), 1);
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press('Tab');
        if ((await page.locator('summary:focus').count()) && (await isSecond(page, summary))) {
          break;
        }
      }
      await page.keyboard.press('Enter');
      assert.equal(await page.locator('details[open]').count(), 2);
    } finally {
      await context.close();
    }
  });
});

async function isSecond(page, summary) {
  const focused = await page.locator('summary:focus').boundingBox();
  const wanted = await summary.boundingBox();
  return focused?.y === wanted?.y;
}
