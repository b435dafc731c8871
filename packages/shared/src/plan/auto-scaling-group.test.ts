import { expect, test } from 'vitest';
import { groupInputs } from './auto-scaling-group.ts';

const inputs = { role: { create: { name: 'Web' } }, profile: { create: { name: 'Web' } } };
const refused = (rollOut: object): string[] =>
  (groupInputs.safeParse({ ...inputs, rollOut }).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);

test('D12: a roll-out has defaults that launch before they end', () => {
  expect(groupInputs.parse(inputs).rollOut).toEqual({
    minHealthyPercentage: 100,
    maxHealthyPercentage: 150,
    checkpoints: [],
    checkpointDelay: 60,
    alarms: [],
    protectedInstances: 'wait',
  });
});

test('D12 D-75: what AWS refuses of a roll-out is refused by field', () => {
  expect(refused({ minHealthyPercentage: 50, maxHealthyPercentage: 200 })).toEqual([
    'rollOut.maxHealthyPercentage: must be at most 100 above the minimum',
  ]);
  expect(refused({ checkpoints: [50, 25, 100] })).toEqual(['rollOut.checkpoints: must rise']);
  expect(refused({ checkpoints: [25, 50] })[0]).toContain('must end with 100');
  expect(refused({ checkpoints: [50, 100] })).toEqual([]);
});
