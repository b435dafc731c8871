import type { Run } from '@rolewright/shared/apply/run.ts';
import type { PolicyPlan } from '@rolewright/shared/plan/plan.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { everyPlace, leaksOf } from '../testing/canary.ts';
import { assume, dataId, homeId, link, planChain, roleArn, settled, taskKeys } from '../testing/chains.ts';
import { executionRole, rolledBack, storedValue } from '../testing/delivered.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { control, runUntil, startRun } from '../testing/runs.ts';
import { scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
});
afterAll(() => console.close());

const RoleArn = roleArn(dataId, 'role2');
const name = 'uploader/chain';

async function succeeded(plan: Parameters<typeof startRun>[1]): Promise<Run> {
  const run = await runUntil(console, (await startRun(console, plan)).id);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  await settled(console);
  return run;
}

/** The chain's own run, verified again: what is not as it was planned, and what was rotated. */
async function verifiedAgain({ id }: Run): Promise<{ wrong: string[]; rotated: string[] }> {
  const { state, evidence, remains } = (await control(console, id, 'verify')).body.verification;
  expect(state).not.toBe('failing');
  return {
    wrong: evidence.filter((one) => one.state === 'no').map(({ claim }) => claim),
    rotated: remains.filter((one) => /rotat/.test(one)),
  };
}

const idInSecret = (): string => /external_id = (.*)/.exec(storedValue(console, name) ?? '')?.[1] ?? '';

/** What STS answers to role1 with each of these ids: the new session, or AccessDenied. */
async function accepted(...ids: string[]): Promise<boolean[]> {
  const keys = taskKeys(console, roleArn(homeId, 'role1'));
  const answers: boolean[] = [];
  for (const ExternalId of ids) answers.push('arn' in (await assume(console, keys, { RoleArn, ExternalId })));
  return answers;
}

test('A6: while it is rotated both external ids are accepted and the secret holds the new one; then the new alone; each half is undone', async () => {
  const reader = await executionRole(console, 'AppExecution');
  await scanBothAccounts(console);
  const delivery = { store: 'secrets-manager' as const, name, readers: [reader] };
  const chain = await planChain(console, { create: { name: 'role1' } }, [link('role2')], { delivery });
  const chained = await succeeded(chain);
  const rotate = (phase: string) => console.call<PolicyPlan>(`/api/plans/${chain.id}/rotation`, { body: { phase } });
  const planned = async (phase: string): Promise<PolicyPlan> => {
    const { status, body, text } = await rotate(phase);
    expect(status, text).toBe(201);
    expect(body.blockedBy).toEqual([]);
    return body;
  };
  const old = idInSecret();
  expect((await rotate('finish')).status).toBe(409);

  const undone = await succeeded(await planned('begin'));
  const first = idInSecret();
  expect(first).not.toBe(old);
  expect(await accepted(old, first, `${first}x`)).toEqual([true, true, false]);
  await rolledBack(console, undone);
  await settled(console);
  expect(idInSecret()).toBe(old);
  expect(await accepted(old, first)).toEqual([true, false]);

  const begin = await planned('begin');
  expect(begin.steps.map(({ kind }) => kind)).toEqual(['replace-trust-policy', 'renew-config', 'verify-policies']);
  // The answer of PutSecretValue is lost: the version is found by its id.
  await console.setFaults([{ service: 'secretsmanager', operation: 'PutSecretValue', when: 'after', dropAnswer: true, times: 1 }]);
  const begun = await succeeded(begin);
  expect(begun.journal.filter(({ event }) => event === 'found').map(({ stepId }) => stepId)).toEqual(['renew-1']);
  const made = idInSecret();
  expect(await accepted(old, made)).toEqual([true, true]);
  expect((await rotate('begin')).status).toBe(409);
  const underWay = 'role2 accepts 2 external ids until the rotation is finished.';
  expect(await verifiedAgain(chained)).toEqual({ wrong: [], rotated: [underWay] });

  const finish = await planned('finish');
  const finished = await succeeded(finish);
  expect(await accepted(old, made)).toEqual([false, true]);
  expect(await verifiedAgain(chained)).toEqual({ wrong: [], rotated: ['The external id of role2 was rotated since.'] });
  await control(console, finished.id, 'roll-back');
  const back = await runUntil(console, finished.id, (run) => run.state === 'rolled-back' || run.state === 'failed');
  expect(back.state, JSON.stringify(back.error)).toBe('rolled-back');
  await settled(console);
  expect(await accepted(old, made)).toEqual([true, true]);
  // D-48: none of them is in anything that was kept or said.
  expect(leaksOf(await everyPlace(console), [old, first, made])).toEqual([]);
});

test('A6: what has no external id to rotate is refused by its field', async () => {
  const { status, body } = await console.call<{ code: string }>('/api/plans/plan-none/rotation', { body: { phase: 'begin' } });
  expect({ status, code: body.code }).toEqual({ status: 404, code: 'not-found' });
});
