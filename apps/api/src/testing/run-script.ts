import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'vitest';
import type { TestConsole } from './open-console.ts';

const isInstalled = ['aws', 'jq', 'bash'].every((program) => spawnSync(program, ['--version']).status === 0);
/** A test that runs an exported script. The AWS CLI is another SDK in another language; where it or jq is missing, skipped by name. */
export const withCli = isInstalled ? test : test.skip;

/** Runs a bash script as the administrator of the sandbox, with these variables besides. */
export function runScript(
  { dataDir, sandbox }: TestConsole,
  script: string,
  more: Record<string, string> = {},
): Promise<{ code: number; out: string; error: string }> {
  const env = {
    PATH: process.env.PATH,
    HOME: dataDir,
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_SHARED_CREDENTIALS_FILE: path.join(dataDir, 'sandbox/aws-credentials'),
    AWS_PROFILE: 'sandbox',
    AWS_REGION: 'us-east-1',
    ...more,
  };
  return new Promise((resolve) => {
    const child = execFile('bash', ['-s'], { env }, (error, out, stderr) => resolve({ code: error ? 1 : 0, out, error: stderr }));
    child.stdin?.end(script);
  });
}
