import { type CborValue, EpochSeconds } from './cbor.ts';
import { asDate, dateFrom, SerializationError } from './scalar.ts';
import type { Ref } from './shape.ts';

/** CBOR item → typed value, driven by the shape. Members that the model does not know are left out, null counts as absent. */
export function decodeCbor(ref: Ref, item: CborValue): unknown {
  const { shape } = ref;
  switch (shape.kind) {
    case 'unit':
      return {};
    case 'struct': {
      const source = mapOf(item);
      const present = shape.members.filter((member) => source[member.name] !== undefined && source[member.name] !== null);
      return Object.fromEntries(present.map((member) => [member.name, decodeCbor(member, source[member.name] ?? null)]));
    }
    case 'list':
      if (!Array.isArray(item)) throw unexpected('list');
      return item.map((child) => decodeCbor(shape.item, child));
    case 'map':
      return Object.fromEntries(Object.entries(mapOf(item)).map(([key, child]) => [key, decodeCbor(shape.value, child)]));
    case 'timestamp':
      if (item instanceof EpochSeconds) return dateFrom(item.seconds);
      if (typeof item === 'number') return dateFrom(item);
      throw unexpected('timestamp');
    case 'blob':
      if (!(item instanceof Uint8Array)) throw unexpected('byte string');
      return Buffer.from(item);
    case 'bigint':
      if (typeof item !== 'number' && typeof item !== 'bigint') throw unexpected('integer');
      return BigInt(item);
    case 'number':
    case 'bigdecimal':
      if (typeof item !== 'number') throw unexpected('number');
      return item;
    case 'document':
      return item;
    default:
      if (typeof item !== shape.kind) throw unexpected(shape.kind);
      return item;
  }
}

/** Typed value → CBOR item. */
export function encodeCbor(ref: Ref, value: unknown): CborValue {
  const { shape } = ref;
  switch (shape.kind) {
    case 'unit':
      return {};
    case 'struct': {
      const source = value as Record<string, unknown>;
      const present = shape.members.filter((member) => source[member.name] !== undefined && source[member.name] !== null);
      return Object.fromEntries(present.map((member) => [member.name, encodeCbor(member, source[member.name])]));
    }
    case 'list':
      return (value as unknown[]).map((item) => encodeCbor(shape.item, item));
    case 'map':
      return Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, encodeCbor(shape.value, item)]));
    case 'timestamp':
      return new EpochSeconds(asDate(value).getTime() / 1000);
    default:
      return value as CborValue;
  }
}

function mapOf(item: CborValue): { [key: string]: CborValue } {
  const isMap = typeof item === 'object' && item !== null && !Array.isArray(item);
  if (!isMap || item instanceof Uint8Array || item instanceof EpochSeconds) throw unexpected('map');
  return item;
}

const unexpected = (kind: string): SerializationError => new SerializationError(`expected a ${kind} in the CBOR body`);
