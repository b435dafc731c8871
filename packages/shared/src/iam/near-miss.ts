import type { CompiledStatement } from './compile.ts';
import { matchesCall, type Question, type Source, statementGrant } from './sources.ts';

/** An Allow that covers the call and fails by a condition alone. */
export interface NearMiss {
  policy: string;
  statement: string;
  /** Which condition fails and why, never with a value: an external id may stand there (D-48). */
  why: string;
}

/** The first Allow of identity policies, boundaries, session or control policies that only a condition keeps from holding. */
export const nearMiss = (sources: readonly Source[], question: Question): NearMiss | null => firstMiss(sources, question, () => true);

/** The same for a resource's policy, among the statements that name the caller. */
export const nearMissOfResource = (one: Source, question: Question): NearMiss | null =>
  firstMiss([one], question, (statement) => statementGrant(statement, question) !== 'none');

function firstMiss(sources: readonly Source[], question: Question, concerns: (statement: CompiledStatement) => boolean): NearMiss | null {
  for (const { name, policy } of sources) {
    const statement = policy.allows.find((candidate) => concerns(candidate) && matchesCall(candidate, question));
    if (statement) return { policy: name, statement: statement.id, why: failing(statement, question) };
  }
  return null;
}

function failing({ conditions }: CompiledStatement, { context }: Question): string {
  const reasons = conditions.flatMap(({ operator, key, holds }) => {
    const answer = holds(context);
    if (answer === true) return [];
    if (answer === 'unknown') return [`${operator} on ${key} is no operator of AWS`];
    const missing = context.values(key.toLowerCase()) === undefined;
    return [`${operator} on ${key} does not hold: ${missing ? 'the request has no such key' : 'the request has another value'}`];
  });
  return reasons.join('; ');
}

/** The conditions of a Deny that holds, for its answer; empty when it has none. */
export const holdingConditions = ({ conditions }: CompiledStatement): string =>
  conditions.length === 0 ? '' : `, by its condition ${conditions.map(({ operator, key }) => `${operator} on ${key}`).join(' and ')}`;
