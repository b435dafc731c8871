import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { credentialVariables } from '../../aws/task-definition.ts';
import { inspectUserData } from '../inspect.ts';
import { numbersFrom, randomScript } from '../random-document.fixture.ts';

export const bash = (args: string[], input: string) =>
  spawnSync('bash', ['--norc', ...args], { input, env: { PATH: '/usr/bin:/bin' }, timeout: 20_000 });
export const isInstalled = bash(['-c', ':'], '').status === 0;

/** What a script does: what it prints, how it ends, and the environment it hands on. */
function run(script: string) {
  const env = 'env -0 | sort -z | tr "\\0" "\\n"';
  const { stdout, stderr, status } = bash(['-c', `${script}\n`], '');
  const sourced = bash(['-c', `exec 3>&1 >/dev/null 2>&1; trap '${env} >&3' EXIT\n${script.replaceAll(/^trap .*$/gm, ':')}\n`], '');
  const names: readonly string[] = credentialVariables;
  const environment = String(sourced.stdout)
    .split('\n')
    .filter((line) => !names.includes(line.split('=')[0] ?? '') && !line.startsWith('_='));
  return { stdout: String(stdout), stderr: String(stderr).replaceAll(/line \d+/g, 'line'), status, environment };
}

/** Runs as many random scripts that are rewritten, before and after, and expects the same of both. */
export function expectSame(count: number, firstSeed: number): void {
  for (let left = count, seed = firstSeed; left > 0; seed += 1) {
    const script = randomScript(numbersFrom(seed));
    const { rewritten } = inspectUserData(Buffer.from(script), 'shell');
    if (rewritten === undefined) continue;
    left -= 1;
    const rest = Buffer.from(rewritten).toString('utf8');
    expect(run(rest), `seed ${seed}: ${JSON.stringify(script)} → ${JSON.stringify(rest)}`).toEqual(run(script));
  }
}
