import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { instanceNamed, machineOf, planInstance, profileOn, untilInState } from '../testing/instances.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { runScript, withCli } from '../testing/run-script.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole();
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
});
afterAll(() => console.close());

withCli('D5 E15 D13: the script gives the builder its profile, and writes the user data that it is given', async () => {
  const id = instanceNamed(console, 'builder');
  const plan = await planInstance(console, id, {
    role: { create: { name: 'BuilderRole' } },
    profile: { create: { name: 'BuilderRole' } },
    metadataOptions: { httpTokens: 'required', hopLimit: 2 },
    userData: 'remove-keys',
  });
  const { text } = await console.call(`/api/plans/${plan.id}/export?format=cli`);
  const file = path.join(mkdtempSync(path.join(console.dataDir, 'user-data-')), 'user-data');
  writeFileSync(file, '#!/bin/bash\n/opt/agent/run.sh &\n');
  const { code, error } = await runScript(console, text, { USER_DATA_FILE: file });
  expect(error).not.toContain('rror');
  expect(code).toBe(0);
  await untilInState(console, id, 'running');
  expect(await profileOn(console, id)).toEqual(['BuilderRole associated']);
  const { userData, metadataOptions } = JSON.parse(machineOf(console, id));
  expect(Buffer.from(userData, 'base64').toString()).toBe('#!/bin/bash\n/opt/agent/run.sh &\n');
  expect(metadataOptions).toMatchObject({ httpTokens: 'required', httpPutResponseHopLimit: 2 });
});

withCli('E15 D-65: a profile that is there is replaced by its association’s id; the user data stays where none is given', async () => {
  const id = instanceNamed(console, 'metrics-collector');
  const before = JSON.parse(machineOf(console, id)).userData;
  const plan = await planInstance(console, id, { role: { create: { name: 'Collector' } }, profile: { create: { name: 'Collector' } } });
  const { text } = await console.call(`/api/plans/${plan.id}/export?format=cli`);
  const { code, error } = await runScript(console, text, { ANYWAY: '1' });
  expect(error).toBe('');
  expect(code).toBe(0);
  expect((await profileOn(console, id)).filter((one) => !one.endsWith('disassociating'))).toEqual(['Collector associated']);
  expect(JSON.parse(machineOf(console, id)).userData).toBe(before);
});
