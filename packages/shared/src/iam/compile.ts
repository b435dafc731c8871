import { normalisePolicy, type PolicyStatement, parsePolicy } from '../aws/policy-document.ts';
import { type CompiledCondition, type Context, compileCondition } from './condition.ts';
import { actionGlob, arnFields, glob, type Matches, resourcePatternFields } from './match.ts';
import { compilePrincipals, type PrincipalMatcher } from './principal.ts';
import type { PolicyInput } from './request.ts';
import { matcherOf, templateOf, variablesIn } from './variables.ts';

/** A condition, ready to be asked, with the words that an answer uses for it. */
export interface StatedCondition {
  /** `StringEquals`, as the policy writes it. */
  operator: string;
  /** `sts:ExternalId`, as the policy writes it. */
  key: string;
  holds: CompiledCondition;
}

/** A statement, ready to be asked. */
export interface CompiledStatement {
  id: string;
  effect: 'Allow' | 'Deny';
  principals: PrincipalMatcher | null;
  notPrincipals: PrincipalMatcher | null;
  /** Takes the action in lower case. */
  action: Matches;
  /** `fields`: the resource's six, null when it is no ARN. */
  resource: (resource: string, fields: readonly string[] | null, context: Context) => boolean;
  conditions: readonly StatedCondition[];
}

export interface CompiledPolicy {
  allows: readonly CompiledStatement[];
  denies: readonly CompiledStatement[];
}

const ofObject = new WeakMap<object, CompiledPolicy>();
const ofText = new Map<string, CompiledPolicy>();
const textLimit = 2000;

/**
 * Policy → compiled, remembered by the object (which must not be changed afterwards) or by the text (the last 2,000 texts). Throws
 * MalformedPolicyDocument.
 */
export function compilePolicy(input: PolicyInput): CompiledPolicy {
  const known = typeof input === 'string' ? ofText.get(input) : ofObject.get(input);
  if (known !== undefined) return known;
  const policy = normalisePolicy(typeof input === 'string' ? parsePolicy(input) : input);
  const statements = policy.statements.map((statement) => compileStatement(statement, policy.version === '2012-10-17'));
  const compiled = {
    allows: statements.filter((statement) => statement.effect === 'Allow'),
    denies: statements.filter((statement) => statement.effect === 'Deny'),
  };
  if (typeof input !== 'string') ofObject.set(input, compiled);
  else {
    const oldest = ofText.size >= textLimit ? ofText.keys().next().value : undefined;
    if (oldest !== undefined) ofText.delete(oldest);
    ofText.set(input, compiled);
  }
  return compiled;
}

function compileStatement(statement: PolicyStatement, variables: boolean): CompiledStatement {
  return {
    id: statement.id,
    effect: statement.effect,
    principals: statement.principals && compilePrincipals(statement.principals),
    notPrincipals: statement.notPrincipals && compilePrincipals(statement.notPrincipals),
    action: compileActions(statement),
    resource: compileResources(statement, variables),
    conditions: statement.conditions.map((condition) => ({
      operator: condition.operator,
      key: condition.key,
      holds: compileCondition(condition, variables),
    })),
  };
}

function compileActions({ actions, notActions }: PolicyStatement): Matches {
  const patterns = (actions ?? notActions ?? []).map((pattern) => pattern.toLowerCase());
  const names = new Set(patterns.filter((pattern) => !/[*?]/.test(pattern)));
  const globs = patterns.filter((pattern) => !names.has(pattern)).map(actionGlob);
  const named: Matches = (action) => names.has(action) || globs.some((matches) => matches(action));
  return notActions === null ? named : (action) => !named(action);
}

/** A statement without Resource speaks of the resource that it is attached to: that is how trust policies are written. */
function compileResources({ resources, notResources }: PolicyStatement, variables: boolean): CompiledStatement['resource'] {
  if (resources === null && notResources === null) return () => true;
  if (notResources === null) {
    const patterns = (resources ?? []).map((pattern) => compileResource(pattern, variables));
    return (...asked) => patterns.some((matches) => matches(...asked));
  }
  const patterns = notResources.map((pattern) => compileResource(pattern, variables));
  const needs = variables ? notResources.flatMap(variablesIn).filter(({ fallback }) => fallback === null) : [];
  // A variable without a value makes the statement void; else NotResource would reach further than it was written.
  return (resource, fields, context) =>
    needs.every(({ variable }) => context.single(variable) !== null) && !patterns.some((matches) => matches(resource, fields, context));
}

/** Field by field, so that a wildcard stays inside its field; the resource is case-sensitive. A variable may stand in the last field only. */
function compileResource(pattern: string, variables: boolean): CompiledStatement['resource'] {
  const expected = resourcePatternFields(pattern);
  const matches = expected === null ? wholeText(pattern) : fieldByField(expected, variables);
  // Most resources already differ in what stands before the first wildcard or variable; this is what makes many decisions a second.
  const start = /^[^*?$]*/.exec(pattern)?.[0] ?? '';
  return (resource, fields, context) => resource.startsWith(start) && matches(resource, fields, context);
}

function wholeText(pattern: string): CompiledStatement['resource'] {
  const matches = glob(pattern);
  return (resource) => matches(resource);
}

function fieldByField(expected: readonly string[], variables: boolean): CompiledStatement['resource'] {
  const head = expected.slice(0, 5).map(glob);
  const last = templateOf(expected[5] ?? '', variables);
  const fixed = last.kind === 'fixed' ? matcherOf(last, () => null) : null;
  return (_resource, fields, context) =>
    fields !== null &&
    head.every((matches, index) => matches(fields[index] ?? '')) &&
    ((fixed ?? matcherOf(last, context.single))?.(fields[5] ?? '') ?? false);
}

/** The six fields of a requested resource; null for `*`. */
export const resourceFields = (resource: string): readonly string[] | null => (resource === '*' ? null : arnFields(resource));
