import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../sandbox.ts';
import type { Requirement } from '../services/service.ts';
import type { ObservedCall } from './observer.ts';
import { type Operations, SeenOperations } from './seen-operations.ts';

let sandbox: RunningSandbox;
const dataDir = mkdtempSync(path.join(tmpdir(), 'rolewright-seen-'));
beforeAll(async () => {
  const settings = { timeScale: 0.05, rates: 'off', estate: 'legacy', trueDelays: false } as const;
  sandbox = await startSandbox({ dataDir, port: 0, version: 'test', settings, log: () => undefined });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true });
});

const keyOf = (user: string) =>
  Object.values(sandbox.world.state.accounts['560921689673']!.iam.accessKeys).find((key) => key.userName === user)!;
async function seenOf(keyId: string): Promise<Operations> {
  const headers = { authorization: `Bearer ${sandbox.token}` };
  const answer = await fetch(`${sandbox.url}/_sandbox/operations?accessKeyId=${keyId}`, { headers });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Operations;
}
const clientOf = (user: string) => {
  const { id: accessKeyId, secretAccessKey } = keyOf(user);
  return { region: 'us-east-1', endpoint: sandbox.url, forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } };
};

test('C8: a call is told in IAM’s words, with its resource and condition keys; a denied one apart; and a reset forgets', async () => {
  const settings = clientOf('limbo-bot');
  const metrics = new CloudWatchClient(settings);
  for (const Namespace of ['Limbo', 'Limbo', 'Limbo/Test']) {
    await metrics.send(new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName: 'messages', Value: 1 }] }));
  }
  // The object is not there yet: the call was allowed all the same.
  await new S3Client(settings).send(new GetObjectCommand({ Bucket: 'limbo-brain-560921689673', Key: 'brain.json' })).catch(() => undefined);
  await expect(new ECSClient(settings).send(new ListClustersCommand())).rejects.toThrow('not authorized');
  await new STSClient(settings).send(new GetCallerIdentityCommand());

  const { complete, items, since } = await seenOf(settings.credentials.accessKeyId);
  expect(complete).toBe(true);
  expect(Date.parse(since)).toBeLessThan(Date.now());
  const keyId = settings.credentials.accessKeyId;
  const common = { source: 'sandbox', keyId, denied: false, lastAt: expect.stringMatching(/^20.*Z$/) };
  const object = 'arn:aws:s3:::limbo-brain-560921689673/brain.json';
  expect(items).toEqual([
    {
      ...common,
      action: 'cloudwatch:PutMetricData',
      resource: '*',
      context: { 'cloudwatch:namespace': ['Limbo', 'Limbo/Test'] },
      calls: 3,
    },
    { ...common, action: 's3:GetObject', resource: object, context: {}, calls: 1 },
    { ...common, action: 'ecs:ListClusters', resource: '*', context: {}, calls: 1, denied: true },
  ]);

  const headers = { authorization: `Bearer ${sandbox.token}` };
  const denials = async () => ((await (await fetch(`${sandbox.url}/_sandbox/denials`, { headers })).json()) as { items: object[] }).items;
  expect(await denials()).toMatchObject([{ action: 'ecs:ListClusters' }]);
  await fetch(`${sandbox.url}/_sandbox/reset`, { method: 'POST', headers });
  // The accounts of the new world could not decode them.
  expect(await denials()).toEqual([]);
  const after = await seenOf(keyId);
  expect(after.items).toEqual([]);
  expect(after.since > since).toBe(true);
});

test('an external id is a secret of two parties: it is not among what is told', async () => {
  const settings = clientOf('sandbox-administrator');
  const RoleArn = 'arn:aws:iam::560921689673:role/RolewrightReader';
  const ExternalId = 'external-id-of-the-test';
  await new STSClient(settings).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test', ExternalId })).catch(() => undefined);
  const { items } = await seenOf(settings.credentials.accessKeyId);
  expect(items).toMatchObject([{ action: 'sts:AssumeRole', resource: RoleArn, context: {} }]);
  expect(JSON.stringify(items)).not.toContain(ExternalId);
});

const keyId = 'AKIAYFCZVQXEQ3EXMPLE';
const callOf = (requirement: Requirement, accessKeyId = keyId) =>
  ({ context: { principal: { accessKeyId }, now: new Date(0) }, requirements: [requirement] }) as unknown as ObservedCall;

test('memory is bounded: fifty resources of an action, then one entry that names none', () => {
  const seen = new SeenOperations(new Date(0));
  for (let n = 0; n < 1000; n += 1) seen.observe(callOf({ action: 's3:PutObject', resource: `arn:aws:s3:::b/${n % 500}` }));
  const { items } = seen.of([keyId]);
  expect(items.length).toBe(51);
  expect(items.at(-1)).toMatchObject({ resource: null, calls: 900 });
  seen.observe(callOf({ action: 's3:PutObject', resource: 'arn:aws:s3:::b/1' }, 'ASIAYFCZVQXEQ3EXMPLE'));
  expect(seen.of(['ASIAYFCZVQXEQ3EXMPLE']).items).toEqual([]);
});

test('a condition key counts only when it was in every call, and not beyond twenty values', () => {
  const seen = new SeenOperations(new Date(0));
  const put = (context?: Record<string, string>) =>
    seen.observe(callOf({ action: 'cloudwatch:PutMetricData', resource: '*', ...(context ? { context } : {}) }));
  put({ 'cloudwatch:namespace': 'A', 'iam:PassedToService': 'ecs-tasks.amazonaws.com' });
  put({ 'cloudwatch:namespace': 'B' });
  expect(seen.of([keyId]).items[0]?.context).toEqual({ 'cloudwatch:namespace': ['A', 'B'] });
  for (let n = 0; n < 30; n += 1) put({ 'cloudwatch:namespace': `N${n}` });
  expect(seen.of([keyId]).items[0]?.context).toEqual({});
});
