import { type Run, runState } from '@rolewright/shared/apply/run.ts';
import type { ListQuery, Page } from '@rolewright/shared/page.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../deps.ts';
import { carriesKey, planInAccount, statesOf } from '../http/filters.ts';
import { contains, type ListShape, readPage } from '../http/page.ts';
import { loadRun } from './store.ts';

const shape: ListShape = {
  name: 'runs',
  sorts: {
    startedAt: { by: sql`run.started_at`, type: 'timestamptz' },
    workload: { by: sql`run.workload_name`, type: 'text' },
    state: { by: sql`run.state`, type: 'text' },
  },
  defaultSort: 'startedAt',
  defaultOrder: 'desc',
  id: sql<string>`run.id`,
};

const ofPlan = (which: RawBuilder<boolean>) => sql<boolean>`exists (select from plan where plan.id = run.plan_id and ${which})`;

/** One page of runs, newest first. `keyId`: the workload carried that key when its plan was made. */
export async function listRuns(ctx: Context, input: ListQuery): Promise<Page<Run>> {
  let query = ctx.deps.db.selectFrom('run').selectAll('run');
  if (input.account !== undefined) query = query.where(ofPlan(planInAccount(input.account)));
  if (input.region !== undefined) query = query.where('region', '=', input.region);
  if (input.state !== undefined) query = query.where('state', 'in', statesOf(input.state, runState.options));
  if (input.keyId !== undefined) query = query.where(ofPlan(carriesKey(input.keyId)));
  if (input.workloadId !== undefined) query = query.where('workload_id', '=', input.workloadId);
  if (input.q !== undefined) query = query.where('workload_name', 'ilike', contains(input.q));
  const page = await readPage(query, shape, input, (row) => row.id);
  return { ...page, items: await Promise.all(page.items.map((id) => loadRun(ctx.deps.db, id))) };
}
