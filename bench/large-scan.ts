import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Console, startConsole } from '../e2e/support/console.ts';
import { Script } from '../e2e/support/http.ts';
import { atMost, cpuMilliseconds, exactly, type Figure, residentMegabytes, treeMegabytes } from './measure.ts';
import { registerRevisions } from './revisions.ts';
import { measuredScan } from './scan.ts';

const idleSeconds = 30;
const revisions = 10_000;

/** Processor time that the API takes, in parts of one core, while nothing goes on. */
async function idleShare(console: Console): Promise<number> {
  const before = cpuMilliseconds(console.pid());
  await sleep(idleSeconds * 1000);
  return (cpuMilliseconds(console.pid()) - before) / (idleSeconds * 1000);
}

/** Processor milliseconds per call of a client that is nothing but the SDK, as many calls beside the scan and at its rate. */
async function bareCallMilliseconds({ dataDir, sandbox }: Console): Promise<number> {
  const args = [path.join(import.meta.dirname, 'bare-client.ts'), sandbox().url, dataDir, String(revisions), '20'];
  return Number((await promisify(execFile)(process.execPath, args)).stdout);
}

/** What 10,000 revisions cost in memory, and each call in our own time. */
export async function largeScan(): Promise<Figure[]> {
  const rolewright = await startConsole({ ROLEWRIGHT_SCAN_SHARE: '100' });
  try {
    await registerRevisions(rolewright, revisions);
    const script = new Script(rolewright);
    const idle = await idleShare(rolewright);
    const before = cpuMilliseconds(rolewright.pid());
    const [{ scan, seconds }, bare] = await Promise.all([measuredScan(script), bareCallMilliseconds(rolewright)]);
    const cpu = cpuMilliseconds(rolewright.pid()) - before - idle * seconds * 1000;
    const each = cpu / scan.progress.calls;
    const { pid } = JSON.parse(readFileSync(path.join(rolewright.dataDir, 'sandbox/server.json'), 'utf8')) as { pid: number };
    console.log(`  ${scan.progress.calls} calls, ${each.toFixed(2)} ms each, of which a bare SDK client takes ${bare.toFixed(2)} ms`);
    return [
      exactly('scan of 10,000 revisions is complete', scan.state === 'complete' ? 1 : 0, '', 1),
      atMost('API after it', residentMegabytes(rolewright.pid()), 'MB', 250),
      atMost('sandbox with its runner', treeMegabytes(pid), 'MB', 350),
      // Adapter and store, network left out: all processor time of the API during the scan, its answers to this bench included, but for what it
      // takes while idle and for what the SDK and its sockets take for such calls.
      atMost('own time per call', each - bare, 'ms', 1.5),
    ];
  } finally {
    await rolewright.stop();
  }
}
