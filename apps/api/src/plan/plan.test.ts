import { RegisterTaskDefinitionCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { ecsTasksContext, trustsService } from '@rolewright/shared/iam/trust.ts';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { askForPlan, askToStart, checkOf, planFor } from '../testing/runs.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

let console: TestConsole;
const create = (name: string) => ({ role: { create: { name } } });
beforeAll(async () => {
  console = await openTestConsole();
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
});
afterEach(() => console.setFaults([]));
afterAll(() => console.close());

test('A14: the plan names the account and the identity that acts, before any step', async () => {
  const plan = await planFor(console, 'limbo', create('LimboTaskRole'));
  expect(checkOf(plan, 'account-identity')).toMatchObject({
    verdict: 'pass',
    claim: 'The console acts in account 560921689673',
    evidence: [expect.stringContaining(':assumed-role/RolewrightOperator/')],
  });
  expect(plan.summary).toContain('account 560921689673 in us-east-1');
});

test('A14: an access that leads into another account blocks the plan', async () => {
  const [mine, other] = await Promise.all([accountNamed(console, 'sandbox'), accountNamed(console, 'sandbox-data')]);
  const point = async (access: typeof mine.access) => {
    await console.deps.db
      .updateTable('account')
      .set({ access: JSON.stringify(access) })
      .where('id', '=', mine.id)
      .execute();
    console.deps.aws.forget(mine.id);
  };
  await point(other.access);
  const plan = await planFor(console, 'limbo', create('LimboTaskRole'));
  await point(mine.access);
  expect(plan.blockedBy).toContain('account-identity');
  expect(checkOf(plan, 'account-identity').evidence[0]).toContain(other.awsAccountId);
});

test('D-41: a plan counts by the account’s own quotas', async () => {
  const { id } = await planFor(console, 'limbo', create('LimboTaskRole'));
  const { snapshot } = await console.deps.db.selectFrom('plan').select('snapshot').where('id', '=', id).executeTakeFirstOrThrow();
  expect(snapshot).toMatchObject({
    quotas: { state: 'known', value: { managedPerRole: 10, inlineSize: 10_240, managedSize: 6_144, trustSize: 2048 } },
  });
});

test('D-95: of two plans for one service only the newer can be started', async () => {
  const older = await planFor(console, 'limbo', create('LimboTaskRole'));
  await planFor(console, 'limbo', create('OtherRole'));
  const answer = await askToStart(console, older);
  expect(answer.status).toBe(409);
  expect(answer.body.code).toBe('stale');
});

test('C7: the new role trusts ecs-tasks, for tasks of this account and Region only', async () => {
  const plan = await planFor(console, 'limbo', create('LimboTaskRole'));
  const [call] = plan.steps.find((step) => step.kind === 'create-role')!.calls;
  const { AssumeRolePolicyDocument: trust } = call!.input as { AssumeRolePolicyDocument: Parameters<typeof trustsService>[0] };
  expect(trust).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'EcsTasks',
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '560921689673' },
          ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:us-east-1:560921689673:*' },
        },
      },
    ],
  });
  const place = { partition: 'aws', region: 'us-east-1', accountId: '560921689673' };
  expect(trustsService(trust, 'ecs-tasks.amazonaws.com', ecsTasksContext(place)).verdict).toBe('allowed');
  expect(trustsService(trust, 'ec2.amazonaws.com', ecsTasksContext(place)).verdict).not.toBe('allowed');
  expect(checkOf(plan, 'trust-works').verdict).toBe('pass');
});

test('D-29: a task role that was set after the scan is not silently replaced', async () => {
  const { ecs } = administratorOf(console);
  const before = await planFor(console, 'invoices', create('InvoicesTaskRole'));
  expect(checkOf(before, 'existing-role-kept').verdict).toBe('pass');
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'invoices',
      taskRoleArn: 'LedgerTaskRole',
      containerDefinitions: [
        { name: 'invoices', image: 'invoices:9', memory: 64, environment: [{ name: 'AWS_ACCESS_KEY_ID', value: 'x' }] },
      ],
    }),
  );
  await ecs.send(new UpdateServiceCommand({ cluster: 'shop', service: 'invoices', taskDefinition: taskDefinition?.taskDefinitionArn }));
  const plan = await planFor(console, 'invoices', create('InvoicesTaskRole'));
  expect(plan.blockedBy).toContain('existing-role-kept');
  expect(checkOf(plan, 'existing-role-kept').advice).toContain('arn:aws:iam::560921689673:role/LedgerTaskRole');
});

test('C15 D-29: a shadowed workload keeps its role, which gets only what it lacks', async () => {
  const arn = 'arn:aws:iam::560921689673:role/LedgerTaskRole';
  const plan = await planFor(console, 'ledger', { role: { existing: arn } });
  expect(plan.blockedBy).toEqual([]);
  expect(plan.steps.map((step) => step.kind)).toEqual(['register-task-definition', 'update-service', 'wait-for-service', 'verify']);
  const other = await planFor(console, 'ledger', create('Another'));
  expect(other.blockedBy).toContain('existing-role-kept');
});

test('a role named by an ARN that is not its own is refused', async () => {
  const plan = await planFor(console, 'ledger', { role: { existing: 'arn:aws:iam::560921689673:role/elsewhere/LedgerTaskRole' } });
  expect(plan.blockedBy).toContain('role-name');
});

test('C9: a service that is not steady blocks the plan', async () => {
  const { ecs } = administratorOf(console);
  await ecs.send(new UpdateServiceCommand({ cluster: 'shop', service: 'reports', desiredCount: 0 }));
  const idle = await planFor(console, 'reports', create('ReportsTaskRole'));
  expect(idle.blockedBy).toContain('service-steady');
  expect(checkOf(idle, 'service-steady').advice).toContain('scale it up');
  await ecs.send(new UpdateServiceCommand({ cluster: 'shop', service: 'reports', desiredCount: 1 }));
  await ecs.send(new UpdateServiceCommand({ cluster: 'shop', service: 'reports', forceNewDeployment: true }));
  const moving = await planFor(console, 'reports', create('ReportsTaskRole'));
  expect(moving.blockedBy).toContain('service-steady');
});

test.each([
  ['storefront', 'CODE_DEPLOY'],
  ['edge-router', 'EXTERNAL'],
])('D-30: %s, which %s deploys, is refused with the reason', async (name, controller) => {
  const plan = await planFor(console, name, create('EdgeRole'));
  expect(plan.blockedBy).toContain('controller');
  expect(checkOf(plan, 'controller').evidence).toEqual([`The deployment controller is ${controller}.`]);
});

test('D-16: a key of another account is not replaced by a task role', async () => {
  const plan = await planFor(console, 'partner-sync', create('PartnerRole'));
  expect(plan.blockedBy).toContain('same-account');
});

test('D-55: what may do everything is never carried over, and the way out is a document', async () => {
  const plan = await planFor(console, 'admin-tools', create('AdminToolsRole'));
  expect(plan.blockedBy).toContain('carry-over');
  expect(checkOf(plan, 'carry-over').evidence.join(' ')).toMatch(/Action "\*"/);
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }] };
  const narrow = await planFor(console, 'admin-tools', { ...create('AdminToolsRole'), permissions: { document } });
  expect(narrow.blockedBy).toEqual([]);
  expect(checkOf(narrow, 'permissions-suffice').verdict).toBe('unknown');
});

test('D-25: a service pinned to an old revision is moved from that one, with a warning', async () => {
  const plan = await planFor(console, 'search', create('SearchTaskRole'));
  expect(checkOf(plan, 'revision')).toMatchObject({ verdict: 'unknown', evidence: [expect.stringContaining('search:5 exists')] });
  expect(plan.steps.find((step) => step.kind === 'register-task-definition')?.because).toContain('search:2');
});

test.each([
  ['mailer', 'D-03: half a pair', ['AWS_ACCESS_KEY_ID'], 'pass'],
  ['legacy-uploader', 'D-04: the legacy names', ['AWS_ACCESS_KEY', 'AWS_SECRET_KEY'], 'pass'],
  [
    'batch-import',
    'D-13: expired, so that nobody’s permissions are known',
    ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'],
    'unknown',
  ],
])('%s: %s', async (name, _what, variables, suffices) => {
  const plan = await planFor(console, name, create('SomeTaskRole'));
  expect(checkOf(plan, 'variables').evidence).toEqual(variables.map((variable) => `${name}: ${variable}`));
  expect(checkOf(plan, 'permissions-suffice').verdict).toBe(suffices);
});

test('D-12: a key under a name of the application’s own is not stripped', async () => {
  const plan = await planFor(console, 'gallery', create('GalleryTaskRole'));
  expect(plan.blockedBy).toContain('variables');
});

test.each([
  ['migrator', /standalone tasks/],
  ['exporter', /nothing runs/],
])('%s is refused with the reason: this recipe moves services', async (name, why) => {
  const answer = await askForPlan(console, name, create('SomeRole'));
  expect(answer.status).toBe(400);
  expect(answer.text).toMatch(why);
});

test('D-36: an operator that may not pass the execution role is told so before anything starts', async () => {
  const execution = 'arn:aws:iam::560921689673:role/ecsTaskExecutionRole';
  const deny = { Effect: 'Deny', Action: 'iam:PassRole', Resource: execution };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [deny] });
  await administratorOf(console).iam.send(
    new PutRolePolicyCommand({ RoleName: 'RolewrightOperator', PolicyName: 'no-pass', PolicyDocument }),
  );
  const plan = await planFor(console, 'limbo', create('LimboTaskRole'));
  expect(plan.blockedBy).toContain('operator-permissions');
  expect(checkOf(plan, 'operator-permissions').evidence.join(' ')).toContain(`iam:PassRole on ${execution}`);
});

test('a CloudTrail that cannot be read leaves the other places of the key unknown, not none', async () => {
  await console.setFaults([{ service: 'cloudtrail', operation: 'LookupEvents', code: 'AccessDeniedException' }]);
  const plan = await planFor(console, 'thumbnails', create('ThumbnailsTaskRole'));
  expect(checkOf(plan, 'key-elsewhere').verdict).toBe('unknown');
});
