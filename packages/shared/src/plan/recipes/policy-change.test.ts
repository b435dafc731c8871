import { expect, test } from 'vitest';
import { absent, known, unreadable } from '../../inventory/reading.ts';
import { arnOf, dataId, homeId } from '../chain-snapshot.fixture.ts';
import type { PolicyEdit } from '../policy-change.ts';
import { policySnapshot } from '../policy-change-snapshot.fixture.ts';
import { planPolicyChange } from './policy-change.ts';

const role = arnOf(dataId, 'role2');
const user = `arn:aws:iam::${homeId}:user/bot`;
const [oldId, otherId, madeId] = ['external-id-00000000000000aa', 'external-id-00000000000000bb', 'external-id-00000000000000cc'];
const policy = (Action: string, Resource = '*') => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
const trust = (...ids: string[]) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: homeId },
      Action: 'sts:AssumeRole',
      ...(ids.length > 0 ? { Condition: { StringEquals: { 'sts:ExternalId': ids } } } : {}),
    },
  ],
});
const inline = (name: string, action: string) => ({ name, arn: null, document: policy(action) });
const plan = (edits: PolicyEdit[], snapshot = policySnapshot(edits)) => planPolicyChange('plan_1', snapshot, { edits }, [madeId, madeId]);

test('what gives comes first, then trust, then what takes away; each step in the account of its ARN', () => {
  const edits: PolicyEdit[] = [
    { kind: 'detach-policy', principalArn: role, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    { kind: 'inline-policy', principalArn: role, policyName: 'gone', document: null },
    { kind: 'trust', roleArn: role, document: trust() },
    { kind: 'inline-policy', principalArn: user, policyName: 'new', document: policy('s3:GetObject') },
    { kind: 'managed-policy', policyName: 'shared', document: policy('s3:GetObject'), attachTo: [role, user] },
    { kind: 'inline-policy', principalArn: role, policyName: 'there', document: policy('s3:GetObject') },
  ];
  const attached = [{ name: 'AdministratorAccess', arn: 'arn:aws:iam::aws:policy/AdministratorAccess', document: policy('*') }];
  const has = { [role]: { attached, inline: [inline('gone', 's3:*'), inline('there', 's3:*')], trust: trust(oldId) } };
  const made = plan(edits, policySnapshot(edits, has));
  expect(made.steps.map(({ kind, accountId }) => [kind, accountId])).toEqual([
    ['create-managed-policy', 'data'],
    ['create-managed-policy', 'home'],
    ['put-user-policy', 'home'],
    ['attach-managed-policy', 'data'],
    ['attach-user-policy', 'home'],
    ['change-inline-policy', 'data'],
    ['replace-trust-policy', 'data'],
    ['detach-policy', 'data'],
    ['change-inline-policy', 'data'],
    ['verify-policies', undefined],
  ]);
  const after = made.changes.find(({ principal }) => principal.arn === role)?.after;
  expect(after?.attached.map(({ name }) => name)).toEqual(['shared']);
  expect(after?.inline).toEqual([inline('there', 's3:GetObject')]);
});

test('A6: “generate” becomes the fingerprint of the id that the console makes; what is lost for good is named', () => {
  const edits: PolicyEdit[] = [{ kind: 'trust', roleArn: role, document: trust(oldId, 'generate') }];
  const has = { [role]: { trust: trust(oldId, otherId) } };
  expect(plan(edits, policySnapshot(edits, has)).steps[0]).toMatchObject({ after: trust(oldId, madeId), link: 0, forgets: [otherId] });
  // An id that the console made can be made again.
  expect(plan(edits, policySnapshot(edits, has, { ownIds: [otherId] })).steps[0]).toMatchObject({ forgets: [] });
});

test('an edit that AWS has already is no step, and nothing to do is no run', () => {
  const edits: PolicyEdit[] = [
    { kind: 'trust', roleArn: role, document: trust() },
    { kind: 'inline-policy', principalArn: role, policyName: 'none', document: null },
    { kind: 'detach-policy', principalArn: role, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
  ];
  const made = plan(edits, policySnapshot(edits, { [role]: { trust: trust() } }));
  expect(made.steps).toEqual([]);
  expect(made.already).toHaveLength(3);
});

test('a policy that is there with the same document is attached, not made', () => {
  const edits: PolicyEdit[] = [{ kind: 'managed-policy', policyName: 'shared', document: policy('s3:GetObject'), attachTo: [role] }];
  const snapshot = policySnapshot(edits, {}, { policies: [known({ document: policy('s3:GetObject') })] });
  expect(plan(edits, snapshot).steps.map(({ kind }) => kind)).toEqual(['attach-managed-policy', 'verify-policies']);
});

test.each([
  ['is not there', absent],
  ['could not be read: denied', unreadable('denied')],
])('who %s is named, and nothing is planned', (text, reading) => {
  const edits: PolicyEdit[] = [{ kind: 'trust', roleArn: role, document: trust() }];
  const snapshot = policySnapshot(edits, {}, { principals: [{ kind: 'role', reading }] });
  expect(plan(edits, snapshot)).toMatchObject({ steps: [], incomplete: [`The role ${role} ${text}.`] });
});

const deletedOne = { ...trust(), Statement: [{ ...trust().Statement[0], Principal: { AWS: 'AROAEXAMPLE1234567890' } }] };
test.each<[string, PolicyEdit[], string]>([
  ['a user for a trust policy', [{ kind: 'trust', roleArn: user, document: trust() }], 'inputs.edits.0.roleArn'],
  ['what is no ARN', [{ kind: 'inline-policy', principalArn: 'bot', policyName: 'x', document: null }], 'inputs.edits.0.principalArn'],
  [
    'an account that is not registered',
    [{ kind: 'trust', roleArn: arnOf('111122223333', 'a'), document: trust() }],
    'inputs.edits.0.roleArn',
  ],
  [
    'D-51: a role that AWS keeps',
    [{ kind: 'trust', roleArn: arnOf(dataId, 'aws-service-role/ecs.amazonaws.com/X'), document: trust() }],
    'inputs.edits.0.roleArn',
  ],
  ['D-47: the id of a deleted role', [{ kind: 'trust', roleArn: role, document: deletedOne }], 'inputs.edits.0.document'],
  [
    'one thing twice',
    [
      { kind: 'trust', roleArn: role, document: trust() },
      { kind: 'trust', roleArn: role, document: trust() },
    ],
    'inputs.edits.1',
  ],
  [
    'a policy that is attached and detached',
    [
      { kind: 'detach-policy', principalArn: role, policyArn: `arn:aws:iam::${dataId}:policy/shared` },
      { kind: 'managed-policy', policyName: 'shared', document: policy('s3:GetObject'), attachTo: [role] },
    ],
    'inputs.edits.1',
  ],
  ['no policy’s ARN', [{ kind: 'detach-policy', principalArn: role, policyArn: role }], 'inputs.edits.0.policyArn'],
])('%s is refused by its field', (_what, edits, field) => {
  expect(() => policySnapshot(edits)).toThrow(
    expect.objectContaining({ code: 'bad-input', detail: { fields: [expect.objectContaining({ field })] } }),
  );
});

test('E2 D-42 D-43: a role is put into a profile, which is made where there is none; one that holds another role is left', () => {
  const edits: PolicyEdit[] = [{ kind: 'instance-profile', roleArn: role, profileName: 'servers' }];
  const arn = `arn:aws:iam::${dataId}:instance-profile/servers`;
  const has = (...roles: string[]) =>
    policySnapshot(edits, {}, { profiles: [{ reading: known({ name: 'servers', arn, roles }), instances: known([]) }] });
  const [create, add] = plan(edits).steps;
  const made = `arn:aws:iam::${dataId}:instance-profile/rolewright/servers`;
  expect(create).toMatchObject({ kind: 'create-instance-profile', accountId: 'data', profileArn: made });
  expect(add).toMatchObject({ kind: 'add-role-to-instance-profile', accountId: 'data', profileArn: made, roleName: 'role2' });
  expect(plan(edits, has()).steps.map(({ kind }) => kind)).toEqual(['add-role-to-instance-profile', 'verify-policies']);
  expect(plan(edits, has(role))).toMatchObject({ steps: [], already: ['The instance profile servers holds role2 already.'] });
  expect(plan(edits, has(arnOf(dataId, 'other')))).toMatchObject({ steps: [], already: [] });
  const unread = policySnapshot(edits, {}, { profiles: [{ reading: unreadable('denied'), instances: unreadable('denied') }] });
  expect(plan(edits, unread)).toMatchObject({ steps: [], incomplete: ['The instance profile servers could not be read: denied.'] });
});
