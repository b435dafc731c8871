import {
  AwsFault,
  type CallContext,
  type Handlers,
  type Input,
  type OperationName,
  type Output,
  type Requirement,
  type Requirements,
} from '../service.ts';

/** What AWS's API model says of the values of a service's inputs (`limits.json`): only shapes that limit anything are listed. */
export interface ModelLimits {
  source: string;
  /** Operation → shape of its input. */
  operations: Record<string, string>;
  shapes: Record<string, ShapeLimits>;
}

interface ShapeLimits {
  min?: number;
  max?: number;
  pattern?: string;
  enum?: string[];
  required?: string[];
  members?: Record<string, string>;
  items?: string;
}

/** An input after the model's limits were checked: required members are there. */
export type Given<T> = { [K in keyof T]: Record<never, never> extends Pick<T, K> ? T[K] : Exclude<T[K], undefined> };

/** Handlers and requirements that may rely on the model's limits. */
export type CheckedHandlers<M> = {
  [N in OperationName<M>]?: (input: Given<Input<M, N>>, context: CallContext) => Output<M, N> | Promise<Output<M, N>>;
};
export type CheckedRequirements<M> = { [N in OperationName<M>]?: (input: Given<Input<M, N>>, context: CallContext) => Requirement[] };

type AnyOperation = (input: unknown, context: CallContext) => unknown;

/** Puts the check before each handler and each requirement: AWS looks at the values before it asks who is calling. */
export function withLimits<M>(
  limits: ModelLimits,
  handlers: CheckedHandlers<M>,
  requirements: CheckedRequirements<M>,
): { handlers: Handlers<M>; requirements: Requirements<M> } {
  const checked = (operations: object) =>
    Object.fromEntries(
      Object.entries(operations).map(([operation, run]: [string, AnyOperation]) => [
        operation,
        (input: unknown, context: CallContext) => {
          requireWithinLimits(limits, operation, input);
          return run(input, context);
        },
      ]),
    );
  return { handlers: checked(handlers) as Handlers<M>, requirements: checked(requirements) as Requirements<M> };
}

/** Throws ValidationError that lists every value which the model does not allow. */
export function requireWithinLimits(limits: ModelLimits, operation: string, input: unknown): void {
  const shape = limits.operations[operation];
  const problems = shape === undefined ? [] : problemsOf(limits, shape, '', input);
  if (problems.length === 0) return;
  const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected`;
  throw new AwsFault('ValidationError', `${count}: ${problems.join('; ')}`);
}

function problemsOf(limits: ModelLimits, shapeName: string, place: string, value: unknown): string[] {
  const shape = limits.shapes[shapeName];
  if (shape === undefined || value === undefined) return [];
  const problems = ownProblems(shape, value).map(
    (must) => `Value ${shown(value)} at '${place}' failed to satisfy constraint: Member must ${must}`,
  );
  if (Array.isArray(value) && shape.items !== undefined) {
    const { items } = shape;
    return [...problems, ...value.flatMap((item, index) => problemsOf(limits, items, `${place}.${index + 1}.member`, item))];
  }
  if (typeof value !== 'object' || value === null) return problems;
  const members = value as Record<string, unknown>;
  const placeOf = (member: string) => `${place === '' ? '' : `${place}.`}${member.charAt(0).toLowerCase()}${member.slice(1)}`;
  const missing = (shape.required ?? []).filter((member) => members[member] === undefined);
  return [
    ...problems,
    ...missing.map((member) => `Value null at '${placeOf(member)}' failed to satisfy constraint: Member must not be null`),
    ...Object.entries(shape.members ?? {}).flatMap(([member, name]) => problemsOf(limits, name, placeOf(member), members[member])),
  ];
}

function ownProblems(shape: ShapeLimits, value: unknown): string[] {
  if (typeof value === 'number') return rangeProblems(shape, value, 'value');
  if (Array.isArray(value)) return rangeProblems(shape, value.length, 'length');
  if (typeof value !== 'string') return [];
  const problems = rangeProblems(shape, [...value].length, 'length');
  if (shape.enum && !shape.enum.includes(value)) problems.push(`satisfy enum value set: [${shape.enum.join(', ')}]`);
  if (shape.pattern !== undefined && !patternOf(shape.pattern).test(value)) {
    problems.push(`satisfy regular expression pattern: ${shape.pattern}`);
  }
  return problems;
}

function rangeProblems({ min, max }: ShapeLimits, amount: number, what: 'length' | 'value'): string[] {
  if (min !== undefined && amount < min) return [`have ${what} greater than or equal to ${min}`];
  if (max !== undefined && amount > max) return [`have ${what} less than or equal to ${max}`];
  return [];
}

const patterns = new Map<string, RegExp>();

/** The model's patterns are Java's: they mean the whole value, and write characters above U+FFFF with five digits. */
function patternOf(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known) return known;
  const compiled = new RegExp(`^(?:${pattern.replace(/\\u(10FFFF|10000)/g, '\\u{$1}')})$`, 'u');
  patterns.set(pattern, compiled);
  return compiled;
}

/** Long values are cut: an error message is not the place for a whole policy. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `'${text.length > 200 ? `${text.slice(0, 200)}…` : text}'`;
}
