import { expect, test } from 'vitest';
import { fuzz } from './fuzz.fixture.ts';

test('D8 D-68: a million random documents: no crash, no lost byte, nothing left where something was taken out', () => {
  const verdicts = fuzz(1_000_000, 1_000_000);
  expect(Math.min(...Object.values(verdicts)), JSON.stringify(verdicts)).toBeGreaterThan(25_000);
}, 3_600_000);
