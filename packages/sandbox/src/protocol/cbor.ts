import { SerializationError } from './scalar.ts';

/** A value that stands for a date: CBOR tag 1, seconds since the epoch. */
export class EpochSeconds {
  readonly seconds: number;
  constructor(seconds: number) {
    this.seconds = seconds;
  }
}

export type CborValue = null | boolean | number | bigint | string | Uint8Array | EpochSeconds | CborValue[] | { [key: string]: CborValue };

const INDEFINITE = 31;
const BREAK = 0xff;

/** Reads one CBOR item (RFC 8949), of definite or indefinite length; undefined counts as null. Throws SerializationError. */
export function readCbor(bytes: Buffer): CborValue {
  const reader = new CborReader(bytes);
  const value = reader.item(0);
  if (reader.at !== bytes.length) throw new SerializationError('The body holds more than one CBOR item');
  return value;
}

class CborReader {
  at = 0;
  readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  item(depth: number): CborValue {
    if (depth > 100) throw new SerializationError('The body is nested too deeply');
    const head = this.take(1)[0] ?? 0;
    const major = head >> 5;
    const info = head & 31;
    if (major === 7) return this.simple(info);
    if (info === INDEFINITE) return this.indefinite(major, depth);
    const length = this.length(info);
    switch (major) {
      case 0:
        return length;
      case 1:
        return typeof length === 'bigint' ? -1n - length : -1 - length;
      case 2:
        return Uint8Array.from(this.take(Number(length)));
      case 3:
        return this.take(Number(length)).toString('utf8');
      case 4:
        return this.items(Number(length), depth);
      case 5:
        return this.entries(Number(length), depth);
      default: {
        const value = this.item(depth + 1);
        return length === 1 && (typeof value === 'number' || typeof value === 'bigint') ? new EpochSeconds(Number(value)) : value;
      }
    }
  }

  private take(length: number): Buffer {
    const slice = this.bytes.subarray(this.at, this.at + length);
    if (slice.length !== length) throw new SerializationError('The CBOR body ends too early');
    this.at += length;
    return slice;
  }

  private length(info: number): number | bigint {
    if (info < 24) return info;
    if (info === 24) return this.take(1).readUInt8();
    if (info === 25) return this.take(2).readUInt16BE();
    if (info === 26) return this.take(4).readUInt32BE();
    if (info !== 27) throw new SerializationError('The CBOR body is malformed');
    const large = this.take(8).readBigUInt64BE();
    return large <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(large) : large;
  }

  private simple(info: number): CborValue {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22 || info === 23) return null;
    if (info === 25) return halfFloat(this.take(2).readUInt16BE());
    if (info === 26) return this.take(4).readFloatBE();
    if (info === 27) return this.take(8).readDoubleBE();
    throw new SerializationError('The CBOR body is malformed');
  }

  private items(count: number, depth: number): CborValue[] {
    const items: CborValue[] = [];
    for (let index = 0; index < count; index++) items.push(this.item(depth + 1));
    return items;
  }

  private entries(count: number, depth: number): CborValue {
    const entries: [string, CborValue][] = [];
    for (let index = 0; index < count; index++) entries.push([String(this.item(depth + 1)), this.item(depth + 1)]);
    return Object.fromEntries(entries);
  }

  private indefinite(major: number, depth: number): CborValue {
    const items: CborValue[] = [];
    while (this.bytes[this.at] !== BREAK) items.push(this.item(depth + 1));
    this.at += 1;
    switch (major) {
      case 2:
        return Uint8Array.from(Buffer.concat(items as Uint8Array[]));
      case 3:
        return items.join('');
      case 4:
        return items;
      case 5:
        return Object.fromEntries(items.flatMap((key, index) => (index % 2 === 0 ? [[String(key), items[index + 1] ?? null]] : [])));
      default:
        throw new SerializationError('The CBOR body is malformed');
    }
  }
}

function halfFloat(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Writes one CBOR item, definite lengths throughout. Object entries that are undefined are left out. */
export function writeCbor(value: CborValue): Buffer {
  if (value === null) return Buffer.of(0xf6);
  if (typeof value === 'boolean') return Buffer.of(value ? 0xf5 : 0xf4);
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0) ? integer(value) : double(value);
  if (typeof value === 'bigint') return integer(value);
  if (typeof value === 'string') {
    const text = Buffer.from(value, 'utf8');
    return Buffer.concat([head(3, text.length), text]);
  }
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (value instanceof EpochSeconds) return Buffer.concat([head(6, 1), double(value.seconds)]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(writeCbor)]);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, item]) => [writeCbor(key), writeCbor(item)])]);
}

const integer = (value: number | bigint): Buffer => (value < 0 ? head(1, -1n - BigInt(value)) : head(0, value));

function double(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = 0xfb;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function head(major: number, length: number | bigint): Buffer {
  const type = major << 5;
  if (length < 24) return Buffer.of(type | Number(length));
  if (length < 0x100) return Buffer.of(type | 24, Number(length));
  const bytes = Buffer.alloc(length < 0x10000 ? 3 : length < 0x100000000 ? 5 : 9);
  bytes[0] = type | (bytes.length === 3 ? 25 : bytes.length === 5 ? 26 : 27);
  if (bytes.length === 3) bytes.writeUInt16BE(Number(length), 1);
  else if (bytes.length === 5) bytes.writeUInt32BE(Number(length), 1);
  else bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}
