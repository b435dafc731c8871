import { createHash, randomBytes } from 'node:crypto';
import { accountIdOfKeyId } from '@rolewright/shared/aws/key-id.ts';
import { beforeAll, expect, test } from 'vitest';
import { createInvoke, type Invoke } from '../http/invoke.ts';
import { mount } from '../http/mount.ts';
import { runningProcesses } from '../runtime/running.ts';
import { service as autoscaling } from '../services/autoscaling/index.ts';
import { service as ec2 } from '../services/ec2/index.ts';
import { service as ecs } from '../services/ecs/index.ts';
import { service as events } from '../services/events/index.ts';
import { iamService as iam } from '../services/iam/service.ts';
import { service as s3 } from '../services/s3/index.ts';
import { ecsOf } from '../state/ecs.ts';
import { type ManualClock, manualClock } from '../state/manual-clock.ts';
import type { World } from '../state/world.ts';
import { dataAccount, sandboxAccount } from './accounts.ts';
import { expectedWorkloads } from './expected.ts';
import { seedEstate } from './index.ts';

async function seeded(
  estate: World['settings']['estate'],
  random = randomBytes as World['random'],
): Promise<{ world: World; clock: ManualClock; invoke: Invoke }> {
  const clock = manualClock('2026-11-24T08:00:00.000Z');
  const world: World = {
    state: { version: 1, accounts: {}, sessions: {}, counters: {} },
    clock,
    settings: { timeScale: 1, rates: 'off', estate, trueDelays: false },
    random,
  };
  const invoke = createInvoke(world, [
    mount('ecs', await import('@aws-sdk/client-ecs'), ecs),
    mount('ec2', await import('@aws-sdk/client-ec2'), ec2),
    mount('autoscaling', await import('@aws-sdk/client-auto-scaling'), autoscaling),
    mount('iam', await import('@aws-sdk/client-iam'), iam),
    mount('s3', await import('@aws-sdk/client-s3'), s3),
    mount('events', await import('@aws-sdk/client-eventbridge'), events),
  ]);
  await seedEstate(world, invoke);
  return { world, clock, invoke };
}

let legacy: Awaited<ReturnType<typeof seeded>>;
beforeAll(async () => {
  legacy = await seeded('legacy');
});

const keyOf = ({ name, cluster }: { name: string; cluster: string | null }) => `${cluster}/${name}`;

test.each(expectedWorkloads.filter(({ findings }) => findings.length > 0).map((row) => [keyOf(row), row] as const))(
  'C1: %s holds what the table says',
  (_name, row) => {
    const state = ecsOf(legacy.world.state.accounts[row.accountId]!, row.region);
    const definition = state.taskDefinitions[row.inUse]!.definition;
    const tasks = Object.values(state.tasks).filter(({ task }) => task.taskDefinitionArn === definition.taskDefinitionArn);
    for (const finding of row.findings.filter(({ variable }) => variable !== null)) {
      const environments =
        finding.place === 'override'
          ? tasks.map(({ task }) => task.overrides?.containerOverrides?.find(({ name }) => name === finding.container)?.environment)
          : [definition.containerDefinitions?.find(({ name }) => name === finding.container)?.environment];
      expect(environments.length).toBeGreaterThan(0);
      for (const environment of environments) expect(environment?.map(({ name }) => name)).toContain(finding.variable);
    }
    if (row.kind === 'service') {
      const { service } = state.services[keyOf(row)]!;
      const used =
        service.taskDefinition ?? Object.values(state.taskSets).find(({ serviceArn }) => serviceArn === service.serviceArn)?.taskDefinition;
      expect(used).toBe(definition.taskDefinitionArn);
      expect(tasks.length).toBe(service.desiredCount);
    }
  },
);

test('C9: every service is steady when the estate is there, and stays so', async () => {
  const { world, clock } = legacy;
  const statuses = () =>
    Object.values(world.state.accounts).flatMap(({ regions }) =>
      Object.values(regions).flatMap((region) => Object.values(region.ecs?.tasks ?? {}).map(({ task }) => [task.taskArn, task.lastStatus])),
    );
  const before = statuses();
  expect(new Set(before.map(([, status]) => status))).toEqual(new Set(['RUNNING']));
  expect(before).toHaveLength(23);
  clock.advance(60_000);
  expect(statuses()).toEqual(before);
  const services = Object.values(ecsOf(world.state.accounts[sandboxAccount.id]!, 'us-east-1').services);
  expect(services.filter(({ unsteady, deployments }) => unsteady && deployments.length > 0)).toEqual([]);
});

test('D-16 the key of partner-sync belongs to the second account', () => {
  const process = runningProcesses(legacy.world).processes.find(({ workload }) => workload === 'partner-sync');
  expect(accountIdOfKeyId(process?.environment.AWS_ACCESS_KEY_ID ?? '')).toBe(dataAccount.id);
});

/** Bytes that look random and are the same for the same seed. */
function bytesFrom(seed: string): World['random'] {
  let block = 0;
  const next = () => createHash('sha512').update(`${seed} ${block++}`).digest();
  return (count) => Buffer.concat(Array.from({ length: Math.ceil(count / 64) }, next)).subarray(0, count);
}

test('the estate is the same every time but for secrets and ids: with the same random bytes all of it is equal', async () => {
  const [one, same, other] = await Promise.all(['a', 'a', 'b'].map((seed) => seeded('legacy', bytesFrom(seed))));
  // Event history is left out: AWS gives each event an id of its own.
  const stateOf = ({ world }: { world: World }): unknown =>
    JSON.parse(JSON.stringify(world.state, (key, value) => (key === 'cloudtrail' ? undefined : value)));
  expect(stateOf(same!)).toEqual(stateOf(one!));
  const names = ({ world }: { world: World }) =>
    Object.keys(ecsOf(world.state.accounts[sandboxAccount.id]!, 'us-east-1').taskDefinitions).sort();
  expect(names(other!)).toEqual(names(one!));
  const secretsOf = ({ world }: { world: World }): string[] => [
    ...Object.values(world.state.accounts).flatMap(({ iam }) => Object.values(iam.accessKeys).map((key) => key.secretAccessKey)),
    runningProcesses(world).processes.find(({ workload }) => workload === 'limbo')?.environment.SLACK_TOKEN ?? '',
  ];
  const [ours, theirs] = [new Set(secretsOf(one!)), secretsOf(other!)];
  expect(ours.size).toBeGreaterThan(15);
  expect(theirs.filter((secret) => ours.has(secret))).toEqual([]);
});

test('the empty estate has two accounts with an administrator and the roles of the console, and nothing that runs', async () => {
  const { world } = await seeded('empty');
  for (const { id } of [sandboxAccount, dataAccount]) {
    const account = world.state.accounts[id]!;
    expect(Object.keys(account.iam.roles).sort()).toEqual(['RolewrightOperator', 'RolewrightReader']);
    expect(Object.keys(account.iam.users)).toEqual(['sandbox-administrator']);
  }
  expect(runningProcesses(world).processes).toEqual([]);
});
