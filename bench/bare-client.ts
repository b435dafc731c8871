import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs';
import { fromIni } from '@aws-sdk/credential-providers';

// What calls cost with nothing of ours: the SDK's client, its signatures and its sockets. A process of its own, so that its processor time is
// that of the calls; large-scan.ts starts it as `node bench/bare-client.ts <endpoint> <data directory> <calls> <calls a second>`.
const [endpoint = '', dataDir = '', calls = '0', rate = '1'] = process.argv.slice(2);
const client = new ECSClient({
  region: 'us-east-1',
  endpoint,
  credentials: fromIni({ profile: 'sandbox', filepath: path.join(dataDir, 'sandbox/aws-credentials') }),
});

const start = performance.now();
const before = process.cpuUsage();
let next = 0;
const work = async (): Promise<void> => {
  for (let index = next++; index < Number(calls); index = next++) {
    await sleep(Math.max(0, start + (index * 1000) / Number(rate) - performance.now()));
    // The names that revisions.ts registers: 50 to a family.
    const taskDefinition = `bench-${Math.floor(index / 50)}:${(index % 50) + 1}`;
    await client.send(new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] }));
  }
};
await Promise.all(Array.from({ length: 8 }, work));
const { user, system } = process.cpuUsage(before);
client.destroy();
console.log((user + system) / 1000 / Number(calls));
