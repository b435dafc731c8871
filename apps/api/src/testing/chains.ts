import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import { assumeRoleForService } from '@rolewright/sandbox/auth/assume-for-service.ts';
import type { ChainPlan } from '@rolewright/shared/plan/plan.ts';
import type { NewRoleChainPlan } from '@rolewright/shared/plan/role-chain.ts';
import type { Answer, TestConsole } from './open-console.ts';
import { accountNamed } from './scans.ts';

export const homeId = '560921689673';
export const dataId = '210987654321';
export const roleArn = (accountId: string, name: string): string => `arn:aws:iam::${accountId}:role/${name}`;

type Link = NewRoleChainPlan['inputs']['links'][number];

/** What reads one prefix of the second account's bucket. */
export const readsWarehouse = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::warehouse-${dataId}/*` }],
};

/** A link to a new role of the second account, with an external id. */
export const link = (name: string, change: Partial<Link> = {}): Link => ({
  accountId: 'sandbox-data',
  role: { create: { name } },
  externalId: 'generate',
  session: { name: 'app-{task-id}', enforceName: false },
  permissions: { document: readsWarehouse },
  ...change,
});

/** Asks for a plan of a chain; accounts are given by their names. */
export async function askForChain(
  console: TestConsole,
  caller: NewRoleChainPlan['target']['caller'],
  links: Link[],
  more: Partial<NewRoleChainPlan['inputs']> = {},
): Promise<Answer<ChainPlan & { fields?: { field: string; message: string }[] }>> {
  const idOf = async (name: string) => (await accountNamed(console, name)).id;
  const inputs = { links: await Promise.all(links.map(async (one) => ({ ...one, accountId: await idOf(one.accountId) }))), ...more };
  const body = { recipe: 'role-chain', accountId: await idOf('sandbox'), region: 'us-east-1', target: { caller }, inputs };
  return console.call('/api/plans', { body });
}

/** A plan of a chain. */
export async function planChain(
  console: TestConsole,
  caller: NewRoleChainPlan['target']['caller'],
  links: Link[],
  more: Partial<NewRoleChainPlan['inputs']> = {},
): Promise<ChainPlan> {
  const answer = await askForChain(console, caller, links, more);
  if (answer.status !== 201) throw new Error(`no plan: ${answer.text}`);
  return answer.body;
}

interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** The keys that ECS gives to a task that runs as this role; throws what stands in the way. */
export function taskKeys({ sandbox }: TestConsole, role: string): Keys {
  const session = assumeRoleForService(sandbox.world, {
    accountId: homeId,
    roleArn: role,
    service: 'ecs-tasks.amazonaws.com',
    sourceArn: `arn:aws:ecs:us-east-1:${homeId}:task/limbo/0123456789abcdef0123456789abcdef`,
    sourceAccount: homeId,
    sessionName: '0123456789abcdef0123456789abcdef',
  });
  if ('denied' in session) throw new Error(session.denied);
  return session;
}

/** One real call of sts:AssumeRole: the keys of the new session, or AWS' error code. */
export async function assume(
  console: TestConsole,
  keys: Keys,
  input: Partial<AssumeRoleCommandInput> & { RoleArn: string },
): Promise<{ keys: Keys; arn: string } | { code: string }> {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  const sts = new STSClient({ region: 'us-east-1', endpoint: console.sandbox.url, credentials, maxAttempts: 1 });
  try {
    const answer = await sts.send(new AssumeRoleCommand({ RoleSessionName: 'app-0123456789abcdef0123456789abcdef', ...input }));
    const made = answer.Credentials;
    return {
      arn: answer.AssumedRoleUser?.Arn ?? '',
      keys: { accessKeyId: made?.AccessKeyId ?? '', secretAccessKey: made?.SecretAccessKey ?? '', sessionToken: made?.SessionToken ?? '' },
    };
  } catch (error) {
    return { code: (error as Error).name };
  } finally {
    sts.destroy();
  }
}

/** The external id that a role asks for, as its own administrator reads it in IAM. */
export function externalIdOf({ sandbox }: TestConsole, accountId: string, name: string): string {
  const document = sandbox.world.state.accounts[accountId]?.iam.roles[name]?.trust.document ?? '';
  const found = /"sts:ExternalId":"([^"]+)"/.exec(document)?.[1];
  if (found === undefined) throw new Error(`${name} asks for no external id`);
  return found;
}

/** Users and roles of both accounts as their policies stand there, byte by byte; what use alone changes is left out. */
export const iamOf = ({ sandbox }: TestConsole): string =>
  JSON.stringify(
    Object.values(sandbox.world.state.accounts).map(({ iam }) => [iam.users, iam.roles]),
    (key, value: unknown) => (key === 'lastUsed' ? undefined : value),
  );

/** Waits until every change of IAM is in effect everywhere (D-50). */
export async function settled({ sandbox }: TestConsole): Promise<void> {
  const isRecent = () => Object.values(sandbox.world.state.accounts).some(({ iam }) => iam.recent.length > 0);
  for (const end = Date.now() + 30_000; isRecent(); ) {
    if (Date.now() > end) throw new Error('IAM did not settle');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
