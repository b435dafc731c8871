import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { PlannedStep } from '../planned-step.ts';
import { describeStep } from './describe.ts';

const path = `/$(id)\`id\`/;'"&&/`;
const policyArn = `arn:aws:iam::111122223333:policy${path}x`;
const trust = {
  Version: '2012-10-17',
  Statement: [{ Sid: "It's", Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }],
};
const role = { roleName: 'app', description: '', tags: {}, trust };

/** Each step with a path that a shell would read, and the word that has to be whole. */
const steps: [step: PlannedStep, word: string][] = [
  [{ id: '1', kind: 'create-role', ...role, path, boundaryArn: policyArn }, path],
  [
    {
      id: '2',
      kind: 'create-managed-policy',
      policyName: 'x',
      path,
      policyArn,
      document: trust,
      description: '',
      tags: {},
      from: '',
      converted: [],
    },
    path,
  ],
  [{ id: '3', kind: 'attach-managed-policy', roleName: 'app', policyArn, from: '' }, policyArn],
  [{ id: '4', kind: 'attach-user-policy', userName: 'ann', policyArn, because: '' }, policyArn],
  [{ id: '5', kind: 'detach-policy', holder: { kind: 'role', name: 'app' }, policyArn }, policyArn],
];
test.each(steps)('E14: the command line that is shown of $kind runs nothing but itself', (step, word) => {
  const [line = ''] = describeStep(step, { region: 'us-east-1', workloadName: 'app' }).byHand.cli;
  const { stdout, stderr } = spawnSync('bash', ['-c', `aws() { printf '%s\\n' "$@"; }\n${line}`], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.split('\n')).toContain(word);
});
