// Screenshots, for people to look at; the extension's README and walkthrough show some of them.

import { mkdirSync } from 'node:fs';
import path from 'node:path';

const FOLDER = process.env.CLAUDE_PREFLIGHT_TEST_PICTURES;

/** Take a picture of the whole window. */
export async function picture(page, name) {
  await take(page, name);
}

async function take(page, name, clip) {
  mkdirSync(FOLDER, { recursive: true });
  const file = path.join(FOLDER, `${name.replaceAll(/[^\w.]+/g, '-')}.png`);
  await page.screenshot({ path: file, animations: 'disabled', clip });
}

// What ends the interesting part of a window: text, and what lies over it or below it.
const SHOWN = [
  '.part.editor .view-line > span > span',
  '.monaco-hover:not(.hidden)',
  '.action-widget',
  '.markers-panel .monaco-list-row',
  'iframe.webview.ready',
];
const MARGIN = 16; // px
const WIDTH = 848;

/** Take a picture of the code and of what is shown with it, and of nothing around. */
export async function closeUp(page, name) {
  const clip = await page.evaluate(
    ([selectors, margin, width]) => {
      const { left, top } = document
        .querySelector('.part.editor .tabs-container')
        .getBoundingClientRect();
      const boxes = [...document.querySelectorAll(selectors.join())].map((each) =>
        each.getBoundingClientRect(),
      );
      const bottom = Math.max(...boxes.map((box) => box.bottom)) + margin;
      const end = Math.min(innerHeight - 22, bottom);
      return { x: left, y: top, width: Math.min(width, innerWidth - left), height: end - top };
    },
    [SHOWN, MARGIN, WIDTH],
  );
  await take(page, name, clip);
}
