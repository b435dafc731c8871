import { DescribeTaskDefinitionCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import {
  atVerify,
  aws,
  console,
  deploys,
  limboAnew,
  messages,
  operator,
  planLimbo,
  revisions,
  roleExists,
  serviceRuns,
} from '../testing/limbo-runs.ts';
import { control, runUntil, startRun } from '../testing/runs.ts';

limboAnew();

test('D-22: a roll-back whose answer is lost still waits for the old tasks before it takes the role away', async () => {
  const { id } = await startRun(console, await planLimbo());
  await runUntil(console, id, atVerify);
  await console.setFaults([{ service: 'ecs', operation: 'UpdateService', when: 'after', dropAnswer: true, times: 1, principal: operator }]);
  // Slower, so that the old tasks cannot be there before the lost answer is noticed.
  const { settings } = console.sandbox.world;
  const scale = settings.timeScale;
  settings.timeScale = 0.7;
  await control(console, id, 'roll-back');
  const run = await runUntil(console, id, (now) => now.state !== 'rolling-back');
  settings.timeScale = scale;
  expect(run.state).toBe('rolled-back');
  const back = run.journal.filter((line) => line.direction === 'back');
  const waited = back.findIndex((line) => line.event === 'waiting' && /tasks run limbo:3/.test(line.message));
  const gone = back.findIndex((line) => /Deleted the role/.test(line.message));
  expect(waited).toBeGreaterThan(-1);
  expect(gone).toBeGreaterThan(waited);
});

test('a roll-back that fails half-way says so, and goes on when it is resumed', async () => {
  const { id } = await startRun(console, await planLimbo());
  await runUntil(console, id, atVerify);
  await console.setFaults([{ service: 'iam', operation: 'DetachRolePolicy', code: 'AccessDenied', times: 1, principal: operator }]);
  await control(console, id, 'roll-back');
  const stuck = await runUntil(console, id, (run) => run.state !== 'rolling-back');
  expect(stuck).toMatchObject({ state: 'failed', actions: ['resume'] });
  expect(stuck.error?.meaning).toMatch(/roll-back stopped on its way/);
  expect(await roleExists()).toBe(true);
  await control(console, id, 'resume');
  const run = await runUntil(console, id, (now) => now.state !== 'rolling-back' && now.state !== 'failed');
  expect(run.state).toBe('rolled-back');
  expect(run.verification.state).toBe('unproven');
  expect(await roleExists()).toBe(false);
  expect(await serviceRuns()).toBe('limbo:3');
});

test('D-22: an answer that is lost and cannot be looked up either fails the run; resumed, it finds what was done', async () => {
  const register = { service: 'ecs', operation: 'RegisterTaskDefinition', principal: operator };
  const lost = { ...register, when: 'after', dropAnswer: true, times: 1 };
  await console.setFaults([{ ...register, when: 'before', latencyMs: 1500 }, lost]);
  const { id } = await startRun(console, await planLimbo());
  await runUntil(console, id, (run) => run.journal.some((line) => line.call === 'ecs:RegisterTaskDefinition'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  await console.setFaults([lost, { service: 'ecs', operation: 'ListTaskDefinitions', code: 'AccessDeniedException' }]);
  expect((await runUntil(console, id)).state).toBe('failed');
  await console.setFaults([]);
  await control(console, id, 'resume');
  const run = await runUntil(console, id, atVerify);
  expect(messages(run, 'found').join()).toContain('limbo:4 is there with the promised content');
  expect(await revisions()).toEqual(['limbo:1', 'limbo:2', 'limbo:3', 'limbo:4']);
  await control(console, id, 'roll-back');
  await runUntil(console, id, (now) => now.state === 'rolled-back');
});

test('one look at a deployment that gets no answer does not stop the run', async () => {
  await console.setFaults([{ service: 'ecs', operation: 'DescribeTasks', code: 'UnrecognizedClientException', times: 2 }]);
  const { id } = await startRun(console, await planLimbo());
  const run = await runUntil(console, id, (now) => atVerify(now) || now.state === 'failed');
  expect(run.state).not.toBe('failed');
  expect(messages(run, 'waiting').join(' ')).toContain('ecs:DescribeTasks was not answered');
  await control(console, id, 'roll-back');
  await runUntil(console, id, (now) => now.state === 'rolled-back');
});

test('D-95: a deployment of somebody else between start and update is not overwritten', async () => {
  await console.setFaults([{ service: 'ecs', operation: 'RegisterTaskDefinition', when: 'before', latencyMs: 1500, principal: operator }]);
  const { id } = await startRun(console, await planLimbo());
  await runUntil(console, id, (run) => run.journal.some((line) => line.call === 'ecs:RegisterTaskDefinition'));
  await deploys('limbo:2');
  const failed = await runUntil(console, id);
  expect(failed.state).toBe('failed');
  expect(failed.error?.what).toMatch(/is on limbo:2 and was on limbo:3/);
  expect(failed.actions).toEqual(['resume', 'roll-back']);
  expect(await serviceRuns()).toBe('limbo:2');
  await control(console, id, 'roll-back');
  expect((await runUntil(console, id, (run) => run.state !== 'rolling-back')).state).toBe('rolled-back');
  expect(await serviceRuns()).toBe('limbo:2');
  expect(await roleExists()).toBe(false);
});

test('a roll-back leaves the role to the revision that somebody else deployed since', async () => {
  const { id } = await startRun(console, await planLimbo());
  await runUntil(console, id, atVerify);
  await control(console, id, 'pause');
  await runUntil(console, id, (run) => run.state === 'paused');
  const { ecs } = aws;
  const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'limbo:4' }));
  const { family, containerDefinitions, taskRoleArn, executionRoleArn, networkMode } = taskDefinition ?? {};
  await ecs.send(new RegisterTaskDefinitionCommand({ family, containerDefinitions, taskRoleArn, executionRoleArn, networkMode }));
  await deploys('limbo:5');
  await control(console, id, 'roll-back');
  const run = await runUntil(console, id, (now) => now.state !== 'rolling-back');
  expect(run.state).toBe('rolled-back');
  expect(await serviceRuns()).toBe('limbo:5');
  expect(await roleExists()).toBe(true);
  expect(run.steps.find((step) => step.kind === 'create-role')).toMatchObject({
    state: 'skipped',
    message: 'Left as it is: limbo runs limbo:5, which uses LimboTaskRole.',
  });
  expect(messages(run, 'rolled-back')[0]).toMatch(/but for \d steps? whose result somebody else uses/);
});
