import { RegisterTaskDefinitionCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { ecsOf } from '@rolewright/sandbox/state/ecs.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, everyItem, scanAccount } from '../testing/scans.ts';

let console: TestConsole;
let accountId: string;
let aws: ReturnType<typeof administratorOf>;
beforeAll(async () => {
  console = await openTestConsole();
  accountId = (await accountNamed(console, 'sandbox')).id;
  aws = administratorOf(console);
  await aws.ecs.send(new UpdateServiceCommand({ cluster: 'shop', service: 'ledger', enableExecuteCommand: true }));
  // As CloudFormation leaves task definitions: without a tag of the stack (D-37).
  const account = console.sandbox.world.state.accounts['560921689673'];
  const payments = account && ecsOf(account, 'us-east-1').services['payments/payments'];
  if (payments === undefined) throw new Error('the estate has no payments');
  payments.tags = [];
  await scanAccount(console, accountId);
});
afterAll(() => console.close());

const workloadNamed = async (name: string) =>
  (await everyItem<Workload>(console, `/api/workloads?q=${name}`)).find((one) => one.name === name);

async function planOf(name: string, role: object): Promise<Plan> {
  const workload = await workloadNamed(name);
  const { region = '', id: workloadId } = workload ?? {};
  const answer = await console.call<Plan>('/api/plans', {
    body: { recipe: 'ecs-task-role', accountId, region, target: { workloadId }, inputs: { role } },
  });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}
const checkOf = (plan: Plan, id: string) => plan.checks.find((check) => check.id === id);

test('D-36: a caller that may not pass the execution role is told so before anything is done, and which role it is', async () => {
  const policy = { RoleName: 'RolewrightOperator', PolicyName: 'no-pass' };
  const execution = 'arn:aws:iam::560921689673:role/ecsTaskExecutionRole';
  const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:PassRole', Resource: execution }] };
  await aws.iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: JSON.stringify(deny) }));
  const refused = checkOf(await planOf('invoices', { create: { name: 'InvoicesTaskRole' } }), 'operator-permissions');
  await aws.iam.send(new DeleteRolePolicyCommand(policy));
  expect(refused?.verdict).toBe('fail');
  expect(refused?.evidence).toEqual([expect.stringMatching(/^iam:PassRole on arn:aws:iam::560921689673:role\/ecsTaskExecutionRole: /)]);
  const granted = checkOf(await planOf('invoices', { create: { name: 'InvoicesTaskRole' } }), 'operator-permissions');
  expect(granted?.verdict).toBe('pass');
});

test('D-38: a service with ECS Exec switched on keeps the four rights that it needs', async () => {
  const plan = await planOf('ledger', { existing: 'arn:aws:iam::560921689673:role/LedgerTaskRole' });
  const exec = JSON.stringify(plan.steps.filter((step) => JSON.stringify(step).includes('EcsExec')));
  for (const action of ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel']) {
    expect(exec).toContain(`ssmmessages:${action}`);
  }
});

test('D-17: a workload that speaks SMTP to Amazon SES is blocked with the reason', async () => {
  const containerDefinitions = [
    {
      name: 'mailer',
      image: 'mailer:2',
      memory: 64,
      environment: [
        { name: 'AWS_ACCESS_KEY_ID', value: `AKIA${'QNZGKIQY56JQ7WML'}` },
        { name: 'AWS_SECRET_ACCESS_KEY', value: 'made-up' },
        { name: 'SMTP_HOST', value: 'email-smtp.us-east-1.amazonaws.com' },
      ],
    },
  ];
  await aws.ecs.send(new RegisterTaskDefinitionCommand({ family: 'mailer', containerDefinitions }));
  await aws.ecs.send(new UpdateServiceCommand({ cluster: 'shop', service: 'mailer', taskDefinition: 'mailer' }));
  await scanAccount(console, accountId);
  const plan = await planOf('mailer', { create: { name: 'MailerTaskRole' } });
  expect(checkOf(plan, 'role-can-replace')).toMatchObject({ verdict: 'fail', evidence: [expect.stringContaining('mailer: SMTP_HOST')] });
  expect(plan.blockedBy).toContain('role-can-replace');
});

test('D-16: a key of another account offers a chain, and a simple role is blocked', async () => {
  expect((await workloadNamed('partner-sync'))?.nextStep).toMatch(/^Plan a chain: its key belongs to another account/);
  const plan = await planOf('partner-sync', { create: { name: 'PartnerSyncTaskRole' } });
  expect(checkOf(plan, 'same-account')).toMatchObject({ verdict: 'fail', evidence: [expect.stringContaining('210987654321')] });
  expect(plan.blockedBy).toContain('same-account');
});

test('D-37: a task definition without any tag that a stack owns is managed elsewhere, and the stack is named', async () => {
  const payments = await workloadNamed('payments');
  expect(payments).toMatchObject({ managedBy: 'CloudFormation stack payments-prod', flags: { managedElsewhere: true } });
  expect(payments?.nextStep).toBe('Export the patch for CloudFormation stack payments-prod.');
  expect((await planOf('payments', { create: { name: 'PaymentsTaskRole' } })).blockedBy).toContain('owned-elsewhere');
});
