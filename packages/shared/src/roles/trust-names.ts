import { accountOf, assumedRoleOf } from '../aws/arn.ts';
import { isPrincipalId } from '../aws/key-id.ts';
import type { PolicyDocument, PolicyStatement } from '../aws/policy-document.ts';
import { statementsOf } from '../iam/bounds.ts';
import { compilePolicy } from '../iam/compile.ts';
import { accountPrincipal } from '../iam/principal.ts';
import { readable } from '../proof/known-caller.ts';

/** What kind of caller an entry under Principal means. `not`: Allow with NotPrincipal, which means everyone else. */
export type TrustKind = 'principal' | 'session' | 'account' | 'everyone' | 'service' | 'federated' | 'dangling';

/** One entry of a trust policy's Allow statements. */
export interface TrustName {
  kind: TrustKind;
  /** ARN, id or service as it stands there; 12 digits of an account; `*`. */
  name: string;
  statement: PolicyStatement;
}

const actions = ['sts:assumerole', 'sts:assumerolewithsaml', 'sts:assumerolewithwebidentity'];

/**
 * Whom a trust policy lets in, entry by entry; nobody where it could not be read. A statement that allows none of the actions that assume a
 * role is left out.
 */
export function trustNames(document: PolicyDocument): TrustName[] {
  const trust = readable(document);
  if (trust === null) return [];
  const assuming = new Set(
    compilePolicy(trust)
      .allows.filter(({ action }) => actions.some(action))
      .map(({ id }) => id),
  );
  return statementsOf('', trust).flatMap(({ statement }) => {
    if (statement.effect !== 'Allow' || !assuming.has(statement.id)) return [];
    if (statement.notPrincipals !== null || statement.principals === '*') return [{ kind: 'everyone' as const, name: '*', statement }];
    return Object.entries(statement.principals ?? {}).flatMap(([type, names]) =>
      names.map((name): TrustName => ({ ...kindOf(type, name), statement })),
    );
  });
}

function kindOf(type: string, name: string): Pick<TrustName, 'kind' | 'name'> {
  if (type === 'Service') return { kind: 'service', name };
  if (type !== 'AWS') return { kind: 'federated', name };
  if (name === '*') return { kind: 'everyone', name };
  const account = accountPrincipal(name);
  if (account !== null) return { kind: 'account', name: account };
  if (isPrincipalId(name)) return { kind: 'dangling', name };
  return { kind: assumedRoleOf(name) === null ? 'principal' : 'session', name };
}

/** The role behind a session that a trust policy names, by account and name: the session's ARN does not hold the role's path. */
export function sessionOf(name: string): { awsAccountId: string; roleName: string; sessionName: string } | null {
  const session = assumedRoleOf(name);
  const awsAccountId = accountOf(name);
  return session === null || awsAccountId === null ? null : { awsAccountId, ...session };
}
