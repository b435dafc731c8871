import { gzipSync } from 'node:zlib';
import { type BrowserContext, chromium } from '@playwright/test';
import config from '../e2e/playwright.config.ts';
import { startConsole } from '../e2e/support/console.ts';
import { atMost, type Figure } from './measure.ts';

const routes = ['workloads', 'findings', 'keys', 'migrations', 'activity', 'accounts'];

/** How soon the first screen can be used, and what JavaScript each screen asks for. */
export async function screens(): Promise<Figure[]> {
  const console = await startConsole();
  const browser = await chromium.launch(config.use?.launchOptions ?? {});
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    const loaded = scriptsOf(context);
    const from = performance.now();
    await page.goto(console.address);
    await page
      .getByRole('button', { name: /^Scan account/ })
      .first()
      .waitFor();
    const milliseconds = performance.now() - from;
    const first = await loaded();
    const figures = [
      atMost('first screen usable after the printed address is opened', milliseconds / 1000, 's', 2),
      atMost('JavaScript of the first screen', kilobytes([...first.values()]), 'kB gz', 450),
    ];
    for (const route of routes) {
      await page.goto(`${console.url}/${route}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const more = [...(await loaded())].filter(([url]) => !first.has(url)).map(([, size]) => size);
      figures.push(atMost(`more JavaScript for ${route} and the screens before it`, kilobytes(more), 'kB gz', 120));
    }
    return figures;
  } finally {
    await browser.close();
    await console.stop();
  }
}

/** Size in bytes, compressed, of every script that the browser has asked for until now, by address. */
function scriptsOf(context: BrowserContext): () => Promise<Map<string, number>> {
  const bodies = new Map<string, Promise<number>>();
  context.on('response', (response) => {
    if (response.request().resourceType() !== 'script' || bodies.has(response.url())) return;
    bodies.set(
      response.url(),
      response.body().then((body) => gzipSync(body).length),
    );
  });
  return async () => new Map(await Promise.all([...bodies].map(async ([url, size]): Promise<[string, number]> => [url, await size])));
}

const kilobytes = (sizes: number[]): number => sizes.reduce((sum, size) => sum + size, 0) / 1000;
