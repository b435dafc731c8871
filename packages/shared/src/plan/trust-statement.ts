import { normalisePolicy, type PolicyDocument, type PolicyStatement } from '../aws/policy-document.ts';

/** Who may assume the role, and on what condition. */
interface Block {
  Principal: Record<string, unknown>;
  Condition: Record<string, Record<string, unknown>>;
}

/**
 * The trust policy with one statement for the callers in the place of those that list them one by one; every other statement stays as it is,
 * in its place (D-51). Where the lists had a condition in common (an external id, say), the new statement keeps it; where they differ, they
 * stay, and the new statement is put beside them. Does not change its input; throws MalformedPolicyDocument.
 */
export function replacedBy(trust: PolicyDocument, callers: readonly string[], block: Block): PolicyDocument {
  const { statements } = normalisePolicy(trust);
  const raw: unknown[] = Array.isArray(trust.Statement) ? trust.Statement : [trust.Statement];
  const listing = statements.filter((statement) => listsOnly(statement, new Set(callers)));
  const [first] = listing;
  const common = first !== undefined && listing.every((statement) => sameTerms(raw[statement.index], raw[first.index]));
  const gone = new Set(common ? listing.map(({ index }) => index) : []);
  const before = common ? (raw[first.index] as Record<string, unknown>) : {};
  const condition = merged(block.Condition, (before.Condition ?? {}) as Block['Condition']);
  const statement = {
    Sid: sidFor(statements.filter(({ index }) => !gone.has(index))),
    Effect: 'Allow',
    Principal: block.Principal,
    Action: before.Action ?? 'sts:AssumeRole',
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
  return { ...trust, Statement: [...raw.filter((_, index) => !gone.has(index)), statement] };
}

/** An Allow whose principals are callers and nobody else, and whose condition is not about who calls. */
function listsOnly({ effect, principals, notPrincipals, conditions }: PolicyStatement, callers: ReadonlySet<string>): boolean {
  if (effect !== 'Allow' || principals === null || principals === '*' || notPrincipals !== null) return false;
  const types = Object.keys(principals);
  const names = principals.AWS ?? [];
  return (
    types.length === 1 &&
    names.length > 0 &&
    names.every((arn) => callers.has(arn)) &&
    !conditions.some(({ key }) => /^aws:principal/i.test(key))
  );
}

function sameTerms(one: unknown, other: unknown): boolean {
  const termsOf = (statement: unknown) => {
    const { Action, Condition } = statement as Record<string, unknown>;
    return JSON.stringify([Action, Condition ?? {}]);
  };
  return termsOf(one) === termsOf(other);
}

function merged(own: Block['Condition'], kept: Block['Condition']): Block['Condition'] {
  const operators = [...new Set([...Object.keys(own), ...Object.keys(kept)])];
  return Object.fromEntries(operators.map((operator) => [operator, { ...kept[operator], ...own[operator] }]));
}

function sidFor(others: readonly PolicyStatement[]): string {
  const taken = new Set(others.map(({ sid }) => sid));
  let sid = 'Callers';
  for (let number = 2; taken.has(sid); number += 1) sid = `Callers${number}`;
  return sid;
}
