import { setImmediate } from 'node:timers/promises';
import type { ListQuery, Page } from '@rolewright/shared/page.ts';
import { countFindings, type RoleFinding } from '@rolewright/shared/roles/finding.ts';
import { type Reach, reachOf } from '@rolewright/shared/roles/permissions.ts';
import type { Role, RoleRow } from '@rolewright/shared/roles/role.ts';
import { findingsOf } from '@rolewright/shared/roles/role-findings.ts';
import type { RoleIndex } from '@rolewright/shared/roles/role-index.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../deps.ts';
import { inAccount, statesOf } from '../http/filters.ts';
import { contains, type ListShape, readPage } from '../http/page.ts';
import { roleOfRow } from '../store/role-of-row.ts';
import { scannedPrincipals } from '../store/scanned-principals.ts';

/**
 * GET /api/roles. `state`: ecs-tasks (only those that trust ECS tasks), findings (only those with findings), or both. A role has no Region
 * and no key of its own: `region`, `keyId` and `workloadId` find those that a workload there, with that key, or that workload runs on.
 */
export async function listRoles({ deps }: Context, query: ListQuery): Promise<Page<RoleRow>> {
  const { index } = await scannedPrincipals(deps.db);
  const judged = await judgementsOf(index);
  let rows = deps.db.selectFrom('role').select('body');
  if (query.account !== undefined) rows = rows.where(inAccount(query.account));
  if (query.state !== undefined) {
    const states = statesOf(query.state, ['ecs-tasks', 'findings']);
    if (states.includes('ecs-tasks')) rows = rows.where('trusts_ecs_tasks', '=', true);
    if (states.includes('findings')) rows = rows.where('arn', '=', sql<string>`any(${judged.flagged}::text[])`);
  }
  if (query.workloadId !== undefined)
    rows = rows.where(sql<boolean>`body -> 'workloads' @> ${JSON.stringify([{ id: query.workloadId }])}::jsonb`);
  if (query.region !== undefined) rows = rows.where(runBy(sql<boolean>`workload.region = ${query.region}`));
  if (query.keyId !== undefined) rows = rows.where(runBy(sql<boolean>`${query.keyId} = any(workload.key_ids)`));
  if (query.q !== undefined) rows = rows.where('arn', 'ilike', contains(query.q));
  return readPage(rows, shapeOf(judged.ranked), query, (row) => withJudgement(row.body, judged));
}

const runBy = (which: RawBuilder<boolean>) =>
  sql<boolean>`exists (select from workload where workload.account_id = role.account_id and ${roleOfRow} = role.arn and ${which})`;

/** `reach`: those that can do most harm first (E8); those whose policies were not read come last. */
const shapeOf = (ranked: readonly string[]): ListShape => ({
  name: 'roles',
  sorts: {
    name: { by: sql`name`, type: 'text' },
    lastUsedAt: { by: sql`coalesce(last_used_at, '-infinity'::timestamptz)`, type: 'timestamptz' },
    reach: { by: sql`coalesce(array_position(${ranked}::text[], arn), 2147483647)`, type: 'integer' },
  },
  defaultSort: 'name',
  defaultOrder: 'asc',
  id: sql<string>`account_id || arn`,
});

interface Judgements {
  of: ReadonlyMap<string, { findings: RoleFinding[]; reach: Reach | null }>;
  /** ARNs with findings. */
  flagged: readonly string[];
  /** ARNs by reach, the widest first. */
  ranked: readonly string[];
}

const known = new WeakMap<RoleIndex, Promise<Judgements>>();

/** Judged once per index. */
function judgementsOf(index: RoleIndex): Promise<Judgements> {
  const judged = known.get(index) ?? judgeAll(index);
  known.set(index, judged);
  return judged;
}

/** Thousands of roles take a second or two; other requests have their turn meanwhile. */
async function judgeAll(index: RoleIndex): Promise<Judgements> {
  const all: { arn: string; findings: RoleFinding[]; reach: Reach | null }[] = [];
  for (const { role } of index.roles.values()) {
    all.push({ arn: role.arn, findings: findingsOf(index, role), reach: reachOf(role) });
    if (all.length % 10 === 0) await setImmediate();
  }
  const reaching = all.filter(({ reach }) => reach !== null).sort((one, other) => (other.reach?.score ?? 0) - (one.reach?.score ?? 0));
  return {
    of: new Map(all.map(({ arn, ...rest }) => [arn, rest])),
    flagged: all.flatMap(({ arn, findings }) => (findings.length > 0 ? [arn] : [])),
    ranked: reaching.map(({ arn }) => arn),
  };
}

function withJudgement(role: Role, { of }: Judgements): RoleRow {
  const found = of.get(role.arn);
  if (found === undefined) return { ...role, findingCounts: null, reach: null };
  return { ...role, findingCounts: countFindings(found.findings), reach: found.reach };
}
