import { startConsole } from '../e2e/support/console.ts';
import { Script } from '../e2e/support/http.ts';
import { admin } from '../e2e/support/sandbox.ts';
import { atMost, exactly, type Figure } from './measure.ts';
import { registerRevisions } from './revisions.ts';
import { measuredScan } from './scan.ts';

/** The published bucket that bounds a scan, and the operations that share it (D-80). */
const bucket = {
  burst: 50,
  refillPerSecond: 20,
  operations: ['DescribeTaskDefinition', 'ListTaskDefinitions', 'ListTaskDefinitionFamilies'],
};

/** A scan at the whole of AWS's published rates, with 2,000 revisions more than the estate has and 30 ms on the way. */
export async function throttledScan(): Promise<Figure[]> {
  const console = await startConsole({ ROLEWRIGHT_SCAN_SHARE: '100' });
  try {
    await registerRevisions(console, 2000);
    await admin(console, 'PUT', 'rates', { rates: 'published' });
    await admin(console, 'PUT', 'faults', { rules: [{ latencyMs: 30, principal: 'Rolewright' }] });
    const script = new Script(console);
    const first = await measuredScan(script);
    const { calls, throttles, inUseKnownAt } = first.scan.progress;
    const inBucket = bucket.operations.reduce((sum, operation) => sum + (first.calls.get(`ecs:${operation} us-east-1`) ?? 0), 0);
    const bound = (inBucket - bucket.burst) / bucket.refillPerSecond;
    const inUse = (Date.parse(inUseKnownAt ?? '') - Date.parse(first.scan.startedAt)) / 1000;
    const second = await measuredScan(script);
    const again = [...second.calls].filter(([name]) => name.includes('DescribeTaskDefinition')).reduce((sum, [, count]) => sum + count, 0);
    return [
      exactly('throttled scan is complete', first.scan.state === 'complete' ? 1 : 0, '', 1),
      atMost(`throttles of ${calls} calls`, (100 * throttles) / calls, '%', 1),
      atMost(`scan against (${inBucket} calls − burst) / rate = ${bound.toFixed(1)} s`, first.seconds / bound, '×', 1.05),
      atMost('part of the scan until all in-use revisions are known', inUse / first.seconds, '', 0.1),
      exactly('revisions that a second scan describes again', again, '', 0),
    ];
  } finally {
    await console.stop();
  }
}
