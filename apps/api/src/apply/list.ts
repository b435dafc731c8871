import type { Run } from '@rolewright/shared/apply/run.ts';
import type { ListQuery, Page } from '@rolewright/shared/page.ts';
import { sql } from 'kysely';
import type { Context } from '../deps.ts';
import { contains, type ListShape, readPage } from '../http/page.ts';
import { loadRun, type RunRow } from './store.ts';

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

/** One page of runs, newest first. */
export async function listRuns(ctx: Context, input: ListQuery): Promise<Page<Run>> {
  let query = ctx.deps.db.selectFrom('run').selectAll('run');
  if (input.account !== undefined) query = query.where('account_id', '=', input.account);
  if (input.region !== undefined) query = query.where('region', '=', input.region);
  if (input.state !== undefined) query = query.where('state', '=', input.state as RunRow['state']);
  if (input.workloadId !== undefined) query = query.where('workload_id', '=', input.workloadId);
  if (input.q !== undefined) query = query.where('workload_name', 'ilike', contains(input.q));
  const page = await readPage(query, shape, input, (row) => row.id);
  return { ...page, items: await Promise.all(page.items.map((id) => loadRun(ctx.deps.db, id))) };
}
