import type { Plan, PlanRun } from '@rolewright/shared/plan/plan.ts';
import { expect, test } from 'vitest';
import { planWords } from './run-words.ts';

const run = (state: PlanRun['state'], verification: PlanRun['verification'] = null): PlanRun => ({ id: 'run_1', state, verification });

test.each<[Plan['state'], PlanRun | null, string]>([
  ['draft', null, 'Planned, not started'],
  ['superseded', null, 'Superseded'],
  ['running', run('waiting'), 'Waiting'],
  ['running', run('failed'), 'Failed'],
  ['done', run('rolled-back'), 'Rolled back'],
  ['done', run('succeeded'), 'Not proven yet'],
  ['done', run('succeeded', 'unproven'), 'Not proven yet'],
  ['done', run('succeeded', 'failing'), 'Failing'],
  ['done', run('succeeded', 'verified'), 'Verified'],
])('planned is not done, and done is not proven: a plan that is %s with the run %j is called "%s"', (state, of, word) => {
  expect(planWords({ state, run: of }).word).toBe(word);
});
