import { expect, test } from 'vitest';
import { nextMove } from './next-step.ts';
import { reduceJournal } from './reduce.ts';
import type { JournalEntry } from './run.ts';

const line = (event: JournalEntry['event'], direction: JournalEntry['direction'], stepId: string | null = null): JournalEntry => ({
  ...{ seq: 1, at: '2026-11-26T14:12:13.000Z', call: null, message: '', data: {}, awsRequestId: null },
  ...{ event, direction, stepId },
});

const steps = [{ id: 'role' }, { id: 'verify' }];
const worked = [line('started', 'forward'), ...steps.flatMap(({ id }) => [line('intended', 'forward', id), line('done', 'forward', id)])];

test('a run whose steps are done has succeeded, and nothing is left to do', () => {
  const progress = reduceJournal(steps, [...worked, line('succeeded', 'forward')]);
  expect(progress.state).toBe('succeeded');
  expect(nextMove(progress)).toEqual({ do: 'stop' });
});

test.each(['succeeded', 'paused'] as const)('a roll-back that was asked for just before the run has %s is carried out', (event) => {
  const progress = reduceJournal(steps, [...worked, line('roll-back-requested', 'back'), line(event, 'back')]);
  expect(progress.state).toBe('rolling-back');
  expect(nextMove(progress)).toEqual({ do: 'undo', stepId: 'verify' });
});

test('D-22: what a step waited for may have come while the run was paused, or its process gone: it is looked up before it is sent again', () => {
  const waiting = [line('started', 'forward'), line('intended', 'forward', 'role'), line('waiting', 'forward', 'role')];
  expect(nextMove(reduceJournal(steps, waiting))).toEqual({ do: 'settle-forward', stepId: 'role' });
  const paused = [...waiting, line('pause-requested', 'forward')];
  expect(nextMove(reduceJournal(steps, paused))).toEqual({ do: 'pause' });
  const resumed = [...paused, line('paused', 'forward'), line('resumed', 'forward')];
  expect(nextMove(reduceJournal(steps, resumed))).toEqual({ do: 'settle-forward', stepId: 'role' });
});
