import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import type { Console } from './console.ts';

const folder = path.resolve(import.meta.dirname, '../screenshots');

/** What a test looked at: the page's text at each screenshot, by its name, for the canary. */
export type Seen = Record<string, string>;

/** Opens the printed address, as a newcomer does, and waits for the first screen. From then on the browser's console must stay empty. */
export async function signIn(page: Page, console: Console): Promise<void> {
  const complain = (what: string) => expect.soft(what, 'the console of the browser').toBe('');
  page.on('pageerror', (error) => complain(error.message));
  // A refused call is logged by the browser itself; what the page makes of it is looked at.
  page.on(
    'console',
    (said) =>
      said.type() === 'error' && !/^(Failed to load resource|TypeError: Failed to fetch)/.test(said.text()) && complain(said.text()),
  );
  await page.goto(console.address);
  await page.waitForURL(/\/overview/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** `npm test` looks at the light theme; `npm run test:long` runs the same tests and looks at both. */
const themes = process.env.ROLEWRIGHT_LONG ? (['light', 'dark'] as const) : (['light'] as const);

/** A screenshot and axe, and the page's text remembered in `seen`. */
export async function look(page: Page, name: string, seen: Seen = {}): Promise<void> {
  // A screen that was just asked for: the router shows it with its first data.
  await page.waitForTimeout(250);
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  for (const theme of themes) {
    await inTheme(page, theme);
    await expectNoViolations(page, `${name}, ${theme}`, theme === 'dark' ? 'colours' : 'everything');
    await photograph(page, `${name}-${theme}.png`);
  }
  seen[`screen ${name}`] = await page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('input,textarea')];
    return [document.body.textContent, document.documentElement.outerHTML, ...fields.map((field) => field.value)].join('\n');
  });
  await inTheme(page, 'light');
}

/** The whole page in one picture: the window is made as high as its content, or nearly, because a stitched picture shows a page that nobody sees. */
async function photograph(page: Page, file: string): Promise<void> {
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (size) await page.setViewportSize({ width: size.width, height: Math.min(1800, Math.max(size.height, height)) });
  // On a busy machine Chromium now and then never draws the frame that a picture waits for: it is asked for another.
  await expect(async () => {
    await page.screenshot({ path: path.join(folder, file), timeout: 10_000 });
  }).toPass({ timeout: 60_000 });
  if (size) await page.setViewportSize(size);
}

async function inTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  const isDark = await page.evaluate(() => document.body.classList.contains('awsui-dark-mode'));
  if (isDark !== (theme === 'dark')) await page.getByRole('button', { name: theme === 'dark' ? 'Dark' : 'Light', exact: true }).click();
}

/** Fails with the rule, the elements and axe's advice. `colours`: the same elements were looked at in the other theme already. */
export async function expectNoViolations(page: Page, where: string, what: 'everything' | 'colours' = 'everything'): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (what === 'colours' ? axe.withRules(['color-contrast', 'link-in-text-block']) : axe).analyze();
  const said = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes.map((node) => `  ${node.html.slice(0, 200)} ${node.failureSummary?.replaceAll('\n', ' ')}`).join('\n')}`,
  );
  expect.soft(said, `axe on ${where}`).toEqual([]);
}

/** Opens a screen by the side navigation, and waits until it is there: until then the links are those of the screen before. */
export async function openScreen(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Side navigation' }).getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: new RegExp(`^${name}`) })).toBeVisible();
}
