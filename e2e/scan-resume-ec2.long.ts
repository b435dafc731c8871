import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, test } from '@playwright/test';
import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { type Console, startConsole, until } from './support/console.ts';
import { Script } from './support/http.ts';
import { admin, awsOf } from './support/sandbox.ts';
import { accountNamed, scanAccount } from './support/steps.ts';

/** Launched here, each with user data of its own; nothing but a question tells it. */
const launched = 150;
/** A batch that is not written yet is lost with the process, and answers that are on their way; not more. */
const lostAtMost = 50 + 8;

let console: Console;
test.beforeAll(async () => {
  console = await startConsole();
});
test.afterAll(() => console?.stop());

const asked = async (): Promise<number> => {
  const { items } = await admin<{ items: { operation: string }[] }>(console, 'GET', 'calls?since=0');
  return items.filter(({ operation }) => operation === 'DescribeInstanceAttribute').length;
};

test('D-81 D-83: a scan of instances whose API is killed goes on where it was; a second one asks none of them again', async () => {
  test.setTimeout(240_000);
  const script = new Script(console);
  const { id: accountId } = await accountNamed(script, 'sandbox');
  const aws = awsOf(console);
  await aws.ec2.send(
    new RunInstancesCommand({
      ImageId: await imageOf('bastion'),
      InstanceType: 't3.micro',
      MinCount: launched,
      MaxCount: launched,
      UserData: Buffer.from('#!/bin/bash\nsystemctl enable --now app\n').toString('base64'),
    }),
  );
  aws.close();
  await admin(console, 'PUT', 'faults', { rules: [{ service: 'ec2', operation: 'DescribeInstanceAttribute', latencyMs: 400 }] });
  const { id } = await script.post<Scan>(`/api/accounts/${accountId}/scans`, {}, 202);
  expect(await until(async () => ((await asked()) > launched / 2 ? true : undefined), 60_000)).toBe(true);
  await console.kill();
  expect(await asked()).toBeLessThan(launched);
  await admin(console, 'DELETE', 'faults');
  await console.restart();
  const scan = await until(async () => {
    const now = await script.get<Scan>(`/api/scans/${id}`);
    return now.state === 'running' ? undefined : now;
  }, 90_000);
  expect(scan?.state).toBe('complete');
  const instances = await script.all<Workload>('/api/workloads?kind=instance&account=560921689673');
  expect(instances.length).toBeGreaterThan(launched);
  expect(instances.find(({ name }) => name === 'builder')?.state).toBe('static-keys');
  const once = await asked();
  expect(once).toBeLessThanOrEqual(instances.length + lostAtMost);

  expect((await scanAccount(script, accountId)).state).toBe('complete');
  expect(await asked(), 'instances that are asked again').toBe(once);
});

async function imageOf(name: string): Promise<string> {
  interface Snapshot {
    accounts: Record<
      string,
      { regions: Record<string, { ec2?: { instances: Record<string, { imageId: string; tags: Record<string, string> }> } }> }
    >;
  }
  const { accounts } = await admin<Snapshot>(console, 'GET', 'snapshot');
  const instances = Object.values(accounts['560921689673']?.regions['us-east-1']?.ec2?.instances ?? {});
  return instances.find(({ tags }) => tags.Name === name)?.imageId ?? '';
}
