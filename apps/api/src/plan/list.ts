import type { ListQuery, Page } from '@rolewright/shared/page.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { planStandings } from '@rolewright/shared/plan/standing.ts';
import { sql } from 'kysely';
import type { Context } from '../deps.ts';
import { carriesKey, planInAccount, statesOf } from '../http/filters.ts';
import { contains, type ListShape, readPage } from '../http/page.ts';
import { byRecipe, plansWithRun, planView } from './store.ts';

/** The rule of `standingOf`, for PostgreSQL. */
const standing = sql<string>`coalesce(
  (select case when run.state = 'succeeded' then coalesce(run.verification ->> 'state', 'unproven') else run.state end
    from run where run.plan_id = plan.id order by run.started_at desc limit 1),
  case when plan.state = 'superseded' then plan.state else 'draft' end)`;

const shape: ListShape = {
  name: 'plans',
  sorts: {
    createdAt: { by: sql`plan.created_at`, type: 'timestamptz' },
    workload: { by: sql`plan.workload_name`, type: 'text' },
    state: { by: standing, type: 'text' },
  },
  defaultSort: 'createdAt',
  defaultOrder: 'desc',
  id: sql<string>`plan.id`,
};

/** One page of plans, newest first. `keyId`: the workload carried that key when the plan was made. */
export function listPlans(ctx: Context, input: ListQuery): Promise<Page<Plan>> {
  let query = plansWithRun(ctx.deps.db);
  if (input.account !== undefined) query = query.where(planInAccount(input.account));
  if (input.region !== undefined) query = query.where('plan.region', '=', input.region);
  if (input.state !== undefined) query = query.where(standing, 'in', statesOf(input.state, planStandings));
  if (input.keyId !== undefined) query = query.where(carriesKey(input.keyId));
  if (input.workloadId !== undefined) query = query.where('plan.workload_id', '=', input.workloadId);
  if (input.q !== undefined) query = query.where('plan.workload_name', 'ilike', contains(input.q));
  return readPage(query, shape, input, (row) => planView(byRecipe(row), row.run));
}
