import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { dataId, homeId } from '../plan/chain-snapshot.fixture.ts';
import { stacksOfChain } from './chain-stacks.ts';
import { type ChainName, chains, exported, oldId } from './export-chain.fixture.ts';
import { exportChain, exportsOfChain } from './export-chain.ts';
import { exportFormat } from './format.ts';

const names = Object.keys(chains) as ChainName[];
const stacksOf = (name: ChainName) => stacksOfChain(chains[name].snapshot.target.members, chains[name].steps);
const filesOf = (name: ChainName): string[] => [
  exported(name, 'terraform'),
  exported(name, 'cli'),
  ...stacksOf(name).map((_, index) => exported(name, 'cloudformation', index + 1)),
];
interface Template {
  Parameters?: Record<string, { NoEcho?: boolean; Default?: string }>;
  Metadata: { Rolewright: { ByHand: string[] } };
  Resources: Record<string, { Type: string; Condition?: string; DeletionPolicy?: string; Properties: Record<string, unknown> }>;
}
const template = (name: ChainName, stack = 1): Template => JSON.parse(exported(name, 'cloudformation', stack));

describe.each(names)('%s', (name) => {
  test('B13 E13: is exported in every format, and none of them fails', () => {
    expect(exportsOfChain(chains[name].steps)).toEqual([...exportFormat.options]);
    for (const text of filesOf(name)) expect(text).toContain(chains[name].snapshot.target.name.split(' ')[0]);
  });

  test('C17 E14: no account, partition or Region stands where a variable belongs', () => {
    for (const text of filesOf(name)) {
      const withoutDefaults = text.replaceAll(/(default +=|"Default":) "\d{12}"/g, '');
      expect(withoutDefaults).not.toMatch(new RegExp(`${homeId}|${dataId}|333344445555|arn:aws:|us-east-1`));
    }
  });

  test('A5 D-48: no external id and no fingerprint of one is in a file; the new one is asked for, as a secret', () => {
    for (const text of filesOf(name)) expect(text).not.toMatch(/external-id-[0-9a-f]{4}/);
    expect(exported(name, 'terraform')).toMatch(/variable "external_id_1" \{\n[^}]+ {2}sensitive {3}= true\n\}/);
    expect(exported(name, 'cli')).toMatch(/EXTERNAL_ID_1:\?/);
    const asked = stacksOf(name).map((_, index) => template(name, index + 1).Parameters?.ExternalId1);
    expect(asked.filter((one) => one !== undefined).length).toBeGreaterThan(0);
    for (const one of asked) expect(one === undefined || (one.NoEcho === true && one.Default === undefined)).toBe(true);
  });

  test('A13: a policy is given to one role or user, never exclusively', () => {
    expect(exported(name, 'terraform')).not.toMatch(/aws_iam_policy_attachment|exclusive/);
  });

  test('B13: what the plan makes is imported where it was applied; what is there already is imported in any case, or only read', () => {
    const text = exported(name, 'terraform');
    const resources = [...text.matchAll(/^resource "(\w+)" "(\w+)"/gm)].map(([, type, label]) => `${type}.${label}`);
    const imports = [...text.matchAll(/^ {2}to += ([\w.]+)$/gm)].map(([, to]) => to);
    expect(imports).toEqual(resources);
    const there = chains[name].snapshot.target.members.filter(({ create }) => !create);
    for (const member of there) expect(text).toContain(`data "aws_iam_${member.kind}" "${member.name}"`);
    expect(text).toContain('default     = false');
    expect(exported(name, 'terraform', 1, { applied: true, blockers: [] })).toContain('default     = true');
  });

  test.each(['aws-cn', 'aws-us-gov'])('E14 D-86: in %s each file is the same', (partition) => {
    const region = partition === 'aws-cn' ? 'cn-north-1' : 'us-gov-west-1';
    const { snapshot, steps } = chains[name];
    const moved = JSON.parse(
      JSON.stringify({ snapshot, steps }).replaceAll('arn:aws:', `arn:${partition}:`).replaceAll('us-east-1', region),
    ) as (typeof chains)[ChainName];
    for (const account of moved.snapshot.accounts) account.partition = partition;
    for (const format of exportFormat.options) {
      expect(exportChain(format, moved.steps, moved.snapshot, { applied: false, blockers: [] })?.text).toBe(exported(name, format));
    }
  });

  test('the script is bash, and says what the console does not start the plan for', () => {
    expect(spawnSync('bash', ['-n'], { input: exported(name, 'cli'), encoding: 'utf8' })).toMatchObject({ stderr: '', status: 0 });
    const blocked = { applied: false, blockers: ['The quota holds'] };
    for (const format of exportFormat.options) expect(exported(name, format, 1, blocked)).toContain('The quota holds');
  });
});

test('B13: Terraform has an alias for each further account, and every resource of it goes there', () => {
  const text = exported('two new roles of two accounts', 'terraform');
  expect(text.match(/^provider "aws"/gm)).toHaveLength(1);
  expect(text).toMatch(/resource "aws_iam_role" "role2" \{\n {2}provider +=/);
  expect(text).toMatch(/resource "aws_iam_role" "role1" \{\n {2}name +=/);
  // By reference, so that the role that is trusted is made first.
  expect(text).toContain('AWS = aws_iam_role.role1.arn');
  expect(text).toContain('Resource = aws_iam_role.role2.arn');
});

test('D-51: Terraform merges its statement into the trust policy that it reads, and leaves the rest of an existing role as it is', () => {
  const text = exported('a user and a role that are there', 'terraform');
  expect(text).toContain('source_policy_documents = [data.aws_iam_role.role2.assume_role_policy]');
  expect(text).toMatch(/Sid +=? "AssumedByapp"/);
  expect(text).not.toMatch(/Partner|333344445555/);
  expect(text).toContain('prevent_destroy = true');
  expect(text).toMatch(/import \{\n {2}to = aws_iam_role.role2\n {2}id = "role2"\n\}/);
});

test('a script asks for the account of a partner only where it writes that account', () => {
  expect(exported('a user and a role that are there', 'cli')).not.toContain('ACCOUNT_3');
});

test('D-50: stacks are created in the order of the chain, two in an account that it comes back to', () => {
  expect(stacksOf('a chain that comes back')).toEqual([
    { awsAccountId: homeId, members: ['role1'] },
    { awsAccountId: dataId, members: ['role2'] },
    { awsAccountId: homeId, members: ['role1-of-home'] },
  ]);
  expect(template('a chain that comes back', 2).Metadata.Rolewright.ByHand[0]).toMatch(/^This is stack 2 of 3/);
  expect(exportChain('cloudformation', [], chains['a chain that comes back'].snapshot, { applied: false, blockers: [] })).toBe(null);
});

test('CloudFormation: an existing role is imported as it is, and opened by an update; nothing else is made before', () => {
  const { Resources, Parameters, Metadata } = template('roles that are there, of one account');
  const { Role2, ...others } = Resources;
  expect(Role2).toMatchObject({ Type: 'AWS::IAM::Role', DeletionPolicy: 'Retain', Properties: { MaxSessionDuration: 7200 } });
  const trust = Role2?.Properties.AssumeRolePolicyDocument as { 'Fn::If': [string, { Statement: unknown[] }, { Statement: unknown[] }] };
  const [condition, after, before] = trust['Fn::If'];
  expect([condition, after.Statement.length, before.Statement.length]).toEqual(['Open', 2, 1]);
  expect(after.Statement[0]).toEqual(before.Statement[0]);
  expect(Object.values(others).map(({ Type, Condition }) => [Type, Condition])).toEqual([
    ['AWS::IAM::RolePolicy', 'Open'],
    ['AWS::IAM::RolePolicy', 'Open'],
  ]);
  expect(Parameters?.ChainIsOpen).toMatchObject({ Default: 'false' });
  expect(Metadata.Rolewright.ByHand.join(' ')).toContain('"ResourceIdentifier":{"RoleName":"role2"}');
  expect(JSON.stringify(Resources)).not.toContain(oldId);
});
