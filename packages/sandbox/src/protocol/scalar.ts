import type { Shape, TimestampFormat } from './shape.ts';

type WireFormat = Exclude<TimestampFormat, 'default'>;

/** The request's body or a value in it is not of the type that the model gives. AWS names it in the same way in every protocol. */
export class SerializationError extends Error {
  override name = 'SerializationException';
}

/** A value of a simple shape from its text in a form, a header, a query or XML. Throws SerializationError. */
export function scalarFromText(shape: Shape, text: string): unknown {
  switch (shape.kind) {
    case 'string':
      return text;
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw new SerializationError(`'${text}' is not a boolean`);
      return text === 'true';
    case 'number':
    case 'bigdecimal':
      return numberFrom(text);
    case 'bigint':
      if (!/^-?\d+$/.test(text)) throw new SerializationError(`'${text}' is not an integer`);
      return BigInt(text);
    case 'blob':
      return Buffer.from(text, 'base64');
    case 'timestamp':
      return dateFrom(text);
    default:
      throw new SerializationError(`unexpected text in place of a ${shape.kind}`);
  }
}

function numberFrom(text: string): number {
  if (text === 'NaN') return Number.NaN;
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number)) throw new SerializationError(`'${text}' is not a number`);
  return number;
}

/** A timestamp from epoch seconds, ISO 8601 or an HTTP date: AWS takes all three wherever it takes one. */
export function dateFrom(value: string | number): Date {
  const isEpoch = typeof value === 'number' || /^-?\d+(\.\d+)?$/.test(value);
  const date = isEpoch ? new Date(Math.round(Number(value) * 1000)) : new Date(value);
  if (Number.isNaN(date.getTime())) throw new SerializationError(`'${value}' is not a timestamp`);
  return date;
}

/** A timestamp's text; `byDefault` is the protocol's format where the member has none of its own. */
export function dateText(date: Date, format: TimestampFormat, byDefault: WireFormat): string {
  switch (format === 'default' ? byDefault : format) {
    case 'epoch':
      return String(date.getTime() / 1000);
    case 'http-date':
      return date.toUTCString();
    default:
      return date.toISOString().replace('.000Z', 'Z');
  }
}

/** Text of a value of a simple shape, as it stands in XML, a form or a header. */
export function scalarToText(shape: Shape, value: unknown, byDefault: WireFormat = 'date-time'): string {
  if (shape.kind === 'timestamp') return dateText(asDate(value), shape.format, byDefault);
  if (shape.kind === 'blob') return Buffer.from(value as Uint8Array).toString('base64');
  return String(value);
}

/** Handlers may keep dates as ISO 8601 text (the world's state is plain JSON) and give them as they are. */
export function asDate(value: unknown): Date {
  return value instanceof Date ? value : new Date(value as string | number);
}
