import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, everyItem, scanAccount } from '../testing/scans.ts';

// Long because a throttled call is sent eight times, with growing waits; npm test shows three of the reasons in the browser (partial.spec.ts).
let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole();
});
afterAll(() => console.close());

test('D-87 D-88: denied, denied by the organization, throttled and disabled are four reasons, each at its Region, and the rest is read', async () => {
  const account = await accountNamed(console, 'sandbox');
  await scanAccount(console, account.id);
  const { iam } = administratorOf(console);
  const noIreland = { RoleName: 'RolewrightReader', PolicyName: 'no-ireland' };
  const Condition = { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
  const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'ecs:*', Resource: '*', Condition }] };
  await iam.send(new PutRolePolicyCommand({ ...noIreland, PolicyDocument: JSON.stringify(deny) }));
  const frankfurt = console.sandbox.world.state.accounts[account.awsAccountId ?? '']?.regions;
  for (const region of ['eu-central-1', 'eu-north-1']) if (frankfurt) frankfurt[region] = { name: region };
  const message = 'is not authorized to perform: ecs:ListClusters with an explicit deny in a service control policy';
  await console.setFaults([
    { service: 'ecs', operation: 'ListClusters', region: 'eu-central-1', code: 'AccessDeniedException', message },
    { service: 'ecs', operation: 'ListClusters', region: 'eu-north-1', code: 'ThrottlingException' },
  ]);
  const regions = ['us-east-1', 'eu-west-1', 'eu-central-1', 'eu-north-1', 'ap-east-1'];
  await console.call(`/api/accounts/${account.id}`, { method: 'PATCH', body: { regions } });
  const ireland = await everyItem<Workload>(console, '/api/workloads?region=eu-west-1');
  // IAM spreads the deny in 4 seconds of the sandbox, a twentieth of that here.
  await sleep(1000);

  const partial = await scanAccount(console, account.id);
  await iam.send(new DeleteRolePolicyCommand(noIreland));
  expect(partial.state).toBe('partial');
  const ecs = partial.coverage.filter((one) => one.service === 'ecs');
  expect(
    ecs.map((one) => [one.region, one.state, one.gaps.filter((gap) => gap.reason !== 'not-inspected').map((gap) => gap.reason)]),
  ).toEqual(
    expect.arrayContaining([
      ['us-east-1', 'complete', []],
      ['eu-west-1', 'failed', ['denied']],
      ['eu-central-1', 'failed', ['service-control-policy']],
      ['eu-north-1', 'failed', ['throttled']],
      ['ap-east-1', 'failed', ['region-disabled']],
    ]),
  );
  expect(await everyItem<Workload>(console, '/api/workloads?region=eu-west-1'), 'what was known of it stays').toEqual(ireland);
  expect(ireland.length).toBeGreaterThan(0);
}, 120_000);
