import type { SeenOperation } from '@rolewright/shared/iam/seen-operation.ts';
import type { ObservedUse } from '@rolewright/shared/plan/observed-use.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { awsOperations } from '../aws/operations-aws.ts';
import { sandboxOperations } from '../aws/operations-sandbox.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { checkOf, planFor, runUntil, startRun, workloadNamed } from '../testing/runs.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ lives: true });
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
});
afterEach(() => console.setFaults([]));
afterAll(() => console.close());

const useOf = async (name: string) =>
  (await console.call<ObservedUse>(`/api/workloads/${(await workloadNamed(console, name)).id}/observed-use`)).body;
async function useOnce(name: string, enough: (use: ObservedUse) => boolean): Promise<ObservedUse> {
  for (const end = Date.now() + 30_000; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const use = await useOf(name);
    if (enough(use) || Date.now() > end) return use;
  }
}
const actionsOf = (items: SeenOperation[]) => [...new Set(items.map(({ action }) => action))].toSorted();
const limboActions = ['cloudwatch:PutMetricData', 's3:GetObject', 's3:PutObject'];
const brain = 'arn:aws:s3:::limbo-brain-560921689673/*';

test('C8: limbo’s observed use is exactly its actions, metrics held to the namespace Limbo; a role of just that does the work', async () => {
  const use = await useOnce('limbo', ({ items }) => actionsOf(items).length === limboActions.length);
  expect(actionsOf(use.items)).toEqual(limboActions);
  expect(use).toMatchObject({ sight: 'every-call', leftOut: [], notVisible: [] });
  expect(Date.parse(use.since)).toBeLessThan(Date.now());
  expect(use.document).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'CloudwatchPutMetricData',
        Effect: 'Allow',
        Action: ['cloudwatch:PutMetricData'],
        Resource: ['*'],
        Condition: { StringEquals: { 'cloudwatch:namespace': ['Limbo'] } },
      },
      { Sid: 'S3GetObjectAndPutObject', Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: [brain] },
    ],
  });
  // What its user may do besides, and a job of the month's end might need.
  expect(use.unseen.map(({ action }) => action).toSorted()).toEqual([
    's3:ListAllMyBuckets',
    's3:ListBucket',
    'sqs:DeleteMessage',
    'sqs:ReceiveMessage',
    'sqs:SendMessage',
  ]);

  const document = use.document ?? {};
  const plan = await planFor(console, 'limbo', { role: { create: { name: 'LimboTaskRole' } }, permissions: { document } });
  expect(plan.checks.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  expect(checkOf(plan, 'no-new-access').verdict).toBe('pass');
  expect(checkOf(plan, 'carry-over').verdict).toBe('pass');
  const run = await runUntil(console, (await startRun(console, plan)).id);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  expect(run.verification.state).toBe('verified');
  const { id } = await workloadNamed(console, 'limbo');
  const { body } = await console.call<{ items: { failed: number; identity: string }[] }>(`/api/workloads/${id}/observations`);
  expect(body.items.filter(({ failed }) => failed > 0)).toEqual([]);
  expect(body.items.some(({ identity }) => identity.includes('assumed-role/LimboTaskRole/'))).toBe(true);
});

test('C8: a user who may do everything gives a policy of what was seen alone; what others did with a shared key is said', async () => {
  const tools = await useOnce('admin-tools', ({ items }) => items.length > 1);
  expect(tools.document?.Statement).toMatchObject([
    { Sid: 'CloudwatchPutMetricData', Condition: { StringEquals: { 'cloudwatch:namespace': ['Ops'] } } },
    { Sid: 'EcsListClusters', Action: ['ecs:ListClusters'] },
  ]);
  expect(tools.unseen).toEqual([]);
  const shared = await useOnce('reports', ({ items }) => items.length > 0);
  expect(shared.notVisible.join(' ')).toMatch(/still carried by \S+\. Its calls are among these\./);
});

test('a workload that is not there, and a source that does not answer, are problems and never "nothing was seen"', async () => {
  const missing = await console.call<{ code: string }>('/api/workloads/wl_none/observed-use');
  expect([missing.status, missing.body.code]).toEqual([404, 'not-found']);
  const { id } = await workloadNamed(console, 'admin-tools');
  const { operations } = console.deps;
  console.deps.operations = sandboxOperations(() => ({ url: 'http://127.0.0.1:9', token: new Secret('of a sandbox that is gone') }));
  const silent = await console.call<{ code: string }>(`/api/workloads/${id}/observed-use`);
  console.deps.operations = operations;
  expect([silent.status, silent.body.code]).toEqual([503, 'unavailable']);
});

test('D-61: where the user’s policies cannot be read nothing is granted, and it is said', async () => {
  await console.setFaults([{ service: 'iam', operation: 'ListUserPolicies', code: 'AccessDenied' }]);
  const use = await useOf('admin-tools');
  expect(use.document).toBeNull();
  const why = expect.stringContaining('not known');
  expect(use.leftOut).toEqual(expect.arrayContaining([{ action: 'ecs:ListClusters', resource: '*', why }]));
  expect(use.leftOut.length).toBe(use.items.length);
  expect(use.notVisible.join(' ')).toContain('may do is not known');
});

test('D-60: on AWS event history tells management calls without resources, and what it cannot tell is said', async () => {
  const { accountId, keys } = await workloadNamed(console, 'admin-tools');
  const limbo = await workloadNamed(console, 'limbo');
  const keyIds = [...keys, ...limbo.keys].map(({ keyId }) => keyId);
  const source = awsOperations(console.deps);
  const seen = await source.seen({ accountId, region: 'us-east-1', keyIds });
  expect(seen.sight).toBe('management-events');
  expect(seen.items).toMatchObject([{ source: 'CloudTrail', action: 'ecs:ListClusters', resource: null, denied: false }]);
  expect(seen.items[0]?.calls).toBeGreaterThan(0);
  expect(seen.notVisible.join(' ')).toMatch(/S3 objects, cloudwatch:PutMetricData/);
  expect(Date.now() - Date.parse(seen.since)).toBeGreaterThan(89 * 86_400_000);

  await console.setFaults([{ service: 'cloudtrail', operation: 'LookupEvents', code: 'AccessDeniedException', region: 'eu-west-1' }]);
  const partly = await source.seen({ accountId, region: 'us-east-1', keyIds });
  expect(partly.sight).toBe('some-calls');
  expect(partly.notVisible.join(' ')).toMatch(/in eu-west-1: CloudTrail could not be read/);
  expect(partly.items.length).toBe(1);
});
