import { normalisePolicy, type PolicyDocument, type PolicyStatement, parsePolicy } from '../aws/policy-document.ts';
import { type Facts, factsOf, type Subject } from './principal-facts.ts';
import type { PolicyInput } from './request.ts';
import { specialise } from './specialise.ts';

/** Identity policies and boundary of one user or role. */
export interface AccessSide {
  subject: Subject;
  policies: readonly { name: string; document: PolicyInput }[];
  boundary?: PolicyInput;
}

/** A statement that no longer depends on who calls, and where it comes from. */
export interface BoundStatement {
  policy: string;
  statement: PolicyStatement;
}

/** One side, decided as far as it goes. Variables are as in Version 2012-10-17. */
export interface BoundSide {
  allows: readonly BoundStatement[];
  /** Of identity policies and boundary together. */
  denies: readonly BoundStatement[];
  /** Allow statements of the boundary; null: there is no boundary. */
  boundary: readonly BoundStatement[] | null;
}

/**
 * The side's policies, free of what depends on the caller. `upper` allows at least what the side allows: what is undecided counts in its
 * favour. `lower` allows at most that. So upper(a) within lower(b) proves a within b, and a request that lower(a) allows and upper(b)
 * does not proves the opposite.
 */
export function boundSide(side: AccessSide, direction: 'upper' | 'lower'): BoundSide {
  const facts = factsOf(side.subject);
  const identity = side.policies.flatMap(({ name, document }) => statementsOf(name, document));
  const boundary = side.boundary === undefined ? null : statementsOf('permissions boundary', side.boundary);
  const bound = (effect: 'Allow' | 'Deny', from: readonly Written[]) =>
    from.flatMap(({ policy, statement, variables }) => {
      if (statement.effect !== effect) return [];
      const wide = (effect === 'Allow') === (direction === 'upper');
      const result = boundStatement(statement, variables, facts, wide);
      return result ? [{ policy, statement: result }] : [];
    });
  return {
    allows: bound('Allow', identity),
    denies: bound('Deny', [...identity, ...(boundary ?? [])]),
    boundary: boundary && bound('Allow', boundary),
  };
}

/** Bound side → documents for the evaluator. */
export function documentsOf(side: BoundSide): { identity: PolicyDocument; boundary?: PolicyDocument } {
  const document = (statements: readonly BoundStatement[]): PolicyDocument => ({
    Version: '2012-10-17',
    Statement: statements.map(({ statement }) => rawStatement(statement)),
  });
  const identity = document([...side.allows, ...side.denies]);
  return side.boundary === null ? { identity } : { identity, boundary: document(side.boundary) };
}

/**
 * A document, free of what these facts leave undecided: `upper` allows at least what the document allows, `lower` at most. Statements keep
 * their places, so that verdicts name them as before.
 */
export function boundDocument(input: PolicyInput, facts: Facts, direction: 'upper' | 'lower'): PolicyDocument {
  const statements = statementsOf('', input).map(({ statement, variables }) => {
    const wide = (statement.effect === 'Allow') === (direction === 'upper');
    return rawStatement(boundStatement(statement, variables, facts, wide) ?? { ...statement, actions: [], notActions: null });
  });
  return { Version: '2012-10-17', Statement: statements };
}

/** Normal form → JSON. Lists stay lists; a condition that is there twice for one key cannot come from JSON, so nothing is lost. */
export function rawStatement(statement: PolicyStatement): Record<string, unknown> {
  const raw: Record<string, unknown> = {};
  if (statement.sid !== null) raw.Sid = statement.sid;
  raw.Effect = statement.effect;
  if (statement.principals !== null) raw.Principal = statement.principals;
  if (statement.notPrincipals !== null) raw.NotPrincipal = statement.notPrincipals;
  if (statement.actions !== null) raw.Action = statement.actions;
  if (statement.notActions !== null) raw.NotAction = statement.notActions;
  if (statement.resources !== null) raw.Resource = statement.resources;
  if (statement.notResources !== null) raw.NotResource = statement.notResources;
  if (statement.conditions.length > 0) {
    const block: Record<string, Record<string, readonly string[]>> = {};
    for (const { operator, key, values } of statement.conditions) block[operator] = { ...block[operator], [key]: values };
    raw.Condition = block;
  }
  return raw;
}

interface Written {
  policy: string;
  statement: PolicyStatement;
  variables: boolean;
}

/** A policy's statements with whether its version has variables. */
export function statementsOf(policy: string, input: PolicyInput): Written[] {
  const { version, statements } = normalisePolicy(typeof input === 'string' ? parsePolicy(input) : input);
  return statements.map((statement) => ({ policy, statement, variables: version === '2012-10-17' }));
}

/** `wide`: undecided parts make the statement reach further; else they make it reach less far, or take it away. */
function boundStatement(statement: PolicyStatement, variables: boolean, facts: Facts, wide: boolean): PolicyStatement | null {
  const outcome = specialise(statement, variables, facts);
  if (outcome.kind === 'never') return null;
  const { statement: decided, undecidedConditions, undecidedResources } = outcome;
  if (undecidedConditions.length > 0 && !wide) return null;
  if (undecidedResources.length === 0) return decided;
  // A resource with an unknown name is any resource at most and none at least; under NotResource it is the other way round.
  if (decided.notResources !== null) return wide ? { ...decided, notResources: orNothing(decided.notResources) } : null;
  if (wide) return { ...decided, resources: ['*'] };
  return decided.resources?.length ? decided : null;
}

/** NotResource must name something: what no resource is called. */
const orNothing = (patterns: readonly string[]): readonly string[] => (patterns.length > 0 ? patterns : ['nothing']);
