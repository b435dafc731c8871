import { expect, test } from 'vitest';
import { ago, count, elapsed, suggestRoleName } from './format.ts';

test('times are relative in true units', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');
  expect(ago('2026-11-24T11:59:57Z', now)).toBe('just now');
  expect(ago('2026-11-24T11:57:00Z', now)).toBe('3 minutes ago');
  expect(ago('2026-04-24T12:00:00Z', now)).toBe('214 days ago');
});

test('numbers have units', () => {
  expect(count(1, 'task')).toBe('1 task');
  expect(count(1204, 'call')).toBe('1,204 calls');
  expect(elapsed('2026-11-24T12:00:00Z', '2026-11-24T12:02:05Z')).toBe('2 min 5 s');
});

test('a role name is suggested that IAM accepts', () => {
  expect(suggestRoleName('limbo')).toBe('LimboTaskRole');
  expect(suggestRoleName('image-upload_web')).toBe('ImageUploadWebTaskRole');
  expect(suggestRoleName('x'.repeat(200)).length).toBeLessThanOrEqual(64);
});
