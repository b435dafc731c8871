import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Console, startConsole } from '../e2e/support/console.ts';
import { Script } from '../e2e/support/http.ts';
import { atMost, cpuMilliseconds, exactly, type Figure, residentMegabytes, treeMegabytes } from './measure.ts';
import { registerRevisions } from './revisions.ts';
import { measuredScan } from './scan.ts';

const idleSeconds = 30;

/** Processor time that the API takes, in parts of one core, while nothing goes on. */
async function idleShare(console: Console): Promise<number> {
  const before = cpuMilliseconds(console.pid());
  await sleep(idleSeconds * 1000);
  return (cpuMilliseconds(console.pid()) - before) / (idleSeconds * 1000);
}

/** What 10,000 revisions cost in memory, and each call in our own time. */
export async function largeScan(): Promise<Figure[]> {
  const console = await startConsole({ ROLEWRIGHT_SCAN_SHARE: '100' });
  try {
    await registerRevisions(console, 10_000);
    const script = new Script(console);
    const idle = await idleShare(console);
    const before = cpuMilliseconds(console.pid());
    const { scan, seconds } = await measuredScan(script);
    const cpu = cpuMilliseconds(console.pid()) - before - idle * seconds * 1000;
    const { pid } = JSON.parse(readFileSync(path.join(console.dataDir, 'sandbox/server.json'), 'utf8')) as { pid: number };
    return [
      exactly('scan of 10,000 revisions is complete', scan.state === 'complete' ? 1 : 0, '', 1),
      atMost('API after it', residentMegabytes(console.pid()), 'MB', 250),
      atMost('sandbox with its runner', treeMegabytes(pid), 'MB', 350),
      // All processor time of the API during the scan, the SDK's, the sockets' and the answers' to this bench included, but for what it takes
      // while idle: at AWS's rates the scan lasts eight minutes.
      atMost(`own time per call, over ${scan.progress.calls} calls`, cpu / scan.progress.calls, 'ms', 1.5),
    ];
  } finally {
    await console.stop();
  }
}
