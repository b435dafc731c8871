import { statSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '@rolewright/shared/findings/finding.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { everyPlace, leaksOf } from '../testing/canary.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { everyItem, scanBothAccounts } from '../testing/scans.ts';
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
  await scanBothAccounts(console);
  const workloads = await everyItem<Workload>(console, '/api/workloads?limit=200');
  await concurrently(workloads, 8, (one) => console.call(`/api/workloads/${one.id}`));
  const findings = await everyItem<Finding>(console, '/api/findings?limit=200');
  await concurrently(findings, 8, (one) => console.call(`/api/findings/${one.id}`));
  for (const list of ['keys', 'roles', 'audit', 'overview', 'accounts']) await console.call(`/api/${list}`);

  const places = await everyPlace(console);
  expect(places.get('table public.revision')).toContain('$masked');
  expect(places.get('table public.user_data')).toContain('export AWS_SECRET_ACCESS_KEY=••••');
  expect(leaksOf(places, secrets)).toEqual([]);
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
