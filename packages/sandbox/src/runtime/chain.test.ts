import { expect, test } from 'vitest';
import { resolveChain } from './chain.ts';
import type { Profiles } from './shared-files.ts';
import type { SdkFamily } from './workload.ts';

const pair = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
const every: SdkFamily[] = ['js', 'python', 'go', 'java1', 'java2'];
const kind = (sdk: SdkFamily, environment: Record<string, string>, role = true) => resolveChain(sdk, environment, role).kind;

test('D-02 a static pair comes before the task role in every SDK', () => {
  for (const sdk of every) expect(kind(sdk, pair)).toBe('static');
});

test('D-01 without variables the role answers; without a role nothing does', () => {
  for (const sdk of every) expect([kind(sdk, {}), kind(sdk, {}, false)]).toEqual(['container-role', 'none']);
});

test('D-03 half a pair: Python gives up, the others fall through; empty counts as unset, blank as set', () => {
  expect(kind('python', { AWS_ACCESS_KEY_ID: 'id' })).toBe('none');
  expect(kind('js', { AWS_ACCESS_KEY_ID: 'id' })).toBe('container-role');
  expect(kind('python', { AWS_SECRET_ACCESS_KEY: 'secret' })).toBe('container-role');
  expect(kind('js', { ...pair, AWS_ACCESS_KEY_ID: '' })).toBe('container-role');
  expect(kind('js', { ...pair, AWS_SECRET_ACCESS_KEY: ' ' })).toBe('static');
});

test('D-04 the legacy names are read by Go and Java 1 only', () => {
  const legacy = { AWS_ACCESS_KEY: 'id', AWS_SECRET_KEY: 'secret' };
  expect(every.map((sdk) => kind(sdk, legacy))).toEqual(['container-role', 'container-role', 'static', 'static', 'container-role']);
  const token = { ...pair, AWS_SESSION_TOKEN: 'new', AWS_SECURITY_TOKEN: 'old' };
  expect(resolveChain('python', token, true)).toMatchObject({ sessionToken: 'old' });
  expect(resolveChain('js', token, true)).toMatchObject({ sessionToken: 'new' });
});

test('D-05 a dangling AWS_PROFILE is fatal in Python and skips the variables in JavaScript', () => {
  expect(kind('python', { ...pair, AWS_PROFILE: 'app' })).toBe('none');
  expect(kind('js', { ...pair, AWS_PROFILE: 'app' })).toBe('container-role');
});

test('D-01 on an instance: variables, then the shared credentials file, then the instance’s role; switched off, nobody', () => {
  const profiles = { default: { aws_access_key_id: 'file', aws_secret_access_key: 'secret' } };
  const kinds = (environment: Record<string, string>, machine: { profiles: Profiles }) =>
    every.map((sdk) => resolveChain(sdk, environment, false, machine).kind);
  for (const kind of kinds(pair, { profiles })) expect(kind).toBe('static');
  expect(resolveChain('python', {}, false, { profiles })).toMatchObject({ kind: 'static', accessKeyId: 'file' });
  expect(new Set(kinds({}, { profiles: {} }))).toEqual(new Set(['instance-role']));
  expect(new Set(kinds({ AWS_EC2_METADATA_DISABLED: 'true' }, { profiles: {} }))).toEqual(new Set(['none']));
});

test('D-04 the mixed pair of document 003 is read by Go and Java 1 on an instance; the others go by its role', () => {
  const mixed = { AWS_ACCESS_KEY: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
  const kinds = every.map((sdk) => resolveChain(sdk, mixed, false, { profiles: {} }).kind);
  expect(kinds).toEqual(['instance-role', 'instance-role', 'static', 'static', 'instance-role']);
});
