import type { GroupFacts } from '@rolewright/shared/verify/judge-group.ts';
import type { AwsPort } from '../aws/port.ts';
import { portsOf, readEvents } from '../aws/trail.ts';
import type { Deps } from '../deps.ts';

interface Asked {
  deps: Deps;
  port: AwsPort;
  accountId: string;
  cutOverAt: string;
}

/**
 * Calls of instances' sessions, whose names are the instances' ids, in every Region of the account (D-60); null: the account's own Region could not
 * be read. `of`: how many instances there are, of which `sessions` are looked up.
 */
export async function sessionCalls(
  { deps, port, accountId, cutOverAt }: Asked,
  roleName: string,
  sessions: readonly string[],
  of: number,
): Promise<GroupFacts['calls']> {
  const ports = await portsOf(deps, accountId, port.region);
  const since = new Date(cutOverAt);
  const told = await Promise.all(
    ports.map(async (one) => {
      const found = [];
      for (const value of sessions) {
        const events = await readEvents(one, { key: 'Username', value }, since);
        if (events === null) return { region: one.region, events: null };
        const session = `:assumed-role/${roleName}/${value}`;
        found.push(...events.filter(({ identityArn, at }) => identityArn?.endsWith(session) && at >= cutOverAt));
      }
      return { region: one.region, events: found };
    }),
  );
  if (told[0]?.events === null) return null;
  const events = told.flatMap(({ events: all }) => all ?? []);
  const refused = events.filter(({ errorCode }) => errorCode !== null && /AccessDenied|Unauthorized/.test(errorCode));
  const last = refused.toSorted((one, other) => one.at.localeCompare(other.at)).at(-1);
  return {
    allowed: events.length - refused.length,
    denied: refused.length,
    lastDenied: last === undefined ? null : `${last.name} (${last.errorCode})`,
    looked: sessions.length,
    of,
    unreadRegions: told.flatMap(({ region, events: all }) => (all === null ? [region] : [])),
  };
}
