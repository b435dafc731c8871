import { expect, test } from 'vitest';
import { type FaultRule, Faults } from './rules.ts';

const rule = (given: Partial<FaultRule>): FaultRule => ({
  id: '0',
  service: '*',
  operation: '*',
  times: null,
  probability: 1,
  seed: 1,
  when: 'before',
  code: 'AccessDenied',
  ...given,
});
const me = 'arn:aws:sts::560921689673:assumed-role/RolewrightReader/scan';
function armed(...rules: Partial<FaultRule>[]): Faults {
  const faults = new Faults();
  faults.set(rules.map(rule));
  return faults;
}
const hits = (faults: Faults, operation = 'ListClusters', when: FaultRule['when'] = 'before', principal = me) =>
  faults.take(when, 'ecs', operation, principal).length;

test('a rule hits its service, operation, moment and principal only', () => {
  const faults = armed({ service: 'ecs', operation: 'ListClusters', when: 'after', principal: 'RolewrightReader' });
  expect(hits(faults, 'ListClusters', 'after')).toBe(1);
  expect(hits(faults, 'ListClusters', 'before')).toBe(0);
  expect(hits(faults, 'ListServices', 'after')).toBe(0);
  expect(hits(faults, 'ListClusters', 'after', 'arn:aws:iam::560921689673:user/limbo-bot')).toBe(0);
  expect(faults.take('after', 'iam', 'ListClusters', me)).toEqual([]);
});

test('a rule of a Region hits no other', () => {
  const faults = armed({ region: 'eu-west-1' });
  expect(faults.take('before', 'ecs', 'ListClusters', me, 'us-east-1')).toEqual([]);
  expect(faults.take('before', 'ecs', 'ListClusters', me, 'eu-west-1')).toHaveLength(1);
});

test('times counts only what was hit, and then the rule is spent', () => {
  const faults = armed({ operation: 'ListClusters', times: 2 });
  expect([hits(faults, 'ListServices'), hits(faults), hits(faults), hits(faults)]).toEqual([0, 1, 1, 0]);
});

test('the same seed hits the same calls, about as often as its probability says', () => {
  const play = (seed: number) => {
    const faults = armed({ probability: 0.3, seed });
    return Array.from({ length: 1000 }, () => hits(faults));
  };
  expect(play(7)).toEqual(play(7));
  expect(play(7)).not.toEqual(play(8));
  const count = play(7).reduce((sum, one) => sum + one, 0);
  expect(count).toBeGreaterThan(240);
  expect(count).toBeLessThan(360);
});
