import { type Workload, type WorkloadQuery, workloadKind, workloadState } from '@rolewright/shared/inventory/workload.ts';
import type { Page } from '@rolewright/shared/page.ts';
import { sql } from 'kysely';
import type { Context } from '../deps.ts';
import { inAccount, statesOf } from '../http/filters.ts';
import { contains, type ListShape, readPage } from '../http/page.ts';
import { roleOfRow } from '../store/role-of-row.ts';
import { withRuns } from './workload-row.ts';

/** What needs action comes first. */
const urgency = sql`array_position(array['static-keys','shadowed','unknown','role-unproven','no-credentials','verified'], state)`;

const shape: ListShape = {
  name: 'workloads',
  sorts: {
    state: { by: sql`(${urgency} * 10 + array_position(${workloadKind.options}::text[], kind))`, type: 'integer' },
    name: { by: sql`name`, type: 'text' },
    kind: { by: sql`kind`, type: 'text' },
    cluster: { by: sql`cluster`, type: 'text' },
    region: { by: sql`region`, type: 'text' },
    runningCount: { by: sql`running_count`, type: 'integer' },
    residues: { by: sql`residues`, type: 'integer' },
    checkedAt: { by: sql`checked_at`, type: 'timestamptz' },
  },
  defaultSort: 'state',
  defaultOrder: 'asc',
  id: sql<string>`(name || ' ' || id)`,
};

/** `state` is one or several states, and `moving` or `managed-elsewhere`, separated by commas. */
const flags = ['moving', 'managed-elsewhere'] as const;

/** GET /api/workloads: paged, sorted and filtered by the database. */
export async function listWorkloads({ deps }: Context, query: WorkloadQuery): Promise<Page<Workload>> {
  let rows = deps.db.selectFrom('workload').select('body');
  if (query.account !== undefined) rows = rows.where(inAccount(query.account));
  if (query.region !== undefined) rows = rows.where('region', '=', query.region);
  if (query.kind !== undefined) rows = rows.where('kind', 'in', statesOf(query.kind, workloadKind.options, 'kind'));
  if (query.workloadId !== undefined) rows = rows.where('id', '=', query.workloadId);
  if (query.keyId !== undefined) rows = rows.where(sql<boolean>`${query.keyId} = any(key_ids)`);
  if (query.state !== undefined) {
    const words = statesOf(query.state, [...workloadState.options, ...flags]);
    const states = workloadState.options.filter((one) => words.includes(one));
    if (states.length > 0) rows = rows.where('state', 'in', states);
    if (words.includes('managed-elsewhere')) rows = rows.where('managed_elsewhere', '=', true);
    if (words.includes('moving'))
      rows = rows.where(
        sql<boolean>`exists (select from run where run.workload_id = workload.id and run.state not in ('succeeded', 'rolled-back'))`,
      );
  }
  if (query.q !== undefined) {
    const text = contains(query.q);
    rows = rows.where((where) =>
      where.or([
        where('name', 'ilike', text),
        where('cluster', 'ilike', text),
        where('family', 'ilike', text),
        sql<boolean>`array_to_string(key_ids, ' ') ilike ${text}`,
        sql<boolean>`${roleOfRow} ilike ${text}`,
        sql<boolean>`body -> 'ec2' ->> 'instanceIds' ilike ${text}`,
        sql<boolean>`body ->> 'variables' ilike ${text}`,
      ]),
    );
  }
  const page = await readPage(rows, shape, query, (row) => row.body);
  return { ...page, items: await withRuns(deps.db, page.items) };
}
