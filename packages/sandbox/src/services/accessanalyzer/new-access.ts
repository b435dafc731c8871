import { normalisePolicy, type PolicyDocument, type PolicyStatement, type Principals } from '@rolewright/shared/aws/policy-document.ts';
import { rowsOf } from '@rolewright/shared/iam/access-row.ts';
import { type BoundSide, type BoundStatement, boundDocument } from '@rolewright/shared/iam/bounds.ts';
import { proveCovered } from '@rolewright/shared/iam/prove-covered.ts';

/** A statement of the new policy that is not proven to grant nothing beyond the old one. */
export interface NewAccess {
  index: number;
  sid: string | null;
}

/**
 * Which statements of `after` may grant what `before` does not? Proven statement by statement for every caller alike; what cannot be proven
 * counts as new, as with AWS, whose answer is PASS only where it is sure. `withPrincipals`: both are resource policies.
 */
export function newAccess(before: PolicyDocument, after: PolicyDocument, withPrincipals: boolean): NewAccess[] {
  const [old, fresh] = [sideOf(before, withPrincipals), sideOf(after, withPrincipals)];
  return fresh.allows
    .filter((bound) => hasNotPrincipal(bound) || !rowsOf(bound).every((row) => proveCovered(row, fresh, old).proven))
    .map(({ statement: { index, sid } }) => ({ index, sid }));
}

function sideOf(document: PolicyDocument, withPrincipals: boolean): BoundSide {
  // Nothing is known of who calls, so that no condition is decided; variables become those of Version 2012-10-17.
  const { statements } = normalisePolicy(boundDocument(document, () => null, 'upper'));
  const bound = statements.map(
    (statement): BoundStatement => ({
      policy: 'the policy',
      statement: withPrincipals ? withCallers(statement) : statement,
    }),
  );
  const of = (effect: 'Allow' | 'Deny') => bound.filter(({ statement }) => statement.effect === effect);
  return { allows: of('Allow'), denies: of('Deny'), boundary: null };
}

const hasNotPrincipal = ({ statement }: BoundStatement): boolean => statement.notPrincipals !== null;

/** Whom a statement names becomes a condition on a key that no policy has, so that one list of callers is proven within another. */
function withCallers(statement: PolicyStatement): PolicyStatement {
  const values = statement.notPrincipals === null ? namesOf(statement.principals) : ['nobody that can be proven'];
  const callers = values === null ? [] : [{ operator: 'StringEquals', key: 'principal', values }];
  return { ...statement, resources: statement.resources ?? ['*'], conditions: [...statement.conditions, ...callers] };
}

/** Null: everybody. An account by its 12 digits is its root. */
function namesOf(principals: Principals | null): string[] | null {
  if (principals === null || principals === '*' || principals.AWS?.includes('*')) return null;
  return Object.entries(principals).flatMap(([type, names]) =>
    names.map((name) => `${type} ${/^\d{12}$/.test(name) ? `arn:aws:iam::${name}:root` : name}`),
  );
}
