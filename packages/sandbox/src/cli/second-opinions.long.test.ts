import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type RunningSandbox, startSandbox } from '../sandbox.ts';

// The AWS CLI judges the wire of AWS's second opinions. Where it is not installed these tests are skipped by name.
const where = spawnSync('aws', ['--version']).status === 0 ? test : test.skip;
vi.setConfig({ testTimeout: 120_000 });

let sandbox: RunningSandbox;
const dataDir = mkdtempSync(path.join(tmpdir(), 'rolewright-cli-opinions-'));
beforeAll(async () => {
  const settings = { timeScale: 0.05, rates: 'off', estate: 'empty', trueDelays: false } as const;
  sandbox = await startSandbox({ dataDir, port: 0, version: 'test', settings, log: () => undefined });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true });
});

const administrator = { AWS_SHARED_CREDENTIALS_FILE: path.join(dataDir, 'sandbox/aws-credentials'), AWS_PROFILE: 'sandbox' };

function aws(
  args: string[],
  credentials: Record<string, string> = administrator,
): Promise<{ out: Record<string, unknown>; error: string }> {
  const env = { PATH: process.env.PATH, HOME: dataDir, AWS_DEFAULT_REGION: 'us-east-1', AWS_PAGER: '', ...credentials };
  return new Promise((resolve) => {
    execFile('aws', ['--endpoint-url', sandbox.url, '--output', 'json', ...args], { env }, (_error, stdout, error) =>
      resolve({ out: stdout.trim().startsWith('{') ? JSON.parse(stdout) : {}, error }),
    );
  });
}

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' };

where('D-55 accessanalyzer: validate-policy and check-no-new-access', async () => {
  const broken = policy({ ...read, Resource: 'my-bucket' });
  const { out } = await aws(['accessanalyzer', 'validate-policy', '--policy-document', broken, '--policy-type', 'IDENTITY_POLICY']);
  expect(out).toMatchObject({
    findings: [{ findingType: 'ERROR', issueCode: 'INVALID_ARN_PREFIX', locations: [{ span: { start: { line: 1 } } }] }],
  });
  const check = ['accessanalyzer', 'check-no-new-access', '--policy-type', 'IDENTITY_POLICY', '--existing-policy-document', policy(read)];
  expect((await aws([...check, '--new-policy-document', policy(read)])).out).toMatchObject({ result: 'PASS', reasons: [] });
  const more = await aws([...check, '--new-policy-document', policy(read, { ...read, Action: 's3:PutObject' })]);
  expect(more.out).toMatchObject({ result: 'FAIL', reasons: [{ statementIndex: 1 }] });
  expect((await aws([...check, '--new-policy-document', '{}'])).error).toContain('InvalidParameterException');
});

where('D-57 iam: simulate-custom-policy tells the decision and the context keys that are missing', async () => {
  const document = policy({ ...read, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } });
  const asked = ['--policy-input-list', document, '--action-names', 's3:GetObject', '--resource-arns', 'arn:aws:s3:::a/b'];
  const { out } = await aws(['iam', 'simulate-custom-policy', ...asked]);
  expect(out).toMatchObject({
    EvaluationResults: [{ EvalDecision: 'implicitDeny', MissingContextValues: ['aws:multifactorauthpresent'] }],
  });
});

where('B1 sts: decode-authorization-message needs its right, and decodes what the account encoded', async () => {
  await aws(['iam', 'create-user', '--user-name', 'bot']);
  const { out } = await aws(['iam', 'create-access-key', '--user-name', 'bot']);
  const { AccessKeyId = '', SecretAccessKey = '' } = out.AccessKey as Record<string, string>;
  const bot = { AWS_ACCESS_KEY_ID: AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey };
  await vi.waitFor(async () => expect((await aws(['iam', 'list-users'], bot)).error).toContain('AccessDenied'), { timeout: 60_000 });
  const headers = { authorization: `Bearer ${sandbox.token}` };
  const { items } = (await (await fetch(`${sandbox.url}/_sandbox/denials`, { headers })).json()) as { items: { encoded: string }[] };
  const decode = ['sts', 'decode-authorization-message', '--encoded-message', items.at(-1)?.encoded ?? ''];
  expect((await aws(decode, bot)).error).toContain('sts:DecodeAuthorizationMessage');
  const decoded = JSON.parse(String((await aws(decode)).out.DecodedMessage));
  expect(decoded).toMatchObject({
    allowed: false,
    explicitDeny: false,
    context: { action: 'iam:ListUsers', principal: { arn: expect.stringMatching(/user\/bot$/) } },
  });
  expect((await aws(decode, { ...administrator, AWS_PROFILE: 'sandbox-data' })).error).toContain('InvalidAuthorizationMessageException');
});
