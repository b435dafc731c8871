import { lookLine } from '@rolewright/shared/apply/refresh-look.ts';
import type { JournalEntry, Run } from '@rolewright/shared/apply/run.ts';
import { expect, test } from 'vitest';
import { refreshesOf } from './refresh.ts';

const line = (
  seq: number,
  stepId: string,
  { message, data }: Pick<JournalEntry, 'message' | 'data'>,
  event: JournalEntry['event'] = 'waiting',
): JournalEntry => ({
  ...{ seq, at: `2026-11-26T13:00:0${seq}.000Z`, stepId, direction: 'forward', event, call: null, message, data, awsRequestId: null },
});
const says = (message: string) => ({ message, data: {} });
const look = (percent: number, there: number, towards: 'new' | 'old' = 'new') =>
  lookLine({ refreshId: 'r-1', status: 'InProgress', percent, there, of: 2, towards, says: `${there} of 2 instances are there.` });
const step = (id: string, kind: Run['steps'][number]['kind']): Run['steps'][number] => ({
  ...{
    id,
    kind,
    awsAccountId: null,
    title: `Step ${id}`,
    state: 'waiting',
    startedAt: null,
    finishedAt: null,
    waitingFor: null,
    message: null,
  },
});

test('D12: percentages and instances of a refresh come from what the journal of its step keeps, not from its sentences', () => {
  const journal = [
    line(1, 'update', look(10, 0)),
    line(2, 'refresh', says('Calling autoscaling:StartInstanceRefresh.'), 'intended'),
    line(3, 'refresh', look(0, 0)),
    line(4, 'refresh', says('InProgress, 99 %: a sentence alone')),
    line(5, 'refresh', look(50, 1)),
  ];
  const [refresh, ...others] = refreshesOf({ steps: [step('update', 'update-group'), step('refresh', 'refresh-instances')], journal });
  expect(others).toEqual([]);
  expect(refresh?.looks.map(({ percent, there }) => [percent, there])).toEqual([
    [0, 0],
    [50, 1],
  ]);
  expect(refresh?.ended).toBeNull();
  const over = [
    ...journal,
    line(6, 'refresh', says('Every instance of web was replaced.'), 'done'),
    line(7, 'refresh', says('Evidence again.'), 'note'),
  ];
  expect(refreshesOf({ steps: [step('refresh', 'refresh-instances')], journal: over })[0]?.ended).toBe(
    'Every instance of web was replaced.',
  );
  expect(refreshesOf({ steps: [step('refresh', 'refresh-instances')], journal: [] })).toEqual([]);
});

test('D17 E15: the way back is looked at too', () => {
  const journal = [line(1, 'refresh', look(50, 1)), line(2, 'refresh', look(0, 1, 'old')), line(3, 'refresh', look(100, 2, 'old'))];
  const [refresh] = refreshesOf({ steps: [step('refresh', 'refresh-instances')], journal });
  expect(refresh?.looks.map(({ towards, there }) => `${towards} ${there}`)).toEqual(['new 1', 'old 1', 'old 2']);
});
