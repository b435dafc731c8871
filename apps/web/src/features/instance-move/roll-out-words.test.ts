import { expect, test } from 'vitest';
import type { RollOutDraft } from './draft.ts';
import { rollOutWords } from './roll-out-words.ts';

const draft: RollOutDraft = {
  minHealthy: '100',
  maxHealthy: '150',
  warmup: '',
  checkpoints: '50, 100',
  delay: '60',
  alarms: '',
  protectedInstances: 'wait',
};

test('D12: percentages are said as instances', () => {
  expect(rollOutWords(2, draft)).toEqual([
    'All 2 instances stay in service: each is ended only once a new one is ready, at most 1 at a time.',
    'It waits 60 s once 1 of 2 is new, and goes on only if nothing fails.',
  ]);
  expect(rollOutWords(4, { ...draft, minHealthy: '50', maxHealthy: '100', checkpoints: '25, 75, 100', delay: '10' })).toEqual([
    'At least 2 of 4 instances stay in service, and at most 4 run at a time.',
    'It waits 10 s once 1, then 3 of 4 are new, and goes on only if nothing fails.',
  ]);
});

test('nothing is said of what is no number, or of a group without instances', () => {
  expect(rollOutWords(2, { ...draft, minHealthy: 'all' })).toEqual([]);
  expect(rollOutWords(0, draft)).toEqual([]);
});
