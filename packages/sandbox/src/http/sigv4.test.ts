import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../sandbox.ts';

let sandbox: RunningSandbox;
let key: { accessKeyId: string; secretAccessKey: string };
const dataDir = mkdtempSync(path.join(tmpdir(), 'rolewright-sigv4-'));
beforeAll(async () => {
  const settings = { timeScale: 0.05, rates: 'off', estate: 'legacy', trueDelays: false } as const;
  sandbox = await startSandbox({ dataDir, port: 0, version: 'test', settings, log: () => undefined });
  const profiles = readFileSync(path.join(dataDir, 'sandbox/aws-credentials'), 'utf8');
  const [, accessKeyId = '', secretAccessKey = ''] =
    /\[sandbox\]\s+aws_access_key_id = (\S+)\s+aws_secret_access_key = (\S+)/.exec(profiles) ?? [];
  key = { accessKeyId, secretAccessKey };
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true });
});

/** Settings of any client; `more` in the client's own words. */
const settings = <T>(credentials: object = key, more: object = {}): T =>
  ({ region: 'us-east-1', endpoint: sandbox.url, credentials, maxAttempts: 1, ...more }) as T;
const nameOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: Error) => error.name,
  );

test('what the SDK signs is accepted, bodies, spaces and umlauts included', async () => {
  expect((await new STSClient(settings()).send(new GetCallerIdentityCommand({}))).Account).toBe('560921689673');
  const s3 = new S3Client(settings(key, { forcePathStyle: true }));
  const at = { Bucket: 'limbo-brain-560921689673', Key: 'a b/ü+1~(2).txt' };
  await s3.send(new PutObjectCommand({ ...at, Body: 'text' }));
  expect(await (await s3.send(new GetObjectCommand(at))).Body?.transformToString()).toBe('text');
});

test('a wrong secret is refused as each protocol names it', async () => {
  const wrong = { ...key, secretAccessKey: `${key.secretAccessKey.slice(0, -1)}x` };
  expect(await nameOf(new IAMClient(settings(wrong)).send(new ListUsersCommand({})))).toBe('SignatureDoesNotMatch');
  expect(await nameOf(new ECSClient(settings(wrong)).send(new ListClustersCommand({})))).toBe('InvalidSignatureException');
  const s3 = new S3Client(settings(wrong, { forcePathStyle: true }));
  const get = new GetObjectCommand({ Bucket: 'limbo-brain-560921689673', Key: 'brain.json' });
  expect(await nameOf(s3.send(get))).toBe('SignatureDoesNotMatch');
});

test('a key that there is not is refused as each protocol names it', async () => {
  const unknown = { accessKeyId: 'AKIAYFGMJXZEAAAAAAAA', secretAccessKey: key.secretAccessKey };
  expect(await nameOf(new STSClient(settings(unknown)).send(new GetCallerIdentityCommand({})))).toBe('InvalidClientTokenId');
  expect(await nameOf(new ECSClient(settings(unknown)).send(new ListClustersCommand({})))).toBe('UnrecognizedClientException');
});

const faultOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => new Error('no error'),
    (thrown: Error) => thrown,
  );
  return `${error.name}: ${error.message}`;
};

test('S3 says the same in words of its own, and is more patient with clocks', async () => {
  const ask = (credentials: object, systemClockOffset = 0) =>
    new S3Client(settings(credentials, { forcePathStyle: true, systemClockOffset })).send(
      new GetObjectCommand({ Bucket: 'limbo-brain-560921689673', Key: 'brain.json' }),
    );
  expect(await faultOf(ask({ ...key, accessKeyId: 'AKIAYFGMJXZEAAAAAAAA' }))).toBe(
    'InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.',
  );
  expect(await faultOf(ask({ ...key, sessionToken: 'none' }))).toMatch(/^InvalidToken: The provided token is malformed/);
  expect(await faultOf(ask(key, 10 * 60_000))).not.toMatch(/Skewed/);
  expect(await faultOf(ask(key, 20 * 60_000))).toMatch(/^RequestTimeTooSkewed: The difference between the request time/);
});

test('a signature of another time is refused in the words of AWS', async () => {
  const ask = (systemClockOffset: number) => faultOf(new ECSClient(settings(key, { systemClockOffset })).send(new ListClustersCommand({})));
  expect(await ask(-10 * 60_000)).toMatch(
    /^InvalidSignatureException: Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
  );
  expect(await ask(10 * 60_000)).toMatch(/^InvalidSignatureException: Signature not yet current: .* is still later than .* \+ 5 min\.\)$/);
});

test('temporary credentials count only with their own session token', async () => {
  const sts = new STSClient(settings());
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::560921689673:role/RolewrightReader', RoleSessionName: 'test' }),
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const session = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
  expect(await nameOf(new STSClient(settings({ ...session, sessionToken: SessionToken })).send(new GetCallerIdentityCommand({})))).toBe(
    'no error',
  );
  expect(await nameOf(new STSClient(settings(session)).send(new GetCallerIdentityCommand({})))).toBe('InvalidClientTokenId');
  const foreign = { ...session, sessionToken: `${SessionToken}x` };
  expect(await nameOf(new STSClient(settings(foreign)).send(new GetCallerIdentityCommand({})))).toBe('InvalidClientTokenId');
});

test('a body that was changed on the way is refused, and so is a clock that is an hour off', async () => {
  const ecs = new ECSClient(settings());
  ecs.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body: string };
      // As long as what was signed.
      request.body = '[]';
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'tamper' },
  );
  expect(await nameOf(ecs.send(new ListClustersCommand({})))).toBe('InvalidSignatureException');
  const late = new ECSClient(settings(key, { systemClockOffset: 3_600_000 }));
  expect(await nameOf(late.send(new ListClustersCommand({})))).toBe('InvalidSignatureException');
});

test('who does not sign at all is refused', async () => {
  const headers = { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters', 'content-type': 'application/x-amz-json-1.1' };
  const answer = await fetch(sandbox.url, { method: 'POST', body: '{}', headers });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(await answer.text()).toMatch(/MissingAuthenticationToken/);
});
