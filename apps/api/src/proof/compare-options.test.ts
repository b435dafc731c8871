import type { DuplicateOrAssume } from '@rolewright/shared/proof/duplicate-or-assume.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askForChain, link, planChain } from '../testing/chains.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { scanBothAccounts } from '../testing/scans.ts';

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  await scanBothAccounts(console);
});
afterAll(() => console.close());

const role1 = { create: { name: 'role1' } };
const options = (id: string) => console.call<DuplicateOrAssume & { code: string }>(`/api/plans/${id}/duplicate-or-assume`);

test('B2: both options of a plan side by side: S3 grants copied against one sts grant; AWS is not asked', async () => {
  const plan = await planChain(console, role1, [link('role2')]);
  const { status, body, text } = await options(plan.id);
  expect(status, text).toBe(200);
  expect(body.duplicate.grants.map(({ action }) => action)).toEqual(['s3:GetObject']);
  expect(body.assume.grants.map(({ action, resource }) => [action, resource])).toEqual([['sts:AssumeRole', plan.target.members[1]?.arn]]);
  expect(body.advice).toMatchObject({ choice: 'assume', why: [expect.stringContaining('another account')] });
  expect(text).not.toMatch(/external-id-/);
});

test('B2: a plan whose role could not be read is refused with what is missing; so is one that there is not', async () => {
  const missing = 'arn:aws:iam::210987654321:role/nobody';
  const { body: plan } = await askForChain(console, role1, [link('nobody', { role: { existing: missing } })]);
  const answer = await options(plan.id);
  expect(answer.status).toBe(409);
  expect(answer.text).toContain(`The role ${missing} is not there`);
  expect((await options('none')).status).toBe(404);
});
