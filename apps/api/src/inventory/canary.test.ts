import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '@rolewright/shared/findings/finding.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, everyItem, scanAccount } from '../testing/scans.ts';
import { concurrently } from './concurrently.ts';

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole();
});
afterAll(() => console.close());

/** Every secret that the estate was seeded with: keys of IAM, session tokens, the Slack token, and user data as a whole. */
function secretsOf(state: unknown): string[] {
  const secrets = new Set<string>();
  const walk = (value: unknown, name: string): void => {
    if (typeof value === 'string') {
      // The sandbox's programs also name variables so: `secretAccessKey: 'S3_SECRET'`.
      if ((/^(secretAccessKey|sessionToken)$/i.test(name) && value.length >= 20) || value.startsWith('xoxb-')) secrets.add(value);
      if (/^userdata$/i.test(name) && value.length >= 100) secrets.add(value);
    } else if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) walk(inner, key);
  };
  walk(state, '');
  return [...secrets];
}

test('D-18: after a scan no secret of the estate is in any row, log line or answer', async () => {
  const secrets = secretsOf(console.sandbox.world.state);
  expect(secrets.length).toBeGreaterThan(15);
  expect(secrets.filter((one) => one.length > 100).length).toBeGreaterThan(10);
  for (const name of ['sandbox', 'sandbox-data']) await scanAccount(console, (await accountNamed(console, name)).id);
  const workloads = await everyItem<Workload>(console, '/api/workloads?limit=200');
  await concurrently(workloads, 8, (one) => console.call(`/api/workloads/${one.id}`));
  const findings = await everyItem<Finding>(console, '/api/findings?limit=200');
  await concurrently(findings, 8, (one) => console.call(`/api/findings/${one.id}`));
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
  expect(places.get('table public.user_data')).toContain('export AWS_SECRET_ACCESS_KEY=••••');
  const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]);
  const leaks = [...places].filter(([, text]) => forms.some((form) => text.includes(form))).map(([place]) => place);
  expect(leaks).toEqual([]);
  // An access key's id is no secret; it must be there, or the test looked at nothing.
  expect(places.get('answers')).toMatch(/AKIA[A-Z2-7]{16}/);
}, 90_000);

test('D-18: the key of the fingerprints is its owner’s alone, and a fingerprint says nothing about a value’s length', async () => {
  expect(statSync(path.join(console.dataDir, 'fingerprint-key')).mode & 0o777).toBe(0o600);
  const findings = await everyItem<Finding>(console, '/api/findings?limit=200');
  const lengths = new Set(findings.flatMap((one) => (one.fingerprint === null ? [] : [one.fingerprint.length])));
  expect([...lengths]).toEqual([64]);
  const { rows } = await sql<{ document: string }>`select document::text as document from revision where holds`.execute(console.deps.db);
  const masked = rows.flatMap(({ document }) =>
    [...document.matchAll(/"\$masked": (\{[^}]*\})/g)].map((match) => JSON.parse(match[1] ?? '')),
  );
  expect(masked.length).toBeGreaterThan(50);
  const members = new Set(masked.flatMap((one) => Object.keys(one as object)));
  expect([...members].filter((name) => !['class', 'fingerprint', 'keyId', 'moreKeyIds'].includes(name))).toEqual([]);
});
