import { isPrincipalId } from '../aws/key-id.ts';
import type { PolicyDocument } from '../aws/policy-document.ts';
import { samePolicy, statementKeys } from '../iam/same-policy.ts';
import { statementsOf } from '../iam/trust-statements.ts';

/**
 * How a policy that a step replaces stands now: as before, as planned, as either with somebody else's statements changed beside it, or
 * neither, where somebody changed just what the step is about. `null` for a policy that is not there.
 */
export type Standing = 'before' | 'planned' | 'before-and-more' | 'planned-and-more' | 'neither';

type Policy = PolicyDocument | null;

/** Compares by statements (samePolicy); external ids are to be masked alike in all three. Throws MalformedPolicyDocument. */
export function standingOf(before: Policy, planned: Policy, now: Policy): Standing {
  const put = before && withoutDeleted(before);
  if (same(now, planned)) return 'planned';
  if (same(now, before) || same(now, put)) return 'before';
  if (now === null || planned === null || before === null) return 'neither';
  const { added, removed } = changeOf(before, planned);
  const there = new Set(statementKeys(now));
  const isThere = (statement: Statement) => there.has(keyOf(now, statement));
  const isBack = (statement: Statement) => isThere(statement) || isThere(withoutDeletedIn(statement) ?? statement);
  if (added.every(isThere) && !removed.some(isBack)) return 'planned-and-more';
  const cannotBeBack = (statement: Statement) => withoutDeletedIn(statement) === null;
  if (!added.some(isThere) && removed.every((statement) => isBack(statement) || cannotBeBack(statement))) return 'before-and-more';
  return 'neither';
}

/**
 * What undoing makes of a policy that stands as planned and has changes of somebody else's beside: the step's statements out, those that it
 * took away back at their places, all else as it is. Only for `planned-and-more`. Throws MalformedPolicyDocument.
 */
export function undoneBeside(before: PolicyDocument, planned: PolicyDocument, now: PolicyDocument): PolicyDocument {
  const { added, removed } = changeOf(before, planned);
  const gone = new Set(added.map((statement) => keyOf(now, statement)));
  const kept: object[] = statementsOf(now).filter((statement) => !gone.has(keyOf(now, statement)));
  const places = statementsOf(before);
  for (const statement of removed) {
    const back = withoutDeletedIn(statement);
    if (back !== null) kept.splice(places.indexOf(statement), 0, back);
  }
  return { ...now, Statement: kept };
}

/** The policy without the ids of deleted users and roles, which AWS does not take back (D-47); null where nothing is left of it. */
export function withoutDeleted(document: PolicyDocument): PolicyDocument | null {
  const statements = statementsOf(document);
  const left = statements.map(withoutDeletedIn);
  if (left.every((statement, index) => statement === statements[index])) return document;
  const kept = left.filter((statement) => statement !== null);
  return kept.length === 0 ? null : { ...document, Statement: kept };
}

type Statement = { readonly [element: string]: unknown };

function changeOf(before: PolicyDocument, planned: PolicyDocument): { added: Statement[]; removed: Statement[] } {
  const beside = (one: PolicyDocument, other: PolicyDocument): Statement[] => {
    const keys = new Set(statementKeys(other));
    const mine = statementKeys(one);
    return statementsOf(one).filter((_, index) => !keys.has(mine[index] ?? ''));
  };
  return { added: beside(planned, before), removed: beside(before, planned) };
}

const keyOf = (document: PolicyDocument, statement: object): string => statementKeys({ ...document, Statement: [statement] })[0] ?? '';

function withoutDeletedIn(statement: Statement): Statement | null {
  const { Principal } = statement;
  if (typeof Principal !== 'object' || Principal === null) return statement;
  const { AWS, ...others } = Principal as Record<string, unknown>;
  const names: unknown[] = Array.isArray(AWS) ? AWS : AWS === undefined ? [] : [AWS];
  const left = names.filter((name) => typeof name !== 'string' || !isPrincipalId(name));
  if (left.length === names.length) return statement;
  if (left.length > 0) return { ...statement, Principal: { ...others, AWS: left } };
  return Object.keys(others).length === 0 ? null : { ...statement, Principal: others };
}

const same = (one: Policy, other: Policy): boolean => (one === null || other === null ? one === other : samePolicy(one, other));
