import { maskKeyId } from '@rolewright/shared/aws/key-id.ts';
import { trailAction } from '@rolewright/shared/aws/trail-action.ts';
import type { SeenOperation } from '@rolewright/shared/iam/seen-operation.ts';
import type { Deps } from '../deps.ts';
import { mostTrailEvents } from './cloudtrail.ts';
import type { OperationSource } from './operation-source.ts';
import type { TrailEvent } from './readings.ts';
import { portsOf, readEvents } from './trail.ts';

const daysKept = 90;
const dayMs = 24 * 60 * 60 * 1000;

const dataEvents =
  'CloudTrail’s event history has management events only: calls on S3 objects, cloudwatch:PutMetricData, SQS messages, DynamoDB items and other data events are not visible, and neither is iam:PassRole.';

/** What keys did on AWS, as far as event history tells: in each Region of the account, of 90 days, without the resources (D-60, D-61). */
export function awsOperations(deps: Pick<Deps, 'db' | 'aws'>): OperationSource {
  return {
    async seen({ accountId, region, keyIds }) {
      const from = new Date(Date.now() - daysKept * dayMs);
      const ports = await portsOf(deps, accountId, region);
      const readings = await Promise.all(
        keyIds.flatMap((keyId) =>
          ports.map(async (port) => {
            const events = await readEvents(port, { key: 'AccessKeyId', value: keyId }, from);
            return { keyId, where: `${maskKeyId(keyId)} in ${port.region}`, events: events ?? [], unread: events === null };
          }),
        ),
      );
      const unread = readings.filter((one) => one.unread);
      const cut = readings.filter(({ events }) => events.length >= mostTrailEvents);
      const starts = [from.toISOString(), ...cut.flatMap(({ events }) => events.at(-1)?.at ?? [])];
      const unknown = readings.flatMap(({ events }) => events.filter((event) => trailAction(event.source, event.name) === undefined));
      return {
        since: starts.toSorted().at(-1) ?? from.toISOString(),
        sight: unread.length > 0 ? 'some-calls' : 'management-events',
        items: readings.reduce<SeenOperation[]>((items, { keyId, events }) => counted(items, keyId, events), []),
        notVisible: [
          dataEvents,
          `Calls in Regions other than ${ports.map((port) => port.region).join(', ')} are not visible here, and events come up to 15 minutes late.`,
          ...unread.map(({ where }) => `${where}: CloudTrail could not be read.`),
          ...cut.map(({ where }) => `${where}: only the newest ${mostTrailEvents} events were read.`),
          ...new Set(unknown.map(({ source, name }) => `Which action ${name} of ${source} needs is not known here: add it by hand.`)),
        ],
      };
    },
  };
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
