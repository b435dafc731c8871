import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { callsSince } from '../testing/administrator.ts';
import { iamOf, settled } from '../testing/chains.ts';
import { carriedOut, named, rolledBack } from '../testing/instance-runs.ts';
import { askForInstance, instanceNamed, launch, machineOf, planInstance, profileOn } from '../testing/instances.ts';
import { observedUseOf } from '../testing/least-privilege.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { checkOf } from '../testing/runs.ts';
import { scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ lives: true });
  await scanBothAccounts(console);
});
afterAll(() => console.close());

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
  const run = await carriedOut(console, plan);
  expect(await profileOn(console, id)).toEqual(['KeylessRole associated']);
  expect(run.verification).toMatchObject({ state: 'verified' });
  const calls = (await callsSince(console)).filter(({ principal }) => principal.endsWith(`assumed-role/KeylessRole/${id}`));
  expect(calls.length).toBeGreaterThan(0);
  await rolledBack(console, run);
  expect(await profileOn(console, id)).toEqual([]);
  expect([iamOf(console), machineOf(console, id)]).toEqual(before);
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

test('D4 D-61: document 004’s builder is proposed what its key was seen doing, not the s3:* of its user, and the plan proves that it is no more', async () => {
  const { document } = await observedUseOf(console, 'builder', ['s3:PutObject', 'ecs:ListClusters']);
  const statements = (document?.Statement ?? []) as { Action: string[] }[];
  expect(statements.flatMap(({ Action }) => Action).toSorted()).toEqual(['ecs:ListClusters', 's3:PutObject']);
  const inputs = named('BuilderRole', { permissions: { document: document ?? {} } });
  const plan = await planInstance(console, instanceNamed(console, 'builder'), inputs);
  expect(checkOf(plan, 'no-new-access').verdict).toBe('pass');
  expect(plan.permissions.map(({ action, change }) => `${change} ${action}`)).toContain('narrowed s3:*');
  expect(plan.permissions.filter(({ change }) => change === 'gained')).toEqual([]);
});

test('D17 D-78: a container on the host gets no role at hop limit 1, which is warned of; at 2 it does', async () => {
  const asked = async (hopLimit: number) => {
    const inputs = named('RendererRole', { metadataOptions: { httpTokens: 'required', hopLimit } });
    return checkOf(await planInstance(console, instanceNamed(console, 'docker-host'), inputs), 'metadata-reachable');
  };
  expect(await asked(1)).toMatchObject({
    verdict: 'unknown',
    evidence: expect.arrayContaining([expect.stringContaining('with a hop limit of 1')]),
  });
  expect((await asked(2)).verdict).toBe('pass');
});
