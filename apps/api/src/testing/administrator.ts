import path from 'node:path';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient } from '@aws-sdk/client-ecs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { fromIni } from '@aws-sdk/credential-providers';
import type { TestConsole } from './open-console.ts';

/** An account of the sandbox in its administrator's hands: real SDK clients over HTTP, for tests that change what a scan then finds. */
export function administratorOf(console: TestConsole, region = 'us-east-1', account: 'sandbox' | 'sandbox-data' = 'sandbox') {
  const settings = {
    region,
    endpoint: console.sandbox.url,
    credentials: fromIni({
      profile: account,
      filepath: path.join(console.dataDir, 'sandbox/aws-credentials'),
      configFilepath: path.join(console.dataDir, 'none'),
      ignoreCache: true,
    }),
  };
  return {
    ecs: new ECSClient(settings),
    ec2: new EC2Client(settings),
    iam: new IAMClient(settings),
    events: new EventBridgeClient(settings),
  };
}

/** A call as the sandbox logged it. */
export interface LoggedCall {
  seq: number;
  service: string;
  operation: string;
  region: string;
  principal: string;
  accessKeyId: string;
  errorCode: string | null;
}

/** The calls that reached the sandbox after number `since`, its own programs' and the console's alike. */
export async function callsSince(console: TestConsole, since = 0): Promise<LoggedCall[]> {
  const headers = { authorization: `Bearer ${console.sandbox.token}` };
  const answer = await fetch(`${console.sandbox.url}/_sandbox/calls?since=${since}`, { headers });
  return ((await answer.json()) as { items: LoggedCall[] }).items;
}
