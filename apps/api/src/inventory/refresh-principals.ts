import type { TouchedPrincipal } from '@rolewright/shared/plan/touched-principals.ts';
import { sql, type Transaction } from 'kysely';
import type { Deps } from '../deps.ts';
import { roleOfRow } from '../store/role-of-row.ts';
import type { Database } from '../store/schema.ts';
import { type ReadAgain, readTouched } from './read-touched.ts';
import { principalRow, rememberIds } from './write-principals.ts';
import { roleRow } from './write-roles.ts';

type Trx = Transaction<Database>;

/**
 * Reads users and roles again that a run has changed, and updates their rows and no others: graph, "who can assume" and findings show the
 * change without a scan. What AWS does not tell leaves the row as it was, which then says that it is older, and why. Accounts whose users and
 * roles no scan has read are left alone: a few of them would look like all.
 */
export async function refreshPrincipals(deps: Deps, touched: readonly TouchedPrincipal[]): Promise<void> {
  for (const [accountId, those] of Map.groupBy(touched, (one) => one.accountId)) {
    const scanned = await deps.db.selectFrom('principal').select('arn').where('account_id', '=', accountId).executeTakeFirst();
    if (scanned === undefined) continue;
    const readings = await readTouched(deps, accountId, those);
    const at = deps.now();
    await deps.db.transaction().execute(async (trx) => {
      for (const [index, one] of those.entries()) {
        const reading = readings[index];
        if (reading?.state === 'known') await write(trx, accountId, reading.value, at);
        else if (reading?.state === 'absent') await forget(trx, one);
        else await markOlder(trx, one, reading?.reason ?? 'it was not read', at);
      }
    });
  }
}

async function write(trx: Trx, accountId: string, { principal, role }: ReadAgain, at: Date): Promise<void> {
  const row = principalRow(accountId, principal, at);
  await trx
    .insertInto('principal')
    .values(row)
    .onConflict((conflict) => conflict.columns(['account_id', 'arn']).doUpdateSet(row))
    .execute();
  await rememberIds(trx, accountId, [principal]);
  if (role === null) return;
  const workloads = await trx
    .selectFrom('workload')
    .select(['id', 'name'])
    .where('account_id', '=', accountId)
    .where(sql<boolean>`${roleOfRow} = ${role.arn}`)
    .execute();
  const roleOf = roleRow({ accountId, awsAccountId: principal.awsAccountId }, role, workloads, at);
  await trx
    .insertInto('role')
    .values(roleOf)
    .onConflict((conflict) => conflict.columns(['account_id', 'arn']).doUpdateSet(roleOf))
    .execute();
}

/** It is gone, whoever of our accounts had seen it. */
async function forget(trx: Trx, one: TouchedPrincipal): Promise<void> {
  const row = await rowOf(trx, one).executeTakeFirst();
  if (row === undefined) return;
  for (const table of ['principal', 'role'] as const) await trx.deleteFrom(table).where('arn', '=', row.arn).execute();
}

async function markOlder(trx: Trx, one: TouchedPrincipal, why: string, at: Date): Promise<void> {
  const row = await rowOf(trx, one).executeTakeFirst();
  if (row === undefined) return;
  await trx.updateTable('principal').set({ unread: why, tried_at: at }).where('arn', '=', row.arn).execute();
}

const rowOf = (trx: Trx, { accountId, kind, name }: TouchedPrincipal) =>
  trx.selectFrom('principal').select('arn').where('account_id', '=', accountId).where('kind', '=', kind).where('name', '=', name);
