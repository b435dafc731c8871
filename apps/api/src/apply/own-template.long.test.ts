import type { Run } from '@rolewright/shared/apply/run.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { iamOf, settled } from '../testing/chains.ts';
import { groupMove, groupNamed, launchedFrom, launchStateOf, observedCalls, planGroup, templateNamed } from '../testing/groups.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { checkOf, control, runUntil, startRun } from '../testing/runs.ts';
import { scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 300_000 });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ lives: true });
  await scanBothAccounts(console);
  await settled(console);
});
afterAll(() => console.close());

/** The group that follows $Latest of the same template, with the instances that it has, and that template with all its versions. */
const others = (): string => {
  const { group, instances, refreshes } = groupNamed(console, 'shop-web-spot');
  return JSON.stringify({ group, instances: Object.keys(instances), refreshes, template: templateNamed(console, /^shop-web$/) });
};

test('D10 D-73: a group that shares its template with a follower of $Latest gets a template of its own; the other group and the template are untouched', async () => {
  const before = [iamOf(console), launchStateOf(console, 'shop-web'), others()];
  const shared = await planGroup(console, 'shop-web', groupMove('ShopWebRole'));
  expect(shared.blockedBy).toContain('template-shared');
  expect(JSON.stringify(checkOf(shared, 'template-shared'))).toContain('a launch template of its own');

  const plan = await planGroup(console, 'shop-web', groupMove('ShopWebRole', { launchTemplate: 'own' }));
  expect(plan.blockedBy, JSON.stringify(plan.checks.filter(({ verdict }) => verdict === 'fail'))).toEqual([]);
  expect(plan.steps.map(({ kind }) => kind).slice(-5)).toEqual([
    ...['create-launch-template', 'create-launch-template-version', 'update-group', 'refresh-instances', 'verify-group'],
  ]);
  const evidence = checkOf(plan, 'template-shared').evidence.join(' ');
  expect(evidence).toContain('The group shop-web-spot launches from version $Latest of shop-web.');
  expect(evidence).toMatch(/shop-web gets the launch template shop-web-\w+ of its own\. shop-web gets no version/);
  for (const format of plan.exports) {
    const { status, text } = await console.call(`/api/plans/${plan.id}/export?format=${format}`);
    expect(status, format).toBe(200);
    if (format === 'cli') expect(text).toContain('like version 2 of the launch template shop-web');
  }

  const run: Run = await runUntil(console, (await startRun(console, plan)).id, undefined, 180_000);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  expect(launchedFrom(console, 'shop-web')).toEqual(['InService 2']);
  const own = templateNamed(console, /^shop-web-/);
  const source = templateNamed(console, /^shop-web$/).versions[2]?.data;
  expect(own.versions[1]?.data).toEqual(source);
  expect({ ...own.versions[2]?.data, IamInstanceProfile: null, UserData: null }).toEqual({
    ...source,
    IamInstanceProfile: null,
    UserData: null,
  });
  expect(Buffer.from(own.versions[2]?.data.UserData ?? '', 'base64').toString()).not.toMatch(/ACCESS_KEY/);
  expect(others()).toBe(before[2]);
  const calls = await observedCalls(console, 'shop-web');
  expect(calls.filter(({ failed }) => failed > 0)).toEqual([]);

  await control(console, run.id, 'roll-back');
  const back = await runUntil(
    console,
    run.id,
    ({ state, actions }) => state === 'rolled-back' || (state === 'failed' && actions.length === 1),
    180_000,
  );
  expect(back.state, JSON.stringify(back.error)).toBe('rolled-back');
  await settled(console);
  expect([iamOf(console), launchStateOf(console, 'shop-web'), others()]).toEqual(before);
});
