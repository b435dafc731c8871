import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, everyItem, scanAccount } from '../testing/scans.ts';

// cfn-lint is a large Python program.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });
const isInstalled = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole();
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
});
afterAll(() => console.close());

async function planFor(name: string, inputs: object): Promise<Plan> {
  const workload = (await everyItem<Workload>(console, `/api/workloads?q=${name}`)).find((one) => one.name === name);
  const { accountId, region, id } = workload as Workload;
  const body = { recipe: 'ecs-task-role', accountId, region, target: { workloadId: id }, inputs };
  const answer = await console.call<Plan>('/api/plans', { body });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

test('D-37: what a stack owns is blocked, and the way out is a patch for its template', async () => {
  const plan = await planFor('payments', { role: { create: { name: 'PaymentsTaskRole' } } });
  expect(plan.blockedBy).toContain('owned-elsewhere');
  expect(plan.exports).toEqual(['cloudformation']);
  const { status, body, headers, text } = await console.call<Record<string, unknown>>(`/api/plans/${plan.id}/export?format=cloudformation`);
  expect(status).toBe(200);
  expect(headers.get('content-disposition')).toBe('attachment; filename="payments-task-role.json"');
  expect(body.Metadata).toEqual({
    Rolewright: {
      Stack: 'payments-prod',
      OwnedResource: 'TaskDefinition',
      TaskDefinition: {
        Family: 'payments',
        Set: { TaskRoleArn: { 'Fn::GetAtt': ['PaymentsTaskRole', 'Arn'] } },
        RemoveEnvironment: [
          { Container: 'payments', Name: 'AWS_ACCESS_KEY_ID' },
          { Container: 'payments', Name: 'AWS_SECRET_ACCESS_KEY' },
        ],
      },
      ByHand: [],
    },
  });
  expect(body.Resources).toMatchObject({
    PaymentsTaskRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'PaymentsTaskRole',
        AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' } }] },
        Policies: [{ PolicyDocument: { Statement: expect.anything() } }],
      },
    },
  });
  const { accessKeys } = console.sandbox.world.state.accounts['560921689673']!.iam;
  for (const key of Object.values(accessKeys)) expect(text.includes(key.secretAccessKey)).toBe(false);
});

test('a format that there is not is refused with those that there are; so is a plan that there is not', async () => {
  const plan = await planFor('limbo', { role: { create: { name: 'LimboTaskRole' } } });
  const answer = await console.call<{ code: string }>(`/api/plans/${plan.id}/export?format=word`);
  expect(answer.status).toBe(400);
  expect(answer.text).toMatch(/format/);
  expect(answer.text).toMatch(/cloudformation/);
  expect((await console.call('/api/plans/none/export?format=cloudformation')).status).toBe(404);
});

const withTerraform = isInstalled('terraform') ? test : test.skip;
withTerraform.each(['limbo', 'all-members', 'invoices'])('B13: `terraform fmt -check` has nothing to change for %s', async (name) => {
  const plan = await planFor(name, { role: { create: { name: 'TaskRole' } } });
  const { text, headers } = await console.call(`/api/plans/${plan.id}/export?format=terraform`);
  expect(headers.get('content-disposition')).toBe(`attachment; filename="${name}-task-role.tf"`);
  const file = join(console.dataDir, `${name}.tf`);
  writeFileSync(file, text);
  const { status, stdout } = spawnSync('terraform', ['fmt', '-check', '-diff', file], { encoding: 'utf8' });
  expect(stdout).not.toMatch(/^[+-] /m);
  expect(status).toBe(0);
});

const withCfnLint = isInstalled('cfn-lint') ? test : test.skip;
withCfnLint.each(['limbo', 'all-members'])('E13: `cfn-lint` accepts the template for %s', async (name) => {
  const plan = await planFor(name, { role: { create: { name: 'TaskRole' } } });
  const file = join(console.dataDir, `${name}.json`);
  writeFileSync(file, (await console.call(`/api/plans/${plan.id}/export?format=cloudformation`)).text);
  const { status, stdout } = spawnSync('cfn-lint', ['--regions', 'us-east-1', '--', file], { encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

test('B13: what a provider has no argument for is named, not dropped in silence', async () => {
  const plan = await planFor('all-members', { role: { create: { name: 'TaskRole' } } });
  const { text } = await console.call(`/api/plans/${plan.id}/export?format=terraform`);
  expect(text).toContain('# Not carried over, because the provider has no argument for it: inferenceAccelerators');
  expect(text).toContain('# Not carried over, because the provider has no argument for it: s3filesVolumeConfiguration');
});
