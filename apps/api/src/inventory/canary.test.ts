import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '@rolewright/shared/findings/finding.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, everyItem, scanAccount } from '../testing/scans.ts';

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole();
});
afterAll(() => console.close());

/** Every secret that the estate was seeded with: keys of IAM, session tokens, the Slack token. */
function secretsOf(state: unknown): string[] {
  const secrets = new Set<string>();
  const walk = (value: unknown, name: string): void => {
    if (typeof value === 'string') {
      // The sandbox's programs also name variables so: `secretAccessKey: 'S3_SECRET'`.
      if ((/^(secretAccessKey|sessionToken)$/i.test(name) && value.length >= 20) || value.startsWith('xoxb-')) secrets.add(value);
    } else if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) walk(inner, key);
  };
  walk(state, '');
  return [...secrets];
}

test('C5 D-18: after a scan no secret of the estate is in any row, log line or answer', async () => {
  const secrets = secretsOf(console.sandbox.world.state);
  expect(secrets.length).toBeGreaterThan(15);
  for (const name of ['sandbox', 'sandbox-data']) await scanAccount(console, (await accountNamed(console, name)).id);
  for (const workload of await everyItem<Workload>(console, '/api/workloads?limit=200'))
    await console.call(`/api/workloads/${workload.id}`);
  for (const finding of await everyItem<Finding>(console, '/api/findings?limit=200')) await console.call(`/api/findings/${finding.id}`);
  for (const list of ['keys', 'roles', 'audit', 'overview', 'accounts']) await console.call(`/api/${list}`);

  const places = new Map<string, string>();
  const { rows } = await sql<{ name: string }>`select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`.execute(console.deps.db);
  for (const { name } of rows) {
    const table = await sql<{ row: string }>`select t::text as row from ${sql.raw(name)} t`.execute(console.deps.db);
    places.set(`table ${name}`, table.rows.map((one) => one.row).join('\n'));
  }
  places.set('log', readFileSync(path.join(console.dataDir, 'logs/api.log'), 'utf8'));
  places.set('answers', console.answers.join('\n'));
  expect(places.get('table public.revision')).toContain('$masked');
  const leaks = [...places].filter(([, text]) => secrets.some((secret) => text.includes(secret))).map(([place]) => place);
  expect(leaks).toEqual([]);
  // An access key's id is no secret; it must be there, or the test looked at nothing.
  expect(places.get('answers')).toMatch(/AKIA[A-Z2-7]{16}/);
});

test('D-97: no call was made with a key that was found', () => {
  const found = new Set<string>();
  const state = JSON.stringify(console.sandbox.world.state);
  for (const [id] of state.matchAll(/AKIA[A-Z2-7]{16}/g)) found.add(id);
  const sessions = Object.values(console.sandbox.world.state.sessions).map((one) => one.roleArn ?? '');
  expect(found.size).toBeGreaterThan(10);
  expect(sessions.every((arn) => arn.includes('role/Rolewright') || arn === '')).toBe(true);
});
