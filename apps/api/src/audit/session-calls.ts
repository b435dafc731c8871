import type { SessionCall, SessionCalls } from '@rolewright/shared/audit/session-calls.ts';
import { AwsError } from '../aws/aws-error.ts';
import { mostTrailEvents } from '../aws/cloudtrail.ts';
import type { AwsPort } from '../aws/port.ts';
import { portsOf, readEvents } from '../aws/trail.ts';
import type { Context } from '../deps.ts';

const daysKept = 90;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * GET /api/audit/sessions: what a role session of this name did, over every account and Region that the console knows, from CloudTrail's event
 * history (E11, D-60): there the session's name is the user name. An account that does not answer is named, and never counts as silent.
 */
export async function findSessionCalls({ deps }: Context, name: string): Promise<SessionCalls> {
  const since = new Date(deps.now().getTime() - daysKept * dayMs);
  const accounts = await deps.db.selectFrom('account').select(['id', 'name', 'aws_account_id', 'partition', 'regions']).execute();
  const found = await Promise.all(
    accounts.map(async ({ id, name: account, aws_account_id: awsAccountId, partition, regions }) => {
      if (awsAccountId === null || regions === null || regions.length === 0)
        return { items: [], unread: [`${account} was not reached yet`] };
      const ports = await reach(() => portsOf(deps, id, regions[0] ?? ''));
      if (ports === null) return { items: [], unread: [`${account} could not be reached`] };
      const parts = await Promise.all(ports.map((port) => callsIn(port, awsAccountId, name, since)));
      const unread = [...unseenOfIam(account, partition ?? 'aws', regions), ...parts.flatMap((one) => one.unread)];
      return { items: parts.flatMap(({ items }) => items), unread };
    }),
  );
  return {
    name,
    since: since.toISOString(),
    items: found.flatMap(({ items }) => items).sort((one, other) => other.at.localeCompare(one.at)),
    notVisible: [
      'Calls on S3 objects and other data events are not in CloudTrail’s event history, and events come up to 15 minutes late.',
      ...found.flatMap(({ unread }) => unread).map((what) => `${what}: its calls are not seen.`),
    ],
  };
}

const iamRegions: Record<string, string> = { 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

/** Calls of IAM and other global services are recorded in one Region of the partition (D-60), which may not be one that is registered. */
function unseenOfIam(account: string, partition: string, regions: readonly string[]): string[] {
  const region = iamRegions[partition] ?? 'us-east-1';
  return regions.includes(region) ? [] : [`${account} is registered without ${region}, where AWS records calls of IAM`];
}

async function callsIn(
  port: AwsPort,
  awsAccountId: string,
  name: string,
  since: Date,
): Promise<{ items: SessionCall[]; unread: string[] }> {
  const events = await readEvents(port, { key: 'Username', value: name }, since);
  const where = `${awsAccountId} in ${port.region}`;
  if (events === null) return { items: [], unread: [`CloudTrail of ${where} could not be read`] };
  return {
    items: events.map(({ at, source, name: operation, identityArn, sourceIp, errorCode }) => {
      return { at, awsAccountId, region: port.region, source, operation, identityArn, sourceIp, errorCode };
    }),
    unread: events.length < mostTrailEvents ? [] : [`Only the newest ${mostTrailEvents} events of ${where} were read, and what is older`],
  };
}

async function reach<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AwsError) return null;
    throw error;
  }
}
