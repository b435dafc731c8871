import { type CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { call, reading } from './answer.ts';
import type { AwsRead } from './port.ts';
import type { TrailEvent } from './readings.ts';

const pageSize = 50;
/** Two calls a second are all that AWS gives (D-60): the newest 500 events are enough to say who uses a key or a role. */
const mostPages = 10;
export const mostTrailEvents = mostPages * pageSize;

/** Management events with one attribute, newest first, since `since` (90 days at most, D-60). S3 object calls and the like are not among them. */
export function trailEvents(client: () => CloudTrailClient): AwsRead['trailEvents'] {
  return (attribute, since) =>
    reading(async () => {
      const events: TrailEvent[] = [];
      let nextToken: string | undefined;
      for (let page = 0; page < mostPages; page += 1) {
        const command = new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: attribute.key, AttributeValue: attribute.value }],
          StartTime: since,
          MaxResults: pageSize,
          NextToken: nextToken,
        });
        const answer = await call('cloudtrail', 'LookupEvents', () => client().send(command));
        events.push(...(answer.Events ?? []).map((event) => trailEvent(event)));
        nextToken = answer.NextToken;
        if (nextToken === undefined) break;
      }
      return events;
    });
}

interface Recorded {
  userIdentity?: { arn?: string; accessKeyId?: string };
  sourceIPAddress?: string;
  userAgent?: string;
  errorCode?: string;
  requestParameters?: { roleArn?: unknown } | null;
}

function trailEvent(event: Event): TrailEvent {
  const recorded = JSON.parse(event.CloudTrailEvent ?? '{}') as Recorded;
  return {
    at: event.EventTime?.toISOString() ?? '',
    name: event.EventName ?? '',
    source: event.EventSource ?? '',
    identityArn: recorded.userIdentity?.arn ?? null,
    accessKeyId: event.AccessKeyId ?? recorded.userIdentity?.accessKeyId ?? null,
    sourceIp: recorded.sourceIPAddress ?? null,
    userAgent: recorded.userAgent ?? null,
    errorCode: recorded.errorCode ?? null,
    roleArn: typeof recorded.requestParameters?.roleArn === 'string' ? recorded.requestParameters.roleArn : null,
  };
}
