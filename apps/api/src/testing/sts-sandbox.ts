import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AssumeRoleCommand, type Credentials, STSClient } from '@aws-sdk/client-sts';
import { administrators } from '@rolewright/sandbox/auth/administrators.ts';
import { createInvoke } from '@rolewright/sandbox/http/invoke.ts';
import { allServices } from '@rolewright/sandbox/http/services.ts';
import { startSandbox } from '@rolewright/sandbox/sandbox.ts';
import type { ChainCaller } from '@rolewright/shared/iam/assume-role.ts';
import { noMarks } from '@rolewright/shared/iam/session-marks.ts';

export const home = '560921689673';
export const other = '210987654321';

/** Statements → document. */
export const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
export const arnOf = (kind: 'user' | 'role', name: string, account: string) => `arn:aws:iam::${account}:${kind}/${name}`;

/** Somebody who can call STS, as the evaluator and as the SDK know them. */
export interface Somebody {
  known: ChainCaller;
  sts: STSClient;
}

export interface Principal {
  kind: 'user' | 'role';
  name: string;
  account: string;
  identity: object | null;
  boundary: object | null;
}

/** An empty sandbox over real HTTP whose users and roles are made at once, and real STS clients of theirs. */
export async function openStsSandbox() {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'rolewright-sts-'));
  const settings = { timeScale: 0, rates: 'off', estate: 'empty', trueDelays: false } as const;
  const sandbox = await startSandbox({ dataDir, port: 0, version: 'test', settings, log: () => undefined });
  const invoke = createInvoke(sandbox.world, allServices());
  const iam = (accountId: string) => ({ accountId, region: 'us-east-1', service: 'iam' as const });
  const clients: STSClient[] = [];

  function stsOf({ AccessKeyId = '', SecretAccessKey = '', SessionToken }: Partial<Credentials>): STSClient {
    const credentials = {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
    };
    const client = new STSClient({ region: 'us-east-1', endpoint: sandbox.url, credentials, maxAttempts: 1 });
    clients.push(client);
    return client;
  }

  async function userOf({ name, account, identity }: Principal, bound: object): Promise<Pick<Somebody, 'sts'>> {
    const at = iam(account);
    await invoke({ ...at, operation: 'CreateUser', input: { UserName: name, ...bound } });
    if (identity !== null) await invoke({ ...at, operation: 'PutUserPolicy', input: { UserName: name, ...inline(identity) } });
    const { AccessKey } = await invoke({ ...at, operation: 'CreateAccessKey', input: { UserName: name } });
    return { sts: stsOf(AccessKey ?? {}) };
  }

  /** Its session is made by a real AssumeRole of the account's administrator. */
  async function roleOf({ name, account, identity }: Principal, bound: object): Promise<Pick<Somebody, 'sts'>> {
    const at = iam(account);
    const administrator = administrators(sandbox.world).find(({ accountId }) => accountId === account);
    if (administrator === undefined) throw new Error(`no administrator of ${account}`);
    const AWS = arnOf('user', 'sandbox-administrator', account);
    const trust = document({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' });
    const input = { RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust), ...bound };
    await invoke({ ...at, operation: 'CreateRole', input });
    if (identity !== null) await invoke({ ...at, operation: 'PutRolePolicy', input: { RoleName: name, ...inline(identity) } });
    const { accessKeyId, secretAccessKey } = administrator;
    const first = stsOf({ AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey });
    const call = new AssumeRoleCommand({ RoleArn: arnOf('role', name, account), RoleSessionName: 'work' });
    return { sts: stsOf((await first.send(call)).Credentials ?? {}) };
  }

  return {
    sandbox,
    stsOf,
    /** Makes a user or role, who then calls STS: a user with a key, a role with a session. */
    async caller(made: Principal): Promise<Somebody> {
      const { kind, name, account, identity, boundary } = made;
      const bound: { PermissionsBoundary?: string } = {};
      if (boundary !== null) {
        const input = { PolicyName: `bound-${name}`, PolicyDocument: JSON.stringify(boundary) };
        bound.PermissionsBoundary = (await invoke({ ...iam(account), operation: 'CreatePolicy', input })).Policy?.Arn ?? '';
      }
      const { sts } = await (kind === 'user' ? userOf : roleOf)(made, bound);
      const arn = kind === 'user' ? arnOf(kind, name, account) : `arn:aws:sts::${account}:assumed-role/${name}/work`;
      const who = { arn, accountId: account };
      const principal = kind === 'user' ? { ...who, kind } : { ...who, kind: 'assumed-role' as const, roleArn: arnOf(kind, name, account) };
      const policies = {
        identity: identity === null ? [] : [{ name: 'own', document: { ...identity } }],
        scps: [],
        ...(boundary === null ? {} : { boundary: { ...boundary } }),
      };
      return { known: { principal, policies, principalTags: {}, marks: noMarks }, sts };
    },
    async role(name: string, trust: object, MaxSessionDuration: number): Promise<void> {
      const input = { RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust), MaxSessionDuration };
      await invoke({ ...iam(home), operation: 'CreateRole', input });
    },
    /** Sets the sandbox's clock ahead: credentials expire without waiting. */
    async advance(aheadMs: number): Promise<void> {
      const headers = { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' };
      const answer = await fetch(`${sandbox.url}/_sandbox/clock`, { method: 'POST', headers, body: JSON.stringify({ aheadMs }) });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async close(): Promise<void> {
      for (const client of clients) client.destroy();
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const inline = (identity: object) => ({ PolicyName: 'own', PolicyDocument: JSON.stringify(identity) });
