import { expect, test } from 'vitest';
import { cutOverOf, instancesOf, nameOf } from './cut-over.ts';

const one = (second: number, identity: string, calls: number, failed = 0) => ({
  source: 'sandbox',
  at: new Date(Date.UTC(2026, 10, 24, 12, 0, second)).toISOString(),
  identity,
  keyId: null,
  calls,
  failed,
  lastError: null,
  instanceId: null,
});
const user = 'arn:aws:iam::560921689673:user/limbo-bot';
const role = 'arn:aws:sts::560921689673:assumed-role/LimboTaskRole/1f2e';

test('calls are stacked by who made them, failures apart', () => {
  const chart = cutOverOf([one(0, user, 3), one(0, user, 2, 1), one(1, role, 4)]);
  expect(chart.moments.map(({ at: _at, ...rest }) => rest)).toEqual([
    { user: 4, role: 0, none: 0, failed: 1 },
    { user: 0, role: 4, none: 0, failed: 0 },
  ]);
  expect(chart).toMatchObject({ calls: 9, failed: 1, identities: ['user limbo-bot', 'role LimboTaskRole'] });
  expect(chart.cutOverAt).toBe(Date.UTC(2026, 10, 24, 12, 0, 1));
});

test('no cut-over is marked where the role was always at work, or never', () => {
  expect(cutOverOf([one(0, role, 3), one(1, role, 4)]).cutOverAt).toBeNull();
  expect(cutOverOf([one(0, user, 3)]).cutOverAt).toBeNull();
});

test('long runs are summed into at most ninety bars and lose no call', () => {
  const chart = cutOverOf(Array.from({ length: 600 }, (_, second) => one(second, user, 1)));
  expect(chart.moments.length).toBeLessThanOrEqual(90);
  expect(chart.moments.reduce((sum, moment) => sum + moment.user, 0)).toBe(600);
});

test('identities are named as people name them', () => {
  expect(nameOf(role)).toBe('role LimboTaskRole');
  expect(nameOf('none')).toBe('no credentials');
});

test('D14: instances that calls came from are told apart, those of no instance left out', () => {
  const of = (instanceId: string | null) => ({ ...one(0, role, 1), instanceId });
  expect(instancesOf([of('i-2'), of(null), of('i-1'), of('i-2')])).toEqual(['i-2', 'i-1']);
});
