import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Observations, Run } from '@rolewright/shared/apply/run.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { planStandings, standingOf } from '@rolewright/shared/plan/standing.ts';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { control, planFor, runUntil, startRun, workloadNamed } from '../testing/runs.ts';
import { accountNamed, everyItem, scanAccount } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
const operator = 'RolewrightOperator';
beforeAll(async () => {
  console = await openTestConsole({ lives: true });
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
});
afterEach(() => console.setFaults([]));
afterAll(() => console.close());

const inUse = async (cluster: string, service: string) => {
  const { services } = await administratorOf(console).ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  return services?.[0];
};
const failedCalls = async (workloadId: string): Promise<number> => {
  const { body } = await console.call<Observations>(`/api/workloads/${workloadId}/observations`);
  return body.items.reduce((sum, one) => sum + one.failed, 0);
};

/** How the plan's run stands, as lists and the plan itself tell. */
async function runOf({ id }: Plan): Promise<Plan['run'] | undefined> {
  const { body } = await console.call<Plan>(`/api/plans/${id}`);
  // Found by its standing, and by no other.
  for (const standing of planStandings) {
    const listed = (await everyItem<Plan>(console, `/api/plans?state=${standing}`)).find((plan) => plan.id === id);
    expect(listed?.run, standing).toEqual(standing === standingOf(body) ? body.run : undefined);
  }
  return body.run;
}

test('C10: when tasks cannot start, ECS goes back by itself, the run fails and offers to roll back, and no call was lost', async () => {
  const limbo = await workloadNamed(console, 'limbo');
  const plan = await planFor(console, 'limbo', { role: { create: { name: 'LimboTaskRole' } } });
  expect(plan.run).toBeNull();
  await console.setFaults([{ service: 'ecs', operation: 'UpdateService', when: 'before', latencyMs: 1500, principal: operator }]);
  const { id } = await startRun(console, plan);
  await runUntil(console, id, (run) => run.journal.some((line) => line.call === 'ecs:UpdateService'));
  const trust = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  await administratorOf(console).iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'LimboTaskRole', PolicyDocument }));
  const failed = await runUntil(console, id);
  expect(failed).toMatchObject({ state: 'failed', actions: ['resume', 'roll-back'] });
  expect(await runOf(plan)).toEqual({ id, state: 'failed', verification: null });
  expect(failed.error?.meaning).toMatch(/pointed at the new revision/);
  await control(console, id, 'roll-back');
  expect((await runUntil(console, id, (run) => run.state === 'rolled-back')).state).toBe('rolled-back');
  expect(await runOf(plan)).toEqual({ id, state: 'rolled-back', verification: null });
  const service = await inUse('limbo', 'limbo');
  expect(service?.taskDefinition).toMatch(/limbo:3$/);
  expect(service).toMatchObject({ runningCount: 2, deployments: [{ rolloutState: 'COMPLETED' }] });
  expect(await failedCalls(limbo.id)).toBe(0);
});

test('D-31: a healthy deployment whose calls are denied is failing, not verified', async () => {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }] };
  const plan = await planFor(console, 'admin-tools', { role: { create: { name: 'AdminToolsRole' } }, permissions: { document } });
  const run = await runUntil(console, (await startRun(console, plan)).id);
  expect(run.state).toBe('failed');
  expect(run.verification.state).toBe('failing');
  expect(run.error?.what).toMatch(/denied.*ListClusters \(AccessDenied/);
  expect((await inUse('ops', 'admin-tools'))?.deployments).toMatchObject([{ rolloutState: 'COMPLETED' }]);
});

let verified: Run;
test('C4 C11 C15 D-62: a shadowed service keeps its role, loses its keys and is verified by use', async () => {
  const existing = 'arn:aws:iam::560921689673:role/LedgerTaskRole';
  const plan = await planFor(console, 'ledger', { role: { existing } });
  verified = await runUntil(console, (await startRun(console, plan)).id);
  expect(verified.state, JSON.stringify(verified.error)).toBe('succeeded');
  expect(verified.verification).toMatchObject({ state: 'verified', keySilence: { state: 'too-early' } });
  expect(await runOf(plan)).toEqual({ id: verified.id, state: 'succeeded', verification: 'verified' });
  expect(verified.verification.evidence.map((one) => one.state)).toEqual(['yes', 'yes', 'yes', 'yes']);
  expect((await workloadNamed(console, 'ledger')).state).toBe('verified');
});

test('the evidence is collected again on demand, however often, and changes nothing', async () => {
  const { status, body } = await control(console, verified.id, 'verify');
  expect(status).toBe(202);
  expect(body.verification.state).toBe('verified');
  expect(Date.parse(body.verification.checkedAt ?? '')).toBeGreaterThan(Date.parse(verified.verification.checkedAt ?? ''));
});

test('a finished run is not rolled back beside an open one of the same workload', async () => {
  const paused = await console.deps.db.selectFrom('run').selectAll().where('id', '=', verified.id).executeTakeFirstOrThrow();
  const other = { ...paused, id: 'run_other', state: 'paused' as const, verification: null, finished_at: null };
  await console.deps.db.insertInto('run').values(other).execute();
  const answer = await control(console, verified.id, 'roll-back');
  expect(answer.status).toBe(409);
  expect(answer.text).toContain('run_other');
  await console.deps.db.deleteFrom('run').where('id', '=', 'run_other').execute();
  await control(console, verified.id, 'roll-back');
  const back = await runUntil(console, verified.id, (run) => run.state === 'rolled-back');
  expect(back.verification.state).toBe('unproven');
  expect((await workloadNamed(console, 'ledger')).state).toBe('shadowed');
});
