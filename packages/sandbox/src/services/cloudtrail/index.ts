import type { LookupAttribute } from '@aws-sdk/client-cloudtrail';
import { cloudTrailOf, type TrailEvent } from '../../state/cloudtrail.ts';
import { byText, pageOf } from '../page.ts';
import { AwsFault, type Service } from '../service.ts';

const ninetyDays = 90 * 86_400_000;
/** How late CloudTrail shows an event on AWS, at most (D-60); only with the setting for true delays. */
const trueDelay = 15 * 60_000;

function matches(event: TrailEvent, { AttributeKey, AttributeValue }: LookupAttribute): boolean {
  switch (AttributeKey) {
    case 'EventId':
      return event.id === AttributeValue;
    case 'EventName':
      return event.name === AttributeValue;
    case 'EventSource':
      return event.source === AttributeValue;
    case 'ReadOnly':
      return String(event.readOnly) === AttributeValue;
    case 'Username':
      return event.userName === AttributeValue;
    case 'AccessKeyId':
      return event.accessKeyId === AttributeValue;
    case 'ResourceName':
      return event.resources.some(({ name }) => name === AttributeValue);
    case 'ResourceType':
      return event.resources.some(({ type }) => type === AttributeValue);
    default:
      throw new AwsFault('InvalidLookupAttributesException', 'The lookup attribute is not valid.');
  }
}

/** AWS CloudTrail: event history of management events, written from the calls that are really made. */
export const service: Service<typeof import('@aws-sdk/client-cloudtrail')> = {
  signingName: 'cloudtrail',
  global: false,
  handlers: {
    LookupEvents({ LookupAttributes, StartTime, EndTime, MaxResults = 50, NextToken, EventCategory }, context) {
      if ((LookupAttributes ?? []).length > 1) {
        throw new AwsFault('InvalidLookupAttributesException', 'You can only specify one lookup attribute.');
      }
      if (MaxResults < 1 || MaxResults > 50) throw new AwsFault('InvalidMaxResultsException', 'MaxResults must be between 1 and 50.');
      if (StartTime && EndTime && StartTime > EndTime) throw new AwsFault('InvalidTimeRangeException', 'StartTime is after EndTime.');
      const now = context.now.getTime();
      const from = new Date(Math.max(StartTime?.getTime() ?? 0, now - ninetyDays)).toISOString();
      const to = new Date(Math.min(EndTime?.getTime() ?? now, context.world.settings.trueDelays ? now - trueDelay : now)).toISOString();
      const found = cloudTrailOf(context.account, context.region).events.filter(
        (event) => event.at >= from && event.at <= to && (LookupAttributes ?? []).every((attribute) => matches(event, attribute)),
      );
      const { page, nextToken } = pageOf({
        items: EventCategory === 'insight' ? [] : found.reverse(),
        keyOf,
        compare: (left, right) => byText(right, left),
        token: NextToken,
        limit: MaxResults,
        filters: JSON.stringify([LookupAttributes ?? [], StartTime ?? null, EndTime ?? null]),
        badToken: 'InvalidNextTokenException',
      });
      return { Events: page.map(shown), ...(nextToken ? { NextToken: nextToken } : {}) };
    },
  },
  requirements: { LookupEvents: () => [{ action: 'cloudtrail:LookupEvents', resource: '*' }] },
  limits: {
    LookupEvents:
      'Once a Region has 10,000 management events, of one call by one caller only the newest 1,000 are kept; no insight events.',
  },
  buckets: { lookup: { burst: 2, refillPerSecond: 2, operations: ['LookupEvents'] } },
};

const keyOf = (event: TrailEvent): string => String(event.order).padStart(15, '0');

const shown = (event: TrailEvent) => ({
  EventId: event.id,
  EventName: event.name,
  ReadOnly: String(event.readOnly),
  AccessKeyId: event.accessKeyId,
  EventTime: new Date(event.at),
  EventSource: event.source,
  Username: event.userName,
  Resources: event.resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
  CloudTrailEvent: event.json,
});
