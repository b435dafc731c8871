import type { KnownPolicy, KnownPrincipal } from '../iam/known-principal.ts';

export const home = '111122223333';
export const away = '444455556666';

export const arnOf = (name: string, account = home): string => `arn:aws:iam::${account}:role/${name}`;
export const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
export const allow = (Action: string | string[], Resource: string | string[]) => ({ Effect: 'Allow', Action, Resource });
export const trusting = (Principal: object | string, more: object = {}) =>
  policy({ Sid: 'Callers', Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more });

const inline = (name: string, document: KnownPolicy['document']): KnownPolicy => ({ name, arn: null, document });

/** A role with what matters to the test; everything else as a fresh role has it. */
export function roleNamed(
  name: string,
  { may = [], ...more }: Partial<KnownPrincipal> & { may?: (object | null)[] } = {},
): KnownPrincipal & { kind: 'role' } {
  const awsAccountId = more.awsAccountId ?? home;
  return {
    arn: arnOf(name, awsAccountId),
    name,
    path: '/',
    uniqueId: `AROA${name.toUpperCase().padEnd(17, 'X')}`,
    awsAccountId,
    tags: {},
    trust: trusting({ Service: 'ecs-tasks.amazonaws.com' }, { Condition: { StringEquals: { 'aws:SourceAccount': awsAccountId } } }),
    inline: may.map((statement, index) => inline(`own-${index}`, statement === null ? null : policy(statement))),
    attached: [],
    groups: [],
    boundary: null,
    ...more,
    kind: 'role',
  };
}

/** A user with inline policies of these statements. */
export function userNamed(name: string, ...may: object[]): KnownPrincipal {
  const role = roleNamed(name, { may });
  return {
    ...role,
    kind: 'user',
    arn: `arn:aws:iam::${home}:user/${name}`,
    uniqueId: `AIDA${name.toUpperCase().padEnd(17, 'X')}`,
    trust: null,
  };
}
