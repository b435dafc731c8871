import { asDate, dateFrom, dateText, SerializationError } from './scalar.ts';
import type { Ref } from './shape.ts';

/** awsJson body → typed value. Members that the model does not know are left out, null counts as absent. Throws SerializationError. */
export function decodeJson(ref: Ref, json: unknown): unknown {
  const { shape } = ref;
  switch (shape.kind) {
    case 'unit':
      return {};
    case 'document':
      return json;
    case 'struct': {
      const value: Record<string, unknown> = {};
      const source = objectOf(json);
      for (const member of shape.members) {
        const item = source[member.name];
        if (item !== undefined && item !== null) value[member.name] = decodeJson(member, item);
      }
      return value;
    }
    case 'list':
      if (!Array.isArray(json)) throw unexpected('list', json);
      return json.map((item) => (item === null ? null : decodeJson(shape.item, item)));
    case 'map':
      return mapValues(objectOf(json), (item) => decodeJson(shape.value, item));
    case 'blob':
      if (typeof json !== 'string') throw unexpected('base64 text', json);
      return Buffer.from(json, 'base64');
    case 'timestamp':
      if (typeof json !== 'string' && typeof json !== 'number') throw unexpected('timestamp', json);
      return dateFrom(json);
    case 'bigint':
      if (typeof json !== 'number' || !Number.isInteger(json)) throw unexpected('integer', json);
      return BigInt(json);
    case 'number':
    case 'bigdecimal':
      if (typeof json === 'number') return json;
      if (json === 'NaN' || json === 'Infinity' || json === '-Infinity') return Number(json);
      throw unexpected('number', json);
    default:
      if (typeof json !== shape.kind) throw unexpected(shape.kind, json);
      return json;
  }
}

/** Typed value → awsJson body, members that are not set left out. */
export function encodeJson(ref: Ref, value: unknown): unknown {
  const { shape } = ref;
  switch (shape.kind) {
    case 'unit':
      return {};
    case 'struct': {
      const json: Record<string, unknown> = {};
      const source = value as Record<string, unknown>;
      for (const member of shape.members) {
        const item = source[member.name];
        if (item !== undefined && item !== null) json[member.name] = encodeJson(member, item);
      }
      return json;
    }
    case 'list':
      return (value as unknown[]).map((item) => encodeJson(shape.item, item));
    case 'map':
      return mapValues(value as Record<string, unknown>, (item) => encodeJson(shape.value, item));
    case 'blob':
      return Buffer.from(value as Uint8Array).toString('base64');
    case 'timestamp': {
      const text = dateText(asDate(value), shape.format, 'epoch');
      return shape.format === 'default' || shape.format === 'epoch' ? Number(text) : text;
    }
    case 'bigint':
      return Number(value);
    case 'number':
    case 'bigdecimal':
      return Number.isFinite(value) ? value : String(value);
    default:
      return value;
  }
}

function objectOf(json: unknown): Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw unexpected('object', json);
  return json as Record<string, unknown>;
}

/** Own keys only, also one called `__proto__`. */
function mapValues(source: Record<string, unknown>, change: (item: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(source)
      .filter(([, item]) => item !== undefined && item !== null)
      .map(([key, item]) => [key, change(item)]),
  );
}

function unexpected(kind: string, json: unknown): SerializationError {
  return new SerializationError(`expected a ${kind}, got ${Array.isArray(json) ? 'a list' : json === null ? 'null' : typeof json}`);
}
