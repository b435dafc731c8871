import { nextSteps } from '@rolewright/shared/inventory/next-steps.ts';
import { workloadState } from '@rolewright/shared/inventory/workload.ts';
import type { Overview } from '@rolewright/shared/overview.ts';
import { sql } from 'kysely';
import { entryOf } from '../audit/list.ts';
import type { Context, Deps } from '../deps.ts';
import { withRuns } from '../inventory/workload-row.ts';
import { healthOf } from './health.ts';

const recentActivity = 8;
/** Enough to find the best three among. */
const candidates = 200;

/** GET /api/overview: how far we are, and what next. */
export async function readOverview({ deps }: Context): Promise<Overview> {
  const { db } = deps;
  const counts = await db
    .selectFrom('workload')
    .select(['state', sql<string>`count(*)`.as('count'), sql<string>`count(*) filter (where managed_elsewhere)`.as('managed')])
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
    findings: await countOf(db, 'finding'),
    keys: await countOf(db, 'access_key'),
    burnDown: await burnDown(deps),
    next: await next(deps),
    health: await healthOf(deps),
    openRuns: openRuns.map((run) => ({ id: run.id, workloadName: run.workload_name, state: run.state })),
    scans: await lastScansOf(deps),
    activity: (await db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(recentActivity).execute()).map(entryOf),
  };
}

function sentence(withKeys: number, total: number): string {
  if (total === 0) return 'Nothing is scanned yet.';
  if (withKeys === 0) return `None of ${total} workloads is seen to act with static keys.`;
  return `${withKeys} of ${total} workloads still act${withKeys === 1 ? 's' : ''} with static keys.`;
}

async function countOf(db: Deps['db'], table: 'finding' | 'access_key'): Promise<number> {
  const row = await db.selectFrom(table).select(sql<string>`count(*)`.as('count')).executeTakeFirstOrThrow();
  return Number(row.count);
}

/** After each finished scan: workloads with static keys in all accounts together, as each account was seen last. */
async function burnDown({ db }: Deps): Promise<Overview['burnDown']> {
  const scans = await db
    .selectFrom('scan')
    .select(['account_id', 'finished_at', 'workloads', 'with_keys'])
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

async function next(deps: Deps): Promise<Overview['next']> {
  const rows = await deps.db
    .selectFrom('workload')
    .select('body')
    .where('state', 'in', ['static-keys', 'shadowed'])
    .where('kind', '=', 'service')
    .where('managed_elsewhere', '=', false)
    .orderBy('id')
    .limit(candidates)
    .execute();
  const workloads = await withRuns(
    deps.db,
    rows.map((row) => row.body),
  );
  const keyIds = workloads.flatMap((one) => one.keys.map((key) => key.keyId));
  const keys = keyIds.length === 0 ? [] : await deps.db.selectFrom('access_key').select('body').where('key_id', 'in', keyIds).execute();
  return nextSteps(
    workloads,
    keys.map((row) => row.body),
    deps.now(),
  );
}

async function lastScansOf({ db }: Deps): Promise<Overview['scans']> {
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
