import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import { type Console, startConsole, until } from './support/console.ts';
import { Script } from './support/http.ts';
import { admin } from './support/sandbox.ts';
import { accountNamed } from './support/steps.ts';

let console: Console;
test.beforeAll(async () => {
  console = await startConsole();
});
test.afterAll(() => console?.stop());

const servers = () => ({
  database: readFileSync(path.join(console.dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0],
  sandbox: console.sandbox().url,
});

test('after kill -9 of the API the next start attaches to database and sandbox, and the scan that ran goes on to its end', async () => {
  const script = new Script(console);
  const account = await accountNamed(script, 'sandbox');
  const rules = [{ service: 'ecs', operation: 'DescribeTaskDefinition', latencyMs: 50 }];
  await admin(console, 'PUT', 'faults', { rules });
  const { id } = await script.post<Scan>(`/api/accounts/${account.id}/scans`, {}, 202);
  const under = await until(async () => {
    const scan = await script.get<Scan>(`/api/scans/${id}`);
    return scan.progress.phase === 'newest' || scan.progress.phase === 'history' ? scan : undefined;
  });
  expect(under?.state).toBe('running');
  const before = servers();
  await console.kill();

  await console.restart();
  expect(servers()).toEqual(before);
  await admin(console, 'PUT', 'faults', { rules: [] });
  const again = new Script(console);
  const scan = await until(async () => {
    const now = await again.get<Scan>(`/api/scans/${id}`);
    return now.state === 'running' ? undefined : now;
  }, 60_000);
  expect(scan?.state).toBe('complete');
  expect(scan?.progress.cached, 'what was described before the kill is not described again').toBeGreaterThan(0);
  expect(scan?.progress.seen).toBe(scan?.progress.toSee);
});
