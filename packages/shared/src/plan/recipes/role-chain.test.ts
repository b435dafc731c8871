import { expect, test } from 'vitest';
import { statementsOf } from '../../iam/trust-statements.ts';
import { absent, known, unreadable } from '../../inventory/reading.ts';
import { arnOf, chainSnapshot, dataId, homeId, linkTo, readRole } from '../chain-snapshot.fixture.ts';
import { user } from '../snapshot.fixture.ts';
import { planRoleChain } from './role-chain.ts';

const create = { create: { name: 'role1', path: '/apps/' } };
const ids = ['external-id-one', 'external-id-two'];
const trust = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'AssumedByrole1', Effect: 'Allow', Principal: { AWS: dataId }, Action: 'sts:AssumeRole' }],
};

function planOf(...[caller, links, has]: Parameters<typeof chainSnapshot>) {
  return planRoleChain('plan_1', chainSnapshot(caller, links, has), { links }, ids);
}
const outline = (...given: Parameters<typeof chainSnapshot>) =>
  planOf(...given).steps.map((step) => {
    const name = 'roleName' in step ? step.roleName : 'userName' in step ? step.userName : '';
    return `${step.kind} ${name}`.trim();
  });

test('B3: the caller’s half and the role first, what the role may do then, so that no half is good for anything alone', () => {
  expect(outline(create, [linkTo('role2')])).toEqual([
    'create-role role1',
    'put-role-policy role1',
    'create-role role2',
    'put-role-policy role2',
    'verify-chain',
  ]);
});

test('A4: of a chain of three every role is there before a trust policy names it, and permissions come after all of them', () => {
  expect(outline(create, [linkTo('role2', { permissions: undefined }), linkTo('role3')])).toEqual([
    'create-role role1',
    'put-role-policy role1',
    'create-role role2',
    'put-role-policy role2',
    'create-role role3',
    'put-role-policy role3',
    'verify-chain',
  ]);
});

test('D-51: trust policies of existing roles are extended last, the far end first: the door of role1 opens at the very end', () => {
  const existing = (name: string) => linkTo(name, { role: { existing: arnOf(dataId, name) }, permissions: undefined });
  const roles = ['role2', 'role3'].map((name) => known(readRole(dataId, name, { trust })));
  const { steps } = planOf(create, [existing('role2'), existing('role3')], { roles });
  expect(steps.slice(-3).map((step) => ('roleName' in step ? `${step.kind} ${step.roleName}` : step.kind))).toEqual([
    'update-assume-role-policy role3',
    'update-assume-role-policy role2',
    'verify-chain',
  ]);
  const update = steps.find((step) => step.kind === 'update-assume-role-policy' && step.roleName === 'role2');
  expect(update).toMatchObject({
    before: trust,
    sids: ['AssumedByrole12'],
    after: { Statement: [trust.Statement[0], { Sid: 'AssumedByrole12' }] },
  });
});

test('D-44 D-45: role1 may assume exactly role2’s ARN, and role2 trusts exactly role1, with its external id', () => {
  const { steps } = planOf(create, [linkTo('role2')]);
  expect(steps.find((step) => step.kind === 'put-role-policy' && step.roleName === 'role1')).toMatchObject({
    accountId: 'home',
    document: { Statement: [{ Action: 'sts:AssumeRole', Resource: arnOf(dataId, 'role2') }] },
  });
  expect(steps.find((step) => step.kind === 'create-role' && step.roleName === 'role2')).toMatchObject({
    accountId: 'data',
    trust: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${homeId}:role/apps/role1` },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': 'external-id-one' } },
        },
      ],
    },
  });
});

test('A4: the trust policy of a new role2 is exactly this document', () => {
  const trusts = planOf(create, [linkTo('role2')]).steps.flatMap((step) =>
    step.kind === 'create-role' && step.roleName === 'role2' ? [step.trust] : [],
  );
  expect(trusts).toEqual([
    {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AssumedByrole1',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${homeId}:role/apps/role1` },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': 'external-id-one' } },
        },
      ],
    },
  ]);
});

test('D-53: a source identity needs its permission in every link that follows, tags in theirs alone; both are asked for', () => {
  const session = { name: 'app-{instance-id}', enforceName: true, sourceIdentity: 'ada', tags: { team: 'x' } };
  const { links } = planOf(create, [linkTo('role2', { session, permissions: undefined }), linkTo('role3')]);
  const [first, second] = links.map((link) => (link.after.Statement as object[])[0]);
  expect(first).toMatchObject({
    Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    Condition: {
      StringEquals: { 'sts:ExternalId': 'external-id-one', 'sts:SourceIdentity': 'ada', 'aws:RequestTag/team': 'x' },
      StringLike: { 'sts:RoleSessionName': 'app-i-*' },
    },
  });
  expect(second).toMatchObject({ Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'] });
  expect(links[1]?.callerHalf.document).toMatchObject({ Statement: [{ Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'] }] });
});

test('A5: no external id where a reason says why; then nothing is asked for', () => {
  const { links } = planOf(create, [linkTo('role2', { externalId: { none: 'one company, both roles are ours' } })]);
  expect(links.map((link) => statementsOf(link.after).map((statement) => statement.Condition))).toEqual([[undefined]]);
});

test('A4: a user begins with a policy of its own; the very same half that is there already is not given again', () => {
  const caller = { userArn: `arn:aws:iam::${homeId}:user/bot` };
  const bare = { kind: 'user' as const, reading: known(user('bot')) };
  const { steps, links } = planOf(caller, [linkTo('role2')], { caller: bare });
  expect(steps[0]).toMatchObject({ kind: 'put-user-policy', userName: 'bot', policyName: 'Assume-role2' });
  const half = links[0]?.callerHalf.document ?? {};
  const has = { kind: 'user' as const, reading: known(user('bot', { inline: [{ name: 'Assume-role2', arn: null, document: half }] })) };
  expect(outline(caller, [linkTo('role2')], { caller: has })[0]).toBe('create-role role2');
  const other = { name: 'Assume-role2', arn: null, document: { Version: '2012-10-17', Statement: [] } };
  const taken = { kind: 'user' as const, reading: known(user('bot', { inline: [other] })) };
  expect(planOf(caller, [linkTo('role2')], { caller: taken }).steps[0]).toMatchObject({ policyName: 'Assume-role2-2' });
});

test('unreadable is not absent: what must be used and is not known makes the plan incomplete, and nothing is planned', () => {
  const existing = linkTo('role2', { role: { existing: arnOf(dataId, 'role2') } });
  const denied = planOf(create, [existing], { roles: [unreadable('iam:GetRole was denied (AccessDenied)')] });
  expect(denied).toMatchObject({
    steps: [],
    incomplete: [`The role ${arnOf(dataId, 'role2')} could not be read: iam:GetRole was denied (AccessDenied).`],
  });
  expect(planOf(create, [existing], { roles: [absent] }).incomplete).toEqual([`The role ${arnOf(dataId, 'role2')} is not there.`]);
});

test.each<[string, Parameters<typeof chainSnapshot>[0], Parameters<typeof chainSnapshot>[1], RegExp]>([
  ['a role of another account', { roleArn: arnOf(dataId, 'role1') }, [linkTo('role2')], /^target\.caller\.roleArn: .*another account/],
  ['a user that is none', { userArn: arnOf(homeId, 'role1') }, [linkTo('role2')], /^target\.caller\.userArn: must be the ARN of a user/],
  ['D-46 a role that assumes itself', { create: { name: 'Role2' } }, [linkTo('role2', { accountId: 'home' })], /D-46/],
  [
    'D-51 a role that AWS keeps',
    create,
    [linkTo('x', { role: { existing: `arn:aws:iam::${dataId}:role/aws-service-role/x.amazonaws.com/X` } })],
    /D-51/,
  ],
  [
    'a last role that could do nothing',
    create,
    [linkTo('role2', { permissions: undefined })],
    /^inputs\.links\.0\.permissions: must be given/,
  ],
  [
    'D-49 two hours along a chain',
    create,
    [linkTo('role2', { session: { name: 'app', enforceName: false, durationSeconds: 7200 } })],
    /^inputs\.links\.0\.session\.durationSeconds: must be at most 3600: .*an hour at most/,
  ],
  [
    'D-53 a source identity that changes',
    create,
    ['ada', 'eve'].map((sourceIdentity, index) =>
      linkTo(`role${index + 2}`, { session: { name: 'app', enforceName: false, sourceIdentity } }),
    ),
    /^inputs\.links\.1\.session\.sourceIdentity: must be ada/,
  ],
])('refused by its field: %s', (_what, caller, links, message) => {
  expect(() => chainSnapshot(caller, links)).toThrow(message);
});

test('E1 E4: a caller that is made for instances trusts EC2 alone, and may assume exactly the next role', () => {
  const { steps } = planOf({ create: { name: 'role1', service: 'ec2' } }, [linkTo('role2')]);
  const [role, half] = steps;
  expect(role).toMatchObject({ kind: 'create-role', roleName: 'role1', description: expect.stringMatching(/^Instance role/) });
  expect(role?.kind === 'create-role' && statementsOf(role.trust)).toMatchObject([{ Principal: { Service: 'ec2.amazonaws.com' } }]);
  expect(half).toMatchObject({ document: { Statement: [{ Action: 'sts:AssumeRole', Resource: arnOf(dataId, 'role2') }] } });
});
