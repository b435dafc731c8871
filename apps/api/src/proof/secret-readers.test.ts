import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Problem } from '@rolewright/shared/error.ts';
import type { SecretReadersAnswer } from '@rolewright/shared/proof/secret-readers.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

const account = '560921689673';
const arnOf = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const secret = `arn:aws:secretsmanager:us-east-1:${account}:secret:build/agent/aws-config-a1b2c3`;
const parameter = `arn:aws:ssm:us-east-1:${account}:parameter/build/agent/aws-config`;

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  const { iam } = administratorOf(console);
  const trust = JSON.stringify(document({ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }));
  const policies: Record<string, object> = {
    'build-execution': document({
      Effect: 'Allow',
      Action: ['secretsmanager:GetSecretValue', 'ssm:GetParameters'],
      Resource: [secret, parameter],
    }),
    'build-task': document({ Effect: 'Allow', Action: 's3:*', Resource: '*' }),
    'other-execution': document({ Effect: 'Allow', Action: ['secretsmanager:Get*', 'ssm:GetParameterHistory'], Resource: '*' }),
    'from-office': document({
      Effect: 'Allow',
      Action: 'secretsmanager:GetSecretValue',
      Resource: '*',
      Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    }),
  };
  for (const [RoleName, policy] of Object.entries(policies)) {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument: JSON.stringify(policy) }));
  }
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
});
afterAll(() => console.close());

const ask = <T = SecretReadersAnswer>(body: object) => console.call<T>('/api/proof/secret-readers', { body });
const readers = [arnOf('build-execution')];

test('A11 a second reader of the secret is a finding, what hangs on the network is not known, and the task role is none', async () => {
  const { status, body, text } = await ask({ arn: secret, readers, resourcePolicy: null });
  expect(status, text).toBe(200);
  const verdicts = Object.fromEntries(body.readers.map(({ principal, verdict, meant }) => [principal, { verdict, meant }]));
  expect(verdicts[arnOf('build-execution')]).toEqual({ verdict: 'allowed', meant: true });
  expect(verdicts[arnOf('other-execution')]).toEqual({ verdict: 'allowed', meant: false });
  expect(verdicts[arnOf('from-office')]).toEqual({ verdict: 'unknown', meant: false });
  expect(verdicts[arnOf('build-task')]).toBeUndefined();
  expect(body.findings.join('\n')).toMatch(/other-execution can read it too/);
  expect(body.findings.join('\n')).not.toMatch(/build-execution/);
});

test('A11 the secret’s own policy that denies all others leaves the one reader', async () => {
  const deny = document({
    Effect: 'Deny',
    Principal: '*',
    Action: 'secretsmanager:GetSecretValue',
    Resource: '*',
    Condition: { ArnNotEquals: { 'aws:PrincipalArn': readers } },
  });
  const { body, text } = await ask({ arn: secret, readers, resourcePolicy: JSON.stringify(deny) });
  expect(
    body.readers.map(({ principal }) => principal),
    text,
  ).toEqual(readers);
  expect(body.findings).toEqual([]);
});

test('A11 a parameter is read by any of four actions; a reader that cannot is a finding', async () => {
  const { body } = await ask({ arn: parameter, readers: [...readers, arnOf('build-task'), arnOf('nowhere')], resourcePolicy: null });
  expect(body.readers.filter(({ verdict }) => verdict === 'allowed').map(({ principal }) => principal)).toEqual(
    expect.arrayContaining([arnOf('build-execution'), arnOf('other-execution')]),
  );
  expect(body.findings.join('\n')).toMatch(/build-task is meant to read it and cannot/);
  expect(body.findings.join('\n')).toMatch(/nowhere is meant to read it, and no scan has found it/);
});

test.each<[string, object, number, string | null]>([
  ['an ARN of something else', { arn: arnOf('x'), readers, resourcePolicy: null }, 400, 'arn'],
  ['a resource policy that is none', { arn: secret, readers, resourcePolicy: '{' }, 400, 'resourcePolicy'],
  ['no word on the resource policy', { arn: secret, readers }, 400, 'resourcePolicy'],
  ['an account that was not scanned', { arn: secret.replace(account, '999900001111'), readers, resourcePolicy: null }, 409, null],
])('A11 %s is a problem document', async (_, body, status, field) => {
  const answer = await ask<Problem>(body);
  expect(answer.status, answer.text).toBe(status);
  if (field !== null) expect(answer.body.fields?.map((one) => one.field)).toEqual([field]);
});
