import * as ecsClient from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { administratorName } from '../../auth/administrators.ts';
import { everyMemberDefinition } from '../../estate/every-member-definition.ts';
import { createInvoke } from '../../http/invoke.ts';
import { mount } from '../../http/mount.ts';
import { operationsOf, type Shape } from '../../protocol/shape.ts';
import { startTestSandbox } from '../../runtime/test-sandbox.ts';
import { testWorld } from '../../state/test-world.ts';
import { service } from './index.ts';

const executionRoleArn = 'arn:aws:iam::560921689673:role/ecsTaskExecutionRole';
const definition = () => everyMemberDefinition({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x'.repeat(40) }, { executionRoleArn });

/** Paths of the members of a shape that no value among `values` has. */
function missingFrom(shape: Shape, values: unknown[], path: string): string[] {
  if (shape.kind === 'list') return missingFrom(shape.item.shape, values.flat(), `${path}[]`);
  if (shape.kind !== 'struct') return [];
  return shape.members.flatMap((member) => {
    const given = values.flatMap((value) => {
      const found = (value as Record<string, unknown> | undefined)?.[member.name];
      return found === undefined ? [] : [found];
    });
    return given.length === 0 ? [`${path}.${member.name}`] : missingFrom(member.shape, given, `${path}.${member.name}`);
  });
}

test('D-20 the estate has a task definition with every member of the model', () => {
  const input = operationsOf(ecsClient).get('RegisterTaskDefinition')!.input.shape;
  expect(missingFrom(input, [{ ...definition(), taskRoleArn: 'arn:aws:iam::560921689673:role/any' }], '')).toEqual([]);
});

test('D-20 register, describe, register again: equal but for the nine output-only members', async () => {
  const { world } = testWorld();
  const trust = { document: '{}', principals: {} };
  const common = {
    path: '/',
    createdAt: '',
    attached: [],
    inline: {},
    tags: {},
    boundary: null,
    description: null,
    maxSessionDuration: 3600,
  };
  const lastUsed = { shown: null, hidden: null };
  const role = { name: 'ecsTaskExecutionRole', id: 'AROATEST', arn: executionRoleArn, ...common, trust, lastUsed };
  world.state.accounts['560921689673']!.iam.roles.ecsTaskExecutionRole = role;
  const invoke = createInvoke(world, [mount('ecs', ecsClient, service)]);
  const at = { accountId: '560921689673', region: 'us-east-1', service: 'ecs' } as const;
  const sent = definition();
  const registered = await invoke({ ...at, operation: 'RegisterTaskDefinition', input: sent });
  const { tags, containerDefinitions, ...top } = sent;
  expect(registered.taskDefinition).toMatchObject(top);
  expect(registered.taskDefinition?.containerDefinitions?.[0]).toEqual(containerDefinitions?.[0]);
  expect(registered.tags).toEqual(tags);
  const first = await invoke({ ...at, operation: 'DescribeTaskDefinition', input: { taskDefinition: 'all-members:1', include: ['TAGS'] } });
  const { taskDefinitionArn, revision, status, requiresAttributes, compatibilities, registeredAt, registeredBy } = first.taskDefinition!;
  const carried = withoutOutputs(first.taskDefinition!);
  expect([revision, status, registeredBy]).toEqual([1, 'ACTIVE', 'arn:aws:iam::560921689673:root']);
  expect([taskDefinitionArn, requiresAttributes, compatibilities, registeredAt]).not.toContain(undefined);
  const again = await invoke({
    ...at,
    operation: 'RegisterTaskDefinition',
    input: { ...carried, family: carried.family, containerDefinitions: carried.containerDefinitions, tags: first.tags },
  });
  expect(again.taskDefinition).toMatchObject(carried);
  expect(again.taskDefinition?.revision).toBe(2);
});

test('D-20 the same over HTTP with the real client, on the definition of the estate', async () => {
  const sandbox = await startTestSandbox(1);
  try {
    const key = Object.values(sandbox.world.state.accounts['560921689673']!.iam.accessKeys).find(
      ({ userName }) => userName === administratorName,
    )!;
    const credentials = { accessKeyId: key.id, secretAccessKey: key.secretAccessKey };
    const client = new ecsClient.ECSClient({ region: 'us-east-1', endpoint: sandbox.url, credentials });
    const describe = (taskDefinition: string) =>
      client.send(new ecsClient.DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] }));
    const { taskDefinition, tags } = await describe('all-members:1');
    const carried = withoutOutputs(taskDefinition!);
    await client.send(new ecsClient.RegisterTaskDefinitionCommand({ ...carried, tags } as ecsClient.RegisterTaskDefinitionRequest));
    const again = await describe('all-members:2');
    expect(withoutOutputs(again.taskDefinition!)).toEqual(carried);
    expect(again.tags).toEqual(tags);
    expect(again.taskDefinition?.registeredAt).toBeInstanceOf(Date);
  } finally {
    await sandbox.close();
  }
});

/** A described definition without the nine members that Register does not take. */
function withoutOutputs(definition: ecsClient.TaskDefinition): Partial<ecsClient.TaskDefinition> {
  const outputs = ['taskDefinitionArn', 'revision', 'status', 'requiresAttributes', 'compatibilities'];
  const dates = ['registeredAt', 'registeredBy', 'deregisteredAt', 'deleteRequestedAt'];
  return Object.fromEntries(Object.entries(definition).filter(([name]) => ![...outputs, ...dates].includes(name)));
}
