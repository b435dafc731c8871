import { maskKeyId } from '@rolewright/shared/aws/key-id.ts';
import { trailAction } from '@rolewright/shared/aws/trail-action.ts';
import type { SeenOperation } from '@rolewright/shared/iam/seen-operation.ts';
import type { AwsAccounts } from './accounts.ts';
import { AwsError } from './aws-error.ts';
import { mostTrailEvents } from './cloudtrail.ts';
import type { OperationSource } from './operation-source.ts';
import type { TrailEvent } from './port.ts';

const daysKept = 90;
const dayMs = 24 * 60 * 60 * 1000;

const dataEvents =
  'CloudTrail’s event history has management events only: calls on S3 objects, cloudwatch:PutMetricData, SQS messages, DynamoDB items and other data events are not visible, and neither is iam:PassRole.';

/** What keys did on AWS, as far as event history tells: in each Region of the account, of 90 days, without the resources (D-60, D-61). */
export function awsOperations(aws: AwsAccounts): OperationSource {
  return {
    async seen({ accountId, regions, keyIds }) {
      const from = new Date(Date.now() - daysKept * dayMs);
      const readings = await Promise.all(
        keyIds.flatMap((keyId) =>
          regions.map(async (region) => ({ keyId, region, ...(await history(aws, accountId, region, keyId, from)) })),
        ),
      );
      const unread = readings.flatMap(({ keyId, region, gap }) => (gap ? [`${maskKeyId(keyId)} in ${region}: ${gap}.`] : []));
      const cut = readings.filter(({ events }) => events.length >= mostTrailEvents);
      const starts = [from.toISOString(), ...cut.flatMap(({ events }) => events.at(-1)?.at ?? [])];
      const unknown = readings.flatMap(({ events }) => events.filter((event) => trailAction(event.source, event.name) === undefined));
      return {
        since: starts.toSorted().at(-1) ?? from.toISOString(),
        sight: unread.length > 0 ? 'some-calls' : 'management-events',
        items: readings.reduce<SeenOperation[]>((items, { keyId, events }) => counted(items, keyId, events), []),
        notVisible: [
          dataEvents,
          `Calls in Regions other than ${regions.join(', ')} are not visible here, and events come up to 15 minutes late.`,
          ...unread,
          ...cut.map(({ keyId, region }) => `${maskKeyId(keyId)} in ${region}: only the newest ${mostTrailEvents} events were read.`),
          ...new Set(unknown.map(({ source, name }) => `Which action ${name} of ${source} needs is not known here: add it by hand.`)),
        ],
      };
    },
  };
}

/** Newest first; `gap`: why it could not be read. */
async function history(
  aws: AwsAccounts,
  accountId: string,
  region: string,
  keyId: string,
  since: Date,
): Promise<{ events: TrailEvent[]; gap: string | null }> {
  try {
    const port = await aws.port(accountId, region);
    const reading = await port.read.trailEvents({ key: 'AccessKeyId', value: keyId }, since);
    if (reading.state === 'known') return { events: reading.value, gap: null };
    return {
      events: [],
      gap: reading.state === 'absent' ? 'there is no event history' : `event history could not be read, ${reading.reason}`,
    };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { events: [], gap: `${error.call} was not answered (${error.code})` };
  }
}

/** Adds a key's events, by action and by whether they were denied. */
function counted(items: SeenOperation[], keyId: string, events: TrailEvent[]): SeenOperation[] {
  for (const { source, name, at, errorCode } of events) {
    const action = trailAction(source, name);
    if (!action) continue;
    const denied = /AccessDenied|UnauthorizedOperation/.test(errorCode ?? '');
    const known = items.find((item) => item.keyId === keyId && item.action === action && item.denied === denied);
    if (known === undefined) {
      items.push({ source: 'CloudTrail', keyId, action, resource: null, context: {}, calls: 1, denied, lastAt: at });
    } else {
      known.calls += 1;
      if (at > known.lastAt) known.lastAt = at;
    }
  }
  return items;
}
