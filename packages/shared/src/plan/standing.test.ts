import { expect, test } from 'vitest';
import type { Plan, PlanRun } from './plan.ts';
import { planStandings, standingOf } from './standing.ts';

const run = (state: PlanRun['state'], verification: PlanRun['verification'] = null): PlanRun => ({ id: 'run_1', state, verification });

test.each<[Plan['state'], PlanRun | null, string]>([
  ['draft', null, 'draft'],
  ['superseded', null, 'superseded'],
  ['running', run('waiting'), 'waiting'],
  ['running', run('failed'), 'failed'],
  ['done', run('rolled-back'), 'rolled-back'],
  ['done', run('succeeded'), 'unproven'],
  ['done', run('succeeded', 'failing'), 'failing'],
  ['done', run('succeeded', 'verified'), 'verified'],
])('planned is not done, and done is not proven: %s with the run %j is %s', (state, of, standing) => {
  expect(standingOf({ state, run: of })).toBe(standing);
  expect(planStandings).toContain(standing);
});
