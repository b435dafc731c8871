import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AuditEntry } from '@rolewright/shared/audit/entry.ts';
import type { Problem } from '@rolewright/shared/error.ts';
import type { Decision } from '@rolewright/shared/iam/request.ts';
import type { Page } from '@rolewright/shared/page.ts';
import { evaluationRequest } from '@rolewright/shared/proof/evaluation.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { evaluateAll } from './evaluate.ts';

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty', works: false });
});
afterAll(() => console.close());

const account = '111122223333';
const target = `arn:aws:iam::${account}:role/target`;
const principal = {
  arn: `arn:aws:sts::${account}:assumed-role/app/task-1`,
  kind: 'assumed-role',
  accountId: account,
  roleArn: `arn:aws:iam::${account}:role/team/app`,
};
const request = (more: object = {}) => ({
  principal,
  action: 'sts:AssumeRole',
  resource: target,
  resourceAccountId: account,
  context: { 'sts:ExternalId': 'tenant-42', 'aws:TagKeys': ['a', 'b'] },
  ...more,
});
const trust = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'App',
      Effect: 'Allow',
      Principal: { AWS: principal.roleArn },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'tenant-42' } },
    },
  ],
};
const everything = { Version: '2012-10-17', Statement: { Sid: 'All', Effect: 'Allow', Action: '*', Resource: '*' } };
const policies = (more: object = {}) => ({ identity: [], resource: trust, scps: [[everything]], ...more });
const ask = <T = { verdicts: Decision[] }>(requests: unknown) => console.call<T>('/api/proof/evaluate', { body: { requests } });

test('allowed, denied by a condition, denied explicitly: each with the policy and statement that decided', async () => {
  const deny = { Version: '2012-10-17', Statement: { Sid: 'NoChains', Effect: 'Deny', Action: 'sts:*', Resource: '*' } };
  const { status, body, text } = await ask([
    { request: request(), policies: policies() },
    { request: request({ context: {} }), policies: policies() },
    {
      request: request(),
      policies: policies({ scps: [[everything], [everything, deny]], identity: [{ name: 'app', document: everything }] }),
    },
    { request: request(), policies: policies({ boundary: JSON.stringify(deny).replace('Deny', 'Allow').replace('sts:*', 's3:*') }) },
  ]);
  expect(status, text).toBe(200);
  expect(body.verdicts).toEqual([
    { verdict: 'allowed', decidedBy: { policy: 'resource policy', statement: 'App', why: expect.any(String) } },
    {
      verdict: 'implicitDeny',
      decidedBy: {
        policy: 'resource policy',
        statement: 'App',
        why: expect.stringContaining('StringEquals on sts:ExternalId does not hold: the request has no such key'),
      },
    },
    {
      verdict: 'explicitDeny',
      decidedBy: { policy: 'service control policy 1 of level 1', statement: 'NoChains', why: expect.stringContaining('explicitly') },
    },
    {
      verdict: 'implicitDeny',
      decidedBy: { policy: 'permissions boundary', statement: null, why: 'permissions boundary does not allow it' },
    },
  ]);
  expect(text).not.toContain('tenant-42');
});

test('services, users, root users and anonymous callers can be asked for', async () => {
  const ofService = {
    ...trust,
    Statement: { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  };
  const bucket = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' },
  };
  const read = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/x' };
  const { body, text } = await ask([
    {
      request: request({ principal: { arn: 'ecs-tasks.amazonaws.com', kind: 'service', accountId: '' } }),
      policies: policies({ resource: ofService }),
    },
    { request: request({ principal: { arn: '*', kind: 'anonymous', accountId: '' }, ...read }), policies: policies({ resource: bucket }) },
    {
      request: request({ principal: { arn: `arn:aws:iam::${account}:root`, kind: 'account-root', accountId: account } }),
      policies: policies(),
    },
    {
      request: request({ principal: { arn: `arn:aws:iam::${account}:user/team/ada`, kind: 'user', accountId: account }, ...read }),
      policies: { identity: [{ name: 'own', document: JSON.stringify(everything) }], scps: [] },
    },
  ]);
  expect(
    body.verdicts?.map(({ verdict }) => verdict),
    text,
  ).toEqual(['allowed', 'allowed', 'implicitDeny', 'allowed']);
});

test('D-47: a trust policy that holds the id of a deleted role is read as AWS gives it back', async () => {
  const dangling = { ...trust, Statement: { ...trust.Statement[0], Principal: { AWS: 'AROAQNZGKIQY56JQ7WMLX' } } };
  const { body, text } = await ask([{ request: request(), policies: policies({ resource: dangling }) }]);
  expect(body.verdicts?.[0]?.verdict, text).toBe('implicitDeny');
});

describe('what cannot be asked is a problem document that names the field', () => {
  const one = (more: { request?: object; policies?: object }) => [{ request: request(more.request), policies: policies(more.policies) }];
  const who = (more: object) => one({ request: { principal: { ...principal, ...more } } });
  const statement = everything.Statement;
  const identity = (document: unknown) =>
    one({
      policies: {
        identity: [
          { name: 'fine', document: everything },
          { name: 'broken', document },
        ],
      },
    });
  const place = 'requests.0.policies';
  test.each<[string, unknown, string, RegExp]>([
    ['no request', [], 'requests', /one request at least/],
    ['no list', undefined, 'requests', /array/],
    ['a kind that there is not', who({ kind: 'group' }), 'requests.0.request.principal.kind', /assumed-role/],
    ['an account of nine digits', who({ accountId: '123456789' }), 'requests.0.request.principal.accountId', /12 digits/],
    [
      'an account other than the ARN’s',
      who({ accountId: '444455556666' }),
      'requests.0.request.principal.accountId',
      /must be 111122223333/,
    ],
    ['a role’s ARN as the session', who({ arn: principal.roleArn }), 'requests.0.request.principal.arn', /ARN of a session/],
    ['another role than the session’s', who({ roleArn: target }), 'requests.0.request.principal.roleArn', /role that the session is of/],
    ['a field that there is not', one({ request: { region: 'eu-west-1' } }), 'requests.0.request.region', /not a field/],
    ['a pattern of actions', one({ request: { action: 's3:Get*' } }), 'requests.0.request.action', /one action/],
    ['a resource that is no ARN', one({ request: { resource: 'target' } }), 'requests.0.request.resource', /ARN/],
    [
      'an owner other than the ARN’s',
      one({ request: { resourceAccountId: '444455556666' } }),
      'requests.0.request.resourceAccountId',
      /111122223333/,
    ],
    [
      'a context of numbers',
      one({ request: { context: { 'aws:MultiFactorAuthAge': 3 } } }),
      'requests.0.request.context.aws:MultiFactorAuthAge',
      /./,
    ],
    ['no levels', one({ policies: { scps: undefined } }), `${place}.scps`, /array/],
    ['a level that is no list', one({ policies: { scps: [everything] } }), `${place}.scps.0`, /array/],
    ['text that is no JSON', identity('{'), `${place}.identity.1.document`, /^broken: .*invalid Json/],
    [
      'a misspelt element',
      identity({ ...everything, Statement: { ...statement, Actions: '*' } }),
      `${place}.identity.1.document`,
      /^broken: Unknown field Actions/,
    ],
    [
      'an operator that there is not',
      one({ policies: { session: { ...everything, Statement: { ...statement, Condition: { StringIs: { 'a:b': 'c' } } } } } }),
      `${place}.session`,
      /^session policy: Invalid Condition type/,
    ],
    [
      'a boundary without an effect',
      one({ policies: { boundary: { Statement: [{ Action: '*', Resource: '*' }] } } }),
      `${place}.boundary`,
      /^permissions boundary: Missing required field Effect/,
    ],
    [
      'a trust policy with a resource',
      one({ policies: { resource: { Statement: { ...trust.Statement[0], Resource: '*' } } } }),
      `${place}.resource`,
      /^resource policy: Has prohibited field Resource/,
    ],
    [
      'a control policy with a principal',
      one({ policies: { scps: [[everything], [everything, trust]] } }),
      `${place}.scps.1.1`,
      /^service control policy: /,
    ],
    [
      'a resource control policy without one',
      one({ policies: { rcps: [[everything]] } }),
      `${place}.rcps.0.0`,
      /^resource control policy: Missing required field Principal/,
    ],
    [
      'a policy without end',
      identity({
        ...everything,
        Statement: { ...statement, Resource: Array.from({ length: 3000 }, (_, n) => `arn:aws:s3:::bucket-${n}/*`) },
      }),
      `${place}.identity.1.document`,
      /longer than 65536/,
    ],
  ])('%s', async (_, requests, field, message) => {
    const { status, body, headers } = await ask<Problem>(requests);
    expect(status).toBe(400);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(body.code).toBe('bad-input');
    expect(body.fields?.find((one) => one.field === field)?.message, body.detail).toMatch(message);
  });

  test('more than 1,000 at once', async () => {
    const requests = Array.from({ length: 1001 }, () => ({ request: request(), policies: policies() }));
    const { status, body } = await ask<Problem>(requests);
    expect(status).toBe(400);
    expect(body.fields).toEqual([{ field: 'requests', message: 'must hold 1000 requests at most; ask in several calls' }]);
  });

  test('a body of more than 4 MB', async () => {
    const { status, body } = await ask<Problem>([{ request: request(), policies: policies({ boundary: 'x'.repeat(4_300_000) }) }]);
    expect(status).toBe(413);
    expect(body.detail).toContain('4 MB');
  });
});

test('every golden case gets its verdict over HTTP, but for those whose policies AWS would not have', async () => {
  const root = path.resolve(import.meta.dirname, '../../../../packages/shared/src/iam/cases');
  const cases = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json') && !malformed.includes(path.basename(file)))
    .map((file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as { request: object; policies: object; verdict: string });
  expect(cases.length).toBeGreaterThanOrEqual(300);
  const { body, text } = await ask(cases.map((one) => ({ request: one.request, policies: one.policies })));
  expect(
    body.verdicts?.map(({ verdict }) => verdict),
    text.slice(0, 500),
  ).toEqual(cases.map(({ verdict }) => verdict));
});

/** The evaluator has an answer to them nevertheless, because a policy may be older than a rule. */
const malformed = [
  'an-operator-that-nobody-knows-denies-in-a-deny.json',
  'an-operator-that-nobody-knows-does-not-allow.json',
  'star-stays-inside-its-field-of-the-arn.json',
  'part-of-an-arn-cannot-be-a-wildcard-in-principal.json',
  'a-service-under-aws-is-no-service-principal.json',
];

test('1,000 requests with policies of their own are answered in order, in one call, and others are served meanwhile', async () => {
  const requests = Array.from({ length: 1000 }, (_, n) => ({
    request: request({ action: 's3:GetObject', resource: `arn:aws:s3:::b/${n % 2 === 0 ? n : 'other'}` }),
    policies: {
      identity: [
        {
          name: `p${n}`,
          document: { ...everything, Statement: [...statements(n), { ...everything.Statement, Resource: `arn:aws:s3:::b/${n}` }] },
        },
      ],
      scps: [[everything], [everything]],
    },
  }));
  const { status, body, text } = await ask(requests);
  expect(status, text).toBe(200);
  expect(body.verdicts.map(({ verdict }) => verdict)).toEqual(requests.map((_, n) => (n % 2 === 0 ? 'allowed' : 'implicitDeny')));
  expect(body.verdicts[998]?.decidedBy.policy).toBe('p998');
  let turns = 0;
  const others = setInterval(() => turns++, 0);
  await evaluateAll(evaluationRequest.parse({ requests }).requests);
  clearInterval(others);
  expect(turns).toBeGreaterThan(0);
}, 30_000);

/** As many as make the whole question 3 MB or so. */
const statements = (n: number) =>
  Array.from({ length: 16 }, (_, place) => ({
    Effect: 'Allow',
    Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'],
    Resource: `arn:aws:sqs:eu-west-1:${account}:queue-${n}-${place}`,
  }));

test('it changes nothing: no line of the audit, and without signing in no answer', async () => {
  const rows = async () => (await console.call<Page<AuditEntry>>('/api/audit')).body.total;
  const before = await rows();
  expect((await ask([{ request: request(), policies: policies() }])).status).toBe(200);
  expect(await rows()).toBe(before);
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ requests: [{ request: request(), policies: policies() }] });
  expect((await console.raw('/api/proof/evaluate', { method: 'POST', headers, body })).status).toBe(401);
});
