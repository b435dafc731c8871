import type { ReachAnswer, ReachQuery } from '@rolewright/shared/proof/reach-answer.ts';
import { reachOfRole } from '@rolewright/shared/proof/role-reach.ts';
import { notSeenOfLinks } from '@rolewright/shared/proof/who-can-assume.ts';
import type { Context } from '../deps.ts';
import { principalOf, scannedPrincipals } from '../store/scanned-principals.ts';
import { turns } from './turns.ts';

const notSeen = [
  ...notSeenOfLinks,
  'Policies of buckets, keys, queues and other resources are not read: they may allow more, or deny.',
  'Roles of accounts that are not scanned are not followed.',
];

/** GET /api/roles/{arn}/reach: what a workload on this role, or this user, can really do, over every chain that it can start. Throws `not-found`. */
export async function readReach({ deps }: Context, arn: string, question: ReachQuery): Promise<ReachAnswer> {
  const scanned = await scannedPrincipals(deps.db);
  const pause = turns();
  const walk = reachOfRole(principalOf(scanned, arn), scanned.principals, question);
  for (;;) {
    const step = walk.next();
    if (step.done) return { roleArn: arn, ...step.value, notSeen };
    await pause();
  }
}
