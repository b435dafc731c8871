import type { Browser, Page } from '@playwright/test';
import { signIn } from './browser.ts';
import { type Console, startConsole } from './console.ts';
import { Script } from './http.ts';
import { accountNamed, scanAccount } from './steps.ts';

/** A console of a test file's own whose first account is scanned, a script with its token, and a page that is signed in. */
export interface ScannedConsole {
  console: Console;
  script: Script;
  page: Page;
}

/** Starts it; `env` goes to the console. */
export async function openScanned(browser: Browser, env: Record<string, string> = {}): Promise<ScannedConsole> {
  const console = await startConsole(env);
  try {
    const script = new Script(console);
    await scanAccount(script, (await accountNamed(script, 'sandbox')).id);
    const page = await (await browser.newContext()).newPage();
    await signIn(page, console);
    return { console, script, page };
  } catch (error) {
    await console.stop();
    throw error;
  }
}

/** Ends what was started; nothing where it never was. */
export async function closeScanned({ page, console }: Partial<ScannedConsole>): Promise<void> {
  await page?.context().close();
  await console?.stop();
}
