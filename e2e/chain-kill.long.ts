import { expect, test } from '@playwright/test';
import { chainCalls, chainState, killInCall, planChainAnew, runChain } from './support/chains.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';

let console: Console;
let script: Script;
let wanted: Awaited<ReturnType<typeof chainState>>;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  console = await startConsole({ ROLEWRIGHT_SANDBOX_ESTATE: 'empty' });
  script = new Script(console);
  const run = await runChain(script, await planChainAnew(script));
  const called = run.journal.filter((line) => line.event === 'done' && line.call !== null).map((line) => line.call);
  expect(called, 'the matrix holds every changing call').toEqual(chainCalls.map((call) => `${call.service}:${call.operation}`));
  wanted = await chainState(script);
});
test.afterAll(() => console?.stop());

for (const call of chainCalls) {
  for (const when of ['before', 'after'] as const) {
    test(`B3 D-22: the chain is whole after kill -9 ${when} ${call.operation} ${call.nth} in ${call.accountId}`, () =>
      killInCall(script, call, when, wanted));
  }
}
