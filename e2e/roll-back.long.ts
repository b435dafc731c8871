import { test } from '@playwright/test';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { planLimboAnew } from './support/limbo.ts';
import { nameOf, rollBackFrom } from './support/roll-back.ts';

let console: Console;
test.beforeAll(async () => {
  console = await startConsole();
});
test.afterAll(() => console?.stop());

test('D-24: a roll-back from every step, and from the end, leaves the account as it was', async () => {
  test.setTimeout(600_000);
  const script = new Script(console);
  const plan = await planLimboAnew(script);
  for (let index = 0; index <= plan.steps.length; index++) {
    await test.step(`from ${nameOf(plan, index)}`, () => rollBackFrom(script, index));
  }
});
