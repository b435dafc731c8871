import { beforeAll, expect, test } from 'vitest';
import { snapshotOf } from '../../http/snapshot.ts';
import { runningProcesses } from '../../runtime/running.ts';
import { autoScalingPlaces } from '../../state/autoscaling.ts';
import { ec2Of, ec2Places } from '../../state/ec2.ts';
import { dataAccount, sandboxAccount } from '../accounts.ts';
import { seeded } from '../test-estate.ts';
import { expectedInstances } from './expected.ts';

let estate: Awaited<ReturnType<typeof seeded>>;
beforeAll(async () => {
  estate = await seeded('legacy');
});

const instancesNow = () => [...ec2Places(estate.world)].flatMap(({ ec2 }) => Object.values(ec2.instances));
const nameOf = ({ autoScalingGroupName, tags }: ReturnType<typeof instancesNow>[number]) => autoScalingGroupName ?? tags.Name ?? '';
const processesOf = (name: string) =>
  runningProcesses(estate.world).processes.filter(({ workload, instance }) => instance && workload === name);

test.each(expectedInstances.map((row) => [row.name, row] as const))('C1: %s holds what the table says', (name, row) => {
  const own = instancesNow().filter((instance) => nameOf(instance) === name);
  expect(own.map(({ state }) => state)).toEqual(Array.from({ length: row.instances }, () => row.state));
  const processes = processesOf(name);
  expect(processes.length).toBe(row.state === 'running' && row.runs ? row.instances : 0);
  for (const { environment } of processes) {
    expect(
      Object.keys(environment)
        .filter((variable) => /KEY/.test(variable))
        .sort(),
    ).toEqual(row.variables);
  }
  // A key in user data is found by whoever unpacks it, and by nobody else.
  const keys = Object.values(estate.world.state.accounts).flatMap(({ iam }) => Object.keys(iam.accessKeys));
  const isPlain = own.some(({ userData }) => keys.some((key) => Buffer.from(userData ?? '', 'base64').includes(key)));
  expect(isPlain).toBe(row.keyInUserData === 'plain');
});

test('C9: groups have what they want, healthy and in service, and keep it', () => {
  const members = () =>
    [...autoScalingPlaces(estate.world)].flatMap(({ autoscaling }) =>
      Object.values(autoscaling.groups).flatMap(({ group, instances }) =>
        Object.values(instances).map(({ instanceId, lifecycleState, health }) => [
          group.AutoScalingGroupName,
          instanceId,
          lifecycleState,
          health,
        ]),
      ),
    );
  const before = members();
  expect(before).toHaveLength(6);
  expect(new Set(before.map(([, , lifecycle, health]) => `${lifecycle} ${health}`))).toEqual(new Set(['InService Healthy']));
  estate.clock.advance(120_000);
  expect(members()).toEqual(before);
});

test('D-71: launch configurations can be created in the first account, in the second no more', async () => {
  const create = (accountId: string) => {
    const ImageId = Object.keys(ec2Of(estate.world.state.accounts[accountId]!, 'us-east-1').images)[0];
    const input = { LaunchConfigurationName: 'fresh', ImageId, InstanceType: 't3.micro' };
    return estate.invoke({ accountId, region: 'us-east-1', service: 'autoscaling', operation: 'CreateLaunchConfiguration', input });
  };
  await create(sandboxAccount.id);
  await expect(create(dataAccount.id)).rejects.toThrow(/launch configuration/i);
});

test('a snapshot of the account tells no secret of an instance: neither in user data nor on its disk', () => {
  const text = JSON.stringify(snapshotOf(estate.world.state));
  for (const { iam } of Object.values(estate.world.state.accounts)) {
    for (const { secretAccessKey } of Object.values(iam.accessKeys)) {
      expect(text).not.toContain(secretAccessKey);
    }
  }
  for (const { userData } of instancesNow()) if (userData) expect(text).not.toContain(userData);
});

test('an account of 5,000 instances runs no program that it has not: what runs stays the same', () => {
  const { ec2 } = [...ec2Places(estate.world)][0]!;
  const [one] = Object.values(ec2.instances).filter(({ tags }) => tags.Name === 'nat');
  const before = runningProcesses(estate.world).processes.length;
  for (let index = 0; index < 5_000; index++) {
    const instanceId = `i-0${index.toString(16).padStart(16, '0')}`;
    ec2.instances[instanceId] = { ...structuredClone(one!), instanceId };
  }
  expect(runningProcesses(estate.world).processes.length).toBe(before);
  expect(Object.keys(estate.world.state.runtime?.machines ?? {}).length).toBeLessThan(20);
});
