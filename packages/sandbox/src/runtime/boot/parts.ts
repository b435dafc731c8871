import { gunzipSync } from 'node:zlib';

/** One part of user data, as cloud-init or EC2Launch would hand it on. */
export interface UserDataPart {
  kind: 'shell' | 'cloud-config' | 'powershell' | 'other';
  text: string;
}

/** No user data is larger; what unpacks to more is not looked at. */
const most = 1024 * 1024;

/**
 * User data, decoded: gzip, then MIME multipart (whose parts may be encoded and packed again), else one document (D-68). What cannot be
 * unpacked gives no part, as cloud-init only warns of it.
 */
export function userDataParts(bytes: Buffer): UserDataPart[] {
  const plain = unpacked(bytes);
  if (plain === null) return [];
  const text = plain.toString('utf8');
  const message = /^(?:MIME-Version:|Content-Type:)/i.test(text) ? entityOf(text) : null;
  if (message === null) return [{ kind: kindOf(text), text }];
  return leavesOf(message).flatMap(({ headers, body }) => {
    const inner = unpacked(decoded(body, headers['content-transfer-encoding'] ?? ''));
    if (inner === null) return [];
    return [{ kind: kindOf(inner.toString('utf8'), headers['content-type'] ?? ''), text: inner.toString('utf8') }];
  });
}

function unpacked(bytes: Buffer): Buffer | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch {
    return null;
  }
}

/** By the first line, as cloud-init does; a part's content type says it where the first line does not. */
function kindOf(text: string, contentType = ''): UserDataPart['kind'] {
  if (/^#!\s*\S*(?:\/|\benv\s+)(?:ba|da|z|k)?sh\b/.test(text)) return 'shell';
  if (/^#cloud-config\b/.test(text)) return 'cloud-config';
  if (/^\s*<(?:powershell|script)>/i.test(text)) return 'powershell';
  if (/^#/.test(text) || contentType === '') return 'other';
  if (/text\/x-shellscript/i.test(contentType)) return 'shell';
  return /text\/cloud-config/i.test(contentType) ? 'cloud-config' : 'other';
}

interface Entity {
  headers: Record<string, string>;
  body: string;
}

/** Headers (unfolded, by lower-case name) and the rest. */
function entityOf(text: string): Entity {
  const [, head = '', body = ''] = /^([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(text) ?? [text, text];
  const headers: Record<string, string> = {};
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (name) headers[name.toLowerCase()] = value ?? '';
  }
  return { headers, body };
}

/** The parts that are no multipart themselves, in order. */
function leavesOf(entity: Entity): Entity[] {
  const boundary = /^multipart\/.*?boundary="?([^";]+)"?/i.exec(entity.headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) return [entity];
  const [, ...parts] = `\n${entity.body}`.split(new RegExp(`\\r?\\n--${boundary.replace(/[^\w]/g, '\\$&')}`));
  return parts
    .filter((part) => !part.startsWith('--'))
    .flatMap((part) => leavesOf(entityOf(part.replace(/^[ \t]*\r?\n/, '').replace(/^(?=\r?\n)/, 'X-None: none'))));
}

function decoded(body: string, encoding: string): Buffer {
  if (/base64/i.test(encoding)) return Buffer.from(body, 'base64');
  if (!/quoted-printable/i.test(encoding)) return Buffer.from(body, 'utf8');
  const bytes = body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}
