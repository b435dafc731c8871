import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PolicyDocument } from '../aws/policy-document.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import type { AccessRequest, PolicySet } from '../iam/request.ts';
import { mayDo } from './may-do.ts';
import type { ReachQuery } from './reach-answer.ts';
import { reachOfRole } from './role-reach.ts';

const account = '111122223333';
const arnOf = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const policy = (...Statement: object[]): PolicyDocument => ({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], Resource: string | string[] = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const trusting = (AWS: string, Condition: object = {}) =>
  policy({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', Condition });

function role(name: string, trust: PolicyDocument, identity?: PolicyDocument, boundary?: PolicyDocument): KnownPrincipal {
  const named = (document: PolicyDocument) => ({ name: `${name}-policy`, arn: null, document });
  return {
    kind: 'role',
    arn: arnOf(name),
    name,
    path: '/',
    uniqueId: `AROA${name.toUpperCase()}`,
    awsAccountId: account,
    tags: {},
    trust,
    inline: identity === undefined ? [] : [named(identity)],
    attached: [],
    groups: [],
    boundary: boundary === undefined ? null : named(boundary),
  };
}
const tasks = policy({ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' });

function reach(principals: KnownPrincipal[], question: ReachQuery = {}) {
  const [first] = principals;
  if (first === undefined) throw new Error('no role');
  const walk = reachOfRole(first, principals, question);
  for (;;) {
    const step = walk.next();
    if (step.done) return step.value;
  }
}

test('E7 implicit → expansive: what the instance can really do is what the role at the end may, with the way there', () => {
  const { roles } = reach([
    role('implicit', tasks, policy(allow('sts:AssumeRole', arnOf('expansive')))),
    role('expansive', trusting(arnOf('implicit'), { StringEquals: { 'sts:ExternalId': 'x-1' } }), policy(allow('*'))),
    role('stranger', tasks, policy(allow('*'))),
  ]);
  expect(roles.map(({ arn }) => arn)).toEqual([arnOf('expansive'), arnOf('implicit')]);
  expect(roles[0]).toMatchObject({
    path: [arnOf('implicit'), arnOf('expansive')],
    verdict: 'allowed',
    link: { asks: ['knows the external id'] },
    administratorLike: true,
    grants: [{ action: '*', resource: '*', left: 'all' }],
  });
  expect(roles[1]).toMatchObject({ administratorLike: false, link: null });
});

test('E7 a permissions boundary leaves part of it, and such a role is no administrator', () => {
  const bound = policy(allow(['s3:Get*', 'sts:AssumeRole']), { Effect: 'Deny', Action: 'dynamodb:DeleteTable', Resource: '*' });
  const { roles } = reach([role('app', tasks, policy(allow(['*', 's3:GetObject', 'sqs:SendMessage', 'dynamodb:DeleteTable'])), bound)]);
  const left = Object.fromEntries(roles[0]?.grants.map((line) => [line.action, [line.left, line.why]]) ?? []);
  expect(left).toEqual({
    '*': ['part', expect.stringContaining('may deny part of it')],
    's3:GetObject': ['all', null],
    'sqs:SendMessage': ['none', 'the permissions boundary does not allow it'],
    'dynamodb:DeleteTable': ['none', expect.stringContaining('denies it explicitly')],
  });
  expect(roles[0]?.administratorLike).toBe(false);
});

test('E8 blast radius: s3:* on * ranks first, before one bucket, before one object', () => {
  const { roles } = reach([
    role(
      'app',
      tasks,
      policy(
        allow('s3:GetObject', 'arn:aws:s3:::b/x'),
        allow('s3:*', ['arn:aws:s3:::b/*', '*']),
        allow('sqs:SendMessage', 'arn:aws:sqs:eu-west-1:1:q'),
      ),
    ),
  ]);
  expect(roles[0]?.grants.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    's3:* *',
    's3:* arn:aws:s3:::b/*',
    's3:GetObject arn:aws:s3:::b/x',
    'sqs:SendMessage arn:aws:sqs:eu-west-1:1:q',
  ]);
});

test('E7 chains of four links are followed, a fifth is not; a link that is not known makes all behind it unknown', () => {
  const chain = Array.from({ length: 6 }, (_, index) => role(`r${index}`, index === 0 ? tasks : trusting(arnOf(`r${index - 1}`))));
  chain[2] = role('r2', trusting(arnOf('r1'), { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }));
  const { roles, cut } = reach(chain);
  expect(roles.map(({ path, verdict }) => [path.length, verdict])).toEqual([
    [1, 'allowed'],
    [2, 'allowed'],
    [3, 'unknown'],
    [4, 'unknown'],
    [5, 'unknown'],
  ]);
  expect(cut).toBe(false);
});

test('E7 where chains lead everywhere, it is said that the answer was cut', () => {
  const everywhere = Array.from({ length: 150 }, (_, index) => role(`r${index}`, trusting(account), policy(allow('sts:AssumeRole'))));
  const { roles, cut } = reach(everywhere);
  expect([roles.length, cut]).toEqual([100, true]);
});

test('E7 one question over the whole chain', () => {
  const { roles } = reach(
    [
      role('app', tasks, policy(allow('s3:GetObject', 'arn:aws:s3:::a/*'))),
      role(
        'data',
        trusting(arnOf('app')),
        policy(allow('s3:GetObject', 'arn:aws:s3:::b/*', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })),
      ),
      role('all', trusting(arnOf('app')), policy(allow('s3:*'))),
    ],
    { action: 's3:GetObject', resource: 'arn:aws:s3:::b/x' },
  );
  const answers = Object.fromEntries(roles.map(({ arn, answer }) => [arn.split('/')[1], answer?.verdict]));
  expect(answers).toEqual({ app: 'denied', data: 'unknown', all: 'allowed' });
});

test('E7 what is answered is what the golden cases say, in thirty of them at least', () => {
  const root = join(import.meta.dirname, '../iam/cases');
  let known = 0;
  for (const idea of readdirSync(root)) {
    for (const file of readdirSync(join(root, idea))) {
      const { request, policies, verdict } = JSON.parse(readFileSync(join(root, idea, file), 'utf8')) as {
        request: AccessRequest;
        policies: PolicySet;
        verdict: string;
      };
      const { principal, action, resource } = request;
      const { identity, boundary } = policies;
      const own = policies.resource === undefined && policies.session === undefined && policies.scps.length === 0 && !policies.rcps?.length;
      if (!own || (principal.kind !== 'user' && principal.kind !== 'assumed-role')) continue;
      const sameAccount = request.resourceAccountId === principal.accountId;
      const tags: Record<string, string> = {};
      for (const [key, value] of Object.entries(request.context)) {
        if (key.toLowerCase().startsWith('aws:principaltag/') && typeof value === 'string')
          tags[key.slice('aws:principaltag/'.length)] = value;
      }
      const caller = {
        kind: principal.kind === 'user' ? ('user' as const) : ('role' as const),
        principal,
        policies: { identity, scps: [], ...(boundary === undefined ? {} : { boundary }) },
        unread: [],
        tags,
        taggable: () => false,
      };
      const texts = JSON.stringify(policies).toLowerCase();
      const set = Object.keys(request.context).filter(
        (key) => texts.includes(key.toLowerCase()) && !key.toLowerCase().includes('principaltag'),
      );
      if (!sameAccount || set.length > 0 || typeof identity[0]?.document === 'string') continue;
      const answer = mayDo(caller, action, resource);
      if (answer.verdict === 'unknown') continue;
      known++;
      expect([file, answer.verdict]).toEqual([file, verdict === 'allowed' ? 'allowed' : 'denied']);
    }
  }
  expect(known).toBeGreaterThanOrEqual(30);
});
