import { expect, test } from '@playwright/test';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { type GroupRecipe, groupInputs } from '@rolewright/shared/plan/auto-scaling-group.ts';
import { accountState } from './support/account-state.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { Changes, callsTo, changesAmong, eachOnce, killAtEach, type Moment } from './support/kills.ts';
import { askBack, expectUndone, type Move, moveUnderKills, planMove, startAnew, undisturbed } from './support/moves.ts';
import { advance, callsOf } from './support/sandbox.ts';
import { runUntil, startRun } from './support/steps.ts';

const name = 'image-upload-web';
const making = callsTo('iam', 'CreateRole', 'AttachRolePolicy', 'CreateInstanceProfile', 'AddRoleToInstanceProfile');
const unmaking = callsTo('iam', 'RemoveRoleFromInstanceProfile', 'DeleteInstanceProfile', 'DetachRolePolicy', 'DeleteRole');
const refreshing = callsTo('autoscaling', 'UpdateAutoScalingGroup', 'StartInstanceRefresh');

const isAtCheckpoint = (run: Run): boolean =>
  run.steps.some(({ kind, waitingFor }) => kind === 'refresh-instances' && /Checkpoint of 50 percent reached/.test(waitingFor ?? ''));
const atCheckpoint: Moment = { says: 'at the checkpoint of 50 percent', once: isAtCheckpoint };

/** The web servers of document 003: two behind a health check, launched from a launch configuration, each uploading an image a second. */
const planOf =
  (recipe: GroupRecipe): Move['plan'] =>
  (script) => {
    // At the sandbox' pace three minutes: what is awaited at the checkpoint is there, and the clock is then set ahead.
    const rollOut = { checkpoints: [50, 100], checkpointDelay: 3600 };
    const inputs = { role: { create: { name: 'WebServerRole' } }, profile: { create: { name: 'WebServerRole' } }, rollOut };
    return planMove(script, recipe, { groupName: name }, groupInputs.parse({ ...inputs, userData: 'remove-keys' }));
  };

const wayBack = (says: string, pattern: RegExp): Moment => ({
  says,
  slowly: true,
  once: ({ steps }) => steps.some(({ kind, waitingFor }) => kind === 'refresh-instances' && pattern.test(waitingFor ?? '')),
});
const goingBack = wayBack('while the instances are replaced back', /Started an instance refresh|InProgress/);
const rollingBack = wayBack('while AWS rolls the refresh back', /rolls the instance refresh|RollbackInProgress/);
// What a cancellation leaves to be waited for may be over before the console is up again; then the way back has begun.
const cancelled = wayBack('behind the cancellation', /Cancelled the instance refresh|Cancelling|Started an instance refresh|InProgress/);

/** What is made to launch from, what takes it away, and how a refresh that is under way is ended. */
const recipes = [
  {
    recipe: 'asg-launch-template',
    makes: callsTo('ec2', 'CreateLaunchTemplate', 'CreateLaunchTemplateVersion'),
    unmakes: callsTo('ec2', 'DeleteLaunchTemplateVersions', 'DeleteLaunchTemplate'),
    ends: [...callsTo('autoscaling', 'RollbackInstanceRefresh'), rollingBack],
  },
  {
    recipe: 'asg-launch-configuration',
    makes: callsTo('autoscaling', 'CreateLaunchConfiguration'),
    unmakes: callsTo('autoscaling', 'DeleteLaunchConfiguration'),
    ends: [...callsTo('autoscaling', 'CancelInstanceRefresh'), cancelled],
  },
] as const;

let console: Console;
let script: Script;
test.describe.configure({ timeout: 1_200_000 });
test.beforeAll(async () => {
  test.setTimeout(300_000);
  console = await startConsole();
  script = new Script(console);
  await startAnew(script);
});
test.afterAll(() => console?.stop());

/** Waits for the checkpoint, and sets the sandbox' clock past it. */
async function passCheckpoint(_: Script, id: string): Promise<void> {
  await runUntil(script, id, (run) => run.state === 'failed' || isAtCheckpoint(run), 180_000);
  await advance(console, 200_000);
}

for (const { recipe, makes, unmakes, ends } of recipes) {
  const changing = [...makes, ...refreshing];
  const undoing = [...refreshing, goingBack, ...unmakes];
  const move: Move = {
    name,
    plan: planOf(recipe),
    calls: [...making, ...changing],
    back: [...undoing, ...unmaking],
    meanwhile: passCheckpoint,
  };
  // What the second recipe does to IAM is what the first does.
  const isFirst = recipe === recipes[0].recipe;
  const tried = { calls: [...(isFirst ? making : []), ...changing, atCheckpoint], back: isFirst ? move.back : undoing };

  test(`D-22 D13: ${recipe}: a group is moved whole after kill -9 before and after each call and at the checkpoint, and wholly undone after as many in its roll-back`, async () => {
    const wanted = await undisturbed(script, move);
    await moveUnderKills(script, { ...move, tried }, wanted);
  });

  test(`D-22 D12: ${recipe}: rolled back at the checkpoint with kill -9 before and after the refresh is ended, and on the way, a group is as it was`, async () => {
    const before = await accountState(console);
    const changes = await Changes.from(console);
    const { id } = await startRun(script, await move.plan(script));
    await runUntil(script, id, (run) => run.state === 'failed' || isAtCheckpoint(run), 180_000);
    const forward = await changes.read();
    expect(forward).toEqual(changesAmong(move.calls));
    await killAtEach(script, changes, ends, () => askBack(script, id));
    await expectUndone(script, id, before);
    expect(eachOnce((await changes.read()).slice(forward.length))).toEqual(changesAmong([...ends, ...move.back]));
  });
}

test('D15 D-22: none of the uploads of the web servers failed in all of it', async () => {
  const { calls, failed } = await callsOf(console, name);
  expect(calls).toBeGreaterThan(0);
  expect(failed).toBe(0);
});
