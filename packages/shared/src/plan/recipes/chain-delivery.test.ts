import { expect, test } from 'vitest';
import { exportChain } from '../../export/export-chain.ts';
import { absent, known } from '../../inventory/reading.ts';
import { arnOf, chainSnapshot, homeId, linkTo, readRole } from '../chain-snapshot.fixture.ts';
import type { ChainSnapshot } from '../chain-snapshot.ts';
import { handOverOf } from './chain-delivery.ts';
import { planRoleChain } from './role-chain.ts';

const mask = 'external-id-0123456789abcdef';
const links = [linkTo('role2')];
const arn = `arn:aws:secretsmanager:us-east-1:${homeId}:secret:uploader/chain-??????`;
const delivery = (change: Partial<NonNullable<ChainSnapshot['delivery']>> = {}): NonNullable<ChainSnapshot['delivery']> => ({
  place: { store: 'secrets-manager', name: 'uploader/chain', region: 'us-east-1', runsOn: 'ecs-task', arn },
  stored: absent,
  readers: [{ arn: arnOf(homeId, 'Execution'), name: 'Execution', reading: known(readRole(homeId, 'Execution')) }],
  container: 'web',
  ...change,
});
const snapshot = (change: Parameters<typeof delivery>[0] = {}): ChainSnapshot => ({
  ...chainSnapshot({ create: { name: 'role1' } }, links),
  delivery: delivery(change),
});

test('A7 A8 D-07: the secret holds one profile with one source, and the external id masked; it comes before the chain opens', () => {
  const { steps } = planRoleChain('plan-1', snapshot(), { links }, [mask]);
  const [store, grant] = [steps.find(({ kind }) => kind === 'store-config'), steps.find(({ id }) => id === 'reader-1')];
  expect(store).toMatchObject({
    region: 'us-east-1',
    tags: { 'rolewright:plan': 'plan-1' },
    content: `[default]\nregion = us-east-1\nrole_arn = ${arnOf('210987654321', 'role2')}\nexternal_id = ${mask}\ncredential_source = EcsContainer\nrole_session_name = app-{task-id}\n`,
  });
  expect(grant).toMatchObject({ kind: 'put-role-policy', roleName: 'Execution', exact: { stepId: 'store-1', instead: arn } });
  expect(steps.at(-1)?.kind).toBe('verify-chain');
});

test('A8: a reader that could not be read leaves nothing planned', () => {
  const unread = [{ arn: arnOf(homeId, 'Gone'), name: 'Gone', reading: absent }];
  expect(planRoleChain('plan-1', snapshot({ readers: unread }), { links }, [mask])).toMatchObject({
    steps: [],
    incomplete: [`The reader ${arnOf(homeId, 'Gone')} is not there.`],
  });
});

test('A8 D-11: what is handed over names both roles, the container and the secret, and no value', () => {
  expect(handOverOf(snapshot())).toMatchObject({
    taskDefinition: {
      taskRoleArn: arnOf(homeId, 'role1'),
      executionRoleArn: arnOf(homeId, 'Execution'),
      containerDefinitions: [{ name: 'web', secrets: [{ name: 'AWS_CONFIG', valueFrom: arn.slice(0, -7) }] }],
    },
  });
  expect(handOverOf(chainSnapshot({ create: { name: 'role1' } }, links))).toBeNull();
});

test('E12 E14 A8: the script stores the config out of a file that only its owner reads, and grants the exact ARN', () => {
  const { steps } = planRoleChain('plan-1', snapshot(), { links }, [mask]);
  const text = exportChain('cli', steps, { ...snapshot(), name: 'role1 → role2' }, { applied: false, blockers: [] })?.text ?? '';
  expect(text).toContain(`"external_id = \${EXTERNAL_ID_1}"`);
  expect(text).toMatch(/STORED_ARN="\$\(aws secretsmanager create-secret --name "uploader\/chain" --region "\$\{REGION\}" /);
  expect(text).toContain('--secret-string "file://$work/aws-config"');
  expect(text).toContain('--arg exact "$STORED_ARN"');
  expect(text).not.toMatch(new RegExp(`${homeId}|${mask}`));
});

test('A8 B13 D-48: Terraform and CloudFormation hold the delivery too: the external id a variable, the reader’s policy on exactly the secret', () => {
  const { steps } = planRoleChain('plan-1', snapshot(), { links }, [mask]);
  const fileOf = (format: 'terraform' | 'cloudformation', stack = 1) =>
    exportChain(format, steps, snapshot(), { applied: false, blockers: [] }, stack)?.text ?? '';
  const terraform = fileOf('terraform');
  expect(terraform).toContain('resource "aws_secretsmanager_secret_version" "config"');
  expect(terraform).toMatch(/secret_string = ".*external_id = \$\{var\.external_id_1\}\\n/);
  expect(terraform).toMatch(/Resource = aws_secretsmanager_secret\.config\.arn/);
  expect(terraform).toContain('data "aws_iam_role" "reader_execution"');
  const { Resources, Parameters } = JSON.parse(fileOf('cloudformation'));
  expect(Resources.ConfigSecret.Properties.SecretString['Fn::Sub']).toContain(`external_id = \${ExternalId1}`);
  expect(Parameters.ExternalId1).toMatchObject({ NoEcho: true });
  expect(Resources.ReaderExecution.Properties.PolicyDocument.Statement[0].Resource).toEqual({ Ref: 'ConfigSecret' });
  expect(fileOf('cloudformation', 2)).not.toContain('ConfigSecret');
  expect([terraform, fileOf('cloudformation')].join()).not.toContain(mask);
});

test('A8: a parameter is made by Terraform; CloudFormation makes no SecureString, and its template says so', () => {
  const parameter = `arn:aws:ssm:us-east-1:${homeId}:parameter/uploader/chain`;
  const place = { store: 'ssm', name: '/uploader/chain', region: 'us-east-1', runsOn: 'ecs-task', arn: parameter } as const;
  const { steps } = planRoleChain('plan-1', snapshot({ place }), { links }, [mask]);
  const fileOf = (format: 'terraform' | 'cloudformation') =>
    exportChain(format, steps, snapshot({ place }), { applied: false, blockers: [] })?.text ?? '';
  expect(fileOf('terraform')).toMatch(/resource "aws_ssm_parameter" "config" \{[^}]*type +?= "SecureString"/);
  const { Resources, Metadata } = JSON.parse(fileOf('cloudformation'));
  expect(Object.keys(Resources)).not.toContain('ConfigSecret');
  expect(Resources.ReaderExecution).toBeDefined();
  expect(Metadata.Rolewright.ByHand.join(' ')).toContain('/uploader/chain is a SecureString, which CloudFormation does not make');
});
