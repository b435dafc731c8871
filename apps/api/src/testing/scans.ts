import type { Account } from '@rolewright/shared/accounts/account.ts';
import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import type { Page } from '@rolewright/shared/page.ts';
import type { TestConsole } from './open-console.ts';

/** The registered account of this name. */
export async function accountNamed(console: TestConsole, name: string): Promise<Account> {
  const { body } = await console.call<Page<Account>>('/api/accounts');
  const found = body.items.find((account) => account.name === name);
  if (found === undefined) throw new Error(`no account ${name}`);
  return found;
}

/** Starts a scan and waits for its end. */
export async function scanAccount(console: TestConsole, accountId: string): Promise<Scan> {
  const started = await console.call<Scan>(`/api/accounts/${accountId}/scans`, { method: 'POST' });
  if (started.status !== 202) throw new Error(`the scan did not start: ${started.text}`);
  return await scanEnded(console, started.body.id);
}

/** Scans the sandbox's two accounts, one after the other. */
export async function scanBothAccounts(console: TestConsole): Promise<void> {
  for (const name of ['sandbox', 'sandbox-data']) await scanAccount(console, (await accountNamed(console, name)).id);
}

/** Waits for the end of a scan. */
export async function scanEnded(console: TestConsole, scanId: string): Promise<Scan> {
  for (;;) {
    const { body } = await console.call<Scan>(`/api/scans/${scanId}`);
    if (body.state !== 'running') return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Every item of a list, page by page. */
export async function everyItem<T>(console: TestConsole, pathname: string): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const mark = pathname.includes('?') ? '&' : '?';
    const page: { body: Page<T>; status: number; text: string } = await console.call<Page<T>>(
      cursor === null ? pathname : `${pathname}${mark}cursor=${encodeURIComponent(cursor)}`,
    );
    if (page.status !== 200) throw new Error(`${pathname}: ${page.text}`);
    items.push(...page.body.items);
    cursor = page.body.nextCursor;
  } while (cursor !== null);
  return items;
}
