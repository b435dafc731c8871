import type { DeserializeMiddleware, MetadataBearer, MiddlewareStack } from '@smithy/types';

interface Sendable {
  middlewareStack: MiddlewareStack<never, never>;
}

/**
 * Lets `command` keep the XML body of its answer, beside what the SDK's model makes of it: the SDK drops members that are newer than its model
 * (D-21). Call before sending; read after. Use once per command. The body holds secrets.
 */
export function keepRawXml(command: object): () => string {
  let raw: string | null = null;
  const middleware: DeserializeMiddleware<object, MetadataBearer> = (next) => async (args) => {
    const result = await next(args);
    const response = result.response as { body: AsyncIterable<Uint8Array> | Uint8Array; statusCode: number };
    const bytes = response.body instanceof Uint8Array ? response.body : await collect(response.body);
    if (response.statusCode === 200) raw = new TextDecoder().decode(bytes);
    response.body = bytes;
    return result;
  };
  (command as Sendable).middlewareStack.addRelativeTo(middleware as never, {
    name: 'keepRawXmlMiddleware',
    relation: 'after',
    toMiddleware: 'deserializerMiddleware',
    override: true,
  });
  return () => {
    if (raw === null) throw new Error('The answer had no XML body.');
    return raw;
  };
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

/**
 * Paths of members inside of the element `within` that AWS answered and the SDK's model did not take over: every text of the XML whose value is
 * nowhere in `taken`, each value counted. What EC2 and Auto Scaling tell in XML cannot be sent back as it came, since they take other names
 * than they answer: so that it has to be said, and not be lost (D-21). Flags and numbers that have a namesake elsewhere may hide one.
 */
export function membersNotTaken(xml: string, within: string, taken: unknown): string[] {
  const left = new Map<string, number>();
  for (const value of valuesIn(taken)) left.set(value, (left.get(value) ?? 0) + 1);
  return leavesOf(xml, within).flatMap(({ path, text }) => {
    const value = comparable(text);
    const count = left.get(value) ?? 0;
    if (count > 0) left.set(value, count - 1);
    return count > 0 ? [] : [path];
  });
}

function valuesIn(value: unknown): string[] {
  if (value === undefined || value === null || value === '') return [];
  if (value instanceof Date) return [comparable(value.toISOString())];
  if (typeof value !== 'object') return [comparable(String(value))];
  return Object.values(value).flatMap(valuesIn);
}

/** Numbers and times are written in more than one way. */
function comparable(text: string): string {
  const trimmed = text.trim();
  if (/^-?\d+(\.\d+)?$/.test(trimmed)) return String(Number(trimmed));
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(trimmed) ? new Date(trimmed).toISOString() : trimmed;
}

const listItems = new Set(['item', 'member']);

/** Texts inside of the first element of this name, with the names that lead to them; lists count as their element. */
function leavesOf(xml: string, within: string): { path: string; text: string }[] {
  const start = xml.search(new RegExp(`<${within}[ >]`));
  if (start < 0) return [];
  const found: { path: string; text: string }[] = [];
  const open: string[] = [];
  let text = '';
  for (const [, closing, name = '', empty, plain] of xml.slice(start).matchAll(/<(\/?)([\w:.-]+)[^>]*?(\/?)>|([^<]+)/g)) {
    if (plain !== undefined) text += plain;
    else if (closing) {
      if (text.trim() !== '')
        found.push({
          path: open
            .slice(1)
            .filter((one) => !listItems.has(one))
            .join('.'),
          text: decoded(text),
        });
      text = '';
      open.pop();
      if (open.length === 0) return found;
    } else {
      text = '';
      if (!empty) open.push(name);
    }
  }
  return found;
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const decoded = (text: string): string =>
  text.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return hex === undefined ? (entities[name] ?? whole) : String.fromCodePoint(Number.parseInt(hex, 16));
  });
