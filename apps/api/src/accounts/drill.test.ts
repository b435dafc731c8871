import type { Account } from '@rolewright/shared/accounts/account.ts';
import type { Drill, DrillStepId } from '@rolewright/shared/accounts/drill.ts';
import type { Problem } from '@rolewright/shared/error.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed } from '../testing/scans.ts';

let console: TestConsole;
let home: Account;
beforeAll(async () => {
  console = await openTestConsole({ works: false });
  home = await accountNamed(console, 'sandbox');
});
afterAll(() => console.close());

const read = async (id = home.id) => console.call<Drill & Problem>(`/api/accounts/${id}/drill`);
const take = (step: DrillStepId, id = home.id) => console.call<Drill & Problem>(`/api/accounts/${id}/drill`, { body: { step } });

test('D1: the drill exists for the sandbox’s web servers only; a real account is refused by name, and nothing is called', async () => {
  const access = { kind: 'role', roleArn: 'arn:aws:iam::111122223333:role/RolewrightReader' };
  const real = (await console.call<Account>('/api/accounts', { body: { name: 'production', access, regions: ['us-east-1'] } })).body;
  for (const { status, body } of [await read(real.id), await take('delete-user', real.id)]) {
    expect([status, body.fields]).toEqual([400, [{ field: 'id', message: 'is not an account of the sandbox' }]]);
    expect(body.detail).toContain('never for production');
  }
  const data = await accountNamed(console, 'sandbox-data');
  expect((await take('delete-user', data.id)).status).toBe(404);
  const unknown = await console.call<Problem>(`/api/accounts/${home.id}/drill`, { body: { step: 'delete-everything' } });
  expect([unknown.status, unknown.body.fields?.[0]?.field]).toEqual([400, 'step']);
  expect((await console.raw(`/api/accounts/${home.id}/drill`, { method: 'POST', body: '{"step":"delete-user"}' })).status).toBe(401);
  expect((await read()).body.phase).toBe('not-begun');
});

test('D1: a step whose turn has not come is refused by name; one that is done changes nothing', async () => {
  const early = await take('create-role');
  expect([early.status, early.body.fields]).toEqual([400, [{ field: 'step', message: 'comes later: the next step is delete-user' }]]);
  expect((await take('delete-user')).body.steps[0]).toMatchObject({ state: 'done', doneAt: expect.any(String) });
  const users = () => Object.keys(console.sandbox.world.state.accounts['560921689673']?.iam.users ?? {});
  expect(users()).not.toContain('image-upload');
  expect((await take('delete-user')).body.steps.map(({ state }) => state)).toEqual(['done', 'next', 'later', 'later', 'later']);
  // Who made the calls stands in CloudTrail, as for any caller.
  const { events } = console.sandbox.world.state.accounts['560921689673']?.regions['us-east-1']?.cloudtrail ?? { events: [] };
  expect(events.filter(({ userName }) => userName === 'sandbox-administrator').map(({ name }) => name)).toEqual([
    'DeleteAccessKey',
    'DetachUserPolicy',
    'DeleteUser',
  ]);
});
