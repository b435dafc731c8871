import { describe, expect, test } from 'vitest';
import type { PolicyDocument } from '../aws/policy-document.ts';
import { groupsOf } from './arn-pattern.ts';
import { trustPatterns } from './trust-patterns.ts';

const account = '111122223333';
const other = '444455556666';
const arn = (name: string, id = account, kind = 'role') => `arn:aws:iam::${id}:${kind}/${name}`;
const target = arn('target');
const tasks = { Sid: 'Tasks', Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' };
const listing = (AWS: unknown, more: object = {}) => ({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', ...more });
const policy = (...Statement: object[]): PolicyDocument => ({ Version: '2012-10-17', Statement });
const documentOf = (kind: string, trust: PolicyDocument, callers: string[], organisation: string | null = null) =>
  trustPatterns({ arn: target, trust }, callers, [], organisation).find((pattern) => pattern.kind === kind)?.document ?? null;

describe('B7 D-52 the narrowest pattern for callers', () => {
  test.each<[string, string[], (string | null)[]]>([
    ['one caller is named', [arn('app/one')], [arn('app/one')]],
    ['a path', [arn('app/one'), arn('app/two')], [arn('app/*')]],
    ['a path above different paths', [arn('team/a/one'), arn('team/b/one')], [arn('team/*')]],
    ['paths that only begin alike', [arn('team-a/one'), arn('team-b/one')], [null]],
    ['the beginning of a name, to its last separator', [arn('app-build'), arn('app-bundle')], [arn('app-*')]],
    ['path and beginning', [arn('ci/app-1'), arn('ci/app-2')], [arn('ci/app-*')]],
    ['a beginning too short to mean anything', [arn('a-1'), arn('a-2')], [null]],
    ['nothing in common', [arn('one'), arn('two')], [null]],
    ['accounts apart', [arn('app/one'), arn('app/two'), arn('app/one', other)], [arn('app/*'), arn('app/one', other)]],
    [
      'users apart from roles',
      [arn('ci/a'), arn('ci/b'), arn('ci/u', account, 'user'), arn('ci/v', account, 'user')],
      [arn('ci/*'), arn('ci/*', account, 'user')],
    ],
  ])('%s', (_, callers, patterns) => {
    expect(groupsOf(callers).map(({ pattern }) => pattern)).toEqual(patterns);
  });
});

describe('B7 D-51 the statement takes the place of the lists and of nothing else', () => {
  const callers = [arn('app/one'), arn('app/two')];
  const byId = { Condition: { StringEquals: { 'sts:ExternalId': 'external-id-0123' } } };
  const pattern = { ArnLike: { 'aws:PrincipalArn': arn('app/*') } };
  const root = `arn:aws:iam::${account}:root`;

  test('two lists go, the service stays first', () => {
    expect(documentOf('path', policy(tasks, listing(callers[0]), listing([callers[1]])), callers)).toEqual(
      policy(tasks, { Sid: 'Callers', ...listing(root, { Condition: pattern }) }),
    );
  });
  test('a condition that the lists have in common is kept, and so are their actions', () => {
    const actions = { Action: ['sts:AssumeRole', 'sts:TagSession'] };
    expect(documentOf('path', policy(listing(callers, { ...byId, ...actions })), callers)).toEqual(
      policy({ Sid: 'Callers', ...listing(root, { ...actions, Condition: { ...byId.Condition, ...pattern } }) }),
    );
  });
  test('lists with different conditions stay, and so does one that names somebody else, a deny, and a Sid that is taken', () => {
    const kept = [listing(callers[0], byId), { ...listing(callers[1]), Sid: 'Callers' }];
    expect(documentOf('path', policy(...kept), callers)).toEqual(
      policy(...kept, { Sid: 'Callers2', ...listing(root, { Condition: pattern }) }),
    );
    const mixed = [listing([callers[0], arn('stranger')]), { ...listing(callers[1]), Effect: 'Deny' }];
    expect(documentOf('path', policy(...mixed), callers)).toEqual(
      policy(...mixed, { Sid: 'Callers', ...listing(root, { Condition: pattern }) }),
    );
  });
  test('the input is not changed', () => {
    const trust = policy(tasks, listing(callers));
    const before = structuredClone(trust);
    trustPatterns({ arn: target, trust }, callers, [], 'o-a1b2c3d4e5');
    expect(trust).toEqual(before);
  });
  test('an organisation: everyone as principal, its id, and the names in any account', () => {
    expect(documentOf('organisation', policy(tasks), [...callers, arn('app/one', other)])).toBeNull();
    expect(documentOf('organisation', policy(tasks), callers, 'o-a1b2c3d4e5')).toEqual(
      policy(tasks, {
        Sid: 'Callers',
        ...listing('*', {
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }, ArnLike: { 'aws:PrincipalArn': arn('app/*', '*') } },
        }),
      }),
    );
  });
  test('E14 D-86: in another partition no ARN is of aws', () => {
    const move = (text: string) => text.replace('arn:aws:', 'arn:aws-us-gov:');
    const patterns = trustPatterns({ arn: move(target), trust: policy(tasks) }, callers.map(move), [], 'o-a1b2c3d4e5');
    expect(JSON.stringify(patterns)).not.toContain('arn:aws:');
    expect(JSON.stringify(patterns)).toContain('arn:aws-us-gov:');
  });
});
