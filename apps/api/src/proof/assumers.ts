import type { Assumer, Assumers, AssumersQuery } from '@rolewright/shared/proof/assumer.ts';
import { byVerdict, judgeAssumers, notSeenOfLinks } from '@rolewright/shared/proof/who-can-assume.ts';
import type { Context } from '../deps.ts';
import { principalOf, scannedPrincipals } from '../store/scanned-principals.ts';
import { turns } from './turns.ts';

/** GET /api/roles/{arn}/assumers: who else can assume this role, over the users and roles of every scanned account. Throws `not-found`. */
export async function listAssumers({ deps }: Context, arn: string, { verdict, q, limit }: AssumersQuery): Promise<Assumers> {
  const scanned = await scannedPrincipals(deps.db);
  const role = principalOf(scanned, arn, 'role');
  const accountIds = new Set(scanned.accounts.map(({ awsAccountId }) => awsAccountId));
  const pause = turns();
  const all: Assumer[] = [];
  for (const one of judgeAssumers(role, scanned.principals, accountIds)) {
    all.push(one);
    await pause();
  }
  const counts = { allowed: 0, unknown: 0, denied: 0 };
  for (const one of all) counts[one.verdict]++;
  const text = q?.toLowerCase() ?? '';
  const fitting = all
    .filter((one) => (verdict === undefined || one.verdict === verdict) && one.principal.toLowerCase().includes(text))
    .sort(byVerdict);
  const { accounts } = scanned;
  return { roleArn: arn, items: fitting.slice(0, limit), counts, total: fitting.length, accounts, notSeen: notSeenOfLinks };
}
