import { afterAll, beforeAll, expect, vi } from 'vitest';
import { openCli, withCli } from './test-cli.ts';

vi.setConfig({ testTimeout: 120_000 });

let cli: Awaited<ReturnType<typeof openCli>>;
beforeAll(async () => {
  cli = await openCli('empty');
});
afterAll(() => cli?.close());

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' };

withCli('D-55 accessanalyzer: validate-policy and check-no-new-access', async () => {
  const broken = policy({ ...read, Resource: 'my-bucket' });
  const { out } = await cli.aws(['accessanalyzer', 'validate-policy', '--policy-document', broken, '--policy-type', 'IDENTITY_POLICY']);
  expect(out).toMatchObject({
    findings: [{ findingType: 'ERROR', issueCode: 'INVALID_ARN_PREFIX', locations: [{ span: { start: { line: 1 } } }] }],
  });
  const check = ['accessanalyzer', 'check-no-new-access', '--policy-type', 'IDENTITY_POLICY', '--existing-policy-document', policy(read)];
  expect((await cli.aws([...check, '--new-policy-document', policy(read)])).out).toMatchObject({ result: 'PASS', reasons: [] });
  const more = await cli.aws([...check, '--new-policy-document', policy(read, { ...read, Action: 's3:PutObject' })]);
  expect(more.out).toMatchObject({ result: 'FAIL', reasons: [{ statementIndex: 1 }] });
  expect((await cli.aws([...check, '--new-policy-document', '{}'])).error).toContain('InvalidParameterException');
});

withCli('D-57 iam: simulate-custom-policy tells the decision and the context keys that are missing', async () => {
  const document = policy({ ...read, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } });
  const asked = ['--policy-input-list', document, '--action-names', 's3:GetObject', '--resource-arns', 'arn:aws:s3:::a/b'];
  const { out } = await cli.aws(['iam', 'simulate-custom-policy', ...asked]);
  expect(out).toMatchObject({
    EvaluationResults: [{ EvalDecision: 'implicitDeny', MissingContextValues: ['aws:multifactorauthpresent'] }],
  });
});

withCli('B1 sts: decode-authorization-message needs its right, and decodes what the account encoded', async () => {
  await cli.aws(['iam', 'create-user', '--user-name', 'bot']);
  const { out } = await cli.aws(['iam', 'create-access-key', '--user-name', 'bot']);
  const { AccessKeyId = '', SecretAccessKey = '' } = out.AccessKey as Record<string, string>;
  const bot = { AWS_ACCESS_KEY_ID: AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey };
  await vi.waitFor(async () => expect((await cli.bare(['iam', 'list-users'], bot)).error).toContain('AccessDenied'), { timeout: 60_000 });
  const headers = { authorization: `Bearer ${cli.token}` };
  const { items } = (await (await fetch(`${cli.url}/_sandbox/denials`, { headers })).json()) as { items: { encoded: string }[] };
  const decode = ['sts', 'decode-authorization-message', '--encoded-message', items.at(-1)?.encoded ?? ''];
  expect((await cli.bare(decode, bot)).error).toContain('sts:DecodeAuthorizationMessage');
  const decoded = JSON.parse(String((await cli.aws(decode)).out.DecodedMessage));
  expect(decoded).toMatchObject({
    allowed: false,
    explicitDeny: false,
    context: { action: 'iam:ListUsers', principal: { arn: expect.stringMatching(/user\/bot$/) } },
  });
  expect((await cli.aws(decode, 'sandbox-data')).error).toContain('InvalidAuthorizationMessageException');
});
