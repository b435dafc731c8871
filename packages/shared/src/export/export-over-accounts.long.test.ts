import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stacksOfChain } from './chain-stacks.ts';
import { type ChainName, chains, exported } from './export-chain.fixture.ts';
import { exportedChange } from './export-policy-change.fixture.ts';

/** Chains of every shape and a policy change, as Terraform and as their stacks. */
const plans = [
  ...(Object.keys(chains) as ChainName[]).map((name) => ({
    name: name as string,
    terraform: exported(name, 'terraform'),
    stacks: stacksOfChain(chains[name].snapshot.target.members, chains[name].steps).map((_, index) =>
      exported(name, 'cloudformation', index + 1),
    ),
  })),
  {
    name: 'a policy change',
    terraform: exportedChange('terraform') ?? '',
    stacks: [1, 2].map((stack) => exportedChange('cloudformation', stack) ?? ''),
  },
];

const where = (program: string) => (spawnSync(program, ['--version']).status === 0 ? test : test.skip);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolewright-export-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

where('terraform').each(plans)('B13: `terraform fmt -check` has nothing to change: $name', ({ terraform }) => {
  const file = join(folder, 'plan.tf');
  writeFileSync(file, terraform);
  const { status, stdout } = spawnSync('terraform', ['fmt', '-check', '-diff', file], { encoding: 'utf8' });
  expect(stdout).not.toMatch(/^[+-] /m);
  expect(status).toBe(0);
});

where('cfn-lint').each(plans)('E13: `cfn-lint` accepts every stack: $name', ({ stacks }) => {
  const files = stacks.map((text, index) => {
    const file = join(folder, `stack-${index + 1}.json`);
    writeFileSync(file, text);
    return file;
  });
  const { status, stdout } = spawnSync('cfn-lint', ['--regions', 'us-east-1', '--', ...files], { encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});
