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

test('a roll-back from every step leaves the account as it was', async () => {
  test.setTimeout(600_000);
  const script = new Script(console);
  const steps = (await planLimboAnew(script)).steps.length;
  for (let index = 0; index < steps; index++) {
    const plan = await planLimboAnew(script);
    await test.step(`from ${nameOf(plan, index)}`, () => rollBackFrom(script, plan, index));
  }
});
