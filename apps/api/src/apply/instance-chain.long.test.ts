import type { DeliveryAnswer } from '@rolewright/shared/export/delivery.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dataId, externalIdOf, homeId, link, planChain, roleArn, settled } from '../testing/chains.ts';
import { succeeded } from '../testing/delivered.ts';
import { observedCalls } from '../testing/groups.ts';
import { launch } from '../testing/instances.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ lives: true });
  await scanBothAccounts(console);
});
afterAll(() => console.close());

const caller = roleArn(homeId, 'metrics-collector');

/** The AWS config file that the console hands over for the chain, in user data that writes it. */
async function userDataFor(externalId: string): Promise<string> {
  const sessionName = 'metrics-of-the-fleet';
  const links = [{ roleArn: roleArn(dataId, 'role2'), externalId: { value: externalId }, sessionName, durationSeconds: null }];
  const body = { region: 'us-east-1', caller: { kind: 'ec2-instance', accountId: homeId }, links, forms: ['aws-config'] };
  const { body: answer, text } = await console.call<DeliveryAnswer>('/api/export/delivery', { body });
  const [config] = answer.files ?? [];
  if (config === undefined) throw new Error(text);
  return `#!/bin/bash\nmkdir -p ~/.aws\ncat > ~/.aws/config <<'END'\n${config.content}END\n`;
}

test('A1 E4 E11 E15: a chain with an external id that was planned for an instance’s role is walked by its own program, and by none that sends another id', async () => {
  const session = { name: 'metrics-of-the-fleet', enforceName: true };
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'cloudwatch:PutMetricData', Resource: '*' }] };
  const plan = await planChain(console, { roleArn: caller }, [link('role2', { session, permissions: { document } })]);
  expect(plan.blockedBy, JSON.stringify(plan.checks.filter(({ verdict }) => verdict === 'fail'))).toEqual([]);
  await succeeded(console, plan);
  await settled(console);

  const externalId = externalIdOf(console, dataId, 'role2');
  await launch(console, 'metrics-collector', 'fleet-right', { userData: await userDataFor(externalId), profile: 'metrics-collector' });
  await launch(console, 'metrics-collector', 'fleet-wrong', {
    userData: await userDataFor(`${externalId}x`),
    profile: 'metrics-collector',
  });

  const assumed = `arn:aws:sts::${dataId}:assumed-role/role2/metrics-of-the-fleet`;
  await vi.waitFor(async () => {
    const right = await observedCalls(console, 'fleet-right');
    expect(right.filter(({ identity }) => identity === assumed).reduce((sum, { calls }) => sum + calls, 0)).toBeGreaterThan(2);
    expect((await observedCalls(console, 'fleet-wrong')).some(({ failed }) => failed > 0)).toBe(true);
  }, 60_000);
  expect((await observedCalls(console, 'fleet-right')).filter(({ failed }) => failed > 0)).toEqual([]);
  const wrong = await observedCalls(console, 'fleet-wrong');
  expect(wrong.filter(({ identity }) => identity === assumed)).toEqual([]);
  expect(wrong.map(({ lastError }) => lastError).join()).toContain('sts:AssumeRole: AccessDenied');
});
