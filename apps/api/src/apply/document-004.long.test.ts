import type { Observations } from '@rolewright/shared/apply/run.ts';
import type { SessionCalls } from '@rolewright/shared/audit/session-calls.ts';
import type { Finding } from '@rolewright/shared/findings/finding.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { InstanceIdentity } from '@rolewright/shared/roles/instance-profile.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { administratorOf, callsSince } from '../testing/administrator.ts';
import { homeId, link, planChain, roleArn } from '../testing/chains.ts';
import { until } from '../testing/eventually.ts';
import { carriedOut, named } from '../testing/instance-runs.ts';
import { instanceNamed, planInstance, profileOn } from '../testing/instances.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { checkOf, runUntil, startRun } from '../testing/runs.ts';
import { accountNamed, everyItem, scanAccount } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let console: TestConsole;
let id: string;
beforeAll(async () => {
  console = await openTestConsole({ lives: true });
  for (const name of ['sandbox', 'sandbox-data']) await scanAccount(console, (await accountNamed(console, name)).id);
  id = instanceNamed(console, 'builder');
});
afterAll(() => console.close());

const builder = async () => {
  const found = (await everyItem<Workload>(console, '/api/workloads?kind=instance')).find(({ name }) => name === 'builder');
  if (found === undefined) throw new Error('no workload builder');
  return found;
};
const identity = async () => (await console.call<InstanceIdentity>(`/api/instances/${id}`)).body;
const bucket = `build-artifacts-${homeId}`;
const builds = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Artifacts', Effect: 'Allow', Action: 's3:PutObject', Resource: `arn:aws:s3:::${bucket}/builds/*` },
    { Sid: 'Clusters', Effect: 'Allow', Action: 'ecs:ListClusters', Resource: '*' },
  ],
};

test('document 004: an instance without a profile gets the implicit role', async () => {
  expect(await builder()).toMatchObject({ state: 'static-keys', ec2: { instanceProfileArn: null, roleArn: null } });
  expect(await identity()).toMatchObject({ instanceProfileArn: null, reading: 'absent', roleArn: null });
  const plan = await planInstance(console, id, named('builder-implicit', { permissions: 'none' } as never));
  expect(plan.blockedBy).toEqual([]);
  const run = await carriedOut(console, plan);
  expect(run.verification.state).toBe('unproven');
  expect(await profileOn(console, id)).toEqual(['builder-implicit associated']);
});
