import { ec2Kinds } from '@rolewright/shared/inventory/workload.ts';
import { sql, type Transaction } from 'kysely';
import type { Database } from '../store/schema.ts';
import { cut } from './cut.ts';
import type { FoundPlace } from './place-findings.ts';
import type { AccountResult, RegionResult } from './publish.ts';
import type { ScanSession } from './scan-session.ts';
import { writeKeys } from './write-keys.ts';
import { writePrincipals } from './write-principals.ts';
import { writeRoles } from './write-roles.ts';

type Trx = Transaction<Database>;

/** Writes what `publish` derived, in one transaction: a reader sees the state before or the state after. */
export async function writeResults(
  session: ScanSession,
  results: RegionResult[],
  account: AccountResult,
  stage: 'in-use' | 'all',
): Promise<void> {
  const { deps, accountId } = session;
  const checkedAt = deps.now();
  await deps.db.transaction().execute(async (trx) => {
    for (const result of results) {
      await writeWorkloads(trx, result, checkedAt);
      await writeFindings(trx, result, checkedAt);
      if (stage === 'all' && result.wasRead) await removeOthers(trx, accountId, result);
    }
    await writeProfiles(trx, accountId, account.profiles, checkedAt);
    await writeKeys(trx, { accountId, awsAccountId: account.awsAccountId, keys: account.keys, checkedAt });
    if (stage === 'in-use' || account.principals === null) return;
    await writeRoles(trx, accountId, results, { awsAccountId: account.awsAccountId, roles: account.principals.roles }, checkedAt);
    await writePrincipals(trx, session, account.awsAccountId, account.principals, checkedAt);
  });
}

/** Inserts or replaces rows of workloads. */
export async function writeWorkloads(trx: Trx, { workloads }: Pick<RegionResult, 'workloads'>, checkedAt: Date): Promise<void> {
  const rows = workloads.map(({ workload, detail }) => ({
    id: workload.id,
    account_id: workload.accountId,
    region: workload.region,
    kind: workload.kind,
    name: workload.name,
    cluster: workload.cluster ?? '',
    state: workload.state,
    managed_elsewhere: workload.flags.managedElsewhere,
    family: workload.family ?? '',
    key_ids: workload.keys.map((key) => key.keyId),
    residues: workload.residues,
    running_count: workload.runningCount,
    checked_at: checkedAt,
    body: JSON.stringify(workload),
    detail: JSON.stringify(detail),
  }));
  for (const batch of cut(rows)) {
    await trx
      .insertInto('workload')
      .values(batch)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((set) => ({
          state: set.ref('excluded.state'),
          managed_elsewhere: set.ref('excluded.managed_elsewhere'),
          family: set.ref('excluded.family'),
          key_ids: set.ref('excluded.key_ids'),
          residues: set.ref('excluded.residues'),
          running_count: set.ref('excluded.running_count'),
          checked_at: set.ref('excluded.checked_at'),
          body: set.ref('excluded.body'),
          detail: set.ref('excluded.detail'),
        })),
      )
      .execute();
  }
}

/** What lists of findings sort and search by. */
function columnsOf(location: FoundPlace['location']) {
  if (location.place !== 'user-data') {
    const { family, revision, container, variable } = location;
    return { family, revision, container, variable };
  }
  const { name, version, line, variable } = location;
  return { family: name, revision: version ?? 0, container: `line ${String(line).padStart(5, '0')}`, variable: variable ?? '' };
}

/** Replaces the instance profiles of an account by those that IAM told. */
async function writeProfiles(trx: Trx, accountId: string, profiles: AccountResult['profiles'], checkedAt: Date): Promise<void> {
  if (profiles === null) return;
  await trx.deleteFrom('instance_profile').where('account_id', '=', accountId).execute();
  const rows = profiles.map(({ arn, name, roleArn }) => ({ account_id: accountId, arn, name, role_arn: roleArn, checked_at: checkedAt }));
  for (const batch of cut(rows)) await trx.insertInto('instance_profile').values(batch).execute();
}

/** Inserts or replaces findings, and removes what was in use of these workloads before and is not any more. */
export async function writeFindings(
  trx: Trx,
  { workloads, findings }: Pick<RegionResult, 'workloads' | 'findings'>,
  foundAt: Date,
): Promise<void> {
  await trx
    .deleteFrom('finding')
    .where('workload_id', '=', sql<string>`any(${workloads.map(({ workload }) => workload.id)}::text[])`)
    .where('standing', '=', 'in-use')
    .where('id', '<>', sql<string>`all(${findings.map((one) => one.id)}::text[])`)
    .execute();
  const rows = findings.map((one) => ({
    id: one.id,
    account_id: one.accountId,
    region: one.region,
    workload_id: one.workloadId,
    kind: one.kind,
    standing: one.standing,
    certainty: one.certainty,
    key_id: one.keyId,
    ...columnsOf(one.location),
    found_at: foundAt,
    body: JSON.stringify(one),
  }));
  for (const batch of cut(rows)) {
    await trx
      .insertInto('finding')
      .values(batch)
      // found_at stays: it says when the value was first seen here.
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((set) => ({
          standing: set.ref('excluded.standing'),
          certainty: set.ref('excluded.certainty'),
          key_id: set.ref('excluded.key_id'),
          workload_id: set.ref('excluded.workload_id'),
          body: set.ref('excluded.body'),
        })),
      )
      .execute();
  }
}

/** Removes what the scan looked for and did not find; clusters that it could not read keep their rows. */
async function removeOthers(
  trx: Trx,
  accountId: string,
  { region, service, workloads, findings, unreadClusters }: RegionResult,
): Promise<void> {
  const gone = await trx
    .deleteFrom('workload')
    .where('account_id', '=', accountId)
    .where('region', '=', region)
    .where('id', '<>', sql<string>`all(${workloads.map(({ workload }) => workload.id)}::text[])`)
    .where('cluster', '<>', sql<string>`all(${unreadClusters}::text[])`)
    .where(sql<boolean>`(kind = any(${ec2Kinds}::text[])) = ${service === 'ec2'}`)
    .returning('id')
    .execute();
  const kept = sql<boolean>`workload_id in (select id from workload where cluster = any(${unreadClusters}::text[]))`;
  await trx
    .deleteFrom('finding')
    .where('account_id', '=', accountId)
    .where('region', '=', region)
    .where('id', '<>', sql<string>`all(${findings.map((one) => one.id)}::text[])`)
    .where(sql<boolean>`(body -> 'location' ->> 'place' = 'user-data') = ${service === 'ec2'}`)
    .where((where) =>
      where.or([
        sql<boolean>`not coalesce(${kept}, false)`,
        where('workload_id', '=', sql<string>`any(${gone.map((one) => one.id)}::text[])`),
      ]),
    )
    .execute();
}
