import { describe, expect, test } from 'vitest';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { applyEdits } from './apply-edits.fixture.ts';
import type { RoleFinding } from './finding.ts';
import { allow, arnOf, away, home, policy, roleNamed, trusting, userNamed } from './known-principals.fixture.ts';
import { proposeFix } from './propose-fix.ts';
import { findingsOf } from './role-findings.ts';
import { indexPrincipals, type RoleIndex } from './role-index.ts';

const role1 = roleNamed('role1', { may: [allow('sts:AssumeRole', arnOf('role2'))] });
const role2 = (Principal: object | string, more: object = {}) => roleNamed('role2', { trust: trusting(Principal, more) });
const bystander = roleNamed('bystander', { may: [allow('s3:GetObject', '*')] });
const dead = 'AROADEADDEADDEADDEADX';
const root = `arn:aws:iam::${home}:root`;

interface Asked {
  all: KnownPrincipal[];
  of: string;
  code: RoleFinding['code'];
  formerNames?: ReadonlyMap<string, string>;
  workloads?: string[];
}

function fixOf({ all, of, code, formerNames, workloads = [] }: Asked) {
  const index = indexPrincipals(all, formerNames);
  const principal = index.principals.get(of);
  const finding = principal && findingsOf(index, principal).find((one) => one.code === code);
  if (principal === undefined || finding === undefined) throw new Error(`no finding ${code}`);
  return { index, finding, fix: proposeFix(index, principal, finding, workloads) };
}

/** Every pair of scanned users and roles of which the one may assume the other. */
const links = (index: RoleIndex): string[] =>
  [...index.principals.values()].flatMap((caller) =>
    [...index.roles.values()].flatMap(({ role }) =>
      caller.arn !== role.arn && ['full', 'conditional', 'unknown'].includes(index.link(caller, role).state)
        ? [`${caller.name} → ${role.name}`]
        : [],
    ),
  );

/** The fix, after which the finding is gone, nobody has gained, and who assumed what still does. */
function mended(asked: Asked) {
  const { index, fix } = fixOf(asked);
  if (fix.proposal === null) throw new Error(fix.why);
  const after = indexPrincipals(applyEdits(asked.all, fix.proposal.edits), asked.formerNames);
  const principal = after.principals.get(asked.of);
  expect(principal && findingsOf(after, principal).map(({ code }) => code)).not.toContain(asked.code);
  expect(links(after)).toEqual(links(index));
  return fix.proposal;
}

describe('B4: a service beside the callers of role2', () => {
  test('goes out of the trust policy, role1 stays, and the profile that is then unused is named', () => {
    const target = { ...role2({ Service: 'ec2.amazonaws.com', AWS: role1.arn }), instanceProfiles: ['profile2'] };
    const { title, edits, notes } = mended({ all: [role1, target], of: target.arn, code: 'service-beside-caller' });
    expect(title).toBe('Take ec2 out of the trust policy of role2');
    expect(edits).toEqual([{ kind: 'trust', roleArn: target.arn, document: trusting({ AWS: role1.arn }) }]);
    expect(notes.join(' ')).toContain('Instance profile profile2 is then unused');
  });

  test('a statement of the service alone goes whole; what no scan told of profiles is said as not known', () => {
    const both = [trusting({ AWS: role1.arn }), trusting({ Service: 'lambda.amazonaws.com' }), trusting({ Service: 'ec2.amazonaws.com' })];
    const target = { ...role2({}), trust: policy(...both.flatMap(({ Statement }) => Statement)) };
    const { edits, notes } = mended({ all: [role1, target], of: target.arn, code: 'service-beside-caller' });
    expect(edits).toMatchObject([{ document: { Statement: [{ Principal: { AWS: role1.arn } }] } }]);
    expect(notes).toEqual([
      'Whether something of lambda.amazonaws.com runs with the role no scan tells: look before.',
      'Which instance profiles hold the role is not known: scan its account again.',
    ]);
  });

  test('no automatic fix while a workload runs with the role', () => {
    const target = role2({ Service: 'ecs-tasks.amazonaws.com', AWS: role1.arn });
    const { fix } = fixOf({ all: [role1, target], of: target.arn, code: 'service-beside-caller', workloads: ['limbo'] });
    expect(fix).toEqual({ proposal: null, why: expect.stringContaining('limbo runs with this role') });
  });
});

describe('B15: the id of a deleted principal in a trust policy', () => {
  const code = 'dangling-principal';
  const formerNames = new Map([[dead, role1.arn]]);

  test('the ARN of the role that has its name now takes its place, and the chain works again', () => {
    const target = role2(
      { AWS: [dead, arnOf('other')] },
      { Condition: { StringEquals: { 'sts:ExternalId': 'external-id-0123456789abcdef' } } },
    );
    const all = [role1, target];
    const { fix, index, finding } = fixOf({ all, of: target.arn, code, formerNames });
    expect(finding.change).toEqual({ from: dead, to: role1.arn });
    expect(links(index)).toEqual([]);
    expect(fix.proposal?.edits).toMatchObject([
      { kind: 'trust', document: { Statement: [{ Principal: { AWS: [role1.arn, arnOf('other')] }, Condition: expect.anything() }] } },
    ]);
    const after = indexPrincipals(applyEdits(all, fix.proposal?.edits ?? []), formerNames);
    expect(links(after)).toEqual(['role1 → role2']);
  });

  test('a name that nobody has any more: the id goes, and nothing else', () => {
    const target = role2({ AWS: [dead, bystander.arn] });
    const gone = { all: [bystander, target], of: target.arn, code, formerNames } as const;
    expect(mended({ ...gone, all: [...gone.all] }).edits).toMatchObject([
      { document: { Statement: [{ Principal: { AWS: [bystander.arn] } }] } },
    ]);
  });

  test('whose id it was is not guessed from who might fit', () => {
    const target = role2({ AWS: dead });
    const { fix, finding } = fixOf({ all: [role1, target], of: target.arn, code });
    expect(finding.change).toEqual({ from: dead, to: role1.arn });
    expect(fix).toEqual({ proposal: null, why: expect.stringContaining('no scan has seen whose id') });
  });

  test('a policy that would trust nobody is not proposed', () => {
    const target = role2({ AWS: dead });
    const { fix } = fixOf({ all: [bystander, target], of: target.arn, code });
    expect(fix).toEqual({ proposal: null, why: expect.stringContaining('the only one whom the role trusts') });
  });
});

describe('A3: sts:AssumeRole on a wildcard', () => {
  const caller = (statement: object) => roleNamed('role1', { may: [statement] });
  const other = roleNamed('other', { trust: trusting({ AWS: bystander.arn }) });

  test.each([
    ['on *', allow('sts:AssumeRole', '*'), 'assume-any-role'],
    ['on every role of the account', allow('sts:AssumeRole', `arn:aws:iam::${home}:role/*`), 'assume-every-role-of-account'],
    ['on all but', { Effect: 'Allow', Action: 'sts:AssumeRole', NotResource: arnOf('other') }, 'assume-any-role'],
  ] as const)('%s: exactly the roles that let it in', (_, statement, code) => {
    const all = [caller(statement), role2({ AWS: arnOf('role1') }), other, bystander];
    const { edits } = mended({ all, of: arnOf('role1'), code });
    expect(edits).toEqual([
      {
        kind: 'inline-policy',
        principalArn: arnOf('role1'),
        policyName: 'own-0',
        document: policy({ Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: arnOf('role2') }),
      },
    ]);
  });

  test('what else the statement allows stays as it was', () => {
    const all = [caller(allow(['sts:AssumeRole', 's3:GetObject'], '*')), role2({ AWS: arnOf('role1') })];
    expect(mended({ all, of: arnOf('role1'), code: 'assume-any-role' }).edits).toMatchObject([
      {
        document: {
          Statement: [
            { Action: ['s3:GetObject'], Resource: '*' },
            { Action: ['sts:AssumeRole'], Resource: arnOf('role2') },
          ],
        },
      },
    ]);
  });

  test('the statement that is added has a Sid that no other has', () => {
    const taken = { ...allow('s3:PutObject', '*'), Sid: 'AssumeRoles' };
    const all = [roleNamed('role1', { may: [allow(['sts:AssumeRole', 's3:GetObject'], '*')] }), role2({ AWS: arnOf('role1') })];
    const [first] = all;
    const own = first?.inline[0];
    const both = {
      ...first,
      inline: [{ ...own, document: policy(allow(['sts:AssumeRole', 's3:GetObject'], '*'), taken) }],
    } as KnownPrincipal;
    const { edits } = mended({ all: [both, ...all.slice(1)], of: arnOf('role1'), code: 'assume-any-role' });
    expect(edits).toMatchObject([{ document: { Statement: [{}, { Sid: 'AssumeRoles2' }, { Sid: 'AssumeRoles' }] } }]);
  });

  test('of two policies of one name none is changed on a guess', () => {
    const own = caller(allow('sts:AssumeRole', '*'));
    const twin = { name: 'own-0', arn: `arn:aws:iam::${home}:policy/own-0`, document: policy(allow('s3:GetObject', '*')) };
    const all = [{ ...own, attached: [twin] }, role2({ AWS: arnOf('role1') })];
    const { fix } = fixOf({ all, of: arnOf('role1'), code: 'assume-any-role' });
    expect(fix).toEqual({ proposal: null, why: expect.stringContaining('several policies called own-0') });
  });

  test('an attached policy, which may be others’ too, is detached, and an inline one takes its place', () => {
    const arn = `arn:aws:iam::${home}:policy/shared`;
    const shared = { name: 'shared', arn, document: policy(allow('sts:AssumeRole', '*')) };
    const all = [{ ...roleNamed('role1'), attached: [shared] }, role2({ AWS: arnOf('role1') })];
    const { edits } = mended({ all, of: arnOf('role1'), code: 'assume-any-role' });
    expect(edits).toMatchObject([
      { kind: 'inline-policy', policyName: 'shared', document: { Statement: [{ Resource: arnOf('role2') }] } },
      { kind: 'detach-policy', policyArn: arn },
    ]);
  });

  test.each([
    ['nobody lets it in', allow('sts:AssumeRole', '*'), /no scanned role .* lets it in/],
    ['a wildcard of actions', allow('sts:*', '*'), /list the actions/],
  ])('no automatic fix: %s', (_, statement, why) => {
    const { fix } = fixOf({ all: [caller(statement), other, bystander], of: arnOf('role1'), code: 'assume-any-role' });
    expect(fix).toEqual({ proposal: null, why: expect.stringMatching(why) });
  });

  test('a role of which it is not known is named as lost, not kept in silence', () => {
    const unread = roleNamed('unread', { trust: { Version: 'x' } });
    const { fix } = fixOf({
      all: [caller(allow('sts:AssumeRole', '*')), role2({ AWS: arnOf('role1') }), unread],
      of: arnOf('role1'),
      code: 'assume-any-role',
    });
    expect(fix.proposal?.notes.join(' ')).toContain(`Of ${unread.arn} it is not known`);
  });
});

describe('B7: trust in a whole account, or in everyone', () => {
  const foreign = roleNamed('foreign', { awsAccountId: away, may: [allow('sts:AssumeRole', arnOf('role2'))] });
  const user = userNamed('ada', allow('sts:AssumeRole', '*'));

  test.each([
    ['the account', { AWS: root }, 'trust-whole-account', [role1.arn, user.arn]],
    ['the account beside a role', { AWS: [root, bystander.arn] }, 'trust-whole-account', [role1.arn, user.arn]],
    ['two accounts', { AWS: [home, away] }, 'trust-whole-account', [role1.arn, foreign.arn, user.arn]],
  ] as const)(
    '%s: held to those whose own policies reach the role; who assumed it still can, and nobody gains',
    (_, Principal, code, kept) => {
      const all = [role1, foreign, bystander, role2(Principal), user];
      const { edits } = mended({ all, of: arnOf('role2'), code });
      const [edit] = edits;
      const statements =
        edit?.kind === 'trust' ? (edit.document.Statement as { Condition?: { ArnEquals: Record<string, string[]> } }[]) : [];
      expect(statements.at(-1)?.Condition?.ArnEquals['aws:PrincipalArn']?.toSorted()).toEqual([...kept].toSorted());
    },
  );

  test('everyone: those whose policies reach it keep it, and only they', () => {
    const all = [role1, foreign, bystander, role2('*')];
    const { fix, index } = fixOf({ all, of: arnOf('role2'), code: 'trust-everyone' });
    expect(links(index)).toContain('bystander → role2');
    expect(links(indexPrincipals(applyEdits(all, fix.proposal?.edits ?? [])))).toEqual(['role1 → role2', 'foreign → role2']);
    expect(fix.proposal?.notes.at(-1)).toContain('accounts that are not scanned');
  });

  test.each([
    ['an account that is not scanned', [role1], { AWS: away }, 'trust-whole-account', /is not scanned/],
    ['nobody who uses it', [bystander], { AWS: root }, 'trust-whole-account', /who uses it is not known/],
  ] as const)('no automatic fix: %s', (_, others, Principal, code, why) => {
    const { fix } = fixOf({ all: [...others, role2(Principal)], of: arnOf('role2'), code });
    expect(fix).toEqual({ proposal: null, why: expect.stringMatching(why) });
  });

  test('B9 no automatic fix where the callers do not fit into a trust policy', () => {
    const many = Array.from({ length: 60 }, (_, index) => roleNamed(`caller-${index}`, { may: [allow('sts:AssumeRole', arnOf('role2'))] }));
    const { fix } = fixOf({ all: [...many, role2({ AWS: root })], of: arnOf('role2'), code: 'trust-whole-account' });
    expect(fix).toEqual({ proposal: null, why: expect.stringContaining('60 callers use it') });
  });
});

describe('E1: an extra policy on the first role of a chain', () => {
  const chained = role2({ AWS: role1.arn });
  const code = 'more-than-assume-role';
  const managed = { name: 'ReadOnlyAccess', arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', document: policy(allow('s3:Get*', '*')) };

  test('inline: deleted', () => {
    const implicit = { ...role1, inline: [...role1.inline, { name: 'extra', arn: null, document: policy(allow('s3:GetObject', '*')) }] };
    expect(mended({ all: [implicit, chained], of: role1.arn, code }).edits).toEqual([
      { kind: 'inline-policy', principalArn: role1.arn, policyName: 'extra', document: null },
    ]);
  });

  test('attached: detached', () => {
    const { edits } = mended({ all: [{ ...role1, attached: [managed] }, chained], of: role1.arn, code });
    expect(edits).toEqual([{ kind: 'detach-policy', principalArn: role1.arn, policyArn: managed.arn }]);
  });

  test('one that holds the chain too keeps just that', () => {
    const both = policy(allow(['sts:AssumeRole', 's3:GetObject'], arnOf('role2')), allow('s3:*', '*'));
    const implicit = { ...role1, inline: [{ name: 'own', arn: null, document: both }] };
    expect(mended({ all: [implicit, chained], of: role1.arn, code }).edits).toMatchObject([
      { policyName: 'own', document: { Statement: [{ Action: 'sts:AssumeRole', Resource: arnOf('role2') }] } },
    ]);
  });
});

test('D-28: ECS tasks of any account become those of the role’s own', () => {
  const target = roleNamed('task', { trust: trusting({ Service: ['ecs-tasks.amazonaws.com', 'ec2.amazonaws.com'] }) });
  const { edits } = mended({ all: [target], of: target.arn, code: 'no-source-account' });
  expect(edits).toMatchObject([
    {
      document: {
        Statement: [
          { Principal: { Service: ['ec2.amazonaws.com'] } },
          { Principal: { Service: ['ecs-tasks.amazonaws.com'] }, Condition: { StringEquals: { 'aws:SourceAccount': home } } },
        ],
      },
    },
  ]);
});

test('what only a person can decide has a reason, in words that end a sentence', () => {
  const wide = roleNamed('wide', { may: [allow('*', '*'), allow('iam:PassRole', '*')] });
  const index = indexPrincipals([wide]);
  const fixes = findingsOf(index, wide).map((finding) => proposeFix(index, wide, finding, []));
  expect(fixes.length).toBeGreaterThan(2);
  for (const fix of fixes) expect(fix).toEqual({ proposal: null, why: expect.stringMatching(/^[a-z].*[^.]$/) });
});

test('B15 D-47: a dead id has to go before anything else of the trust policy is saved; two go at once', () => {
  const gone = 'AROAGONEGONEGONEGONEX';
  const target = role2({ Service: 'ec2.amazonaws.com', AWS: [dead, gone] });
  const formerNames = new Map([[dead, role1.arn]]);
  const asked = { all: [role1, target], of: target.arn, formerNames };
  expect(fixOf({ ...asked, code: 'service-beside-caller' }).fix).toEqual({ proposal: null, why: expect.stringContaining('has to go out') });
  const { fix } = fixOf({ ...asked, code: 'dangling-principal' });
  expect(fix.proposal?.edits).toMatchObject([
    { document: { Statement: [{ Principal: { Service: 'ec2.amazonaws.com', AWS: [role1.arn] } }] } },
  ]);
  expect(fix.proposal?.notes).toContain(`Whose id ${gone} was no scan has seen.`);
});
