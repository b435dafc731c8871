import { expect, test } from 'vitest';
import { fuzz } from './fuzz.fixture.ts';

test('D8 D-68: 20,000 random documents: no crash, no lost byte, nothing left where something was taken out', () => {
  const verdicts = fuzz(20_000, 1);
  expect(Object.values(verdicts).reduce((sum, count) => sum + count)).toBe(20_000);
  expect(Math.min(...Object.values(verdicts)), JSON.stringify(verdicts)).toBeGreaterThan(500);
}, 120_000);
