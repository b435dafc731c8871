import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { metadataEndpoint } from './metadata/test-endpoint.ts';
import { runningProcesses } from './running.ts';
import { startTestSandbox, type TestSandbox } from './test-sandbox.ts';
import type { RunningProcess } from './workload.ts';

const run = promisify(execFile);
let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox(0.1);
});
afterAll(() => sandbox.close());

const processOf = (name: string): RunningProcess => runningProcesses(sandbox.world).processes.find(({ workload }) => workload === name)!;

/** Runs a program where the estate's would run: with its environment, and its instance's metadata service. */
async function onInstance(name: string, program: (env: Record<string, string>) => Promise<string>): Promise<string> {
  const { environment, instance } = processOf(name);
  const endpoint = await metadataEndpoint(sandbox.url, instance!.metadataPath);
  const where = { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1', AWS_EC2_METADATA_SERVICE_ENDPOINT: endpoint.url };
  try {
    return await program({ ...environment, ...where, PATH: process.env.PATH ?? '', HOME: '/nonexistent' });
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
