import { expect } from '@playwright/test';
import type { Run } from '@rolewright/shared/apply/run.ts';
import type { InstanceInputs } from '@rolewright/shared/plan/ec2-instance.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { until } from './console.ts';
import type { Script } from './http.ts';
import { admin } from './sandbox.ts';
import { steadySnapshot } from './snapshot.ts';
import { accountNamed, runUntil, scanAccount, startRun } from './steps.ts';

const homeId = '560921689673';

/** An instance of the estate and what it is moved with. */
export interface Move {
  name: string;
  inputs: InstanceInputs;
}

/** A changing call of its run. */
export interface InstanceCall {
  service: 'iam' | 'ec2';
  operation: string;
}

interface Instance {
  instanceId: string;
  state: string;
  tags: Record<string, string>;
  userData?: unknown;
  metadataOptions: unknown;
}

interface Snapshot {
  accounts: Record<
    string,
    {
      iam: Record<
        'users' | 'roles' | 'policies' | 'instanceProfiles',
        Record<string, { attached?: unknown; inline?: unknown; roles?: unknown; trust?: unknown }>
      >;
      regions: Record<
        string,
        {
          ec2?: {
            instances: Record<string, Instance>;
            associations: Record<string, { instanceId: string; profileArn: string; state: string }>;
          };
        }
      >;
    }
  >;
}

/** What the account is, as far as a run may have touched it: all of IAM but ids and times, and the instance with its profile. */
export async function stateOf(script: Script, name: string): Promise<Record<string, unknown>> {
  const found = await until(async () => {
    const { accounts } = (await steadySnapshot(script.console)) as unknown as Snapshot;
    const { iam, regions } = accounts[homeId] ?? {};
    const ec2 = regions?.['us-east-1']?.ec2;
    const instance = Object.values(ec2?.instances ?? {}).find(({ tags }) => tags.Name === name);
    if (iam === undefined || ec2 === undefined || instance === undefined) throw new Error(`there is no instance ${name}`);
    const held = Object.values(ec2.associations).filter((one) => one.instanceId === instance.instanceId && one.state !== 'disassociated');
    // Something still moves: it is looked at again.
    if (held.some(({ state }) => state !== 'associated') || !['running', 'stopped'].includes(instance.state)) return undefined;
    const of = (kind: keyof typeof iam) =>
      Object.fromEntries(
        Object.entries(iam[kind]).map(([key, { attached, inline, roles, trust }]) => [key, { attached, inline, roles, trust }]),
      );
    return {
      iam: [of('users'), of('roles'), of('policies'), of('instanceProfiles')],
      profiles: held.map(({ profileArn }) => profileArn),
      userData: instance.userData ?? null,
      instance: { state: instance.state, metadataOptions: instance.metadataOptions },
    };
  }, 60_000);
  if (found === undefined) throw new Error('the sandbox did not come to rest');
  return found;
}

/** The sandbox as it was at first, scanned, and the plan of a move. */
export async function planMoveAnew(script: Script, { name, inputs }: Move): Promise<Plan> {
  const { console } = script;
  await admin(console, 'DELETE', 'faults');
  const home = await accountNamed(script, 'sandbox');
  await script.post(`/api/accounts/${home.id}/reset-sandbox`, {}, 200);
  await scanAccount(script, home.id);
  const { accounts } = await admin<Snapshot>(console, 'GET', 'snapshot');
  const instances = Object.values(accounts[homeId]?.regions['us-east-1']?.ec2?.instances ?? {});
  const instanceId = instances.find(({ tags }) => tags.Name === name)?.instanceId;
  const asking = { recipe: 'ec2-instance-profile', accountId: home.id, region: 'us-east-1', target: { instanceId }, inputs };
  const plan = await script.post<Plan>('/api/plans', asking, 201);
  expect(plan.blockedBy).toEqual([]);
  return plan;
}

/** Calls that a run changed AWS with, in their order. */
export const callsOfRun = (run: Run): string[] =>
  run.journal.flatMap(({ event, call, direction }) => (event === 'done' && call !== null && direction === 'forward' ? [call] : []));

/** The run is over with the instance moved; evidence of use may be awaited, which changes nothing. */
export const isMoved = (run: Run): boolean =>
  run.state === 'failed' || run.steps.filter(({ kind }) => kind !== 'verify-instance').every(({ state }) => state === 'done');

/** Undoes a run, which may still wait for evidence. */
export async function rollBack(script: Script, id: string): Promise<void> {
  await script.post(`/api/runs/${id}/roll-back`, {}, 202);
  const run = await runUntil(script, id, ({ state }) => ['rolled-back', 'failed'].includes(state), 180_000);
  expect(run.state, JSON.stringify(run.error)).toBe('rolled-back');
}

/** kill -9 of the console while AWS has the call, in a move or (`back`) in its roll-back: it ends in the new state, and that can be undone; or in the old one. */
export async function killInMove(
  script: Script,
  move: Move,
  call: InstanceCall,
  when: 'before' | 'after',
  back: boolean,
  wanted: object,
): Promise<void> {
  const { console } = script;
  const plan = await planMoveAnew(script, move);
  const before = await stateOf(script, move.name);
  const lie = () =>
    admin(console, 'PUT', 'faults', { rules: [{ ...call, when, times: 1, principal: 'RolewrightOperator', latencyMs: 60_000 }] });
  if (!back) await lie();
  const { id } = await startRun(script, plan);
  if (back) {
    await runUntil(script, id, isMoved);
    await lie();
    await script.post(`/api/runs/${id}/roll-back`, {}, 202);
  }
  const isHit = await until(async () => {
    const { rules } = await admin<{ rules: { times: number }[] }>(console, 'GET', 'faults');
    return rules[0]?.times === 0 || undefined;
  }, 60_000);
  expect(isHit, `${call.service}:${call.operation} was called`).toBe(true);
  await console.kill();
  await admin(console, 'DELETE', 'faults');
  await console.restart();
  const run = await runUntil(script, id, (one) => (back ? ['rolled-back', 'failed'].includes(one.state) : isMoved(one)), 180_000);
  expect(run.state, JSON.stringify(run.error)).not.toBe('failed');
  if (!back) {
    expect(await stateOf(script, move.name)).toEqual(wanted);
    await rollBack(script, id);
  }
  const after = await stateOf(script, move.name);
  // Key lines that are gone are kept nowhere: they do not come back.
  expect(move.inputs.userData === undefined ? after : { ...after, userData: before.userData }).toEqual(before);
  const done = run.journal.flatMap(({ event, stepId, direction }) =>
    event === 'done' || event === 'found' ? [`${direction} ${stepId}`] : [],
  );
  expect(new Set(done).size, 'nothing is sent twice').toBe(done.length);
}
