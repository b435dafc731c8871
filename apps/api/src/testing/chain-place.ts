import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type Credentials, STSClient } from '@aws-sdk/client-sts';
import { fromIni } from '@aws-sdk/credential-providers';
import type { DeliveryAnswer } from '@rolewright/shared/export/delivery.ts';
import { eventually } from './eventually.ts';
import type { TestConsole } from './open-console.ts';

export const hostAccount = '560921689673';
export const dataAccount = '210987654321';
export const instanceId = 'i-0a1b2c3d4e5f60718';
const taskId = '0123456789abcdef0123456789abcdef';
/** The first role asks for this id and a session name of its own, the second, in the other account, for the other id. */
export const roles = { first: `arn:aws:iam::${hostAccount}:role/build/first`, second: `arn:aws:iam::${dataAccount}:role/second` };

export interface ChainPlace {
  externalIds: [string, string];
  /** A folder of the test's own: working folder, home and place of temporary files. */
  folder: string;
  /** Requests to the metadata service without a session token: refused, as where IMDSv2 is required. */
  refused: string[];
  /** Variables of an EC2 instance, of an ECS task, of a program that has a session, and of the account's administrator; they reach the sandbox. */
  environment: Record<'instance' | 'task' | 'session' | 'administrator', Record<string, string>>;
  /** Asks POST /api/export/delivery and writes its files into the folder. */
  deliver(body: object): Promise<DeliveryAnswer>;
  /** Runs a program in the folder with exactly these variables. */
  run(
    environment: Record<string, string>,
    program: string,
    ...args: string[]
  ): Promise<{ code: number; out: string; error: string; pid: number }>;
  close(): Promise<void>;
}

/** Two roles to be assumed one after the other, a host's role that may begin, and the metadata services that give out the host's session. */
export async function openChainPlace(console: TestConsole): Promise<ChainPlace> {
  const externalIds: [string, string] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
  const host = await makeRoles(console, externalIds);
  const folder = mkdtempSync(path.join(tmpdir(), 'rolewright-chain-'));
  const refused: string[] = [];
  const server = createServer((request, response) => answer(request, response, host, refused));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const common = { PATH: process.env.PATH ?? '', HOME: folder, TMPDIR: folder, AWS_ENDPOINT_URL: console.sandbox.url, AWS_PAGER: '' };
  return {
    externalIds,
    folder,
    refused,
    environment: {
      instance: { ...common, AWS_EC2_METADATA_SERVICE_ENDPOINT: url },
      task: {
        ...common,
        ECS_CONTAINER_METADATA_URI_V4: `${url}/v4`,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/container`,
        AWS_EC2_METADATA_DISABLED: 'true',
      },
      session: {
        ...common,
        AWS_ACCESS_KEY_ID: host.AccessKeyId ?? '',
        AWS_SECRET_ACCESS_KEY: host.SecretAccessKey ?? '',
        AWS_SESSION_TOKEN: host.SessionToken ?? '',
      },
      administrator: {
        ...common,
        AWS_SHARED_CREDENTIALS_FILE: path.join(console.dataDir, 'sandbox/aws-credentials'),
        AWS_PROFILE: 'sandbox',
        AWS_DEFAULT_REGION: 'us-east-1',
      },
    },
    async deliver(body) {
      const { status, body: answered, text } = await console.call<DeliveryAnswer>('/api/export/delivery', { body });
      if (status !== 200) throw new Error(text);
      mkdirSync(folder, { recursive: true });
      for (const { name, content } of answered.files) writeFileSync(path.join(folder, name), content);
      return answered;
    },
    run: (environment, program, ...args) =>
      new Promise((resolve) => {
        const child = execFile(program, args, { cwd: folder, env: environment }, (error, out, stderr) =>
          resolve({ code: error === null ? 0 : 1, out, error: stderr, pid: child.pid ?? 0 }),
        );
      }),
    async close() {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes the roles and waits until the whole chain can be walked; returns a session of the host's role. */
async function makeRoles(console: TestConsole, [firstId, secondId]: [string, string]): Promise<Credentials> {
  const admin = settingsOf(console, 'sandbox');
  const iam = new IAMClient(admin);
  const trust = (arn: string, condition: object) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { AWS: arn }, Action: 'sts:AssumeRole', Condition: condition },
    });
  const assume = (arn: string) =>
    JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arn } });
  const hostTrust = trust(`arn:aws:iam::${hostAccount}:root`, {});
  const host = await iam.send(new CreateRoleCommand({ RoleName: 'host', AssumeRolePolicyDocument: hostTrust }));
  const hostArn = host.Role?.Arn ?? '';
  await iam.send(new PutRolePolicyCommand({ RoleName: 'host', PolicyName: 'first', PolicyDocument: assume(roles.first) }));
  const named = { StringEquals: { 'sts:ExternalId': firstId }, StringLike: { 'sts:RoleSessionName': ['Builder=i-*', 'task-*'] } };
  await eventually(() =>
    iam.send(new CreateRoleCommand({ RoleName: 'first', Path: '/build/', AssumeRolePolicyDocument: trust(hostArn, named) })),
  );
  await iam.send(new PutRolePolicyCommand({ RoleName: 'first', PolicyName: 'second', PolicyDocument: assume(roles.second) }));
  const asked = { StringEquals: { 'sts:ExternalId': secondId } };
  const data = new IAMClient(settingsOf(console, 'sandbox-data'));
  await eventually(() => data.send(new CreateRoleCommand({ RoleName: 'second', AssumeRolePolicyDocument: trust(roles.first, asked) })));
  const session = await become(admin, hostArn, 'host');
  const first = await become({ ...admin, credentials: sdkCredentials(session) }, roles.first, 'task-0', firstId);
  await become({ ...admin, credentials: sdkCredentials(first) }, roles.second, 'probe', secondId);
  return session;
}

const settingsOf = (console: TestConsole, profile: string) => ({
  region: 'us-east-1',
  endpoint: console.sandbox.url,
  credentials: fromIni({
    profile,
    filepath: path.join(console.dataDir, 'sandbox/aws-credentials'),
    configFilepath: path.join(console.dataDir, 'none'),
    ignoreCache: true,
  }),
});

const sdkCredentials = ({ AccessKeyId = '', SecretAccessKey = '', SessionToken = '' }: Credentials) => ({
  accessKeyId: AccessKeyId,
  secretAccessKey: SecretAccessKey,
  sessionToken: SessionToken,
});

function become(settings: object, RoleArn: string, RoleSessionName: string, ExternalId?: string): Promise<Credentials> {
  const sts = new STSClient(settings);
  return eventually(async () => {
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName, ...(ExternalId ? { ExternalId } : {}) }));
    if (Credentials === undefined) throw new Error('no session');
    return Credentials;
  });
}

const imdsToken = 'AQAEAtest';

function answer({ method, url = '', headers }: IncomingMessage, response: ServerResponse, host: Credentials, refused: string[]): void {
  const send = (status: number, body: string | object) =>
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body, null, 2));
  if (url === '/v4/task') return void send(200, { TaskARN: `arn:aws:ecs:us-east-1:${hostAccount}:task/build/${taskId}`, Family: 'build' });
  const session = {
    AccessKeyId: host.AccessKeyId,
    SecretAccessKey: host.SecretAccessKey,
    Token: host.SessionToken,
    Expiration: host.Expiration,
  };
  if (url === '/container') return void send(200, session);
  if (method === 'PUT' && url === '/latest/api/token') return void send(200, imdsToken);
  if (headers['x-aws-ec2-metadata-token'] !== imdsToken) {
    refused.push(url);
    return void send(401, 'Unauthorized');
  }
  const known: Record<string, string | object> = {
    '/latest/dynamic/instance-identity/document': { accountId: hostAccount, instanceId, region: 'us-east-1' },
    '/latest/meta-data/services/partition': 'aws',
    '/latest/meta-data/iam/security-credentials/': 'host',
    '/latest/meta-data/iam/security-credentials/host': { Code: 'Success', Type: 'AWS-HMAC', LastUpdated: new Date(0), ...session },
  };
  const found = known[url];
  return void send(found === undefined ? 404 : 200, found ?? 'Not Found');
}
