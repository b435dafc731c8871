import { assumedRoleOf } from '@rolewright/shared/aws/arn.ts';
import type { ChainCaller } from '@rolewright/shared/iam/assume-role.ts';
import type { SeenCalls } from '@rolewright/shared/proof/plan-truth.ts';
import { mostTrailEvents } from '../aws/cloudtrail.ts';
import type { TrailEvent } from '../aws/readings.ts';
import { portsOf, readEvents } from '../aws/trail.ts';
import type { Deps } from '../deps.ts';
import { consoleSession } from './chain-calls.ts';

/** Whose calls are looked for: those of the caller on the role, in the caller's account, which learns of refusals too. */
export interface SeenQuestion {
  accountId: string;
  region: string;
  caller: ChainCaller['principal'];
  roleArn: string;
  since: Date;
  /** Session names by which the console itself walked the chain: its calls are no workload's. */
  ours: readonly string[];
}

/**
 * What CloudTrail's event history has of AssumeRole by the caller on the role (D-60): how many were allowed and denied, and when the last was.
 * It tells neither external ids nor what is not a management event; a Region that is not read, or not to the end, is said.
 */
export async function seenAssumes(deps: Deps, { accountId, region, caller, roleArn, since, ours }: SeenQuestion): Promise<SeenCalls> {
  const seen: SeenCalls = { allowed: 0, denied: 0, lastAt: null, unread: null };
  const unread: string[] = [];
  for (const port of await portsOf(deps, accountId, region)) {
    const events = await readEvents(port, { key: 'EventName', value: 'AssumeRole' }, since);
    if (events === null) unread.push(`CloudTrail could not be read in ${port.region}.`);
    else if (events.length >= mostTrailEvents)
      unread.push(`Only the newest ${mostTrailEvents} calls of AssumeRole in ${port.region} were read.`);
    for (const event of events ?? []) {
      if (event.roleArn !== roleArn || !isBy(event, caller, ours)) continue;
      if (event.errorCode === null) seen.allowed++;
      else seen.denied++;
      if (seen.lastAt === null || event.at > seen.lastAt) seen.lastAt = event.at;
    }
  }
  return { ...seen, unread: unread.length === 0 ? null : unread.join(' ') };
}

function isBy({ identityArn }: TrailEvent, caller: ChainCaller['principal'], ours: readonly string[]): boolean {
  if (identityArn === null) return false;
  if (caller.kind === 'user') return identityArn === caller.arn;
  const [session, own] = [assumedRoleOf(identityArn), assumedRoleOf(caller.arn)];
  if (session === null || own === null || identityArn.split(':')[4] !== caller.accountId) return false;
  return session.roleName === own.roleName && ![consoleSession, ...ours].includes(session.sessionName);
}
