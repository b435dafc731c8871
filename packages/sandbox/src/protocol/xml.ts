import { scalarFromText, scalarToText } from './scalar.ts';
import type { Ref, StructShape } from './shape.ts';
import type { XmlNode } from './xml-reader.ts';

/** Changes a member's value on its way out; IAM's policy documents go through one. */
export type Transform = (member: string, value: unknown) => unknown;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#xD;' };

/** Text as it may stand in an element or attribute. XML 1.0 cannot carry most control characters at all; they become U+FFFD. */
export function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[&<>"\r]|[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (character) => ENTITIES[character] ?? '\ufffd');
}

export function element(name: string, body: string, attributes = ''): string {
  return `<${name}${attributes}>${body}</${name}>`;
}

/** What stands inside the element of a value (awsQuery and restXml answers). */
export function xmlBody(ref: Ref, value: unknown, transform?: Transform): string {
  const { shape } = ref;
  switch (shape.kind) {
    case 'unit':
      return '';
    case 'struct':
      return structBody(shape, value as Record<string, unknown>, transform);
    case 'list': {
      const name = shape.item.traits.xmlName ?? 'member';
      return (value as unknown[]).map((item) => xmlElement(name, shape.item, item, transform)).join('');
    }
    case 'map':
      return mapEntries('entry', ref, value, transform);
    default:
      return escapeXml(scalarToText(shape, value));
  }
}

/** The element or, for a flattened list or map, the elements of a value. */
export function xmlElement(name: string, ref: Ref, value: unknown, transform?: Transform): string {
  const { shape, traits } = ref;
  if (traits.xmlFlattened && shape.kind === 'list')
    return (value as unknown[]).map((item) => xmlElement(name, shape.item, item, transform)).join('');
  if (traits.xmlFlattened && shape.kind === 'map') return mapEntries(name, ref, value, transform);
  const attributes = shape.kind === 'struct' ? structAttributes(shape, value as Record<string, unknown>) : '';
  return element(name, xmlBody(ref, value, transform), attributes);
}

function structBody(shape: StructShape, source: Record<string, unknown>, transform?: Transform): string {
  let body = '';
  for (const member of shape.members) {
    const item = source[member.name];
    if (item === undefined || item === null || member.traits.xmlAttribute) continue;
    body += xmlElement(member.traits.xmlName ?? member.name, member, transform ? transform(member.name, item) : item, transform);
  }
  return body;
}

function structAttributes(shape: StructShape, source: Record<string, unknown>): string {
  let attributes = '';
  for (const member of shape.members) {
    const item = source[member.name];
    if (!member.traits.xmlAttribute || item === undefined || item === null) continue;
    const name = member.traits.xmlName ?? member.name;
    // A prefix needs its namespace, or strict readers (the AWS CLI's) refuse the document.
    if (name.startsWith('xsi:')) attributes += ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
    attributes += ` ${name}="${escapeXml(String(item))}"`;
  }
  return attributes;
}

function mapEntries(name: string, ref: Ref, value: unknown, transform?: Transform): string {
  const { shape } = ref;
  if (shape.kind !== 'map') return '';
  const keyName = shape.key.traits.xmlName ?? 'key';
  const valueName = shape.value.traits.xmlName ?? 'value';
  return Object.entries(value as Record<string, unknown>)
    .map(([key, item]) => element(name, element(keyName, escapeXml(key)) + xmlElement(valueName, shape.value, item, transform)))
    .join('');
}

/** XML request body (S3) → typed value. */
export function decodeXml(ref: Ref, node: XmlNode): unknown {
  const { shape } = ref;
  switch (shape.kind) {
    case 'unit':
      return {};
    case 'struct': {
      const value: Record<string, unknown> = {};
      for (const member of shape.members) {
        const item = decodeMember(member, member.traits.xmlName ?? member.name, node);
        if (item !== undefined) value[member.name] = item;
      }
      return value;
    }
    case 'list':
      return node.children.map((child) => decodeXml(shape.item, child));
    case 'map':
      return decodeEntries(ref, node.children);
    default:
      return scalarFromText(shape, node.text);
  }
}

function decodeMember(member: Ref, name: string, node: XmlNode): unknown {
  if (member.traits.xmlAttribute) {
    const text = node.attributes[name];
    return text === undefined ? undefined : scalarFromText(member.shape, text);
  }
  const found = node.children.filter((child) => child.name === name);
  const [first] = found;
  if (!first) return undefined;
  const { shape } = member;
  if (member.traits.xmlFlattened && shape.kind === 'list') return found.map((child) => decodeXml(shape.item, child));
  if (member.traits.xmlFlattened && shape.kind === 'map') return decodeEntries(member, found);
  return decodeXml(member, first);
}

function decodeEntries(ref: Ref, entries: XmlNode[]): Record<string, unknown> {
  const { shape } = ref;
  if (shape.kind !== 'map') return {};
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const [key, value] = entry.children;
      return key && value ? [[key.text, decodeXml(shape.value, value)]] : [];
    }),
  );
}
