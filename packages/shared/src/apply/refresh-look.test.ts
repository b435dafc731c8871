import { expect, test } from 'vitest';
import { lookLine, lookOf, type RefreshLook } from './refresh-look.ts';

const look: RefreshLook = {
  ...{ refreshId: 'r-1', status: 'InProgress', percent: 50, there: 1, of: 2, towards: 'new' },
  says: '1 of 2 instances are of launch template web, version 2.',
};

test('D12: a look at an instance refresh comes out of the journal as it went in, whatever its message says', () => {
  const line = lookLine(look);
  expect(line.message).toBe('InProgress, 50 %: 1 of 2 instances are of launch template web, version 2.');
  // The journal is JSON in the database.
  expect(lookOf({ event: 'waiting', data: JSON.parse(JSON.stringify(line.data)) })).toEqual(look);
});

test('D12: lines of other events, of other waits and of half a look tell of no refresh', () => {
  const { data } = lookLine(look);
  expect(lookOf({ event: 'done', data })).toBeNull();
  expect(lookOf({ event: 'waiting', data: {} })).toBeNull();
  expect(lookOf({ event: 'waiting', data: { refresh: { status: 'InProgress', percent: '50' } } })).toBeNull();
});
