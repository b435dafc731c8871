import { normalisePolicy, type PolicyDocument, type PolicyStatement } from '../aws/policy-document.ts';
import { rawStatement } from './bounds.ts';
import type { Facts } from './principal-facts.ts';
import { describe, type Specialised, specialise } from './specialise.ts';

/** A policy for the role that takes the user's place. */
export interface ConvertedPolicy {
  /** The same object when nothing had to change; null when nothing is left of it. */
  document: PolicyDocument | null;
  /** What changed, in sentences that name the statement. */
  changes: string[];
  /** What could not be decided; the statement was left out (Allow) or made to deny always (Deny), never widened. */
  unknown: { statement: string; why: string }[];
}

/**
 * Policy of a user → policy that gives a role what the user's access key has by it: the user's name and other facts are written in, a
 * condition that always holds for the key goes, a statement that never applies to it goes (D-61). `leaveOut` takes the id of an Allow
 * statement.
 */
export function convertPolicy(document: PolicyDocument, facts: Facts, leaveOut: (statement: string) => boolean): ConvertedPolicy {
  const { version, id, statements } = normalisePolicy(document);
  const changes: string[] = [];
  const unknown: ConvertedPolicy['unknown'] = [];
  const kept: Record<string, unknown>[] = [];
  let same = true;
  for (const statement of statements) {
    if (statement.effect === 'Allow' && leaveOut(statement.id)) {
      same = false;
      continue;
    }
    const variables = version === '2012-10-17';
    const outcome = specialise(statement, variables, facts);
    if (outcome.kind === 'never') {
      same = false;
      changes.push(`statement ${statement.id} was left out: ${outcome.why}`);
      continue;
    }
    const undecided = [...outcome.undecidedConditions.map(describe), ...outcome.undecidedResources];
    if (undecided.length === 0 && outcome.changes.length === 0) {
      kept.push(rawStatement(variables ? statement : outcome.statement));
      continue;
    }
    same = false;
    changes.push(...outcome.changes.map((change) => `statement ${statement.id}: ${change}`));
    const rest = undecided.length === 0 ? outcome.statement : withoutUndecided(outcome);
    if (rest) kept.push(rawStatement(rest));
    if (undecided.length > 0) {
      const done =
        statement.effect === 'Deny' ? 'it denies without asking' : rest ? 'that part was left out' : 'the statement was left out';
      unknown.push({
        statement: statement.id,
        why: `${undecided.join(', ')} depends on who calls in a way that is not known here: ${done}`,
      });
    }
  }
  if (same) return { document, changes, unknown };
  if (kept.length === 0) return { document: null, changes, unknown };
  return { document: { Version: '2012-10-17', ...(id !== null && { Id: id }), Statement: kept }, changes, unknown };
}

/** What is left without the undecided parts, so that it allows no more than before: less of an Allow, or more of a Deny. */
function withoutUndecided({ statement, undecidedConditions, undecidedResources }: Specialised): PolicyStatement | null {
  if (statement.effect === 'Allow') {
    const some = statement.resources !== null && statement.resources.length > 0;
    return undecidedConditions.length === 0 && some ? statement : null;
  }
  if (undecidedResources.length === 0) return statement;
  const exceptions = statement.notResources?.length ? statement.notResources : null;
  return { ...statement, notResources: exceptions, resources: exceptions ? null : ['*'] };
}
