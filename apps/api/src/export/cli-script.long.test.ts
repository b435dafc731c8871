import { DescribeServicesCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import {
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { outputOnlyMembers } from '@rolewright/shared/aws/task-definition.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { runScript, withCli } from '../testing/run-script.ts';
import { control, planFor, runUntil, startRun } from '../testing/runs.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

// The script starts a dozen Pythons, and its waiter sleeps 15 s between two looks.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

let console: TestConsole;
let aws: ReturnType<typeof administratorOf>;
beforeAll(async () => {
  console = await openTestConsole();
});
afterAll(() => console.close());

/** The sandbox as new, and a plan for this service. */
async function planInNewSandbox(name: string, inputs: object): Promise<Plan> {
  const account = await accountNamed(console, 'sandbox');
  const { status, text } = await console.call(`/api/accounts/${account.id}/reset-sandbox`, { method: 'POST' });
  expect(status, text).toBeLessThan(300);
  await scanAccount(console, account.id);
  aws = administratorOf(console);
  return planFor(console, name, inputs);
}

/** What a plan for this service leaves behind, as AWS tells it. The plan's own tag and the times are left out. */
async function stateOf(roleName: string, cluster: string, service: string, base: string): Promise<object> {
  const { Role } = await aws.iam.send(new GetRoleCommand({ RoleName: roleName }));
  const { PolicyNames = [] } = await aws.iam.send(new ListRolePoliciesCommand({ RoleName: roleName }));
  const inline = await Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument = '' } = await aws.iam.send(new GetRolePolicyCommand({ RoleName: roleName, PolicyName }));
      return [PolicyName, JSON.parse(decodeURIComponent(PolicyDocument))];
    }),
  );
  const { AttachedPolicies = [] } = await aws.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: roleName }));
  const { Policies = [] } = await aws.iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
  const { services = [] } = await aws.ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const [found] = services;
  const revision = await describe(found?.taskDefinition ?? '');
  const before = await describe(base);
  return {
    role: [Role?.Arn, Role?.Description, Role?.PermissionsBoundary, JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''))],
    tags: Role?.Tags?.filter(({ Key }) => Key !== 'rolewright:plan') ?? [],
    inline,
    attached: AttachedPolicies.map(({ PolicyArn }) => PolicyArn),
    policies: Policies.map(({ Arn }) => Arn),
    service: [found?.taskDefinition, found?.desiredCount, found?.deploymentConfiguration, found?.deployments?.length],
    revision: JSON.parse(withoutSecrets(revision, before)),
  };
}

async function describe(taskDefinition: string): Promise<Record<string, unknown>> {
  const answer = await aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] }));
  const members = Object.entries({ ...answer.taskDefinition, tags: answer.tags });
  return Object.fromEntries(members.filter(([name]) => !outputOnlyMembers.some((one) => one === name)));
}

/** Secrets are made anew with each sandbox: what counts is that a value is that of the base. */
function withoutSecrets(revision: object, base: object): string {
  const values = JSON.stringify(base);
  return JSON.stringify(revision, (key, value: unknown) =>
    key === 'value' && typeof value === 'string' ? values.includes(JSON.stringify(value)) : value,
  );
}

const exported = async (plan: Plan): Promise<string> => (await console.call(`/api/plans/${plan.id}/export?format=cli`)).text;

withCli.each([['limbo', 'limbo', 'limbo:3']])(
  'E13: the AWS CLI script for %s leads to the same state as applying the plan',
  async (name, cluster, base) => {
    const roleName = `${name}-role`;
    const inputs = { role: { create: { name: roleName, path: '/moved/' } } };
    const { code, out, error } = await runScript(console, await exported(await planInNewSandbox(name, inputs)), {
      EXPECTED_ACCOUNT_ID: '560921689673',
    });
    expect(error).toBe('');
    expect(code).toBe(0);
    expect(out).toContain('Account 560921689673, Region us-east-1, as arn:aws:iam::560921689673:');
    const secrets = Object.values(console.sandbox.world.state.accounts['560921689673']!.iam.accessKeys).map((key) => key.secretAccessKey);
    expect(secrets.filter((secret) => out.includes(secret))).toEqual([]);
    const scripted = await stateOf(roleName, cluster, name, base);

    const { id } = await startRun(console, await planInNewSandbox(name, inputs));
    await runUntil(console, id, (run) => run.steps.at(-1)?.startedAt !== null || run.state === 'failed');
    expect(scripted).toEqual(await stateOf(roleName, cluster, name, base));
    await control(console, id, 'roll-back');
    await runUntil(console, id, (run) => run.state === 'rolled-back');
  },
);

withCli('D-21: a member that the AWS CLI does not know stops the script before it changes anything', async () => {
  const script = await exported(await planInNewSandbox('limbo', { role: { create: { name: 'LimboTaskRole' } } }));
  const ofNewerPlan = script.replace('\\"containerDefinitions\\"', '\\"aMemberOfTomorrow\\",\\"containerDefinitions\\"');
  const { code, error } = await runScript(console, ofNewerPlan);
  expect(error).toContain('This AWS CLI does not know aMemberOfTomorrow of limbo:3 and would lose it');
  expect(code).toBe(1);
  await expect(aws.iam.send(new GetRoleCommand({ RoleName: 'LimboTaskRole' }))).rejects.toThrow(/cannot be found/);
});

withCli('what the console does not start, the script does not start unasked', async () => {
  const script = await exported(await planInNewSandbox('gallery', { role: { create: { name: 'GalleryTaskRole' } } }));
  const { code, error } = await runScript(console, script);
  expect(error).toContain('Not so when the plan was made: There are credential variables to remove');
  expect(code).toBe(1);
  await expect(aws.iam.send(new GetRoleCommand({ RoleName: 'GalleryTaskRole' }))).rejects.toThrow(/cannot be found/);
});

withCli('A14: a script that expects another account says whose this is, and changes nothing', async () => {
  const plan = await planInNewSandbox('limbo', { role: { create: { name: 'LimboTaskRole' } } });
  const { code, error } = await runScript(console, await exported(plan), { EXPECTED_ACCOUNT_ID: '111122223333' });
  expect(code).toBe(1);
  expect(error).toContain('This is not the account 111122223333: nothing was changed');
  await expect(aws.iam.send(new GetRoleCommand({ RoleName: 'LimboTaskRole' }))).rejects.toThrow(/cannot be found/);
});
