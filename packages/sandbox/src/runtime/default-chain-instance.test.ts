import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveChain } from './chain.ts';
import { metadataEndpoint } from './metadata/test-endpoint.ts';
import { runningProcesses } from './running.ts';
import { profilesOn } from './shared-files.ts';
import { startTestSandbox, type TestSandbox } from './test-sandbox.ts';
import type { RunningProcess } from './workload.ts';

const run = promisify(execFile);
let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox(0.1);
});
afterAll(() => sandbox.close());

const processOf = (name: string): RunningProcess => runningProcesses(sandbox.world).processes.find(({ workload }) => workload === name)!;

/** Runs a program where the estate's would run: with its environment, its home, and its instance's metadata service. */
async function onInstance(name: string, program: (env: Record<string, string>) => Promise<string>, home = '/nonexistent'): Promise<string> {
  const { environment, instance } = processOf(name);
  const endpoint = await metadataEndpoint(sandbox.url, instance!.metadataPath);
  const where = {
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_SERVICE_ENDPOINT: endpoint.url,
    AWS_ENDPOINT_URL: sandbox.url,
  };
  try {
    return await program({ ...environment, ...where, PATH: process.env.PATH ?? '', HOME: home });
  } finally {
    await endpoint.close();
  }
}

const javascript = async (env: Record<string, string>): Promise<string> => {
  const child = fileURLToPath(new URL('./default-chain.child.ts', import.meta.url));
  const { stdout } = await run(process.execPath, [child], { env: { ...env, SANDBOX_URL: sandbox.url, BUCKET: 'none' } });
  return (JSON.parse(stdout) as { identity: string }).identity;
};
const cli = async (env: Record<string, string>): Promise<string> => {
  const { stdout } = await run('aws', ['sts', 'get-caller-identity', '--endpoint-url', sandbox.url, '--output', 'json'], { env });
  return (JSON.parse(stdout) as { Arn: string }).Arn;
};
const hasCli = spawnSync('aws', ['--version']).status === 0;

test.for([
  ['the SDK for JavaScript', javascript, true],
  ['the AWS CLI', cli, hasCli],
] as const)('D-01 D-78: %s finds the instance’s role by its own default chain, over IMDSv2', async ([, program, isThere], { skip }) => {
  if (!isThere) skip();
  const { instance } = processOf('metrics-collector');
  expect(await onInstance('metrics-collector', program)).toBe(`arn:aws:sts::560921689673:assumed-role/metrics-collector/${instance!.id}`);
});

test('D-02: an instance with a profile and a key in its user data acts as the key’s user', async () => {
  expect(await onInstance('sales-reports', javascript)).toBe('arn:aws:iam::560921689673:user/sales-reports');
});

test.for([
  ['the SDK for JavaScript', javascript, true],
  ['the AWS CLI', cli, hasCli],
] as const)(
  'E11 D-08: %s and the sandbox read the same role, id and name out of an AWS config file',
  async ([, program, isThere], { skip }) => {
    if (!isThere) skip();
    const at = { accountId: '560921689673', region: 'us-east-1', service: 'iam' } as const;
    const RoleName = `reporter-${program === cli ? 'cli' : 'js'}`;
    const AWS = `arn:aws:iam::${at.accountId}:role/metrics-collector`;
    const Condition = { StringEquals: { 'sts:ExternalId': 'right-one', 'sts:RoleSessionName': 'reports' } };
    const Statement = { Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', Condition };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    const roleArn = `arn:aws:iam::${at.accountId}:role/${RoleName}`;
    await sandbox.invoke({ ...at, operation: 'CreateRole', input: { RoleName, AssumeRolePolicyDocument } });
    const assume = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArn } });
    const policy = { RoleName: 'metrics-collector', PolicyName: RoleName, PolicyDocument: assume };
    await sandbox.invoke({ ...at, operation: 'PutRolePolicy', input: policy });
    const config = `[default]
role_arn = ${roleArn}
external_id = right-one
credential_source = Ec2InstanceMetadata
role_session_name = reports
`;
    const home = mkdtempSync(path.join(tmpdir(), 'rolewright-home-'));
    mkdirSync(path.join(home, '.aws'));
    writeFileSync(path.join(home, '.aws/config'), config);
    try {
      expect(await onInstance('metrics-collector', program, home)).toBe(`arn:aws:sts::${at.accountId}:assumed-role/${RoleName}/reports`);
    } finally {
      rmSync(home, { recursive: true });
    }
    const { environment, sdk } = processOf('metrics-collector');
    expect(resolveChain(sdk, environment, false, { profiles: profilesOn({ '/root/.aws/config': config }, environment) })).toMatchObject({
      role: { roleArn, externalId: 'right-one', sessionName: 'reports' },
    });
  },
);
