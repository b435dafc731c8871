import { expect, test } from '@playwright/test';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { killWhileWaiting, nameOf, play, trialsOf, undisturbed } from './support/kill-matrix.ts';
import { type Change, changesOf, planLimboAnew } from './support/limbo.ts';

// Every call of limbo's plan; the first test holds this list against the plan itself.
const changes: Change[] = [
  { service: 'iam', operation: 'CreateRole' },
  { service: 'iam', operation: 'AttachRolePolicy' },
  { service: 'iam', operation: 'PutRolePolicy' },
  { service: 'ecs', operation: 'RegisterTaskDefinition' },
  { service: 'ecs', operation: 'UpdateService' },
];

let console: Console;
let script: Script;
let wanted: Awaited<ReturnType<typeof undisturbed>>;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  console = await startConsole();
  script = new Script(console);
  wanted = await undisturbed(script);
});
test.afterAll(() => console?.stop());

test('the matrix holds every changing call of the plan', async () => {
  expect(changesOf(await planLimboAnew(script))).toEqual(changes);
});

for (const kind of ['wait-for-service', 'verify'] as const) {
  test(`D-22: the run survives kill -9 while it waits in ${kind}`, () => killWhileWaiting(script, kind, wanted));
}
for (const trial of trialsOf(changes)) test(`D-22: the run survives ${nameOf(trial)}`, () => play(script, trial, wanted));
