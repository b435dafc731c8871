import type { Deps } from '../deps.ts';

/** The Region of a workload and all others of its account: CloudTrail tells one Region at a time (D-60). */
export async function accountRegions(deps: Deps, { accountId, region }: { accountId: string; region: string }): Promise<string[]> {
  const account = await deps.db.selectFrom('account').select('regions').where('id', '=', accountId).executeTakeFirst();
  return [...new Set([region, ...(account?.regions ?? [])])];
}
