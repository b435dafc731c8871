import {
  CreateRoleCommand,
  CreateUserCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
} from '@aws-sdk/client-iam';
import type { ChainPlan } from '@rolewright/shared/plan/plan.ts';
import { afterAll, beforeAll, beforeEach, expect, vi } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { dataId, externalIdOf, homeId, link, planChain, roleArn, settled } from '../testing/chains.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { runScript, withCli } from '../testing/run-script.ts';
import { runUntil, startRun } from '../testing/runs.ts';
import { accountNamed, scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  await scanBothAccounts(console);
});
beforeEach(() => reset());
afterAll(() => console.close());

async function reset(): Promise<void> {
  const { status, text } = await console.call(`/api/accounts/${(await accountNamed(console, 'sandbox')).id}/reset-sandbox`, {
    method: 'POST',
  });
  expect(status, text).toBeLessThan(300);
}

const role1 = { create: { name: 'role1' } };
const given = 'AnIdThatTheOperatorMade0123456789';

/** Trust, tags without the plan's own, and inline policies, with the external id as it is. */
async function stateOf(iam: IAMClient, RoleName: string): Promise<object> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const inline = await Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return [PolicyName, JSON.parse(decodeURIComponent(PolicyDocument))];
    }),
  );
  const trust = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''));
  return {
    arn: Role?.Arn,
    trust,
    inline,
    description: Role?.Description,
    tags: Role?.Tags?.filter(({ Key }) => Key !== 'rolewright:plan') ?? [],
  };
}

const home = () => administratorOf(console).iam;
const data = () => administratorOf(console, 'us-east-1', 'sandbox-data').iam;
const bothRoles = async (): Promise<object[]> => [await stateOf(home(), 'role1'), await stateOf(data(), 'role2')];

withCli(
  'E13 E14: the script of a chain over two accounts leads to the same roles as applying it, with the external id that is given',
  async () => {
    const plan = await planChain(console, role1, [link('role2')]);
    expect(plan.exports).toEqual(['terraform', 'cloudformation', 'cli']);
    const scripted = await scriptedState(plan.id, bothRoles);
    expect(scripted).toContain(`"sts:ExternalId":"${given}"`);

    await reset();
    await apply(await planChain(console, role1, [link('role2')]));
    const made = externalIdOf(console, dataId, 'role2');
    expect(JSON.parse(JSON.stringify(await bothRoles()).replaceAll(made, given))).toEqual(JSON.parse(scripted));
  },
);

/** Whom role2 trusts before the chain, with an id of their own that no file may name. */
const partners = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Partner',
      Effect: 'Allow',
      Principal: { AWS: dataId },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'the-id-of-a-partner' } },
    },
  ],
};

/** A user of the first account and a role of the second are there already. */
async function makeExisting(): Promise<ChainPlan> {
  await home().send(new CreateUserCommand({ UserName: 'app' }));
  await data().send(new CreateRoleCommand({ RoleName: 'role2', AssumeRolePolicyDocument: JSON.stringify(partners) }));
  await settled(console);
  return planChain(console, { userArn: `arn:aws:iam::${homeId}:user/app` }, [
    link('role2', { role: { existing: roleArn(dataId, 'role2') } }),
  ]);
}

/** The user’s inline policies, and role2. */
async function userAndRole(): Promise<object[]> {
  const { PolicyNames = [] } = await home().send(new ListUserPoliciesCommand({ UserName: 'app' }));
  const inline = await Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument = '' } = await home().send(new GetUserPolicyCommand({ UserName: 'app', PolicyName }));
      return [PolicyName, JSON.parse(decodeURIComponent(PolicyDocument))];
    }),
  );
  return [...inline, await stateOf(data(), 'role2')];
}

withCli('E13 D-51: so does that of a user who may assume a role that is there already, and whom that role trusts stays', async () => {
  const scripted = await scriptedState((await makeExisting()).id, userAndRole);
  expect(scripted).toContain('"sts:ExternalId":"the-id-of-a-partner"');
  expect(scripted).toContain(`"sts:ExternalId":"${given}"`);
  expect(scripted).toContain('Assume-role2');

  await reset();
  await apply(await makeExisting());
  const document = console.sandbox.world.state.accounts[dataId]?.iam.roles.role2?.trust.document ?? '';
  const made = [...document.matchAll(/"sts:ExternalId":\s*"([^"]+)"/g)]
    .map(([, id]) => id ?? '')
    .find((id) => id !== 'the-id-of-a-partner');
  expect(JSON.parse(JSON.stringify(await userAndRole()).replaceAll(made ?? 'none', given))).toEqual(JSON.parse(scripted));
});

/** Runs the plan’s script, which names no account, id or Region, and reads what is there then. */
async function scriptedState(planId: string, read: () => Promise<object[]>): Promise<string> {
  const { text } = await console.call(`/api/plans/${planId}/export?format=cli`);
  expect(text).not.toMatch(new RegExp(`${homeId}|${dataId}|us-east-1|arn:aws:|external-id-[0-9a-f]|the-id-of-a-partner`));
  const { code, out, error } = await runScript(console, text, { PROFILE_2: 'sandbox-data', EXTERNAL_ID_1: given });
  expect(error).toBe('');
  expect(code).toBe(0);
  expect(out).not.toContain(given);
  return JSON.stringify(await read());
}

async function apply(plan: ChainPlan): Promise<void> {
  const run = await runUntil(console, (await startRun(console, plan)).id);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
}
