import { prefixOfKeyId } from '@rolewright/shared/aws/key-id.ts';
import type { AccessKey, Role } from '@rolewright/shared/keys/access-key.ts';
import { principalsOf, trustsEcsTasks } from '@rolewright/shared/keys/trusts.ts';
import { whyOfKey } from '@rolewright/shared/keys/why.ts';
import { sql, type Transaction } from 'kysely';
import type { Database } from '../store/schema.ts';
import type { FoundPlace } from './place-findings.ts';
import type { AccountResult, RegionResult } from './publish.ts';
import type { ScanSession } from './scan-session.ts';

type Trx = Transaction<Database>;
/** Rows per statement: PostgreSQL takes 65,535 parameters. */
const rowsAtOnce = 500;

/** Writes what `publish` derived, in one transaction: a reader sees the state before or the state after. */
export async function writeResults(
  session: ScanSession,
  results: RegionResult[],
  account: AccountResult,
  stage: 'in-use' | 'all',
): Promise<void> {
  const { deps, accountId } = session;
  const checkedAt = deps.now();
  const findings = results.flatMap((one) => one.findings);
  await deps.db.transaction().execute(async (trx) => {
    for (const result of results) {
      await writeWorkloads(trx, result, checkedAt);
      await writeFindings(trx, result, checkedAt);
      if (stage === 'all' && result.wasRead) await removeOthers(trx, accountId, result);
    }
    await writeKeys(trx, accountId, findings, account, checkedAt, stage === 'all' && results.every((one) => one.wasRead));
    if (stage === 'all' && account.roles !== null) await writeRoles(trx, accountId, results, account, checkedAt);
  });
}

async function writeWorkloads(trx: Trx, { workloads }: RegionResult, checkedAt: Date): Promise<void> {
  const rows = workloads.map(({ workload, detail }) => ({
    id: workload.id,
    account_id: workload.accountId,
    region: workload.region,
    kind: workload.kind,
    name: workload.name,
    cluster: workload.cluster ?? '',
    state: workload.state,
    managed_elsewhere: workload.flags.managedElsewhere,
    family: workload.family,
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

async function writeFindings(trx: Trx, { workloads, findings }: RegionResult, foundAt: Date): Promise<void> {
  // What was found in use of these workloads before and is not any more.
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
    family: one.location.family,
    revision: one.location.revision,
    container: one.location.container,
    variable: one.location.variable,
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
async function removeOthers(trx: Trx, accountId: string, { region, workloads, findings, unreadClusters }: RegionResult): Promise<void> {
  const gone = await trx
    .deleteFrom('workload')
    .where('account_id', '=', accountId)
    .where('region', '=', region)
    .where('id', '<>', sql<string>`all(${workloads.map(({ workload }) => workload.id)}::text[])`)
    .where('cluster', '<>', sql<string>`all(${unreadClusters}::text[])`)
    .returning('id')
    .execute();
  const kept = sql<boolean>`workload_id in (select id from workload where cluster = any(${unreadClusters}::text[]))`;
  await trx
    .deleteFrom('finding')
    .where('account_id', '=', accountId)
    .where('region', '=', region)
    .where('id', '<>', sql<string>`all(${findings.map((one) => one.id)}::text[])`)
    .where((where) =>
      where.or([
        sql<boolean>`not coalesce(${kept}, false)`,
        where('workload_id', '=', sql<string>`any(${gone.map((one) => one.id)}::text[])`),
      ]),
    )
    .execute();
}

async function writeKeys(
  trx: Trx,
  accountId: string,
  findings: FoundPlace[],
  account: AccountResult,
  checkedAt: Date,
  isAll: boolean,
): Promise<void> {
  const places = Map.groupBy(
    findings.filter((one) => one.keyId !== null && one.kind !== 'role-has-no-effect'),
    (one) => one.keyId ?? '',
  );
  const keys = [...places].map(([keyId, found]) => accessKeyOf(accountId, keyId, found, account, checkedAt));
  const rows = keys.map((key) => ({
    account_id: accountId,
    key_id: key.keyId,
    owner: key.owner ?? '',
    places: key.places,
    places_in_use: key.placesInUse,
    last_used_at: key.lastUse.state === 'used' ? key.lastUse.at : null,
    checked_at: checkedAt,
    body: JSON.stringify(key),
  }));
  for (const batch of cut(rows)) {
    await trx
      .insertInto('access_key')
      .values(batch)
      .onConflict((conflict) =>
        conflict.columns(['account_id', 'key_id']).doUpdateSet((set) => ({
          owner: set.ref('excluded.owner'),
          places: set.ref('excluded.places'),
          places_in_use: set.ref('excluded.places_in_use'),
          last_used_at: set.ref('excluded.last_used_at'),
          checked_at: set.ref('excluded.checked_at'),
          body: set.ref('excluded.body'),
        })),
      )
      .execute();
  }
  if (!isAll) return;
  await trx
    .deleteFrom('access_key')
    .where('account_id', '=', accountId)
    .where('key_id', '<>', sql<string>`all(${keys.map((key) => key.keyId)}::text[])`)
    .execute();
}

function accessKeyOf(accountId: string, keyId: string, found: FoundPlace[], account: AccountResult, checkedAt: Date): AccessKey {
  const facts = account.keys.get(keyId);
  const inUse = found.filter((one) => one.standing === 'in-use');
  const workloads = [
    ...new Map(found.flatMap(({ workloadId: id, workloadName: name }) => (id === null ? [] : [[id, { id, name: name ?? '' }]]))).values(),
  ];
  const inUseNames = [...new Set(inUse.map((one) => one.workloadName ?? ''))];
  const prefix = prefixOfKeyId(keyId) ?? 'AKIA';
  const foreign = facts.ownerState === 'foreign';
  const counted = { places: found.length, placesInUse: inUse.length };
  return {
    keyId,
    accountId,
    awsAccountId: account.awsAccountId,
    keyAccountId: facts.keyAccountId,
    foreign,
    prefix,
    owner: facts.owner,
    ownerState: facts.ownerState,
    status: facts.status,
    createdAt: facts.createdAt,
    lastUse: facts.lastUse,
    ...counted,
    workloads,
    why: whyOfKey({ ...facts, ...counted, prefix, foreign, workloadNames: inUseNames }, checkedAt),
    checkedAt: checkedAt.toISOString(),
  };
}

async function writeRoles(trx: Trx, accountId: string, results: RegionResult[], account: AccountResult, checkedAt: Date): Promise<void> {
  const users = Map.groupBy(
    results.flatMap((one) => one.workloads.map(({ workload }) => workload)),
    (workload) => workload.taskRoleArn ?? '',
  );
  const roles: Role[] = (account.roles ?? []).map((role) => ({
    arn: role.arn,
    name: role.name,
    accountId,
    awsAccountId: account.awsAccountId,
    path: role.path,
    trusts: principalsOf(role.trust),
    trustsEcsTasks: trustsEcsTasks(role.trust),
    workloads: (users.get(role.arn) ?? []).map(({ id, name }) => ({ id, name })),
    lastUsedAt: role.lastUsed?.at ?? null,
    checkedAt: checkedAt.toISOString(),
  }));
  await trx.deleteFrom('role').where('account_id', '=', accountId).execute();
  const rows = roles.map((role) => ({
    account_id: accountId,
    arn: role.arn,
    name: role.name,
    trusts_ecs_tasks: role.trustsEcsTasks,
    last_used_at: role.lastUsedAt,
    checked_at: checkedAt,
    body: JSON.stringify(role),
  }));
  for (const batch of cut(rows)) await trx.insertInto('role').values(batch).execute();
}

function cut<T>(rows: T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, index) =>
    rows.slice(index * rowsAtOnce, (index + 1) * rowsAtOnce),
  );
}
