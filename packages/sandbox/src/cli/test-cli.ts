import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startSandbox } from '../sandbox.ts';

/** The AWS CLI is the independent judge of the wire: another SDK, in another language. Where it is not installed its tests are skipped by name. */
export const withCli = spawnSync('aws', ['--version']).status === 0 ? test : test.skip;

interface Answer {
  code: number;
  out: Record<string, unknown>;
  error: string;
}

/** A sandbox of its own with the AWS CLI pointed at it. */
export async function openCli(estate: 'legacy' | 'empty') {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'rolewright-cli-'));
  const settings = { timeScale: 0.05, rates: 'off', estate, trueDelays: false } as const;
  const sandbox = await startSandbox({ dataDir, port: 0, version: 'test', settings, log: () => undefined });

  /** `aws … --output json` with what `credentials` puts into the environment. */
  function bare(args: string[], credentials: Record<string, string>): Promise<Answer> {
    const env = { PATH: process.env.PATH, HOME: dataDir, AWS_DEFAULT_REGION: 'us-east-1', AWS_PAGER: '', ...credentials };
    return new Promise((resolve) => {
      execFile('aws', ['--endpoint-url', sandbox.url, '--output', 'json', ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: error ? 1 : 0, out: stdout.trim().startsWith('{') ? JSON.parse(stdout) : {}, error: stderr }),
      );
    });
  }
  /** The same with one of the sandbox's profiles. */
  const aws = (args: string[], profile = 'sandbox') =>
    bare(['--profile', profile, ...args], { AWS_SHARED_CREDENTIALS_FILE: path.join(dataDir, 'sandbox/aws-credentials') });
  return {
    url: sandbox.url,
    token: sandbox.token,
    dataDir,
    aws,
    bare,
    /** What a call answers that has to go well. */
    async answerOf(...args: string[]): Promise<Record<string, unknown>> {
      const { code, out, error } = await aws(args);
      expect(code, error).toBe(0);
      return out;
    },
    async close() {
      await sandbox.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
