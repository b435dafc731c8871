import { movableKinds, type NextCandidate, nextSteps } from '@rolewright/shared/inventory/next-steps.ts';
import { workloadState } from '@rolewright/shared/inventory/workload.ts';
import type { Overview, OverviewQuery } from '@rolewright/shared/overview.ts';
import { sql } from 'kysely';
import { drillUnderWay } from '../accounts/drill.ts';
import { entryOf } from '../audit/list.ts';
import type { Context, Deps } from '../deps.ts';
import { withRuns } from '../inventory/workload-row.ts';
import { healthOf } from './health.ts';

const recentActivity = 8;
/** Of each kind; enough to find the best among. */
const mostCandidates = 200;

/** GET /api/overview: how far we are, and what next; of one account or of all of them. */
export async function readOverview({ deps }: Context, { account }: OverviewQuery): Promise<Overview> {
  const { db } = deps;
  const accountIds = await idsOf(db, account);
  const counts = await db
    .selectFrom('workload')
    .select(['state', sql<string>`count(*)`.as('count'), sql<string>`count(*) filter (where managed_elsewhere)`.as('managed')])
    .where(within(accountIds))
    .groupBy('state')
    .execute();
  const byState = Object.fromEntries(
    workloadState.options.map((state) => [state, Number(counts.find((one) => one.state === state)?.count ?? 0)]),
  ) as Overview['byState'];
  const total = Object.values(byState).reduce((sum, count) => sum + count, 0);
  const withKeys = byState['static-keys'] + byState.shadowed;
  const openRuns = await db
    .selectFrom('run')
    .select(['id', 'workload_name', 'state'])
    .where(within(accountIds))
    .where('state', 'not in', ['succeeded', 'rolled-back'])
    .orderBy('started_at', 'desc')
    .limit(20)
    .execute();
  return {
    sentence: sentence(withKeys, total),
    total,
    byState,
    moving: openRuns.length,
    managedElsewhere: counts.reduce((sum, one) => sum + Number(one.managed), 0),
    findings: await countOf(db, 'finding', accountIds),
    keys: await countOf(db, 'access_key', accountIds),
    burnDown: await burnDown(db, accountIds),
    next: await next(deps, accountIds),
    health: await healthOf(deps, accountIds),
    openRuns: openRuns.map((run) => ({ id: run.id, workloadName: run.workload_name, state: run.state })),
    scans: await lastScansOf(db, accountIds),
    activity: (await activityOf(db, account === undefined ? null : accountIds)).map(entryOf),
    drill: await drillUnderWay(db),
  };
}

function sentence(withKeys: number, total: number): string {
  if (total === 0) return 'Nothing is scanned yet.';
  const all = total.toLocaleString('en');
  if (withKeys === 0) return `None of ${all} workloads is seen to act with static keys.`;
  return `${withKeys.toLocaleString('en')} of ${all} workloads still act${withKeys === 1 ? 's' : ''} with static keys.`;
}

async function idsOf(db: Deps['db'], account: string | undefined): Promise<string[]> {
  const rows = await db
    .selectFrom('account')
    .select('id')
    .$if(account !== undefined, (query) => query.where(sql<boolean>`(id = ${account} or aws_account_id = ${account})`))
    .execute();
  return rows.map((row) => row.id);
}

const within = (accountIds: string[]) => sql<boolean>`account_id = any(${accountIds})`;

async function countOf(db: Deps['db'], table: 'finding' | 'access_key', accountIds: string[]): Promise<number> {
  const row = await db.selectFrom(table).select(sql<string>`count(*)`.as('count')).where(within(accountIds)).executeTakeFirstOrThrow();
  return Number(row.count);
}

/** After each finished scan: workloads with static keys in all accounts together, as each account was seen last. */
async function burnDown(db: Deps['db'], accountIds: string[]): Promise<Overview['burnDown']> {
  const scans = await db
    .selectFrom('scan')
    .select(['account_id', 'finished_at', 'workloads', 'with_keys'])
    .where(within(accountIds))
    .where('state', 'in', ['complete', 'partial'])
    .where('workloads', 'is not', null)
    .orderBy('finished_at', 'asc')
    .execute();
  const seen = new Map<string, { staticKeys: number; total: number }>();
  const points = scans.map(({ account_id, finished_at, workloads, with_keys }) => {
    seen.set(account_id, { staticKeys: with_keys ?? 0, total: workloads ?? 0 });
    const all = [...seen.values()];
    return {
      at: finished_at?.toISOString() ?? '',
      staticKeys: all.reduce((sum, one) => sum + one.staticKeys, 0),
      total: all.reduce((sum, one) => sum + one.total, 0),
    };
  });
  return points.slice(-50);
}

async function next(deps: Deps, accountIds: string[]): Promise<Overview['next']> {
  const rows = (await Promise.all(movableKinds.map((kind) => candidatesOf(deps.db, accountIds, kind)))).flat();
  const workloads = await withRuns(
    deps.db,
    rows.map((row) => row.body),
  );
  const candidates = workloads.map((workload, index): NextCandidate => ({ workload, isManual: rows[index]?.is_manual ?? false }));
  const keyIds = workloads.flatMap((one) => one.keys.map((key) => key.keyId));
  const keys = keyIds.length === 0 ? [] : await deps.db.selectFrom('access_key').select('body').where('key_id', 'in', keyIds).execute();
  return nextSteps(
    candidates,
    keys.map((row) => row.body),
    deps.now(),
  );
}

const candidatesOf = (db: Deps['db'], accountIds: string[], kind: (typeof movableKinds)[number]) =>
  db
    .selectFrom('workload')
    .select(['body', sql<boolean>`exists (${manualUserData})`.as('is_manual')])
    .where(within(accountIds))
    .where('state', 'in', ['static-keys', 'shadowed'])
    .where('kind', '=', kind)
    .where('managed_elsewhere', '=', false)
    .orderBy('id')
    .limit(mostCandidates)
    .execute();

/** User data in use that a person has to edit. */
const manualUserData = sql`select from jsonb_array_elements(workload.detail -> 'ec2Detail' -> 'documents') as place
  join user_data on user_data.account_id = workload.account_id and user_data.region = workload.region
    and user_data.source = place ->> 'source' and user_data.id = place ->> 'id'
    and user_data.version = coalesce((place ->> 'version')::int, 0)
  where place ->> 'standing' = 'in-use' and user_data.verdict = 'manual'`;

/** What was done last; null: in all accounts, and what belongs to none of them (a sign-in) too. */
async function activityOf(db: Deps['db'], accountIds: string[] | null) {
  return await db
    .selectFrom('audit')
    .selectAll()
    .$if(accountIds !== null, (query) => query.where(within(accountIds ?? [])))
    .orderBy('id', 'desc')
    .limit(recentActivity)
    .execute();
}

async function lastScansOf(db: Deps['db'], accountIds: string[]): Promise<Overview['scans']> {
  const rows = await db
    .selectFrom('account')
    .leftJoinLateral(
      (query) =>
        query
          .selectFrom('scan')
          .select(['scan.id as scan_id', 'scan.state', 'scan.finished_at', 'scan.coverage'])
          .whereRef('scan.account_id', '=', 'account.id')
          .orderBy('scan.started_at', 'desc')
          .limit(1)
          .as('last'),
      (join) => join.onTrue(),
    )
    .select(['account.id', 'account.name', 'last.scan_id', 'last.state', 'last.finished_at', 'last.coverage'])
    .where(sql<boolean>`account.id = any(${accountIds})`)
    .orderBy('account.created_at')
    .execute();
  return rows.map((row) => ({
    accountId: row.id,
    accountName: row.name,
    scanId: row.scan_id,
    state: row.state,
    finishedAt: row.finished_at?.toISOString() ?? null,
    coverage: row.coverage ?? [],
  }));
}
