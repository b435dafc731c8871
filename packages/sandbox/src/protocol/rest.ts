import { joinHeaderList, splitHeaderList } from './header-list.ts';
import type { HttpIn, HttpOut } from './message.ts';
import { dateFrom, scalarFromText, scalarToText } from './scalar.ts';
import type { Member, Operation, Ref, StructShape } from './shape.ts';
import { decodeXml, element, escapeXml, xmlBody, xmlElement } from './xml.ts';
import { parseXml } from './xml-reader.ts';

/** restXml request → typed input: members bound to the path, the query, headers and the payload, the rest from the XML body. */
export function decodeRest(input: Ref, labels: Record<string, string>, request: HttpIn): Record<string, unknown> {
  if (input.shape.kind !== 'struct') return {};
  const value: Record<string, unknown> = {};
  const inBody: Member[] = [];
  for (const member of input.shape.members) {
    const { traits } = member;
    if (traits.httpPayload) value[member.name] = payloadOf(member, request.body);
    else if (isBound(member)) value[member.name] = boundValue(member, labels, request);
    else inBody.push(member);
  }
  if (inBody.length > 0 && request.body.length > 0) {
    const body = parseXml(request.body.toString('utf8'));
    Object.assign(value, decodeXml({ shape: { ...input.shape, members: inBody }, traits: {} }, body));
  }
  for (const name of Object.keys(value)) if (value[name] === undefined) delete value[name];
  return value;
}

/** Does the member stand outside the body? */
export function isBound(member: Member): boolean {
  const { httpLabel, httpQuery, httpHeader, httpPrefixHeaders, httpQueryParams } = member.traits;
  return Boolean(httpLabel || httpQuery || httpHeader || httpQueryParams) || httpPrefixHeaders !== undefined;
}

/** The value of a member that stands in the path, the query or the headers; undefined where it is not there. Throws SerializationError. */
export function boundValue(member: Member, labels: Record<string, string>, request: HttpIn): unknown {
  const { traits, shape } = member;
  if (traits.httpLabel) return scalarFromText(shape, labels[member.name] ?? '');
  if (traits.httpQuery) {
    const all = request.query.getAll(traits.httpQuery);
    if (all.length === 0) return undefined;
    return shape.kind === 'list' ? all.map((text) => scalarFromText(shape.item.shape, text)) : scalarFromText(shape, all[0] ?? '');
  }
  if (traits.httpHeader) return headerValue(member, request.headers[traits.httpHeader.toLowerCase()]);
  const prefix = traits.httpPrefixHeaders?.toLowerCase();
  if (prefix === undefined) return Object.fromEntries(request.query);
  const found = Object.entries(request.headers).filter(([name]) => name.startsWith(prefix));
  return found.length > 0 ? Object.fromEntries(found.map(([name, text]) => [name.slice(prefix.length), text])) : undefined;
}

function headerValue(member: Member, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  const { shape } = member;
  if (shape.kind === 'timestamp') return dateFrom(text);
  if (shape.kind !== 'list') return scalarFromText(shape, text);
  return splitHeaderList(text).map((part) => scalarFromText(shape.item.shape, part));
}

function payloadOf(member: Member, body: Buffer): unknown {
  if (member.shape.kind === 'blob') return body;
  if (body.length === 0) return undefined;
  return member.shape.kind === 'string' ? body.toString('utf8') : decodeXml(member, parseXml(body.toString('utf8')));
}

/** Typed output → restXml answer: status, headers and payload as bound, everything else in one XML document. */
export function encodeRest(operation: Operation, value: Record<string, unknown>, xmlns: string): HttpOut {
  const answer: HttpOut = { status: operation.traits.http?.[2] ?? 200, headers: {}, body: '' };
  const { shape, traits } = operation.output;
  if (shape.kind !== 'struct') return answer;
  const payload = shape.members.find((member) => member.traits.httpPayload);
  const inBody = shape.members.filter((member) => !bindOutput(member, value[member.name], answer) && member !== payload);
  if (payload) {
    setPayload(payload, value[payload.name], answer, xmlns);
  } else if (inBody.length > 0) {
    const root = traits.xmlName ?? shape.name;
    const body = traits.s3UnwrappedXmlOutput
      ? unwrapped(inBody, value, xmlns)
      : element(root, xmlBody({ shape: { ...shape, members: inBody }, traits: {} }, value), ` xmlns="${xmlns}"`);
    setXml(answer, body);
  }
  return answer;
}

/** Puts a member into the status or headers; false: it belongs to the body. */
export function bindOutput(member: Member, value: unknown, answer: HttpOut): boolean {
  const { httpHeader, httpPrefixHeaders, httpResponseCode } = member.traits;
  if (!httpHeader && httpPrefixHeaders === undefined && !httpResponseCode) return false;
  if (value === undefined || value === null) return true;
  if (httpResponseCode) answer.status = Number(value);
  else if (httpHeader) answer.headers[httpHeader] = headerText(member, value);
  else for (const [key, text] of Object.entries(value as object)) answer.headers[`${httpPrefixHeaders}${key}`] = encodeHeader(String(text));
  return true;
}

function headerText(member: Member, value: unknown): string {
  if (Array.isArray(value)) return encodeHeader(joinHeaderList(value.map(String)));
  return encodeHeader(scalarToText(member.shape, value, 'http-date'));
}

/** node:http refuses header text beyond Latin-1 and control characters; S3 answers such metadata as RFC 2047 words. */
function encodeHeader(text: string): string {
  return /[^\t\u0020-\u007e]/.test(text) ? `=?UTF-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=` : text;
}

function setPayload(member: Member, value: unknown, answer: HttpOut, xmlns: string): void {
  if (value === undefined || value === null) return;
  if (member.shape.kind === 'blob') answer.body = typeof value === 'string' ? value : (value as Uint8Array);
  else if (member.shape.kind === 'string') answer.body = String(value);
  else {
    const name = member.traits.xmlName ?? (member.shape as StructShape).name;
    setXml(answer, xmlElement(name, member, value).replace(`<${name}`, `<${name} xmlns="${xmlns}"`));
  }
}

/** GetBucketLocation's single member is itself the document. */
function unwrapped(members: Member[], value: Record<string, unknown>, xmlns: string): string {
  const [member] = members;
  if (!member) return '';
  const item = value[member.name];
  const body = item === undefined || item === null ? '' : escapeXml(scalarToText(member.shape, item));
  return element(member.traits.xmlName ?? member.name, body, ` xmlns="${xmlns}"`);
}

function setXml(answer: HttpOut, body: string): void {
  answer.headers['content-type'] = 'application/xml';
  answer.body = `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
}
