import { newRoleChainPlan } from '@rolewright/shared/plan/role-chain.ts';
import { expect, test } from 'vitest';
import { draftOf, withCaller } from './draft.ts';
import { planBody } from './plan-body.ts';

type Body = Parameters<typeof draftOf>[0];

/** What the form makes of a plan's inputs when it asks for the same plan again. */
const again = (body: unknown) => planBody(draftOf(newRoleChainPlan.parse(body) as unknown as Body));

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
const session = { name: 'app-{task-id}', enforceName: true, sourceIdentity: 'shop', tags: { team: 'a', cost: 'b' }, durationSeconds: 1800 };
const body = {
  recipe: 'role-chain',
  accountId: 'home',
  region: 'eu-west-1',
  target: { caller: { roleArn: role('role1') } },
  inputs: {
    links: [
      { accountId: 'data', role: { create: { name: 'role2', path: '/apps/' } }, externalId: 'generate', session },
      {
        accountId: 'home',
        role: { existing: role('role3') },
        externalId: { none: 'the caller is named exactly' },
        session,
        permissions: { document, reason: 'all of the buckets are read' },
      },
    ],
    comparedWith: { userArn: 'arn:aws:iam::111122223333:user/bot' },
  },
};

test('a plan that is checked again asks for all that it asked for', () => {
  expect(again(body)).toEqual(body);
  for (const caller of [
    { userArn: 'arn:aws:iam::111122223333:user/bot' },
    { create: { name: 'role1', path: '/' } },
    { create: { name: 'role1', path: '/', service: 'ec2' } },
  ]) {
    expect(again({ ...body, target: { caller } })).toMatchObject({ target: { caller } });
  }
});

test.each([
  { store: 'secrets-manager', name: 'uploader/chain', readers: [role('one'), role('two'), role('three')] },
  { store: 'secrets-manager', name: 'uploader/chain', region: 'us-east-1', runsOn: 'ecs-task', workloadId: 'w1' },
  { store: 'ssm', name: '/uploader/chain', workloadId: 'w1', readers: [role('one')] },
])('A11: so does its delivery: $store, $workloadId, $readers', (delivery) => {
  expect(again({ ...body, inputs: { ...body.inputs, delivery } })).toMatchObject({ inputs: { delivery } });
});

test('E11: sessions of instances are named after them, unless somebody gave them another name', () => {
  const names = (sessionName: string, caller: 'create' | 'instance') => {
    const draft = draftOf(newRoleChainPlan.parse(body) as unknown as Body);
    const links = draft.links.map((one) => ({ ...one, sessionName }));
    return withCaller({ ...draft, links }, caller).links.map((one) => one.sessionName);
  };
  expect(names('app-{task-id}', 'instance')).toEqual(['{instance-id}', 'app-{task-id}']);
  expect(names('{instance-id}', 'create')).toEqual(['app-{task-id}', '{instance-id}']);
  expect(names('mine', 'instance')).toEqual(['mine', 'mine']);
});
