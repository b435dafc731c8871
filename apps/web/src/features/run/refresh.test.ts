import type { JournalEntry, Run } from '@rolewright/shared/apply/run.ts';
import { expect, test } from 'vitest';
import { refreshesOf } from './refresh.ts';

const line = (seq: number, stepId: string, message: string, event: JournalEntry['event'] = 'waiting'): JournalEntry => ({
  ...{ seq, at: `2026-11-26T13:00:0${seq}.000Z`, stepId, direction: 'forward', event, call: null, message, data: {}, awsRequestId: null },
});
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

test('D12: percentages, checkpoints and instances of a refresh come from the journal of its step alone', () => {
  const journal = [
    line(1, 'update', 'InProgress, 10 %: of another step'),
    line(2, 'refresh', 'Calling autoscaling:StartInstanceRefresh.', 'intended'),
    line(3, 'refresh', 'InProgress, 0 %: 0 of 2 instances are of launch template web, version 2.'),
    line(4, 'refresh', 'autoscaling:DescribeInstanceRefreshes was not answered (Throttling); looking again'),
    line(5, 'refresh', 'InProgress, 50 %: 1 of 2 instances are of launch template web, version 2. Checkpoint of 50 percent reached.'),
  ];
  const [refresh, ...others] = refreshesOf({ steps: [step('update', 'update-group'), step('refresh', 'refresh-instances')], journal });
  expect(others).toEqual([]);
  expect(refresh?.looks.map(({ percent, status }) => [percent, status])).toEqual([
    [0, 'InProgress'],
    [50, 'InProgress'],
  ]);
  expect(refresh?.looks[1]?.says).toContain('Checkpoint of 50 percent');
  expect(refresh?.ended).toBeNull();
  const over = [
    ...journal,
    line(6, 'refresh', 'Every instance of web was replaced.', 'done'),
    line(7, 'refresh', 'Evidence again.', 'note'),
  ];
  expect(refreshesOf({ steps: [step('refresh', 'refresh-instances')], journal: over })[0]?.ended).toBe(
    'Every instance of web was replaced.',
  );
  expect(refreshesOf({ steps: [step('refresh', 'refresh-instances')], journal: [] })).toEqual([]);
});
