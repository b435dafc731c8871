import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadFingerprint } from '../findings/fingerprint.ts';
import { type ExternalIds, loadExternalIds } from './external-ids.ts';

let dataDir: string;
let externalId: ExternalIds;
beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'rolewright-ids-'));
  externalId = await loadExternalIds(dataDir);
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

test('A5: a thousand external ids are all different, and each is one that AWS takes', () => {
  const ids = Array.from({ length: 1_000 }, (_, index) => externalId(`plan_${index >> 1}`, index % 2).reveal());
  expect(new Set(ids).size).toBe(1_000);
  expect(ids.filter((id) => !/^[A-Za-z0-9]{32}$/.test(id))).toEqual([]);
});

test('D-48: an id is the same again after a restart, another in another installation, and prints as nothing', async () => {
  const id = externalId('plan_1', 0);
  expect((await loadExternalIds(dataDir))('plan_1', 0).reveal()).toBe(id.reveal());
  expect(`${id} ${JSON.stringify({ id })} ${inspect(id)}`).not.toContain(id.reveal());
  const elsewhere = mkdtempSync(path.join(tmpdir(), 'rolewright-ids-'));
  expect((await loadExternalIds(elsewhere))('plan_1', 0).reveal()).not.toBe(id.reveal());
  rmSync(elsewhere, { recursive: true, force: true });
});

test('D-48: its key is its owner’s alone, and not the key of the fingerprints, which are shown', async () => {
  await loadFingerprint(dataDir);
  const [ids, fingerprints] = ['external-id-key', 'fingerprint-key'].map((name) => path.join(dataDir, name));
  expect(statSync(ids ?? '').mode & 0o777).toBe(0o600);
  expect(readFileSync(ids ?? '', 'utf8')).not.toBe(readFileSync(fingerprints ?? '', 'utf8'));
});
