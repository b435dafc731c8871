import type { Member, Ref, StructShape } from '../shape.ts';

const WORDS = ['a b', 'x<y>&"z\'', 'é+/=%', '10.0.0.1', 'true', 'line\nbreak', 'arn:aws:iam::1:role/x', '{"Version":"2012-10-17"}'];

/** Members that the JavaScript client checks or rewrites before it sends them: what it accepts, or null for "never set". */
const CLIENT_RULES: Record<string, string | null> = {
  Bucket: 'bucket-of-the-fuzz',
  ChecksumAlgorithm: 'CRC32',
  // The client replaces these keys by their base64 text and adds their MD5.
  SSECustomerKey: null,
  CopySourceSSECustomerKey: null,
  // Read from the same header as Expires, so it cannot be set to anything else.
  ExpiresString: null,
  // The client takes this for a host name and signs for all Regions.
  EndpointId: null,
};

export type Pick = (limit: number) => number;

/** A random value of a shape, `depth` levels deep at most. `full`: every member is set; else about two in three. */
export function randomValue(ref: Ref, pick: Pick, depth: number, full: boolean): unknown {
  const { shape } = ref;
  switch (shape.kind) {
    case 'string':
      return ref.traits.httpHeader ? `value ${pick(99)}` : `${WORDS[pick(WORDS.length)]}${pick(99)}`;
    case 'number':
      return pick(1000);
    case 'boolean':
      return pick(2) === 1;
    case 'timestamp':
      return new Date((1_600_000_000 + pick(100_000_000)) * 1000);
    case 'blob':
      return new Uint8Array([1, 2, 3, pick(255)]);
    case 'bigint':
      return BigInt(pick(1000));
    case 'bigdecimal':
      return pick(100);
    case 'document':
      return { a: 1 };
    case 'unit':
      return {};
    case 'list':
      return depth <= 0 ? [] : Array.from({ length: 1 + pick(3) }, () => randomValue(shape.item, pick, depth - 1, full));
    case 'map': {
      const isHeaders = ref.traits.httpPrefixHeaders !== undefined;
      const keys = depth <= 0 ? [] : Array.from({ length: 1 + pick(2) }, (_, index) => (isHeaders ? `k${index}` : `k ${index}`));
      return Object.fromEntries(
        keys.map((key) => [key, isHeaders ? `value ${pick(99)}` : randomValue(shape.value, pick, depth - 1, full)]),
      );
    }
    case 'struct':
      return randomStruct(shape, pick, depth, full);
  }
}

function randomStruct(shape: StructShape, pick: Pick, depth: number, full: boolean): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  const members = shape.union ? [shape.members[pick(shape.members.length)]].filter((member) => member !== undefined) : shape.members;
  for (const member of members) {
    const rule = CLIENT_RULES[member.name];
    if (rule !== undefined && member.shape.kind === 'string') {
      if (rule !== null) value[member.name] = rule;
      continue;
    }
    if (!isNeeded(member) && (depth <= 0 || !(full || pick(3) > 0))) continue;
    const item = randomValue(member, pick, depth - 1, full);
    if (member.required || shape.union || !isEmpty(item)) value[member.name] = item;
  }
  const simple = shape.members.find((member) => !['struct', 'list', 'map'].includes(member.shape.kind)) ?? shape.members[0];
  if (isEmpty(value) && simple) value[simple.name] = randomValue(simple, pick, depth - 1, full);
  return value;
}

/** The client fills idempotency tokens itself, and takes an S3 answer without its payload for an aborted one. */
function isNeeded(member: Member): boolean {
  const { httpLabel, idempotencyToken, httpPayload } = member.traits;
  return member.required || Boolean(httpLabel ?? idempotencyToken ?? httpPayload);
}

/** `{}`, `[]` and no bytes do not differ from absence in XML, forms and HTTP bodies. */
export function isEmpty(value: unknown): boolean {
  if (value instanceof Uint8Array) return value.length === 0;
  if (typeof value !== 'object' || value === null || value instanceof Date) return false;
  return Object.keys(value).length === 0;
}
