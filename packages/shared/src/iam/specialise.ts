import type { PolicyCondition, PolicyStatement } from '../aws/policy-document.ts';
import { operatorNameOf } from './condition.ts';
import { operators } from './operators.ts';
import { certainValue, decideByFact, type Facts } from './principal-facts.ts';
import { variablePattern } from './variables.ts';

/** A statement as it is for one caller: what depends on who calls is decided and gone, or listed as undecided. */
export interface Specialised {
  /** No principal-dependent condition or variable is left in it; undecided parts are taken out. Variables are as in Version 2012-10-17. */
  statement: PolicyStatement;
  undecidedConditions: readonly PolicyCondition[];
  /** Resources (or NotResources) that hold a variable of which nobody knows the value. */
  undecidedResources: readonly string[];
  /** What was decided, in sentences; empty when the statement is the same for every caller. */
  changes: readonly string[];
}

/** `never`: the statement cannot apply to this caller, and why. */
export type Outcome = { kind: 'never'; why: string } | ({ kind: 'applies' } & Specialised);

/** Statement → what it is for the caller of these facts. `variables`: the document's version has them. */
export function specialise(statement: PolicyStatement, variables: boolean, facts: Facts): Outcome {
  const changes: string[] = [];
  const conditions: PolicyCondition[] = [];
  const undecidedConditions: PolicyCondition[] = [];
  for (const original of statement.conditions) {
    const condition = withValues(original, variables, facts);
    if (condition === 'undecided') {
      undecidedConditions.push(original);
      continue;
    }
    const fact = facts(condition.key.toLowerCase());
    const answer = condition.values.length === 0 ? emptyAnswer(condition) : fact === null ? null : decideByFact(condition, fact);
    if (answer === false) return { kind: 'never', why: `${describe(original)} never holds for this caller` };
    if (answer === undefined) undecidedConditions.push(original);
    else if (answer === true) changes.push(`${describe(original)} always holds and was left out`);
    else {
      conditions.push(condition);
      if (original.values.join() !== condition.values.join() && variables)
        changes.push(`${describe(original)} became ${condition.values.join(', ')}`);
    }
  }
  const written = statement.resources ?? statement.notResources ?? [];
  const resources: string[] = [];
  const undecidedResources: string[] = [];
  for (const pattern of written) {
    const result = substitute(pattern, variables, facts);
    if (result.kind === 'undecided') undecidedResources.push(pattern);
    else if (result.kind === 'text') resources.push(result.text);
    else if (statement.notResources !== null) return { kind: 'never', why: `${pattern} has no value for this caller` };
    if (result.kind === 'missing') changes.push(`${pattern} has no value for this caller and was left out`);
    else if (result.kind === 'text' && result.text !== pattern && variables) changes.push(`${pattern} became ${result.text}`);
  }
  if (written.length > 0 && resources.length + undecidedResources.length === 0) {
    return { kind: 'never', why: `${written.join(', ')} has no value for this caller` };
  }
  const specialised = {
    ...statement,
    conditions,
    resources: statement.resources && resources,
    notResources: statement.notResources && resources,
  };
  return { kind: 'applies', statement: specialised, undecidedConditions, undecidedResources, changes };
}

/** `StringLike s3:prefix` as screens name it. */
export const describe = (condition: PolicyCondition): string => `${condition.operator} ${condition.key}`;

/** A condition with the caller's values in it; a value whose variable is missing can match nothing and goes. */
function withValues(condition: PolicyCondition, variables: boolean, facts: Facts): PolicyCondition | 'undecided' {
  const base = operatorNameOf(condition.operator)?.base ?? '';
  // Other operators take `${…}` as it stands (IAM reference_policies_variables).
  if (!/^(string|arn|bool)/.test(base)) return condition;
  const values: string[] = [];
  for (const value of condition.values) {
    const result = substitute(value, variables, facts);
    if (result.kind === 'undecided') return 'undecided';
    if (result.kind === 'text') values.push(result.text);
  }
  return { ...condition, values };
}

/** No value is left: a negated operator holds, others do not; with IfExists or ForAllValues it depends on the request. */
function emptyAnswer(condition: PolicyCondition): boolean | undefined {
  const name = operatorNameOf(condition.operator);
  if (name === null || name.ifExists || name.set !== null) return undefined;
  return operators[name.base]?.negated;
}

type Substituted = { kind: 'text'; text: string } | { kind: 'missing' } | { kind: 'undecided' };

/** Variables of the caller become text; others stay. Without variables in the document's version, `${` is written so that it stays text. */
function substitute(pattern: string, variables: boolean, facts: Facts): Substituted {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: policy variables look like template placeholders
  if (!variables) return { kind: 'text', text: pattern.replaceAll('${', '${$}{') };
  let kind: Substituted['kind'] = 'text';
  const text = pattern.replace(variablePattern, (whole, escaped?: string, variable?: string, fallback?: string) => {
    const fact = escaped !== undefined || variable === undefined ? null : facts(variable.toLowerCase());
    if (fact === null) return whole;
    const value = certainValue(fact);
    if (value === undefined) kind = 'undecided';
    else if (value === null && fallback === undefined && kind !== 'undecided') kind = 'missing';
    return (value ?? fallback ?? '').replace(/[*?$]/g, '$${$&}');
  });
  return kind === 'text' ? { kind, text } : { kind };
}
