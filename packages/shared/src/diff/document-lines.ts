import { isMasked } from '../findings/masked.ts';

/**
 * A document as lines of JSON for people: two spaces, one environment entry a line, masked values as what they are. Member order as it came,
 * since it is AWS's own.
 */
export function documentLines(document: unknown): string[] {
  return print(document, '').split('\n');
}

function print(value: unknown, indent: string): string {
  if (isMasked(value)) return maskedText(value);
  if (Array.isArray(value)) return printList(value, indent);
  if (typeof value === 'object' && value !== null) return printObject(value as Record<string, unknown>, indent);
  return JSON.stringify(value) ?? 'null';
}

function printList(list: unknown[], indent: string): string {
  if (list.length === 0) return '[]';
  const inner = `${indent}  `;
  return `[\n${list.map((item) => `${inner}${isPair(item) ? printPair(item) : print(item, inner)}`).join(',\n')}\n${indent}]`;
}

function printObject(object: Record<string, unknown>, indent: string): string {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return '{}';
  const inner = `${indent}  `;
  return `{\n${entries.map(([name, value]) => `${inner}${JSON.stringify(name)}: ${print(value, inner)}`).join(',\n')}\n${indent}}`;
}

/** `••••` for a secret, the masked id for an access key id: never the value, never its length. */
export function maskedText(value: { $masked: { keyId?: string } }): string {
  const { keyId } = value.$masked;
  return keyId === undefined ? '•••• (masked)' : `${keyId.slice(0, 4)}…${keyId.slice(-4)} (masked)`;
}

const isPair = (item: unknown): item is { name: unknown; value: unknown } =>
  typeof item === 'object' && item !== null && 'name' in item && Object.keys(item).length === 2 && ('value' in item || 'valueFrom' in item);

function printPair(item: object): string {
  return `{ ${Object.entries(item)
    .map(([name, value]) => `${JSON.stringify(name)}: ${print(value, '')}`)
    .join(', ')} }`;
}
