import { accountOf } from '@rolewright/shared/aws/arn.ts';
import type { KnownPrincipal } from '@rolewright/shared/iam/known-principal.ts';
import { known, type Reading, unreadable } from '@rolewright/shared/inventory/reading.ts';
import type { TouchedPrincipal } from '@rolewright/shared/plan/touched-principals.ts';
import { sql } from 'kysely';
import { AwsError } from '../aws/aws-error.ts';
import type { RoleReading } from '../aws/port.ts';
import type { Deps } from '../deps.ts';
import { roleOfRow } from '../store/role-of-row.ts';
import { knownRole, knownUser, principalRow, rememberIds } from './write-principals.ts';
import { roleRow } from './write-roles.ts';

/**
 * Reads users and roles again that a run has changed, and updates their rows and no others: graph, "who can assume" and findings show the
 * change without a scan. What AWS does not tell leaves the row as it was, which then says that it is older, and why. Accounts whose users and
 * roles no scan has read are left alone: a few of them would look like all.
 */
export async function refreshPrincipals(deps: Deps, touched: readonly TouchedPrincipal[]): Promise<void> {
  for (const one of touched) {
    const scanned = await deps.db.selectFrom('principal').select('arn').where('account_id', '=', one.accountId).executeTakeFirst();
    if (scanned === undefined) continue;
    const reading = await read(deps, one);
    if (reading.state === 'known') await write(deps, one, reading.value);
    else if (reading.state === 'absent') await forget(deps, one);
    else await markOlder(deps, one, reading.reason);
  }
}

interface ReadAgain {
  principal: KnownPrincipal;
  /** null for a user. */
  role: RoleReading | null;
}

async function read({ db, aws, fingerprint }: Deps, { accountId, kind, name }: TouchedPrincipal): Promise<Reading<ReadAgain>> {
  const account = await db.selectFrom('account').select('regions').where('id', '=', accountId).executeTakeFirst();
  try {
    const port = await aws.port(accountId, account?.regions[0] ?? 'us-east-1');
    if (kind === 'user') {
      const user = await port.read.userPolicies(name);
      return user.state === 'known' ? known({ principal: knownUser(user.value, accountIn(user.value.arn)), role: null }) : user;
    }
    const role = await port.read.role(name);
    if (role.state !== 'known') return role;
    return known({ principal: knownRole(role.value, accountIn(role.value.arn), fingerprint), role: role.value });
  } catch (error) {
    if (error instanceof AwsError) return unreadable(`${error.call} was not answered (${error.code})`);
    throw error;
  }
}

const accountIn = (arn: string): string => accountOf(arn) ?? '';

async function write({ db, now }: Deps, { accountId }: TouchedPrincipal, { principal, role }: ReadAgain): Promise<void> {
  const at = now();
  const row = principalRow(accountId, principal, at);
  await db.transaction().execute(async (trx) => {
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
      .orderBy('name')
      .execute();
    const of = { accountId, awsAccountId: principal.awsAccountId };
    const roleOf = roleRow(of, role, workloads, at);
    await trx
      .insertInto('role')
      .values(roleOf)
      .onConflict((conflict) => conflict.columns(['account_id', 'arn']).doUpdateSet(roleOf))
      .execute();
  });
}

/** It is gone, whoever of our accounts had seen it. */
async function forget({ db }: Deps, { accountId, kind, name }: TouchedPrincipal): Promise<void> {
  const row = await rowOf(db, { accountId, kind, name }).executeTakeFirst();
  if (row === undefined) return;
  await db.transaction().execute(async (trx) => {
    for (const table of ['principal', 'role'] as const) await trx.deleteFrom(table).where('arn', '=', row.arn).execute();
  });
}

async function markOlder({ db, now }: Deps, one: TouchedPrincipal, why: string): Promise<void> {
  const row = await rowOf(db, one).executeTakeFirst();
  if (row === undefined) return;
  await db.updateTable('principal').set({ unread: why, tried_at: now() }).where('arn', '=', row.arn).execute();
}

const rowOf = (db: Deps['db'], { accountId, kind, name }: TouchedPrincipal) =>
  db.selectFrom('principal').select('arn').where('account_id', '=', accountId).where('kind', '=', kind).where('name', '=', name);
