import * as ecsClient from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { createInvoke } from '../../http/invoke.ts';
import { mount } from '../../http/mount.ts';
import { testWorld } from '../../state/test-world.ts';
import { service } from './index.ts';

const { world } = testWorld();
const invoke = createInvoke(world, [mount('ecs', ecsClient, service)]);
const at = { accountId: '560921689673', region: 'us-east-1', service: 'ecs' } as const;
const bot = { name: 'bot', image: 'limbo:1', memory: 128 };
const register = (input: Partial<ecsClient.RegisterTaskDefinitionRequest>) =>
  invoke({ ...at, operation: 'RegisterTaskDefinition', input: { family: 'limbo', containerDefinitions: [bot], ...input } });

test.each([
  ['a family with a slash', { family: 'a/b' }, 'Family contains invalid characters.'],
  ['no containers', { containerDefinitions: [] }, 'Container list cannot be empty.'],
  ['two containers of a name', { containerDefinitions: [bot, bot] }, 'Container.name contains duplicate values: bot'],
  [
    'no memory',
    { containerDefinitions: [{ name: 'bot', image: 'limbo:1' }] },
    "At least one of 'memory' or 'memoryReservation' must be specified",
  ],
  ['no image', { containerDefinitions: [{ name: 'bot', memory: 1 }] }, 'Container.image should not be null or empty.'],
  ['no essential container', { containerDefinitions: [{ ...bot, essential: false }] }, 'essential'],
  ['Fargate in bridge mode', { requiresCompatibilities: ['FARGATE' as const] }, 'Fargate only supports network mode'],
  [
    'a size that Fargate does not have',
    { requiresCompatibilities: ['FARGATE' as const], networkMode: 'awsvpc' as const, cpu: '256', memory: '4096' },
    'No Fargate configuration exists for given values: 256 CPU, 4096 memory.',
  ],
  ['a network mode that is none', { networkMode: 'Bridge' as 'bridge' }, 'networkMode should be one of [awsvpc, bridge, host, none].'],
  ['a hard limit under the soft one', { containerDefinitions: [{ ...bot, memoryReservation: 256 }] }, "'memory' must be greater"],
  ['a role that is not there', { taskRoleArn: 'arn:aws:iam::560921689673:role/None' }, 'Role is not valid'],
  ['a role of another account', { taskRoleArn: 'arn:aws:iam::210987654321:role/Any' }, 'Role is not valid'],
  [
    'secrets without an execution role',
    { containerDefinitions: [{ ...bot, secrets: [{ name: 'A', valueFrom: 'b' }] }] },
    'executionRoleArn',
  ],
  ['a tag of AWS', { tags: [{ key: 'aws:x', value: '1' }] }, 'reserved'],
])('ECS refuses %s', async (_what, input, message) => {
  await expect(register(input)).rejects.toThrow(message);
  expect(await invoke({ ...at, operation: 'ListTaskDefinitions', input: {} })).toEqual({ taskDefinitionArns: [] });
});

test('D-22 registering the same again makes a new revision, and defaults are filled in', async () => {
  const first = await register({ family: 'constructor' });
  const second = await register({ family: 'constructor' });
  expect([first.taskDefinition?.revision, second.taskDefinition?.revision]).toEqual([1, 2]);
  expect(first.taskDefinition?.containerDefinitions).toEqual([
    { ...bot, cpu: 0, essential: true, environment: [], mountPoints: [], volumesFrom: [], systemControls: [], portMappings: [] },
  ]);
});

test('D-82 lists page by the last item given, in both orders, and a token is good for its own listing only', async () => {
  for (let revision = 0; revision < 120; revision++) await register({ family: 'many' });
  const list = (input: ecsClient.ListTaskDefinitionsRequest) =>
    invoke({ ...at, operation: 'ListTaskDefinitions', input: { familyPrefix: 'many', ...input } });
  const first = await list({ sort: 'DESC' });
  await register({ family: 'many' });
  const second = await list({ sort: 'DESC', nextToken: first.nextToken });
  const revisions = [...(first.taskDefinitionArns ?? []), ...(second.taskDefinitionArns ?? [])].map((arn) => Number(arn.split(':').at(-1)));
  expect(revisions).toEqual(Array.from({ length: 120 }, (_, index) => 120 - index));
  await expect(list({ sort: 'ASC', nextToken: first.nextToken })).rejects.toMatchObject({ code: 'InvalidParameterException' });
  await expect(list({ maxResults: 101 })).rejects.toMatchObject({ code: 'InvalidParameterException' });
});

test('D-25 a bare family is its newest ACTIVE revision', async () => {
  await invoke({ ...at, operation: 'DeregisterTaskDefinition', input: { taskDefinition: 'many:121' } });
  const found = await invoke({ ...at, operation: 'DescribeTaskDefinition', input: { taskDefinition: 'many' } });
  expect(found.taskDefinition?.revision).toBe(120);
  const inactive = await invoke({ ...at, operation: 'ListTaskDefinitions', input: { familyPrefix: 'many', status: 'INACTIVE' } });
  expect(inactive.taskDefinitionArns).toHaveLength(1);
});

test('D-36 registering needs PassRole on both roles, and tagging on creation needs TagResource', () => {
  const context = {
    world,
    account: world.state.accounts[at.accountId]!,
    region: at.region,
    principal: { kind: 'account-root' as const, arn: '', accountId: at.accountId, userId: '', accessKeyId: '' },
    requestId: '',
    sourceIp: '',
    userAgent: '',
    now: new Date(),
  };
  const roles = { taskRoleArn: 'LimboTaskRole', executionRoleArn: 'arn:aws:iam::560921689673:role/path/Execution' };
  const input = { family: 'limbo', containerDefinitions: [bot], ...roles, tags: [{ key: 'team', value: 'chatops' }] };
  const needs = service.requirements.RegisterTaskDefinition!(input, context);
  expect(needs.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    'ecs:RegisterTaskDefinition arn:aws:ecs:us-east-1:560921689673:task-definition/limbo:*',
    'ecs:TagResource arn:aws:ecs:us-east-1:560921689673:task-definition/limbo:*',
    'iam:PassRole arn:aws:iam::560921689673:role/LimboTaskRole',
    'iam:PassRole arn:aws:iam::560921689673:role/path/Execution',
  ]);
  expect(needs[0]?.context).toMatchObject({ 'aws:RequestTag/team': 'chatops', 'aws:TagKeys': ['team'] });
  expect(needs[2]?.context).toMatchObject({ 'iam:PassedToService': 'ecs-tasks.amazonaws.com' });
});

test.each([
  ['256', '512'],
  ['.25 vCPU', '0.5GB'],
  ['4 vCPU', '30 GB'],
])('Fargate has a size of %s and %s', async (cpu, memory) => {
  const input = { requiresCompatibilities: ['FARGATE' as const], networkMode: 'awsvpc' as const, cpu, memory };
  await expect(register(input)).resolves.toBeDefined();
});

test('every operation with a handler says what it needs', () => {
  expect(Object.keys(service.requirements).sort()).toEqual(Object.keys(service.handlers).sort());
});
