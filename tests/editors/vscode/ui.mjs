// What a person does in VS Code. The workbench drops key presses while focus moves or a list
// fills, so each action is repeated until its effect shows.

import { waitFor } from './wait.mjs';

const TRIES = 8;
const EACH_TRY = 3000;

export class UI {
  constructor(page) {
    this.page = page;
    this.problems = page.locator('.markers-panel .monaco-list-row');
    this.hover = page.locator('.monaco-hover:not(.hidden) .hover-contents');
    this.quickFixes = page.locator('.action-widget .monaco-list-row.action');
    this.messages = page.locator('.notification-toast');
    this.status = page.locator('.statusbar-item');
    this.quickInput = page.locator('.quick-input-widget:visible input');
  }

  /** The editor of a file, by its name. */
  editor(name) {
    return this.page.locator(`.editor-instance .monaco-editor[data-uri$="/${name}"]`).first();
  }

  /** The underlines of errors, warnings and notes in an editor. */
  squiggles(name) {
    return this.editor(name).locator('.squiggly-error, .squiggly-warning, .squiggly-info');
  }

  /** Repeat an action until its effect shows; in between, close what it may have opened. */
  async until(act, effect) {
    for (let left = TRIES; ; left--) {
      await act();
      try {
        await effect.first().waitFor({ timeout: EACH_TRY });
        return;
      } catch (error) {
        if (left <= 1) {
          throw error;
        }
        await this.page.keyboard.press('Escape');
      }
    }
  }

  async open(name) {
    const tab = this.page.locator('.tab.active', { hasText: name });
    await this.pick('Control+P', name, name);
    await tab.waitFor();
    await this.editor(name).locator('.view-line').first().waitFor();
    await this.focus(name);
  }

  async focus(name) {
    const focused = this.page.locator(`.monaco-editor.focused[data-uri$="/${name}"]`);
    await this.until(() => this.page.keyboard.press('Control+1'), focused);
  }

  /** Run a command by its title, from the command palette. */
  async command(title) {
    await this.pick('F1', `>${title}`, title);
  }

  /** Open a quick input, type into it and take its first row, which has this text. */
  async pick(key, text, label) {
    const first = this.page.locator('.quick-input-list .monaco-list-row.focused', {
      hasText: label,
    });
    await this.until(async () => {
      await this.page.keyboard.press(key);
      await this.quickInput.fill(text, { timeout: EACH_TRY }).catch(() => undefined);
    }, first);
    await this.page.keyboard.press('Enter');
    await this.quickInput.waitFor({ state: 'hidden' });
  }

  async goTo(name, line, column) {
    const there = this.status.filter({ hasText: `Ln ${line}, Col ${column}` });
    await this.until(async () => {
      await this.page.keyboard.press('Control+G');
      await this.quickInput
        .fill(`:${line}:${column}`, { timeout: EACH_TRY })
        .catch(() => undefined);
      await this.page.keyboard.press('Enter');
    }, there);
    await this.focus(name);
  }

  /** Show the hover at a place and wait for a text in it. */
  async hoverAt(name, line, column, text) {
    await this.goTo(name, line, column);
    const hover = this.hover.filter({ hasText: text });
    await this.until(async () => {
      await this.page.keyboard.press('Control+K');
      await this.page.keyboard.press('Control+I');
    }, hover);
    return hover.first().innerText();
  }

  /** Open the problems, and wait for one with this text. */
  async showProblems(text) {
    const row = this.problems.filter({ hasText: text });
    if (!(await row.first().isVisible())) {
      await this.until(() => this.page.keyboard.press('Control+Shift+M'), row);
    }
    return row.first().innerText();
  }

  async hideHover() {
    await waitFor('the hover to go', async () => {
      await this.page.keyboard.press('Escape');
      return (await this.hover.count()) === 0;
    });
  }

  /** The text of an editor as it is drawn. */
  text(name) {
    return this.editor(name)
      .locator('.view-lines')
      .evaluate((lines) =>
        [...lines.querySelectorAll('.view-line')]
          .sort((one, other) => parseFloat(one.style.top) - parseFloat(other.style.top))
          .map((line) => line.textContent.replaceAll('\u00a0', ' '))
          .join('\n'),
      );
  }
}
