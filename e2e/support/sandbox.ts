import path from 'node:path';
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient } from '@aws-sdk/client-iam';
import { fromIni } from '@aws-sdk/credential-providers';
import type { Observation } from '@rolewright/shared/apply/run.ts';
import type { Console } from './console.ts';

/** The sandbox account as its administrator sees it: real SDK clients, signed with the keys of `sandbox/aws-credentials`. */
export function awsOf(
  console: Console,
  region = 'us-east-1',
): { autoscaling: AutoScalingClient; ec2: EC2Client; ecs: ECSClient; iam: IAMClient; close(): void } {
  const settings = {
    region,
    endpoint: console.sandbox().url,
    credentials: fromIni({
      profile: 'sandbox',
      filepath: path.join(console.dataDir, 'sandbox/aws-credentials'),
      configFilepath: path.join(console.dataDir, 'none'),
      ignoreCache: true,
    }),
  };
  const autoscaling = new AutoScalingClient(settings);
  const ec2 = new EC2Client(settings);
  const ecs = new ECSClient(settings);
  const iam = new IAMClient(settings);
  return {
    autoscaling,
    ec2,
    ecs,
    iam,
    close: () => {
      autoscaling.destroy();
      ec2.destroy();
      ecs.destroy();
      iam.destroy();
    },
  };
}

/** Asks the sandbox's admin API; throws with its answer when it refuses. */
export async function admin<T = unknown>(console: Console, method: string, route: string, body?: unknown): Promise<T> {
  const { url, adminToken } = console.sandbox();
  const response = await fetch(`${url}/_sandbox/${route}`, {
    method,
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} /_sandbox/${route}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Every call that the tasks of a workload made so far, as the sandbox saw them. */
export async function callsOf(console: Console, workload: string): Promise<{ calls: number; failed: number; identities: string[] }> {
  const { items } = await admin<{ items: Observation[] }>(console, 'GET', `observations?workload=${workload}`);
  return {
    calls: items.reduce((sum, one) => sum + one.calls, 0),
    failed: items.reduce((sum, one) => sum + one.failed, 0),
    identities: [...new Set(items.map((one) => one.identity))],
  };
}

/** Sets the sandbox' clock further ahead: what becomes due by that happens at once. */
export async function advance(console: Console, milliseconds: number, more: { timeScale?: number } = {}): Promise<void> {
  const { aheadMs } = await admin<{ aheadMs: number }>(console, 'GET', 'clock');
  await admin(console, 'POST', 'clock', { aheadMs: aheadMs + milliseconds, ...more });
}
