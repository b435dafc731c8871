/**
 * The only file that knows the AWS SDK's static schema format (StaticStructureSchema and its siblings in @smithy/types): arrays whose first
 * item is a type number, exported by every client package under names that end in `$`. Everything else works on the plain Shape model below.
 */
export interface Traits {
  xmlName?: string;
  ec2QueryName?: string;
  xmlFlattened?: 1;
  xmlAttribute?: 1;
  idempotencyToken?: 1;
  http?: [method: string, uri: string, status: number];
  httpError?: number;
  awsQueryError?: [code: string, status: number];
  httpLabel?: 1;
  httpQuery?: string;
  httpHeader?: string;
  httpPayload?: 1;
  httpPrefixHeaders?: string;
  httpQueryParams?: 1;
  httpResponseCode?: 1;
  streaming?: 1;
  [other: string]: unknown;
}

/** A shape where it is used, with the traits of the place and of the shape itself. */
export interface Ref {
  readonly shape: Shape;
  readonly traits: Traits;
}

export interface Member extends Ref {
  readonly name: string;
  readonly required: boolean;
}

export type TimestampFormat = 'default' | 'date-time' | 'http-date' | 'epoch';

export interface StructShape {
  kind: 'struct';
  name: string;
  members: Member[];
  union: boolean;
  traits: Traits;
}

export type Shape =
  | { kind: 'string' | 'number' | 'boolean' | 'blob' | 'document' | 'bigint' | 'bigdecimal' | 'unit' }
  | { kind: 'timestamp'; format: TimestampFormat }
  | { kind: 'list'; item: Ref; traits: Traits }
  | { kind: 'map'; key: Ref; value: Ref; traits: Traits }
  | StructShape;

export interface Operation {
  name: string;
  traits: Traits;
  input: Ref;
  output: Ref;
}

/** Schema types of @smithy/types. */
const LIST = 1;
const MAP = 2;
const STRUCT = 3;
const UNION = 4;
const ERROR = -3;
const NORMALIZED = 0;
const OPERATION = 9;

/** Order of the bits when traits are given as a number. */
const TRAIT_BITS = [
  'httpLabel',
  'idempotent',
  'idempotencyToken',
  'sensitive',
  'httpPayload',
  'httpResponseCode',
  'httpQueryParams',
] as const;
const NO_TRAITS: Traits = Object.freeze({});

const SIMPLE: Record<number, Shape> = {
  0: { kind: 'string' },
  1: { kind: 'number' },
  2: { kind: 'boolean' },
  4: { kind: 'timestamp', format: 'default' },
  5: { kind: 'timestamp', format: 'date-time' },
  6: { kind: 'timestamp', format: 'http-date' },
  7: { kind: 'timestamp', format: 'epoch' },
  15: { kind: 'document' },
  17: { kind: 'bigint' },
  19: { kind: 'bigdecimal' },
  21: { kind: 'blob' },
  42: { kind: 'blob' },
};
const LIST_OF = 64;
const MAP_OF = 128;

const compiled = new WeakMap<object, Shape>();

/** The operations that a client package describes, by name. */
export function operationsOf(clientModule: object): Map<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const schema of schemasOf(clientModule, OPERATION)) {
    const name = schema[2] as string;
    const input = lazy(schema[4]);
    const output = lazy(schema[5]);
    operations.set(name, { name, traits: traitsOf(schema[3]), input, output });
  }
  return operations;
}

/** The errors that a client package describes, by their shape's name. */
export function errorsOf(clientModule: object): Map<string, StructShape> {
  const errors = new Map<string, StructShape>();
  for (const schema of schemasOf(clientModule, ERROR)) {
    const { shape } = resolve(schema);
    if (shape.kind === 'struct') errors.set(shape.name, shape);
  }
  return errors;
}

function schemasOf(clientModule: object, type: number): unknown[][] {
  return Object.entries(clientModule)
    .filter(([name, value]) => name.endsWith('$') && Array.isArray(value) && value[0] === type)
    .map(([, value]) => value as unknown[]);
}

/** Follows thunks and `[schema, traits]` wrappers to a shape; recursive shapes are compiled once. */
function resolve(schema: unknown, outer: Traits = NO_TRAITS): Ref {
  if (typeof schema === 'function') return resolve((schema as () => unknown)(), outer);
  if (!Array.isArray(schema)) return { shape: simpleShape(schema as number | 'unit'), traits: outer };
  if (schema.length === 2) return resolve(schema[0], merge(traitsOf(schema[1]), outer));
  if (schema[0] === NORMALIZED) return resolve(schema[4], merge(traitsOf(schema[3]), outer));
  let shape = compiled.get(schema);
  if (!shape) {
    shape = compile(schema);
    compiled.set(schema, shape);
  }
  return { shape, traits: merge((shape as { traits?: Traits }).traits ?? NO_TRAITS, outer) };
}

function compile(schema: unknown[]): Shape {
  const [type, , name, rawTraits] = schema as [number, string, string, unknown];
  const traits = traitsOf(rawTraits);
  if (type === LIST) return { kind: 'list', item: lazy(schema[4]), traits };
  if (type === MAP) return { kind: 'map', key: lazy(schema[4]), value: lazy(schema[5]), traits };
  if (type !== STRUCT && type !== ERROR && type !== UNION)
    throw new Error(`The client package holds a schema of the unknown type ${type}.`);
  const refs = schema[5] as unknown[];
  const requiredCount = (schema[6] as number | undefined) ?? 0;
  const members = (schema[4] as string[]).map((member, index) => memberOf(member, lazy(refs[index]), index < requiredCount));
  return { kind: 'struct', name, members, union: type === UNION, traits };
}

function memberOf(name: string, ref: Ref, required: boolean): Member {
  return {
    name,
    required,
    get shape() {
      return ref.shape;
    },
    get traits() {
      return ref.traits;
    },
  };
}

/** Resolved when first looked at: most operations of a client are never called, and shapes may contain themselves. */
function lazy(schema: unknown): Ref {
  let ref: Ref | undefined;
  const resolved = (): Ref => {
    ref ??= resolve(schema);
    return ref;
  };
  return {
    get shape() {
      return resolved().shape;
    },
    get traits() {
      return resolved().traits;
    },
  };
}

function simpleShape(id: number | 'unit'): Shape {
  if (id === 'unit') return { kind: 'unit' };
  const plain: Ref = { shape: SIMPLE[id & (LIST_OF - 1)] ?? { kind: 'string' }, traits: NO_TRAITS };
  if (id >= MAP_OF) return { kind: 'map', key: { shape: { kind: 'string' }, traits: NO_TRAITS }, value: plain, traits: NO_TRAITS };
  if (id >= LIST_OF) return { kind: 'list', item: plain, traits: NO_TRAITS };
  const shape = SIMPLE[id];
  if (!shape) throw new Error(`The client package holds the unknown simple schema ${id}.`);
  return shape;
}

function traitsOf(raw: unknown): Traits {
  if (!raw) return NO_TRAITS;
  if (typeof raw === 'object') return raw as Traits;
  const traits: Traits = {};
  TRAIT_BITS.forEach((name, bit) => {
    if (((raw as number) >> bit) & 1) traits[name] = 1;
  });
  return traits;
}

function merge(inner: Traits, outer: Traits): Traits {
  if (inner === NO_TRAITS) return outer;
  return outer === NO_TRAITS ? inner : { ...inner, ...outer };
}
