import { DescribeServicesCommand, ListTaskDefinitionsCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { administratorOf } from './administrator.ts';
import { openTestConsole, type TestConsole } from './open-console.ts';
import { planFor } from './runs.ts';
import { accountNamed, scanAccount } from './scans.ts';

export let console: TestConsole;
export let aws: ReturnType<typeof administratorOf>;
export const role = 'LimboTaskRole';
export const inputs = { role: { create: { name: role } } };
export const operator = 'RolewrightOperator';

/** Before each test of the file limbo stands as at first, and is scanned. */
export function limboAnew(): void {
  // A run with its roll-back takes seconds of the sandbox' time, and more on a machine that has others to serve.
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
  beforeAll(async () => {
    console = await openTestConsole();
  });
  beforeEach(async () => {
    const account = await accountNamed(console, 'sandbox');
    await console.call(`/api/accounts/${account.id}/reset-sandbox`, { method: 'POST' });
    await scanAccount(console, account.id);
    aws = administratorOf(console);
  });
  afterEach(() => console.setFaults([]));
  afterAll(() => console.close());
}

export const planLimbo = () => planFor(console, 'limbo', inputs);
export const serviceRuns = async (): Promise<string> => {
  const { services } = await aws.ecs.send(new DescribeServicesCommand({ cluster: 'limbo', services: ['limbo'] }));
  return services?.[0]?.taskDefinition?.split('/').at(-1) ?? '';
};
export const revisions = async (): Promise<string[]> => {
  const { taskDefinitionArns } = await aws.ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: 'limbo' }));
  return (taskDefinitionArns ?? []).map((arn) => arn.split('/').at(-1) ?? '');
};
export const roleExists = (): Promise<boolean> =>
  aws.iam.send(new GetRoleCommand({ RoleName: role })).then(
    () => true,
    (error: Error) => {
      if (error.name === 'NoSuchEntityException') return false;
      throw error;
    },
  );
export const deploys = (taskDefinition: string) =>
  aws.ecs.send(new UpdateServiceCommand({ cluster: 'limbo', service: 'limbo', taskDefinition }));
/** Without tasks that call AWS nothing is proven, so that a run ends by waiting for evidence. */
export const atVerify = (run: Run): boolean => run.steps.at(-1)?.startedAt !== null;
export const messages = (run: Run, event: string): string[] =>
  run.journal.filter((line) => line.event === event).map((line) => line.message);
