import { expect, test } from 'vitest';
import { externalIdOf, withoutExternalIds } from './external-id.ts';

const fingerprint = (value: string) => `${value.length}`.padStart(64, 'f');
const statement = (Condition: object) => ({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole', Condition });
const trust = (...conditions: object[]) => ({ Version: '2012-10-17', Statement: conditions.map(statement) });

test('A5 D-48: no external id stays, whatever the case of its key, in lists and in every statement; all else does', () => {
  const given = trust(
    { StringEquals: { 'sts:ExternalId': 'p4ssphrase-one', 'aws:PrincipalAccount': '111122223333' } },
    { StringLike: { 'STS:externalid': ['p4ssphrase-two*', 'p4ssphrase-three'] } },
    { Null: { 'sts:ExternalId': 'false' } },
  );
  const masked = withoutExternalIds(given, fingerprint);
  expect(JSON.stringify(masked)).not.toContain('p4ssphrase');
  expect(masked).toEqual(
    trust(
      { StringEquals: { 'sts:ExternalId': `external-id-${'f'.repeat(16)}`, 'aws:PrincipalAccount': '111122223333' } },
      { StringLike: { 'STS:externalid': [`external-id-${'f'.repeat(16)}`, `external-id-${'f'.repeat(16)}`] } },
      { Null: { 'sts:ExternalId': 'false' } },
    ),
  );
});

test('D-48: equal ids stay equal and different ones different', () => {
  const of = (id: string) =>
    JSON.stringify(withoutExternalIds(trust({ StringEquals: { 'sts:ExternalId': id } }), (value) => value.padEnd(16, '-')));
  expect(of('one')).toBe(of('one'));
  expect(of('one')).not.toBe(of('two'));
});

test('A5: an external id has 32 letters and digits, and another digest gives another id', () => {
  const digest = (number: number) => number.toString(16).padStart(64, '0');
  const ids = Array.from({ length: 1_000 }, (_, index) => externalIdOf(digest(index)));
  expect(new Set(ids).size).toBe(1_000);
  expect(ids.filter((id) => !/^[A-Za-z0-9]{32}$/.test(id))).toEqual([]);
  expect(externalIdOf('0'.repeat(64))).toBe('A'.repeat(32));
});
