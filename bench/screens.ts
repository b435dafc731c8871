import { gzipSync } from 'node:zlib';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import config from '../e2e/playwright.config.ts';
import { type Console, startConsole } from '../e2e/support/console.ts';
import { Script } from '../e2e/support/http.ts';
import { accountNamed, ended, planRole, runUntil, scanAccount, startRun, workloadNamed } from '../e2e/support/steps.ts';
import { atMost, type Figure } from './measure.ts';

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
    const seconds = (performance.now() - from) / 1000;
    const first = await loaded();
    const figures = [
      atMost('first screen usable after the printed address is opened', seconds, 's', 2),
      atMost('JavaScript of the first screen', kilobytes([...first.values()]), 'kB gz', 450),
    ];
    const state = await context.storageState();
    for (const route of await routesOf(console)) {
      const more = [...(await scriptsAt(browser, state, `${console.url}${route.path}`))].filter(([url]) => !first.has(url));
      figures.push(atMost(`more JavaScript for ${route.name}`, kilobytes(more.map(([, size]) => size)), 'kB gz', 120));
    }
    return figures;
  } finally {
    await browser.close();
    await console.stop();
  }
}

/** Every screen but the first, with limbo moved so that there is something to see. */
async function routesOf(console: Console): Promise<{ name: string; path: string }[]> {
  const script = new Script(console);
  await scanAccount(script, (await accountNamed(script, 'sandbox')).id);
  const limbo = await workloadNamed(script, 'limbo');
  const run = await startRun(script, await planRole(script, limbo, { role: { create: { name: 'LimboTaskRole' } } }));
  await runUntil(script, run.id, ended);
  return [
    ...['workloads', 'findings', 'keys', 'roles', 'migrations', 'activity', 'accounts'].map((name) => ({ name, path: `/${name}` })),
    { name: 'one workload', path: `/workloads/${limbo.id}` },
    { name: 'a migration', path: `/workloads/${limbo.id}/migration?module=change` },
    { name: 'the picture of a chain', path: `/roles?focus=${limbo.id}` },
    { name: 'a run', path: `/runs/${run.id}` },
  ];
}

type Sizes = Map<string, number>;

async function scriptsAt(browser: Browser, storageState: Awaited<ReturnType<BrowserContext['storageState']>>, url: string): Promise<Sizes> {
  const context = await browser.newContext({ storageState });
  const loaded = scriptsOf(context);
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('load');
  // What a screen asks for once its data are there counts as well.
  await page.waitForTimeout(2000);
  const sizes = await loaded();
  await context.close();
  return sizes;
}

/** Size in bytes, compressed, of every script that the browser has asked for until now, by address. */
function scriptsOf(context: BrowserContext): () => Promise<Sizes> {
  const bodies = new Map<string, Promise<number>>();
  context.on('response', (response) => {
    if (response.request().resourceType() !== 'script' || bodies.has(response.url())) return;
    const size = response.body().then((body) => gzipSync(body).length);
    bodies.set(response.url(), size);
  });
  return async () => new Map(await Promise.all([...bodies].map(async ([url, size]): Promise<[string, number]> => [url, await size])));
}

const kilobytes = (sizes: number[]): number => sizes.reduce((sum, size) => sum + size, 0) / 1000;
