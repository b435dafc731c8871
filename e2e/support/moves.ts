import { expect } from '@playwright/test';
import type { Run } from '@rolewright/shared/apply/run.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { type AccountState, accountState } from './account-state.ts';
import type { Script } from './http.ts';
import { Changes, changesAmong, eachOnce, expectNothingTwice, killAtEach, type Moment } from './kills.ts';
import { admin } from './sandbox.ts';
import { accountNamed, runUntil, scanAccount, startRun } from './steps.ts';

/** A move of instances onto a role, and where its run is killed. */
export interface Move {
  /** The instance's or the group's name. */
  name: string;
  plan: (script: Script) => Promise<Plan>;
  /** Every changing call of the move, in its order; and of its roll-back. Others, which only read, may stand among them. */
  calls: Moment[];
  back: Moment[];
  /** Of these, the moments at which it is killed; left out: all. */
  tried?: { calls: Moment[]; back: Moment[] };
  /** What has to be done so that its run goes on. */
  meanwhile?: (script: Script, id: string) => Promise<void>;
  /** Key lines that are gone are kept nowhere: a roll-back does not bring them back. */
  losesKeyLines?: true;
}

/** The sandbox as it was at first, scanned. */
export async function startAnew(script: Script): Promise<void> {
  await admin(script.console, 'DELETE', 'faults');
  const { id } = await accountNamed(script, 'sandbox');
  await script.post(`/api/accounts/${id}/reset-sandbox`, {}, 200);
  await scanAccount(script, id);
}

/** A plan of a recipe in the first account, with nothing in its way. */
export async function planMove(script: Script, recipe: string, target: object, inputs: object): Promise<Plan> {
  const { id: accountId } = await accountNamed(script, 'sandbox');
  const plan = await script.post<Plan>('/api/plans', { recipe, accountId, region: 'us-east-1', target, inputs }, 201);
  expect(plan.blockedBy).toEqual([]);
  return plan;
}

/** The run is over with everything moved; evidence of use may be awaited, which changes nothing. */
export const isMoved = (run: Run): boolean =>
  run.state === 'failed' || run.steps.filter(({ kind }) => !kind.startsWith('verify-')).every(({ state }) => state === 'done');

export const isUndone = ({ state }: Run): boolean => state === 'rolled-back' || state === 'failed';

/** Asks for a roll-back; says the run's id. */
export async function askBack(script: Script, id: string): Promise<string> {
  await script.post(`/api/runs/${id}/roll-back`, {}, 202);
  return id;
}

/** What two accounts that were made anew have alike: each has keys of its own, of which the user data that no move touched tells. */
const withoutKeys = (state: AccountState, { name, losesKeyLines }: Move): AccountState => {
  if (losesKeyLines === undefined) return state;
  const instances = state.instances.map((one) => (one.name === name ? one : { ...one, userData: null }));
  return JSON.parse(JSON.stringify({ ...state, instances }, (member, value) => (member === 'UserData' ? undefined : value)));
};

/** Waits for the end of a roll-back, and expects the account to be what it was. */
export async function expectUndone(script: Script, id: string, before: AccountState, move?: Pick<Move, 'name' | 'losesKeyLines'>) {
  const run = await runUntil(script, id, isUndone, 300_000);
  expect(run.state, JSON.stringify(run.error)).toBe('rolled-back');
  expectNothingTwice(run);
  const known = (state: AccountState): AccountState =>
    move?.losesKeyLines === undefined
      ? state
      : { ...state, instances: state.instances.map((one) => (one.name === move.name ? { ...one, userData: null } : one)) };
  expect(known(await accountState(script.console)), 'the account is what it was').toEqual(known(before));
}

/** The move and its roll-back with nothing in the way; what the account is in between is what every move under kills is held against. */
export async function undisturbed(script: Script, move: Move): Promise<AccountState> {
  const before = await accountState(script.console);
  const changes = await Changes.from(script.console);
  const { id } = await startRun(script, await move.plan(script));
  await move.meanwhile?.(script, id);
  const run = await runUntil(script, id, isMoved, 300_000);
  expect(run.state, JSON.stringify(run.error)).not.toBe('failed');
  const forward = await changes.read();
  expect(forward, 'every changing call of the move').toEqual(changesAmong(move.calls));
  const wanted = await accountState(script.console);
  await askBack(script, id);
  await expectUndone(script, id, before, move);
  expect((await changes.read()).slice(forward.length), 'every changing call of its roll-back').toEqual(changesAmong(move.back));
  return wanted;
}

/**
 * One run that is killed at each of its moments in turn, and in its roll-back again: moved, the account is what an undisturbed run leaves, with
 * each call carried out once; rolled back, it is what it was.
 */
export async function moveUnderKills(script: Script, move: Move, wanted: AccountState): Promise<void> {
  const { console } = script;
  const before = await accountState(console);
  const plan = await move.plan(script);
  const changes = await Changes.from(console);
  const { calls, back } = move.tried ?? move;
  const id = await killAtEach(script, changes, calls, async () => (await startRun(script, plan)).id);
  await move.meanwhile?.(script, id);
  const run = await runUntil(script, id, isMoved, 300_000);
  expect(run.state, JSON.stringify(run.error)).not.toBe('failed');
  expectNothingTwice(run);
  expect(withoutKeys(await accountState(console), move), 'the account is what an undisturbed run leaves').toEqual(
    withoutKeys(wanted, move),
  );
  const forward = await changes.read();
  expect(forward, 'each call was carried out once').toEqual(changesAmong(move.calls));
  await killAtEach(script, changes, back, () => askBack(script, id));
  await expectUndone(script, id, before, move);
  expect(eachOnce((await changes.read()).slice(forward.length)), 'each call of the roll-back was carried out').toEqual(
    changesAmong(move.back),
  );
}
