import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stacksOfChain } from './chain-stacks.ts';
import { type ChainName, chains, exported } from './export-chain.fixture.ts';

const names = Object.keys(chains) as ChainName[];
const where = (program: string) => (spawnSync(program, ['--version']).status === 0 ? test : test.skip);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolewright-export-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

where('terraform').each(names)('B13: `terraform fmt -check` has nothing to change: %s', (name) => {
  const file = join(folder, 'chain.tf');
  writeFileSync(file, exported(name, 'terraform'));
  const { status, stdout } = spawnSync('terraform', ['fmt', '-check', '-diff', file], { encoding: 'utf8' });
  expect(stdout).not.toMatch(/^[+-] /m);
  expect(status).toBe(0);
});

where('cfn-lint').each(names)('E13: `cfn-lint` accepts every stack: %s', (name) => {
  const { snapshot, steps } = chains[name];
  const files = stacksOfChain(snapshot.target.members, steps).map((_, index) => {
    const file = join(folder, `stack-${index + 1}.json`);
    writeFileSync(file, exported(name, 'cloudformation', index + 1));
    return file;
  });
  const { status, stdout } = spawnSync('cfn-lint', ['--regions', 'us-east-1', '--', ...files], { encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});
