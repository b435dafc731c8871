import { kindOfKeyId, maskKeyId } from '@rolewright/shared/aws/key-id.ts';
import { AppError } from '@rolewright/shared/error.ts';
import { observedPolicy } from '@rolewright/shared/iam/observed-policy.ts';
import { unseenGrants } from '@rolewright/shared/iam/unseen-grants.ts';
import type { ObservedUse } from '@rolewright/shared/plan/observed-use.ts';
import { sideOfUser } from '@rolewright/shared/plan/permissions.ts';
import type { Context } from '../deps.ts';
import { elsewhereOf } from '../verify/elsewhere.ts';
import { softReads } from './soft-reads.ts';
import { userOfKey } from './user-of-key.ts';

const readMilliseconds = 20_000;
const mostUnseen = 500;

/** Reads what the workload's keys were seen doing and what their users may do, and makes the policy of what was seen (C8, D-61). */
export async function readObservedUse(ctx: Context, workloadId: string): Promise<ObservedUse> {
  const row = await ctx.deps.db.selectFrom('workload').select('body').where('id', '=', workloadId).executeTakeFirst();
  if (row === undefined) throw new AppError('not-found', `There is no workload ${workloadId}.`);
  const workload = row.body;
  const keyIds = [...new Set(workload.keys.map((key) => key.keyId))].filter((keyId) => kindOfKeyId(keyId) === 'long-term');
  const port = await ctx.deps.aws.port(workload.accountId, workload.region);
  const softly = softReads(readMilliseconds);
  const [seen, owners, elsewhere] = await Promise.all([
    ctx.deps.operations.seen({ accountId: workload.accountId, region: workload.region, keyIds }),
    Promise.all(keyIds.map(async (keyId) => ({ keyId, user: await userOfKey(softly, port, keyId) }))),
    elsewhereOf(ctx.deps, keyIds, workloadId),
  ]);
  const users = owners.flatMap(({ keyId, user }) => (user.state === 'known' ? [{ keyId, side: sideOfUser(user.value) }] : []));
  const unknown = owners.flatMap(({ keyId, user }) => {
    if (user.state === 'known') return [];
    const why = user.state === 'absent' ? 'it belongs to no user of this account' : user.reason;
    return [`What ${maskKeyId(keyId)} may do is not known: ${why}.`];
  });
  const unseen = unseenGrants(users, seen.items, seen.sight);
  return {
    ...seen,
    ...observedPolicy(users, seen.items),
    unseen: unseen.slice(0, mostUnseen),
    unseenTotal: unseen.length,
    notVisible: [...seen.notVisible, ...unknown, ...elsewhere.map((sentence) => `${sentence} Its calls are among these.`)],
  };
}
