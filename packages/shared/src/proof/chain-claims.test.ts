import { expect, test } from 'vitest';
import { known } from '../inventory/reading.ts';
import { arnOf, chainSnapshot, dataId, homeId, linkTo, readRole } from '../plan/chain-snapshot.fixture.ts';
import { planRoleChain } from '../plan/recipes/role-chain.ts';
import { policy } from '../plan/snapshot.fixture.ts';
import { chainClaims, memberClaims } from './chain-claims.ts';
import { chainPermissionClaims } from './chain-permission-claims.ts';

const create = { create: { name: 'role1' } };
const allow = (AWS: string, more: object = {}) => ({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', ...more });
const trust = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const existing = linkTo('role2', { role: { existing: arnOf(dataId, 'role2') } });

function claimsOf(...[caller, links, has]: Parameters<typeof chainSnapshot>) {
  const snapshot = chainSnapshot(caller, links, has);
  const plan = planRoleChain('plan_1', snapshot, { links }, ['right-one', 'right-two']);
  const all = [...memberClaims(snapshot), ...chainClaims(snapshot, plan), ...chainPermissionClaims(snapshot, plan)];
  return Object.fromEntries(all.map((claim) => [claim.id, claim]));
}
const trusting = (...statements: object[]) => ({ roles: [known(readRole(dataId, 'role2', { trust: trust(...statements) }))] });

test('A5 D-45: of a new chain the right call works; a wrong external id, none, and everybody else are refused', () => {
  const claims = claimsOf(create, [linkTo('role2', { permissions: undefined }), linkTo('role3')]);
  expect(Object.values(claims).filter((claim) => claim.verdict !== 'pass')).toEqual([]);
  expect(claims['external-id-asked']?.evidence).toHaveLength(4);
  expect(claims['others-refused']?.evidence.join('\n')).toMatch(/a role of 560921689673.*refused[\s\S]*a foreign account.*refused/);
});

test('A5 D-48: another statement that lets the caller in without an external id fails the plan', () => {
  const claims = claimsOf(create, [existing], trusting(allow(arnOf(homeId, 'role1'))));
  expect(claims['external-id-asked']).toMatchObject({ verdict: 'fail', advice: expect.stringContaining('without an external id') });
});

test('whom the role trusts today it goes on to trust: that is to be acknowledged, and said as it is', () => {
  const claims = claimsOf(create, [existing], trusting(allow(dataId)));
  expect(claims['others-refused']).toMatchObject({
    verdict: 'unknown',
    evidence: expect.arrayContaining([expect.stringMatching(/as it is today$/)]),
  });
  expect(claims['external-id-asked']?.verdict).toBe('pass');
});

test('E11 D-53: an enforced session name is asked for; another statement that takes any name fails', () => {
  const session = { name: 'app-{instance-id}', enforceName: true };
  expect(claimsOf(create, [linkTo('role2', { session })])['session-name-asked']).toMatchObject({
    verdict: 'pass',
    evidence: [expect.stringContaining('refused')],
  });
  const open = trusting(allow(arnOf(homeId, 'role1'), { Condition: { StringEquals: { 'sts:ExternalId': 'right-one' } } }));
  expect(claimsOf(create, [{ ...existing, session }], open)['session-name-asked']?.verdict).toBe('fail');
});

test('E7: a boundary of the caller that does not let it assume roles fails the plan before anything changes', () => {
  const caller = { kind: 'role' as const, reading: known(readRole(homeId, 'role1', { boundary: policy('limits', 's3:*') })) };
  const claims = claimsOf({ roleArn: arnOf(homeId, 'role1') }, [linkTo('role2')], { caller });
  expect(claims['chain-works']).toMatchObject({ verdict: 'fail', evidence: expect.arrayContaining([expect.stringContaining('boundary')]) });
});

test('B9 D-41: a trust policy that would be longer than its quota fails, and the better pattern is named', () => {
  const many = Array.from({ length: 30 }, (_, index) => allow(arnOf(dataId, `a-rather-long-name-of-a-role-${index}`)));
  const claim = claimsOf(create, [existing], trusting(...many))['trust-quota'];
  expect(claim).toMatchObject({ verdict: 'fail', advice: expect.stringContaining('aws:PrincipalArn') });
});

test('D-47: AWS would not save a trust policy that still names a deleted principal', () => {
  const claims = claimsOf(create, [existing], trusting(allow('AROAJQABLZS4A3QDU576Q')));
  expect(claims['trust-sound']).toMatchObject({ verdict: 'fail', evidence: [expect.stringContaining('AROAJQABLZS4A3QDU576Q')] });
});

test('E1: what an existing caller may do besides is named, and to be acknowledged; a new one may do nothing else', () => {
  const caller = { kind: 'role' as const, reading: known(readRole(homeId, 'role1', { inline: [policy('queues', 'sqs:*')] })) };
  const claim = claimsOf({ roleArn: arnOf(homeId, 'role1') }, [linkTo('role2')], { caller })['implicit-caller'];
  expect(claim).toMatchObject({ verdict: 'unknown', evidence: ['It has queues besides.'] });
});

test('E5: what an existing role is given, all gain whom it trusts today: that is named, and to be acknowledged', () => {
  const trusted = trusting(allow(dataId), { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
  const claim = claimsOf(create, [existing], trusted)['nobody-else-gains'];
  expect(claim).toMatchObject({ verdict: 'unknown', evidence: [`role2 exists; trusted today: ${dataId}, ec2.amazonaws.com.`] });
});

test('a name that is taken fails, an ARN that is not the role’s own too', () => {
  const taken = { roles: [known(readRole(dataId, 'role2'))] };
  expect(claimsOf(create, [linkTo('role2')], taken)['role-name-2']?.verdict).toBe('fail');
  const moved = { roles: [known(readRole(dataId, 'role2', { arn: `arn:aws:iam::${dataId}:role/team/role2` }))] };
  expect(claimsOf(create, [existing], moved)['role-name-2']?.verdict).toBe('fail');
});

test('B8 D-86: a malformed ARN in what a role is given fails the plan, before anything is applied', () => {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws::s3:::reports/*' }] };
  const claims = claimsOf(create, [linkTo('role2', { permissions: { document } })]);
  expect(claims['permissions-lint']).toMatchObject({ verdict: 'fail', evidence: [expect.stringContaining('arn:aws::s3:::reports/*')] });
  expect(() => chainSnapshot({ roleArn: `arn:aws:iam:::${homeId}:role/role1` }, [linkTo('role2')])).toThrow(/target.caller.roleArn/);
});
