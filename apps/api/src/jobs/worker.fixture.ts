// A worker in a process of its own, for the tests that kill it. argv: connection string, queue, and what its handler does.
import { setTimeout as sleep } from 'node:timers/promises';
import { Secret } from '@rolewright/shared/secret.ts';
import { openQueue } from './queue.ts';

const [url = '', name = '', behaviour = ''] = process.argv.slice(2);
const queue = await openQueue({ url: new Secret(url) });
process.on('SIGTERM', () => queue.stop().then(() => process.exit(0)));
await queue.work<{ n: number }>(name, async ({ n }, signal) => {
  console.log(`took ${n}`);
  if (behaviour === 'hang') await sleep(60_000, undefined, { signal });
  console.log(`did ${n}`);
});
console.log('ready');
