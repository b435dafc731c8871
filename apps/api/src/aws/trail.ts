import type { Deps } from '../deps.ts';
import { AwsError } from './aws-error.ts';
import type { AwsPort } from './port.ts';
import type { TrailEvent } from './readings.ts';

/** Ports of every Region of an account, `region` first: CloudTrail tells one Region at a time (D-60). */
export async function portsOf({ db, aws }: Pick<Deps, 'db' | 'aws'>, accountId: string, region: string): Promise<AwsPort[]> {
  const account = await db.selectFrom('account').select('regions').where('id', '=', accountId).executeTakeFirst();
  return Promise.all([...new Set([region, ...(account?.regions ?? [])])].map((one) => aws.port(accountId, one)));
}

/** Management events since then; null: refused, throttled out, or a Region that is not enabled. */
export async function readEvents(
  port: AwsPort,
  by: Parameters<AwsPort['read']['trailEvents']>[0],
  since: Date,
): Promise<TrailEvent[] | null> {
  try {
    const reading = await port.read.trailEvents(by, since);
    return reading.state === 'known' ? reading.value : null;
  } catch (error) {
    if (error instanceof AwsError) return null;
    throw error;
  }
}
