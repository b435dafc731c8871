import { SerializationError } from './scalar.ts';

/** One element of a document: its name without a namespace prefix, its children, its text. Attributes are kept for `xsi:type`. */
export interface XmlNode {
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
  text: string;
}

const TOKEN =
  /<\?[^>]*\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/y;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Reads the small XML documents that S3 clients send: elements, attributes, text, CDATA. A document type is refused, so there are no entities
 * of its own and nothing to expand. Throws SerializationError for anything that is not well formed.
 */
export function parseXml(source: string): XmlNode {
  const root: XmlNode = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(source);
    const top = open.at(-1);
    if (!token || !top) throw new SerializationError(`The XML you provided was not well-formed (character ${at})`);
    const [, cdata, closing, name, attributes = '', empty, text] = token;
    if (cdata !== undefined) top.text += cdata;
    else if (text !== undefined) top.text += unescapeXml(text);
    else if (name && closing) {
      if (open.length === 1 || open.pop()?.name !== localName(name))
        throw new SerializationError(`The XML closes ${name}, which is not open`);
    } else if (name) {
      const node: XmlNode = { name: localName(name), attributes: attributesOf(attributes), children: [], text: '' };
      top.children.push(node);
      if (!empty) open.push(node);
    }
  }
  const [document] = root.children;
  if (open.length !== 1 || !document || root.children.length !== 1)
    throw new SerializationError('The XML you provided was not well-formed');
  return document;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function attributesOf(source: string): Record<string, string> {
  return Object.fromEntries(
    [...source.matchAll(ATTRIBUTE)].map(([, name = '', double, single]) => [name, unescapeXml(double ?? single ?? '')]),
  );
}

function unescapeXml(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|apos|#x[0-9a-fA-F]{1,6}|#\d{1,7});/g, (_, entity: string) => {
    if (!entity.startsWith('#')) return ENTITIES[entity] ?? '';
    const code = entity[1] === 'x' ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
}
