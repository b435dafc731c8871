import type { PolicyCondition } from '../aws/policy-document.ts';
import { operators } from './operators.ts';
import type { ContextValue } from './variables.ts';

/** The request's condition keys, made ready once per request. */
export interface Context {
  /** Values of a key in lower case; undefined when the key is missing. */
  values: (key: string) => readonly string[] | undefined;
  single: ContextValue;
}

/** Record → context. An empty list is a missing key: AWS sends no key without a value. */
export function contextOf(record: Readonly<Record<string, string | readonly string[]>>): Context {
  const map = new Map<string, readonly string[]>();
  for (const key in record) {
    const value = record[key];
    if (value === undefined || (value.length === 0 && typeof value !== 'string')) continue;
    map.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  const values = (key: string) => map.get(key);
  return {
    values,
    single: (key) => {
      const list = map.get(key);
      return list?.length === 1 ? (list[0] ?? null) : null;
    },
  };
}

/** Answer of one condition. `unknown`: an operator that this evaluator does not know, so that nobody can say. */
export type ConditionAnswer = boolean | 'unknown';
export type CompiledCondition = (context: Context) => ConditionAnswer;

/** The parts of an operator's name. */
export interface OperatorName {
  set: 'ForAllValues' | 'ForAnyValue' | null;
  /** In lower case, without set operator and IfExists. */
  base: string;
  ifExists: boolean;
}

/** `ForAllValues:StringLikeIfExists` → its parts; null when there is no such operator. Null takes no IfExists. */
export function operatorNameOf(text: string): OperatorName | null {
  const match = /^(?:(forallvalues|foranyvalue):)?(.+?)(ifexists)?$/i.exec(text);
  const base = match?.[2]?.toLowerCase() ?? '';
  const ifExists = match?.[3] !== undefined;
  if (base === 'null' ? ifExists : !Object.hasOwn(operators, base)) return null;
  const set = match?.[1]?.toLowerCase();
  return { set: set === 'forallvalues' ? 'ForAllValues' : set === 'foranyvalue' ? 'ForAnyValue' : null, base, ifExists };
}

/**
 * Condition → question to a request. Several values of the policy are joined by OR, under a negated operator by NOR; a missing key is
 * false, under a negated operator or IfExists true. Source: IAM reference_policies_elements_condition_operators and
 * reference_policies_condition-logic-multiple-context-keys-or-values.
 */
export function compileCondition(condition: PolicyCondition, variables: boolean): CompiledCondition {
  const name = operatorNameOf(condition.operator);
  if (name === null) return () => 'unknown';
  const key = condition.key.toLowerCase();
  if (name.base === 'null') return compileNull(key, condition.values);
  const operator = operators[name.base];
  if (operator === undefined) return () => 'unknown';
  const { negated } = operator;
  const tests = condition.values.map((value) => operator.test(value, variables));
  const one = (actual: string, context: Context) => tests.some((test) => test(actual, context.single)) !== negated;
  if (name.set === null)
    return (context) => withoutSetOperator(context.values(key), negated, name.ifExists, (value) => one(value, context));
  const all = name.set === 'ForAllValues';
  return (context) => {
    // "If the key values resolve to an empty data set, for example an empty string": ForAllValues is true, ForAnyValue false.
    const values = context.values(key)?.filter((value) => value !== '') ?? [];
    if (values.length === 0) return all || (name.ifExists && context.values(key) === undefined);
    return all ? values.every((value) => one(value, context)) : values.some((value) => one(value, context));
  };
}

/** AWS asks for a set operator where a key has many values. Without one, one match is enough, and a negated operator wants none. */
function withoutSetOperator(
  values: readonly string[] | undefined,
  negated: boolean,
  ifExists: boolean,
  one: (value: string) => boolean,
): boolean {
  if (values === undefined) return negated || ifExists;
  return negated ? values.every(one) : values.some(one);
}

/** `Null: {key: "true"}`: the key is missing; "false": it is there. */
function compileNull(key: string, wanted: readonly string[]): CompiledCondition {
  const missing = wanted.map((value) => value.toLowerCase());
  return (context) => missing.includes(String(context.values(key) === undefined));
}
