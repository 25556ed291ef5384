// Screenshots, for people to look at; the extension's README and walkthrough show some of them.

import { mkdirSync } from 'node:fs';
import path from 'node:path';

const FOLDER = process.env.CLAUDE_PREFLIGHT_TEST_PICTURES;

/** Take a picture of the whole window. */
export async function picture(page, name) {
  mkdirSync(FOLDER, { recursive: true });
  const file = path.join(FOLDER, `${name.replaceAll(/[^\w.]+/g, '-')}.png`);
  await page.screenshot({ path: file, animations: 'disabled' });
}
