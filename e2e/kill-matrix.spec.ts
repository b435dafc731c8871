import { test } from '@playwright/test';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { nameOf, play, type Trial, undisturbed } from './support/kill-matrix.ts';

// A sample of kill-matrix.long.ts: what cannot be sent twice without harm.
const sample: Trial[] = [{ service: 'ecs', operation: 'RegisterTaskDefinition', hit: 'kill', when: 'after' }];

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

for (const trial of sample) test(`D-22: the run survives ${nameOf(trial)}`, () => play(script, trial, wanted));
