import { expect, test } from 'vitest';
import { newPlan } from './plan.ts';
import type { NewRoleChainPlan } from './role-chain.ts';

const link = {
  accountId: 'data',
  role: { create: { name: 'role2' } },
  externalId: 'generate',
  session: { name: 'app-{task-id}', enforceName: true },
  permissions: { document: { Version: '2012-10-17', Statement: [] } },
} satisfies NewRoleChainPlan['inputs']['links'][number];
const given = (change: object = {}, caller: object = { create: { name: 'role1' } }) => ({
  recipe: 'role-chain',
  accountId: 'home',
  region: 'us-east-1',
  target: { caller },
  inputs: { links: [{ ...link, ...change }] },
});
const issuesOf = (body: object) => {
  const { error } = newPlan.safeParse(body);
  return (error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
};

test('A4: a chain of one link or two, of a role or a user', () => {
  expect(issuesOf(given())).toEqual([]);
  expect(issuesOf(given({}, { userArn: 'arn:aws:iam::123456789012:user/bot' }))).toEqual([]);
  expect(issuesOf({ ...given(), inputs: { links: [link, link] } })).toEqual([]);
  expect(issuesOf({ ...given(), inputs: { links: [] } })[0]).toMatch(/^inputs\.links: /);
  expect(issuesOf({ ...given(), inputs: { links: [link, link, link] } })[0]).toMatch(/^inputs\.links: /);
});

test.each([
  [{ externalId: { none: 'no' } }, /^inputs\.links\.0\.externalId/],
  [{ externalId: 'my-own-one' }, /"generate" or \{"none"/],
  [{ session: { name: 'a b', enforceName: false } }, /^inputs\.links\.0\.session\.name: may have/],
  [{ session: { name: 'app', enforceName: false, sourceIdentity: 'aws:me' } }, /^inputs\.links\.0\.session\.sourceIdentity/],
  [{ session: { name: 'app', enforceName: false, durationSeconds: 60 } }, /^inputs\.links\.0\.session\.durationSeconds/],
  [{ session: { name: 'app', enforceName: false, tags: { 'aws:x': 'y' } } }, /^inputs\.links\.0\.session\.tags/],
])('what cannot be is refused by its field: %j', (change, message) => {
  expect(issuesOf(given(change)).join('\n')).toMatch(message);
});

test('a recipe that is not there is answered with those that are', () => {
  expect(issuesOf({ ...given(), recipe: 'magic' })).toEqual([
    'recipe: must be "ecs-task-role", "ec2-instance-profile", "asg-launch-template", "asg-launch-configuration", "role-chain" or "policy-change"',
  ]);
});
