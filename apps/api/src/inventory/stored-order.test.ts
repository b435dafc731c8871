import { expect, test } from 'vitest';
import { accessKeyOf } from './write-keys.ts';
import { roleRow } from './write-roles.ts';

const named = ['shop-web-spot', 'shop-web', 'builder', 'shop-web'].map((name, index) => ({ id: `wl_${index}`, name }));

test('D-70: a key tells its workloads in one order, however the table gave its places', () => {
  const facts = { owner: null, ownerState: 'absent', status: 'unknown', createdAt: null, keyAccountId: null, ownerDangers: null } as const;
  const input = {
    accountId: 'acc_1',
    awsAccountId: '123456789012',
    keys: { get: () => ({ ...facts, lastUse: { state: 'never' as const } }) },
    checkedAt: new Date('2026-11-26T00:00:00Z'),
  };
  const found = named.slice(0, 2).map(({ id, name }) => ({ standing: 'in-use' as const, workloadId: id, workloadName: name }));
  const key = accessKeyOf('AKIAIOSFODNN7EXAMPLE', found, input);
  expect(key.workloads.map(({ name }) => name)).toEqual(['shop-web', 'shop-web-spot']);
  expect(key.why).toMatch(/^In use by shop-web and shop-web-spot in 2 places/);
  expect(accessKeyOf('AKIAIOSFODNN7EXAMPLE', found.toReversed(), input)).toEqual(key);
});

test('D-70: a role tells its workloads in one order, those of one name by id', () => {
  const role = {
    arn: 'arn:aws:iam::123456789012:role/web',
    name: 'web',
    path: '/',
    uniqueId: 'AROAEXAMPLE',
    description: null,
    trust: { Statement: [] },
    tags: {},
    maxSessionDuration: 3600,
    createdAt: '2026-11-26T00:00:00Z',
    lastUsed: null,
    inline: [],
    groups: [],
    attached: [],
    boundary: null,
  };
  const row = (workloads: typeof named) =>
    roleRow({ accountId: 'acc_1', awsAccountId: '123456789012' }, role, workloads, new Date('2026-11-26T00:00:00Z'));
  const stored = JSON.parse(row(named).body) as { workloads: typeof named };
  expect(stored.workloads.map(({ id }) => id)).toEqual(['wl_2', 'wl_1', 'wl_3', 'wl_0']);
  expect(row(named.toReversed())).toEqual(row(named));
});
