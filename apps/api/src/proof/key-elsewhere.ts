import { maskKeyId } from '@rolewright/shared/aws/key-id.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { usersOfKey } from '@rolewright/shared/keys/users-of-key.ts';
import type { KeyElsewhere } from '@rolewright/shared/proof/live-claims.ts';
import { mostTrailEvents } from '../aws/cloudtrail.ts';
import type { AwsPort } from '../aws/port.ts';
import { readEvents } from '../aws/trail.ts';
import type { Context } from '../deps.ts';
import { elsewhereOf } from '../verify/elsewhere.ts';

/** Who carries the keys; `rules` start its revisions. */
type Carrier = Pick<Workload, 'id' | 'accountId' | 'rules'>;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Where else the keys of a workload are, as far as the last scan and CloudTrail tell; what neither could see is named. `ports`: one for each
 * Region of the account, because each tells its own management events alone (D-60).
 */
export async function keyElsewhere(ctx: Context, ports: AwsPort[], keyIds: string[], workload: Carrier): Promise<KeyElsewhere> {
  const since = new Date(ctx.deps.now().getTime() - dayMs);
  const outside = await Promise.all(keyIds.map((keyId) => outsideUsers(ports, keyId, since)));
  return {
    places: await elsewhereOf(ctx.deps, keyIds, workload.id),
    users: outside.flatMap((one) => one.users),
    rules: rulesOf(workload),
    unseen: [...(await gapsOfScan(ctx, workload.accountId)), ...outside.flatMap((one) => one.unseen)],
  };
}

/** Who used the key in the last day, by program and address; a Region that refuses is named, never passed over. */
async function outsideUsers(ports: AwsPort[], keyId: string, since: Date): Promise<Pick<KeyElsewhere, 'users' | 'unseen'>> {
  const readings = await Promise.all(
    ports.map(async (port) => ({ region: port.region, events: await readEvents(port, { key: 'AccessKeyId', value: keyId }, since) })),
  );
  const unread = readings.filter(({ events }) => events === null).map(({ region }) => region);
  const cut = readings.filter(({ events }) => (events?.length ?? 0) >= mostTrailEvents).map(({ region }) => region);
  return {
    users: [
      ...usersOfKey(readings.flatMap((one) => one.events ?? [])).map((user) => `${maskKeyId(keyId)} ${user}`),
      ...(cut.length === 0 ? [] : [`${maskKeyId(keyId)}: only the newest ${mostTrailEvents} events of ${cut.join(', ')} were read.`]),
    ],
    unseen:
      unread.length === 0 ? [] : [`${maskKeyId(keyId)}: other users are not known, CloudTrail could not be read in ${unread.join(', ')}.`],
  };
}

/** D-33: moving rules comes later; until then they are listed. */
function rulesOf({ rules }: Carrier): string[] {
  return rules.map(({ name, taskDefinitionArn, pinned }) => {
    const revision = taskDefinitionArn.slice(taskDefinitionArn.lastIndexOf('/') + 1);
    return pinned
      ? `The rule ${name} starts ${revision}, which keeps the key: moving it is not done here.`
      : `The rule ${name} starts the newest revision of ${revision}.`;
  });
}

/** D-88: "nowhere else" is only said of what was looked at. */
async function gapsOfScan({ deps }: Context, accountId: string): Promise<string[]> {
  const scan = await deps.db
    .selectFrom('scan')
    .select('state')
    .where('account_id', '=', accountId)
    .where('state', '!=', 'running')
    .orderBy('started_at', 'desc')
    .executeTakeFirst();
  if (scan?.state === 'complete') return [];
  return [`The last scan of this account was ${scan?.state ?? 'not finished'}, so that other places of the key may not have been seen.`];
}
