import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import type { PolicyEdit } from '@rolewright/shared/plan/policy-change.ts';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { dataId, homeId, settled } from '../testing/chains.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { allowing, callerArn, freshPrincipals, planChange, secretId, targetArn, trusting, userArn } from '../testing/policy-changes.ts';
import { runScript, withCli } from '../testing/run-script.ts';
import { runUntil, startRun } from '../testing/runs.ts';
import { scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });
const given = 'AnIdThatTheOperatorMade0123456789';
const variables = { PROFILE_2: 'sandbox-data', EXTERNAL_ID_1: given };

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  await scanBothAccounts(console);
});
afterAll(() => console.close());

const edits: PolicyEdit[] = [
  { kind: 'trust', roleArn: targetArn, document: trusting({ AWS: callerArn }, [secretId, 'generate']) },
  { kind: 'inline-policy', principalArn: callerArn, policyName: 'old', document: allowing('s3:GetObject', 'arn:aws:s3:::b/*') },
  { kind: 'inline-policy', principalArn: userArn, policyName: 'new', document: allowing('sts:AssumeRole', targetArn) },
  { kind: 'managed-policy', policyName: 'may-call', document: allowing('sts:AssumeRole', targetArn), attachTo: [callerArn, userArn] },
];

/** Policies of those who are changed, as documents: what a call does not set is left out, and so is the id that is new. */
function stateOf(): object {
  const [home, data] = [homeId, dataId].map((id) => console.sandbox.world.state.accounts[id]?.iam);
  const documents = (inline: Record<string, string> = {}) => Object.entries(inline).map(([name, text]) => [name, JSON.parse(text)]);
  const { caller } = home?.roles ?? {};
  const { bot } = home?.users ?? {};
  const trust = (data?.roles.target?.trust.document ?? '{}').replaceAll(/"[A-Za-z0-9]{32,33}"/g, (id) =>
    id === `"${secretId}"` ? id : '"new"',
  );
  return {
    caller: [documents(caller?.inline), caller?.attached],
    bot: [documents(bot?.inline), bot?.attached],
    target: JSON.parse(trust),
  };
}

const exported = async (): Promise<string> => {
  const plan = await planChange(console, edits);
  expect(plan.exports).toEqual(['terraform', 'cloudformation', 'cli']);
  return (await console.call(`/api/plans/${plan.id}/export?format=cli`)).text;
};

withCli('E13 E14: the script of a policy change leads to the same policies as applying it; ids that stay are taken from AWS', async () => {
  await freshPrincipals(console);
  const text = await exported();
  expect(text).not.toMatch(new RegExp(`${homeId}|${dataId}|us-east-1|arn:aws:|external-id-[0-9a-f]|${secretId}`));
  const { code, out, error } = await runScript(console, text, variables);
  expect(error).toBe('');
  expect(code).toBe(0);
  expect(out).not.toContain(secretId);
  const trust = console.sandbox.world.state.accounts[dataId]?.iam.roles.target?.trust.document ?? '';
  expect(JSON.parse(trust)).toEqual(trusting({ AWS: callerArn }, [secretId, given]));
  await settled(console);
  const scripted = stateOf();
  await freshPrincipals(console);
  const run = await runUntil(console, (await startRun(console, await planChange(console, edits))).id);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  await settled(console);
  expect(stateOf()).toEqual(scripted);
});

withCli('D-51: the script stops before a trust policy that somebody changed since, and leaves it', async () => {
  await freshPrincipals(console);
  const text = await exported();
  const changed = JSON.stringify(trusting({ AWS: userArn }, secretId));
  const { iam } = administratorOf(console, 'us-east-1', 'sandbox-data');
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'target', PolicyDocument: changed }));
  const { code, error } = await runScript(console, text, variables);
  expect(code).toBe(1);
  expect(error).toContain('Somebody changed the trust policy of target');
  expect(console.sandbox.world.state.accounts[dataId]?.iam.roles.target?.trust.document).toBe(changed);
});
