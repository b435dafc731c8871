import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { expect } from '@playwright/test';
import type { Run } from '@rolewright/shared/apply/run.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { until } from './console.ts';
import type { Script } from './http.ts';
import { admin, awsOf } from './sandbox.ts';
import { steadySnapshot } from './snapshot.ts';
import { accountNamed, ended, runUntil, scanAccount, startRun } from './steps.ts';

const homeId = '560921689673';
const dataId = '210987654321';
const secretName = 'uploader/chain';

/** A changing call of the chain's run. */
export interface ChainCall {
  service: 'iam' | 'secretsmanager';
  operation: string;
  accountId: string;
  /** Which of the calls of this operation in this account. */
  nth: 1 | 2;
}

const iam = (operation: string, accountId: string, nth: 1 | 2 = 1): ChainCall => ({ service: 'iam', operation, accountId, nth });

/** Every one of them, in its order. */
export const chainCalls: ChainCall[] = [
  iam('CreateRole', homeId),
  iam('PutRolePolicy', homeId),
  iam('CreateRole', dataId),
  iam('PutRolePolicy', dataId),
  iam('PutRolePolicy', dataId, 2),
  { service: 'secretsmanager', operation: 'CreateSecret', accountId: homeId, nth: 1 },
  iam('PutRolePolicy', homeId, 2),
  iam('UpdateAssumeRolePolicy', homeId),
];

/**
 * The sandbox as it was at first, and a plan of role1 → role2, both new, → role3 of the first account, which trusts somebody else already; the
 * config lies in a secret that an execution role reads.
 */
export async function planChainAnew(script: Script): Promise<Plan> {
  const { console } = script;
  const [home, data] = await Promise.all([accountNamed(script, 'sandbox'), accountNamed(script, 'sandbox-data')]);
  await admin(console, 'DELETE', 'faults');
  await script.post(`/api/accounts/${home.id}/reset-sandbox`, {}, 200);
  for (const { id } of [home, data]) await scanAccount(script, id);
  const aws = awsOf(console);
  const statement = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2);
  for (const RoleName of ['role3', 'Execution']) await aws.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  aws.close();
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/*' }] };
  const session = { name: 'app-{task-id}', enforceName: true };
  const common = { externalId: 'generate', session, permissions: { document } };
  const links = [
    { accountId: data.id, role: { create: { name: 'role2' } }, ...common },
    { accountId: home.id, role: { existing: `arn:aws:iam::${homeId}:role/role3` }, ...common, permissions: undefined },
  ];
  const caller = { create: { name: 'role1' } };
  const delivery = { store: 'secrets-manager', name: secretName, readers: [`arn:aws:iam::${homeId}:role/Execution`] };
  return script.post<Plan>(
    '/api/plans',
    { recipe: 'role-chain', accountId: home.id, region: 'us-east-1', target: { caller }, inputs: { links, delivery } },
    201,
  );
}

interface RoleState {
  attached: string[];
  inline: Record<string, string>;
  trust: { document: string };
}

interface Accounts {
  accounts: Record<string, { iam: { roles: Record<string, RoleState> }; regions: Record<string, { secrets?: Record<string, unknown> }> }>;
}

/** What a finished run leaves of the roles and of secrets; external ids and the ends of ARNs, which are new each time, are taken out. */
export async function chainState(script: Script): Promise<Record<string, unknown>> {
  const { accounts } = (await steadySnapshot(script.console)) as unknown as Accounts;
  const of = (accountId: string, name: string): RoleState | undefined => {
    const role = accounts[accountId]?.iam.roles[name];
    if (role === undefined) return undefined;
    const document = role.trust.document.replaceAll(/"sts:ExternalId":"[^"]+"/g, '"sts:ExternalId":"one"');
    const inline = Object.entries(role.inline).map(([policy, text]) => [policy, text.replaceAll(/(:secret:[\w/]+)-\w{6}/g, '$1')]);
    return { attached: role.attached, inline: Object.fromEntries(inline), trust: { document } };
  };
  const secrets = Object.keys(accounts[homeId]?.regions['us-east-1']?.secrets ?? {});
  return {
    role1: of(homeId, 'role1'),
    role2: of(dataId, 'role2'),
    role3: of(homeId, 'role3'),
    execution: of(homeId, 'Execution'),
    secrets,
  };
}

/** The run of a plan to which nothing happens. */
export async function runChain(script: Script, plan: Plan): Promise<Run> {
  const run = await runUntil(script, (await startRun(script, plan)).id, ended);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  return run;
}

/** kill -9 of the console while AWS has the call, before or after it was carried out; then the run ends as if nothing had happened. */
export async function killInCall(
  script: Script,
  { service, operation, accountId, nth }: ChainCall,
  when: 'before' | 'after',
  wanted: object,
) {
  const { console } = script;
  const plan = await planChainAnew(script);
  // Seed 1 lets the first call pass and hits the second.
  const second = nth === 2 ? { probability: 0.5, seed: 1 } : {};
  const principal = `${accountId}:assumed-role/RolewrightOperator`;
  await admin(console, 'PUT', 'faults', {
    rules: [{ service, operation, when, times: 1, principal, latencyMs: 60_000, ...second }],
  });
  const started = await startRun(script, plan);
  const isHit = await until(async () => {
    const { rules } = await admin<{ rules: { times: number }[] }>(console, 'GET', 'faults');
    return rules[0]?.times === 0 || undefined;
  }, 60_000);
  expect(isHit, `${service}:${operation} was called`).toBe(true);
  await console.kill();
  await admin(console, 'DELETE', 'faults');
  await console.restart();
  const run = await runUntil(script, started.id, ended);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  expect(run.verification.evidence.filter((one) => one.state === 'no')).toEqual([]);
  expect(await chainState(script)).toEqual(wanted);
  const done = run.journal.filter(({ event }) => event === 'done' || event === 'found').map(({ stepId }) => stepId);
  expect(new Set(done).size, 'nothing is sent twice').toBe(done.length);
}
