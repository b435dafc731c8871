import { inIpRange, parseIp, parseIpRange } from './ip-address.ts';
import { arnFields } from './match.ts';
import { type ContextValue, matcherOf, templateOf, textOf } from './variables.ts';

/** Does one value of the request match one value of the policy? The third argument reads other keys, for policy variables. */
export type ValueTest = (actual: string, value: ContextValue) => boolean;

/** A condition operator in its positive form: value of the policy → test. `variables`: the document's version has policy variables. */
export type Operator = (expected: string, variables: boolean) => ValueTest;

const stringEquals: Operator = (expected, variables) => {
  const template = templateOf(expected, variables);
  const fixed = template.kind === 'fixed' ? textOf(template, () => null) : null;
  return (actual, value) => actual === (fixed ?? textOf(template, value));
};

const stringEqualsIgnoreCase: Operator = (expected, variables) => {
  const template = templateOf(expected, variables);
  return (actual, value) => actual.toLowerCase() === textOf(template, value)?.toLowerCase();
};

const stringLike: Operator = (expected, variables) => {
  const template = templateOf(expected, variables);
  const fixed = template.kind === 'fixed' ? matcherOf(template, () => null) : null;
  return (actual, value) => (fixed ?? matcherOf(template, value))?.(actual) ?? false;
};

/** Each of the six fields by itself, so that `*` does not run across a colon; ArnEquals and ArnLike are the same. */
const arnLike: Operator = (expected, variables) => {
  const fields = arnFields(expected)?.map((field) => stringLike(field, variables)) ?? null;
  return (actual, value) => {
    const parts = arnFields(actual);
    return fields !== null && parts !== null && fields.every((field, index) => field(parts[index] ?? '', value));
  };
};

const numeric =
  (compare: (actual: number, expected: number) => boolean): Operator =>
  (expected) => {
    const limit = numberOf(expected);
    return (actual) => {
      const given = numberOf(actual);
      return limit !== null && given !== null && compare(given, limit);
    };
  };

const date =
  (compare: (actual: number, expected: number) => boolean): Operator =>
  (expected) => {
    const limit = instantOf(expected);
    return (actual) => {
      const given = instantOf(actual);
      return limit !== null && given !== null && compare(given, limit);
    };
  };

const bool: Operator = (expected, variables) => stringEqualsIgnoreCase(expected, variables);

const binaryEquals: Operator = (expected) => (actual) => isBase64(expected) && isBase64(actual) && unpadded(actual) === unpadded(expected);

const ipAddress: Operator = (expected) => {
  const range = parseIpRange(expected);
  return (actual) => {
    const ip = parseIp(actual);
    return range !== null && ip !== null && inIpRange(ip, range);
  };
};

/**
 * Every operator but Null, by its name in lower case; the negated ones are the positive one with the answer turned round.
 * Source: IAM reference_policies_elements_condition_operators.
 */
export const operators: Readonly<Record<string, { test: Operator; negated: boolean }>> = {
  stringequals: { test: stringEquals, negated: false },
  stringnotequals: { test: stringEquals, negated: true },
  stringequalsignorecase: { test: stringEqualsIgnoreCase, negated: false },
  stringnotequalsignorecase: { test: stringEqualsIgnoreCase, negated: true },
  stringlike: { test: stringLike, negated: false },
  stringnotlike: { test: stringLike, negated: true },
  numericequals: { test: numeric((a, b) => a === b), negated: false },
  numericnotequals: { test: numeric((a, b) => a === b), negated: true },
  numericlessthan: { test: numeric((a, b) => a < b), negated: false },
  numericlessthanequals: { test: numeric((a, b) => a <= b), negated: false },
  numericgreaterthan: { test: numeric((a, b) => a > b), negated: false },
  numericgreaterthanequals: { test: numeric((a, b) => a >= b), negated: false },
  dateequals: { test: date((a, b) => a === b), negated: false },
  datenotequals: { test: date((a, b) => a === b), negated: true },
  datelessthan: { test: date((a, b) => a < b), negated: false },
  datelessthanequals: { test: date((a, b) => a <= b), negated: false },
  dategreaterthan: { test: date((a, b) => a > b), negated: false },
  dategreaterthanequals: { test: date((a, b) => a >= b), negated: false },
  bool: { test: bool, negated: false },
  binaryequals: { test: binaryEquals, negated: false },
  ipaddress: { test: ipAddress, negated: false },
  notipaddress: { test: ipAddress, negated: true },
  arnequals: { test: arnLike, negated: false },
  arnlike: { test: arnLike, negated: false },
  arnnotequals: { test: arnLike, negated: true },
  arnnotlike: { test: arnLike, negated: true },
};

function numberOf(text: string): number | null {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : null;
}

/** ISO 8601 as W3C's note has it, or seconds since 1970; four digits are a year. Milliseconds out; null when it is neither. */
export function instantOf(text: string): number | null {
  const iso = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?)?)?$/;
  const instant = iso.test(text) ? Date.parse(text) : /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
}

const isBase64 = (text: string): boolean => /^[A-Za-z0-9+/]*={0,2}$/.test(text) && unpadded(text).length % 4 !== 1;
const unpadded = (text: string): string => text.replace(/=+$/, '');
