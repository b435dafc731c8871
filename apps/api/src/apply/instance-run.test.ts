import { StopInstancesCommand } from '@aws-sdk/client-ec2';
import type { Run } from '@rolewright/shared/apply/run.ts';
import type { InstanceInputs } from '@rolewright/shared/plan/ec2-instance.ts';
import type { InstancePlanView } from '@rolewright/shared/plan/plan.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { callsSince } from '../testing/administrator.ts';
import { iamOf, settled } from '../testing/chains.ts';
import {
  askForInstance,
  ec2Administrator,
  instanceNamed,
  launch,
  machineOf,
  planInstance,
  profileOn,
  untilInState,
} from '../testing/instances.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { checkOf, control, runUntil, startRun } from '../testing/runs.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ lives: true });
  for (const name of ['sandbox', 'sandbox-data']) await scanAccount(console, (await accountNamed(console, name)).id);
});
afterAll(() => console.close());

const named = (name: string, more: Partial<InstanceInputs> = {}): InstanceInputs => ({
  role: { create: { name } },
  profile: { create: { name } },
  ...more,
});

async function carriedOut(plan: InstancePlanView): Promise<Run> {
  const run = await runUntil(console, (await startRun(console, plan)).id);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  return run;
}

async function rolledBack({ id }: Run): Promise<Run> {
  await control(console, id, 'roll-back');
  const back = await runUntil(console, id, (one) => one.state === 'rolled-back' || (one.state === 'failed' && one.actions.length === 1));
  expect(back.state, JSON.stringify(back.error)).toBe('rolled-back');
  await settled(console);
  return back;
}

const builds = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Builds', Effect: 'Allow', Action: ['s3:PutObject', 'ecs:ListClusters'], Resource: '*' }],
};

test('D5 D13 D-66: an instance without profile and key gets both; its program takes the role, which is verified; undone, all is as it was', async () => {
  const id = await launch(console, 'builder', 'keyless', { userData: '#!/bin/bash\n/opt/agent/run.sh &\n' });
  await settled(console);
  const before = [iamOf(console), machineOf(console, id)];
  const plan = await planInstance(console, id, named('KeylessRole', { permissions: { document: builds } }));
  expect(plan.blockedBy).toEqual([]);
  expect(plan.confirm).toBe('keyless');
  const run = await carriedOut(plan);
  expect(await profileOn(console, id)).toEqual(['KeylessRole associated']);
  expect(run.verification).toMatchObject({ state: 'verified' });
  const calls = (await callsSince(console)).filter(({ principal }) => principal.endsWith(`assumed-role/KeylessRole/${id}`));
  expect(calls.length).toBeGreaterThan(0);
  await rolledBack(run);
  expect(await profileOn(console, id)).toEqual([]);
  expect([iamOf(console), machineOf(console, id)]).toEqual(before);
});

test('D14 D-66: document 004’s builder gets its profile, goes on with its key, and is not called verified', async () => {
  const id = instanceNamed(console, 'builder');
  const plan = await planInstance(console, id, named('BuilderRole'));
  expect(checkOf(plan, 'running-programs')).toMatchObject({ verdict: 'unknown' });
  expect(plan.permissions.map(({ action }) => action)).toContain('s3:*');
  const run = await carriedOut(plan);
  expect(run.verification).toMatchObject({ state: 'unproven' });
  expect(run.verification.evidence.find(({ claim }) => claim.includes('user data'))).toMatchObject({ state: 'no' });
  await rolledBack(run);
  expect(await profileOn(console, id)).toEqual([]);
});

test('E15 D-65: a profile that is there is replaced by its association’s id, and put back', async () => {
  const id = instanceNamed(console, 'metrics-collector');
  const metrics = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'cloudwatch:PutMetricData', Resource: '*' }] };
  const before = machineOf(console, id);
  const plan = await planInstance(console, id, named('CollectorRole', { permissions: { document: metrics } }));
  expect(checkOf(plan, 'current-role-kept').verdict).toBe('pass');
  // Its program keeps the credentials of the old role until they end (D-43), so that nothing shows yet.
  const run = await runUntil(console, (await startRun(console, plan)).id, ({ steps }) => steps.at(-1)?.startedAt !== null);
  expect(await profileOn(console, id)).toContain('CollectorRole associated');
  await rolledBack(run);
  expect(machineOf(console, id)).toBe(before);
  expect(await profileOn(console, id)).toContain('metrics-collector associated');
});

test('E15 D-65: on a stopped instance the profile is taken off and attached; undone the same way', async () => {
  const id = await launch(console, 'metrics-collector', 'stopped-collector', { profile: 'metrics-collector' });
  await ec2Administrator(console).send(new StopInstancesCommand({ InstanceIds: [id] }));
  await untilInState(console, id, 'stopped');
  const plan = await planInstance(console, id, named('SecondRole'));
  expect(plan.steps.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['disassociate-instance-profile', 'associate-instance-profile']),
  );
  const second = await carriedOut(plan);
  expect(await profileOn(console, id)).toEqual(['SecondRole associated']);
  await rolledBack(second);
  expect(await profileOn(console, id)).toEqual(['metrics-collector associated']);
});

test('A1 D-65: the role of Systems Manager is extended, a bare one in its place is refused', async () => {
  const id = instanceNamed(console, 'sales-reports');
  const bare = await planInstance(console, id, named('ReportsRole'));
  expect(bare.blockedBy).toContain('agents-kept');
  const arn = 'arn:aws:iam::560921689673:role/ManagedInstanceRole';
  const plan = await planInstance(console, id, { role: { existing: arn }, profile: { existing: 'ManagedInstanceRole' } });
  expect(plan.blockedBy).toEqual([]);
  expect(plan.steps.map(({ kind }) => kind)).toEqual(['put-role-policy', 'verify-instance']);
  const before = iamOf(console);
  const run = await carriedOut(plan);
  expect(await profileOn(console, id)).toEqual(['ManagedInstanceRole associated']);
  await rolledBack(run);
  expect(iamOf(console)).toBe(before);
});

test('D13 D-67: key lines leave the user data of a stopped instance, the metadata options change, and a roll-back says what stays', async () => {
  const id = instanceNamed(console, 'archiver');
  const inputs = named('ArchiverRole', { userData: 'remove-keys', metadataOptions: { httpTokens: 'required', hopLimit: 1 } });
  const run = await carriedOut(await planInstance(console, id, inputs));
  const { userData, metadataOptions } = JSON.parse(machineOf(console, id));
  expect(Buffer.from(userData, 'base64').toString()).toBe('#!/bin/bash\njava -jar /opt/archiver.jar &\n');
  expect(metadataOptions.httpTokens).toBe('required');
  expect(run.verification.evidence.find(({ claim }) => claim.includes('user data'))).toMatchObject({ state: 'yes' });
  const back = await rolledBack(run);
  expect(back.steps.find(({ kind }) => kind === 'remove-user-data-keys')).toMatchObject({ state: 'skipped' });
  expect(JSON.parse(machineOf(console, id)).metadataOptions.httpTokens).toBe('optional');
});

test('D13: an instance of a group is refused with the reason; what is not there is named by its field', async () => {
  const plan = await planInstance(console, instanceNamed(console, 'image-upload-web'), named('WebServerRole'));
  expect(plan.blockedBy).toContain('no-group');
  const strange = await askForInstance(console, 'i-0123456789abcdef0', named('X'));
  expect(strange).toMatchObject({ status: 400, body: { fields: [{ field: 'target.instanceId' }] } });
  const wrong = await askForInstance(console, 'builder', named('X'));
  expect(wrong.status).toBe(400);
});

test('D5 E15: the plan is exported in every format, and none of it holds the key', async () => {
  const plan = await planInstance(console, instanceNamed(console, 'builder'), named('BuilderRole', { userData: 'remove-keys' }));
  for (const format of plan.exports) {
    const { status, text } = await console.call(`/api/plans/${plan.id}/export?format=${format}`);
    expect(status).toBe(200);
    expect(text).toContain('BuilderRole');
  }
  expect(plan.exports).toEqual(['terraform', 'cloudformation', 'cli']);
  const text = console.answers.join('\n');
  const users = Object.values(console.sandbox.world.state.accounts).flatMap(({ iam }) => Object.values(iam.accessKeys));
  for (const { secretAccessKey } of users) expect(text).not.toContain(secretAccessKey);
});
