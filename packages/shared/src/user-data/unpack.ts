import { decodeBase64, encodeBase64 } from './base64.ts';
import type { DocumentKind } from './contract.ts';
import { guessKind } from './guess-kind.ts';
import { isGzip, packGzip, unpackGzip } from './gzip.ts';
import { longestDocument } from './longest-document.ts';
import { type Message, parseMime } from './mime.ts';
import { decodeUtf8, encodeUtf8, oneCharacterPerByte } from './utf8.ts';

/** A document as people read it: out of gzip, the base64 of its MIME parts decoded. */
export interface Unpacked {
  kind: Exclude<DocumentKind, 'gzip'>;
  text: string;
  /** Why it cannot be packed again, so that nothing in it may be rewritten; null where it can. `text` is for looking only then. */
  problem: string | null;
  /** Bytes of an edited text, packed as the document came; parts that were not edited keep their bytes. Null where the edit broke the MIME frame. */
  pack(text: string): Uint8Array | null;
}

/** Takes a document out of its containers. Never throws; what cannot be read says so in `problem` (D-68). */
export function unpack(bytes: Uint8Array, kind: DocumentKind): Unpacked {
  if (kind === 'gzip' || isGzip(bytes)) {
    const inner = unpackGzip(bytes);
    if (inner === null) return unreadable(bytes, 'The bytes are no gzip file, a damaged one, or one that unpacks to more than 512 KB.');
    if (isGzip(inner)) return unreadable(inner, 'The file is packed more than once.');
    const within = unpack(inner, guessKind(inner));
    const repack = (text: string) => {
      const packed = within.pack(text);
      return packed === null ? null : packGzip(packed);
    };
    const problem = kind === 'gzip' ? within.problem : (within.problem ?? 'The bytes are a gzip file. Choose that, and it is read as one.');
    return { ...within, problem, pack: repack };
  }
  if (bytes.length > longestDocument) return unreadable(bytes.subarray(0, longestDocument), 'The document is longer than 512 KB.');
  const text = decodeUtf8(bytes);
  if (text === null) return unreadable(bytes, 'The document holds bytes that are no text (UTF-8).');
  if (text.includes('\0')) return unreadable(bytes, 'The document holds bytes of the value 0, which no text has.');
  return kind === 'mime' ? unpackMime(text) : { kind, text, problem: null, pack: encodeUtf8 };
}

const unreadable = (bytes: Uint8Array, problem: string): Unpacked => ({
  kind: 'plain',
  text: oneCharacterPerByte(bytes).replaceAll('\0', ''),
  problem,
  pack: () => null,
});

/** Transfer encodings that leave the text as it is. */
const plainEncodings = new Set(['', '7bit', '8bit', 'binary']);

/** The message with its base64 decoded; each decoded body is followed by a line ending of ours, which is no part of it. */
function unpackMime(raw: string): Unpacked {
  const message = parseMime(raw);
  if (message === null)
    return { kind: 'mime', text: raw, problem: 'The text is no MIME message with parts, a boundary and an end.', pack: () => null };
  const bodies = message.parts.map(({ encoding, body }) =>
    encoding === 'base64' ? decodedBody(raw.slice(body.start, body.end), message) : null,
  );
  const shown = assemble(
    raw,
    message,
    bodies.map((one) => (one === null ? null : one.text + one.newline)),
  );
  const pack = (edited: string): Uint8Array | null => {
    const after = parseMime(edited);
    if (after === null || after.boundary !== message.boundary || after.parts.length !== message.parts.length) return null;
    const packed = after.parts.map((part, index) => {
      const before = bodies[index] ?? null;
      if (before === null) return null;
      const text = edited.slice(part.body.start, part.body.end);
      if (!text.endsWith(before.newline) || part.encoding !== 'base64') return undefined;
      return text === before.text + before.newline ? before.raw : before.encode(text.slice(0, text.length - before.newline.length));
    });
    return packed.includes(undefined)
      ? null
      : encodeUtf8(
          assemble(
            edited,
            after,
            packed.map((one) => one ?? null),
          ),
        );
  };
  const unread = message.parts.findIndex(({ encoding }, index) => !plainEncodings.has(encoding) && (encoding !== 'base64' || bodies[index] === null));
  const problem = unread === -1 ? null : `Part ${unread + 1} is encoded in a way that is not read, or holds no text.`;
  return { kind: 'mime', text: shown, problem, pack };
}

function assemble(text: string, { parts }: Message, bodies: (string | null)[]): string {
  let result = '';
  let at = 0;
  for (const [index, { body }] of parts.entries()) {
    result += text.slice(at, body.start) + (bodies[index] ?? text.slice(body.start, body.end));
    at = body.end;
  }
  return result + text.slice(at);
}

interface Body {
  raw: string;
  text: string;
  newline: string;
  encode(text: string): string;
}

/** A base64 body as text; null where it is none, or could not be told from the frame around it. */
function decodedBody(raw: string, { boundary }: Message): Body | null {
  const bytes = decodeBase64(raw.replace(/[ \t\r\n]/g, ''));
  if (bytes === null || bytes.length === 0) return null;
  const isPacked = isGzip(bytes);
  const inner = isPacked ? unpackGzip(bytes) : bytes;
  const text = inner === null ? null : decodeUtf8(inner);
  if (text === null || text.includes('\0') || text.includes(`--${boundary}`)) return null;
  const newline = raw.includes('\r\n') ? '\r\n' : '\n';
  const width = raw.trimStart().split(/\r?\n/, 1)[0]?.trim().length ?? 76;
  const encode = (edited: string): string => {
    const digits = encodeBase64(isPacked ? packGzip(encodeUtf8(edited)) : encodeUtf8(edited));
    const lines = digits.match(new RegExp(`.{1,${Math.max(4, width)}}`, 'g')) ?? [];
    return (/^\s*/.exec(raw)?.[0] ?? '') + lines.join(newline) + (/\s*$/.exec(raw)?.[0] ?? '');
  };
  return { raw, text, newline, encode };
}
