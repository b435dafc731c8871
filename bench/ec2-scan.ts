import { startConsole } from '../e2e/support/console.ts';
import { Script } from '../e2e/support/http.ts';
import { admin } from '../e2e/support/sandbox.ts';
import { makeInstances } from './instances.ts';
import { atMost, exactly, type Figure } from './measure.ts';
import { type LoggedCall, measuredScan } from './scan.ts';

/** The published bucket that bounds the scan: each instance is asked for its user data by itself (D-83). */
const bucket = { burst: 100, refillPerSecond: 20 };
const listings =
  /^Describe(Instances|InstanceStatus|SecurityGroups|LaunchTemplates|LaunchTemplateVersions|IamInstanceProfileAssociations)$/;
const narrowing = ['Filters', 'MaxResults', 'InstanceIds', 'GroupIds', 'LaunchTemplateIds', 'Versions', 'NextToken'];

const isUnfiltered = ({ service, operation, members }: LoggedCall): boolean =>
  service === 'ec2' && listings.test(operation) && !members.some((name) => narrowing.includes(name));
const asksUserData = ({ service, operation }: LoggedCall): boolean => service === 'ec2' && operation === 'DescribeInstanceAttribute';
/** All versions of a template, not those in use. */
const readsHistory = ({ service, operation, members }: LoggedCall): boolean =>
  service === 'ec2' && operation === 'DescribeLaunchTemplateVersions' && !members.includes('Versions');

/** A scan of 5,000 instances and 500 launch template versions at the whole of AWS's published rates, with 30 ms on the way; and the one after it. */
export async function ec2Scan(): Promise<Figure[]> {
  const console = await startConsole({ ROLEWRIGHT_SCAN_SHARE: '100' });
  try {
    const { accounts } = await admin<Snapshot>(console, 'GET', 'snapshot');
    const estate = Object.values(accounts['560921689673']?.regions['us-east-1']?.ec2?.instances ?? {});
    const imageId = estate.find(({ tags }) => tags.Name === 'bastion')?.imageId ?? '';
    await makeInstances(console, { running: 4_000, stopped: 1_000, versions: 500, imageId });
    await admin(console, 'PUT', 'rates', { rates: 'published' });
    await admin(console, 'PUT', 'faults', { rules: [{ latencyMs: 30, principal: 'Rolewright' }] });
    const script = new Script(console);
    const first = await measuredScan(script);
    const { calls, throttles } = first.scan.progress;
    const asked = first.log.filter((call) => asksUserData(call) && call.region === 'us-east-1').length;
    const bound = (asked - bucket.burst) / bucket.refillPerSecond;
    const lastAsked = first.log.findLastIndex(asksUserData);
    const firstOfHistory = first.log.findIndex(readsHistory);
    const second = await measuredScan(script);
    return [
      exactly('scan of 5,000 instances is complete', first.scan.state === 'complete' ? 1 : 0, '', 1),
      exactly('unfiltered calls of EC2', [...first.log, ...second.log].filter(isUnfiltered).length, '', 0),
      atMost(`throttles of ${calls} calls`, (100 * throttles) / calls, '%', 1),
      atMost(`scan against (${asked} calls − burst) / rate = ${bound.toFixed(1)} s`, first.seconds / bound, '×', 1.05),
      exactly('versions that nothing runs are read after what is in use', firstOfHistory > lastAsked && lastAsked > 0 ? 1 : 0, '', 1),
      exactly('instances that a second scan asks for user data again', second.log.filter(asksUserData).length, '', 0),
    ];
  } finally {
    await console.stop();
  }
}

interface Snapshot {
  accounts: Record<
    string,
    { regions: Record<string, { ec2?: { instances: Record<string, { imageId: string; tags: Record<string, string> }> } }> }
  >;
}
