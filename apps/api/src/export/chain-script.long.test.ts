import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { GetRoleCommand, GetRolePolicyCommand, type IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { dataId, externalIdOf, homeId, link, planChain } from '../testing/chains.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { runUntil, startRun } from '../testing/runs.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });
const isInstalled = ['aws', 'jq', 'bash'].every((program) => spawnSync(program, ['--version']).status === 0);
const where = isInstalled ? test : test.skip;

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  for (const name of ['sandbox', 'sandbox-data']) await scanAccount(console, (await accountNamed(console, name)).id);
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

function runScript(script: string): Promise<{ code: number; out: string; error: string }> {
  const env = {
    PATH: process.env.PATH,
    HOME: console.dataDir,
    AWS_ENDPOINT_URL: console.sandbox.url,
    AWS_SHARED_CREDENTIALS_FILE: path.join(console.dataDir, 'sandbox/aws-credentials'),
    AWS_PROFILE: 'sandbox',
    AWS_REGION: 'us-east-1',
    PROFILE_2: 'sandbox-data',
    EXTERNAL_ID_1: given,
  };
  return new Promise((resolve) => {
    const child = execFile('bash', ['-s'], { env }, (error, out, stderr) => resolve({ code: error ? 1 : 0, out, error: stderr }));
    child.stdin?.end(script);
  });
}

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

const bothRoles = async (): Promise<object[]> => [
  await stateOf(administratorOf(console).iam, 'role1'),
  await stateOf(administratorOf(console, 'us-east-1', 'sandbox-data').iam, 'role2'),
];

where(
  'E13 E14: the script of a chain over two accounts leads to the same roles as applying it, with the external id that is given',
  async () => {
    const plan = await planChain(console, role1, [link('role2')]);
    expect(plan.exports).toEqual(['cli']);
    const { text } = await console.call(`/api/plans/${plan.id}/export?format=cli`);
    expect(text).not.toMatch(new RegExp(`${homeId}|${dataId}|us-east-1|arn:aws:|external-id-[0-9a-f]`));
    const { code, out, error } = await runScript(text);
    expect(error).toBe('');
    expect(code).toBe(0);
    expect(out).not.toContain(given);
    const scripted = await bothRoles();
    expect(JSON.stringify(scripted)).toContain(`"sts:ExternalId":"${given}"`);

    await reset();
    const run = await runUntil(console, (await startRun(console, await planChain(console, role1, [link('role2')]))).id);
    expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
    const made = externalIdOf(console, dataId, 'role2');
    expect(JSON.parse(JSON.stringify(await bothRoles()).replaceAll(made, given))).toEqual(JSON.parse(JSON.stringify(scripted)));
  },
);
