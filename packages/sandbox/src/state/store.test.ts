import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { record } from '../services/cloudtrail/record.ts';
import { cloudTrailOf } from './cloudtrail.ts';
import { StateStore } from './store.ts';
import { testWorld } from './test-world.ts';
import type { WorldState } from './world.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rolewright-store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const { world } = testWorld();
const account = () => world.state.accounts['560921689673']!;
const called = (operation: string, region = 'us-east-1') =>
  record(world, account(), {
    at: world.clock.now(),
    region,
    service: 'iam',
    operation,
    principal: { kind: 'user', arn: 'arn', accountId: account().id, userId: 'AIDA', userName: 'someone', accessKeyId: 'AKIA' },
    sourceIp: '127.0.0.1',
    userAgent: 'test',
    requestId: 'request',
    input: {},
  });
const names = (state: WorldState | null, region = 'us-east-1') =>
  cloudTrailOf(state!.accounts['560921689673']!, region).events.map(({ name }) => name);
const trail = () => path.join(folder, 'cloudtrail.jsonl');
const loaded = () => new StateStore(folder, () => world.state).load();

test('state and event history come back, the history from a file that is only appended to', () => {
  const store = new StateStore(folder, () => world.state);
  called('CreateRole');
  called('ListRoles', 'eu-west-1');
  store.save();
  const before = readFileSync(trail(), 'utf8');
  const state = readFileSync(path.join(folder, 'state.json'), 'utf8');
  expect(state).not.toContain('CreateRole');
  called('DeleteRole');
  store.save();
  expect(readFileSync(trail(), 'utf8').startsWith(before)).toBe(true);
  expect(statSync(trail()).mode & 0o777).toBe(0o600);
  expect(loaded()).toEqual(world.state);
  expect(names(loaded())).toEqual(['CreateRole', 'DeleteRole']);
  expect(names(loaded(), 'eu-west-1')).toEqual(['ListRoles']);
});

test('a line that a crash cut short is left out and spoils nothing after it', () => {
  called('CreateUser');
  new StateStore(folder, () => world.state).save();
  appendFileSync(trail(), '["560921689673","us-east-1",{"id":"cut sho');
  const store = new StateStore(folder, () => world.state);
  world.state = store.load()!;
  called('DeleteUser');
  store.save();
  expect(names(loaded()).slice(-2)).toEqual(['CreateUser', 'DeleteUser']);
});

test('events that are newer than the rest of the state keep their numbers to themselves', () => {
  const store = new StateStore(folder, () => world.state);
  store.save();
  const old = readFileSync(path.join(folder, 'state.json'), 'utf8');
  called('TagRole');
  const { order } = cloudTrailOf(account(), 'us-east-1').events.at(-1)!;
  store.save();
  rmSync(path.join(folder, 'state.json'));
  appendFileSync(path.join(folder, 'state.json'), old);
  expect(loaded()?.counters.cloudtrail).toBe(order);
});

test('another state, as after a reset, leaves nothing of the old history', () => {
  const store = new StateStore(folder, () => world.state);
  called('CreateGroup');
  store.save();
  world.state = testWorld().world.state;
  called('DeleteGroup');
  store.save();
  expect(names(loaded())).toEqual(['DeleteGroup']);
});

test('what did not change is not written again', () => {
  const file = path.join(folder, 'state.json');
  const store = new StateStore(folder, () => world.state);
  store.save();
  rmSync(file);
  store.save();
  expect(existsSync(file)).toBe(false);
  called('TagUser');
  store.save();
  expect(existsSync(file)).toBe(true);
});

test('the file does not keep for ever what the history has let go of', () => {
  const store = new StateStore(folder, () => world.state);
  for (let round = 0; round < 7; round++) {
    for (let call = 0; call < 1_000; call++) called('GetRole');
    store.save();
    cloudTrailOf(account(), 'us-east-1').events.splice(0);
  }
  expect(readFileSync(trail(), 'utf8').split('\n').length).toBeLessThan(6_100);
});
