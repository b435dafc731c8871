import type { Account } from '@rolewright/shared/accounts/account.ts';
import type { Drill, DrillStepId } from '@rolewright/shared/accounts/drill.ts';
import type { AuditEntry } from '@rolewright/shared/audit/entry.ts';
import type { Problem } from '@rolewright/shared/error.ts';
import type { Overview } from '@rolewright/shared/overview.ts';
import type { Page } from '@rolewright/shared/page.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
let home: Account;
beforeAll(async () => {
  console = await openTestConsole({ runs: false, lives: true });
  home = await accountNamed(console, 'sandbox');
});
afterAll(() => console.close());

const read = async (id = home.id) => console.call<Drill & Problem>(`/api/accounts/${id}/drill`);
const take = (step: DrillStepId, id = home.id) => console.call<Drill & Problem>(`/api/accounts/${id}/drill`, { body: { step } });

/** The drill once this holds of it. */
async function until(holds: (drill: Drill) => boolean): Promise<Drill> {
  const end = Date.now() + 45_000;
  for (;;) {
    const { body } = await read();
    if (holds(body)) return body;
    if (Date.now() > end) throw new Error(`it does not come: ${JSON.stringify({ ...body, observations: undefined })}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

test('D1: the document’s own order takes the web servers down, and its role brings them back', async () => {
  const before = await until(({ servers }) => servers.length === 2 && servers.every(({ calls }) => calls > 0));
  expect([before.phase, before.blocked, before.servers.map(({ failed }) => failed)]).toEqual(['not-begun', null, [0, 0]]);
  expect(before.steps.map(({ state }) => state)).toEqual(['next', 'later', 'later', 'later', 'later']);

  const early = await take('create-role');
  expect([early.status, early.body.fields?.[0]?.field, early.text]).toEqual([400, 'step', expect.stringContaining('delete-user')]);
  // Two who press at once: one deletes, the other finds it done.
  const both = await Promise.all([take('delete-user'), take('delete-user')]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  const outage = await until(({ servers }) => servers.some(({ calls, failed }) => calls > 0 && failed === calls));
  expect(outage).toMatchObject({ phase: 'outage', sentence: expect.stringMatching(/^Outage: [1-9]\d* of/) });
  expect(outage.servers.flatMap(({ lastError }) => lastError ?? []).join()).toContain('InvalidAccessKeyId');

  for (const step of ['narrow-policy', 'create-role', 'update-group', 'replace-instances'] as const) {
    const { status, body, text } = await take(step);
    expect(status, text).toBe(200);
    expect([status, body.steps.find(({ id }) => id === step)]).toEqual([200, { id: step, state: 'done', doneAt: expect.any(String) }]);
  }
  const recovered = await until(({ phase }) => phase === 'recovered');
  expect(recovered.servers.map(({ identity, failed, launchedFrom }) => [identity, failed, launchedFrom])).toEqual(
    Array(2).fill([expect.stringContaining(':assumed-role/image-upload-web-drill/i-'), 0, 'image-upload-web-drill']),
  );
  // Both are in the picture: the failed calls and those of the role.
  expect(recovered.observations.items.some(({ failed }) => failed > 0)).toBe(true);
  expect((await take('delete-user')).status).toBe(200);

  const said = (await console.call<Page<AuditEntry>>('/api/audit?state=drill.step')).body.items;
  expect(said.map(({ detail }) => detail.step)).toEqual(recovered.steps.map(({ id }) => id).toReversed());
  expect(said.every(({ summary }) => summary.startsWith('Drill in the sandbox: '))).toBe(true);
  expect((await console.call<Overview>('/api/overview')).body.drill?.accountId).toBe(home.id);
});

test('D1: putting the sandbox back ends the drill, and the servers work with their key again', async () => {
  expect((await console.call(`/api/accounts/${home.id}/reset-sandbox`, { method: 'POST' })).status).toBe(200);
  const back = await until(({ servers }) => servers.length === 2 && servers.every(({ calls, failed }) => calls > 0 && failed === 0));
  expect(back).toMatchObject({ phase: 'not-begun', blocked: null });
  expect(back.steps.every(({ doneAt }) => doneAt === null)).toBe(true);
  expect(back.servers.every(({ identity }) => identity?.endsWith(':user/image-upload'))).toBe(true);
  expect((await console.call<Overview>('/api/overview')).body.drill).toBeNull();
});
