import { maskKeyId } from '@rolewright/shared/aws/key-id.ts';
import { usersOfKey } from '@rolewright/shared/keys/users-of-key.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { AwsPort, TrailEvent } from '../aws/port.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Who used the keys in the last day, by program and address, as far as CloudTrail's management events tell: every Region of the account is
 * asked, each tells its own alone (D-60). A Region that refuses is named, never passed over.
 */
export async function outsideUsers(ports: AwsPort[], keyIds: string[]): Promise<string[]> {
  const since = new Date(Date.now() - dayMs);
  const told = await Promise.all(
    keyIds.map(async (keyId) => {
      const readings = await Promise.all(ports.map(async (port) => ({ region: port.region, events: await eventsOf(port, keyId, since) })));
      const unread = readings.filter(({ events }) => events === null).map(({ region }) => region);
      const events = readings.flatMap((one) => one.events ?? []);
      return [
        ...usersOfKey(events).map((user) => `${maskKeyId(keyId)} ${user}`),
        ...(unread.length > 0
          ? [`${maskKeyId(keyId)}: other users are not known, CloudTrail could not be read in ${unread.join(', ')}.`]
          : []),
      ];
    }),
  );
  return told.flat();
}

/** null: refused, throttled out, or a Region that is not enabled. */
async function eventsOf(port: AwsPort, keyId: string, since: Date): Promise<TrailEvent[] | null> {
  try {
    const reading = await port.read.trailEvents({ key: 'AccessKeyId', value: keyId }, since);
    return reading.state === 'known' ? reading.value : null;
  } catch (error) {
    if (error instanceof AwsError) return null;
    throw error;
  }
}
