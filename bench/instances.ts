import path from 'node:path';
import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  EC2Client,
  RunInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { fromIni } from '@aws-sdk/credential-providers';
import type { Console } from '../e2e/support/console.ts';

const versionsOfATemplate = 100;
const launchedAtOnce = 250;

interface Wanted {
  running: number;
  stopped: number;
  versions: number;
  imageId: string;
}

/** Launches instances with user data of their own, a part of which is stopped then, and makes launch template versions, as the sandbox's administrator. */
export async function makeInstances(console: Console, { running, stopped, versions, imageId }: Wanted): Promise<void> {
  const client = new EC2Client({
    region: 'us-east-1',
    endpoint: console.sandbox().url,
    credentials: fromIni({ profile: 'sandbox', filepath: path.join(console.dataDir, 'sandbox/aws-credentials') }),
  });
  const launch = async (count: number): Promise<string[]> => {
    const ids: string[] = [];
    while (ids.length < count) {
      const many = Math.min(launchedAtOnce, count - ids.length);
      const { Instances = [] } = await client.send(
        new RunInstancesCommand({
          ImageId: imageId,
          InstanceType: 't3.micro',
          MinCount: many,
          MaxCount: many,
          UserData: encoded(`wave ${ids.length}`),
        }),
      );
      ids.push(...Instances.map(({ InstanceId = '' }) => InstanceId));
    }
    return ids;
  };
  await launch(running);
  const toStop = await launch(stopped);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  for (let start = 0; start < toStop.length; start += launchedAtOnce) {
    await client.send(new StopInstancesCommand({ InstanceIds: toStop.slice(start, start + launchedAtOnce) }));
  }
  for (let made = 0; made < versions; made++) {
    const LaunchTemplateName = `bench-${Math.floor(made / versionsOfATemplate)}`;
    const LaunchTemplateData = { ImageId: imageId, InstanceType: 't3.micro' as const, UserData: encoded(`version ${made}`) };
    const input = { LaunchTemplateName, LaunchTemplateData };
    if (made % versionsOfATemplate === 0) await client.send(new CreateLaunchTemplateCommand(input));
    else await client.send(new CreateLaunchTemplateVersionCommand(input));
  }
  client.destroy();
}

const encoded = (what: string): string => Buffer.from(`#!/bin/bash\n# ${what}\nsystemctl enable --now app\n`).toString('base64');
