import type { DocumentKind } from './contract.ts';
import { guessTextKind } from './guess-kind.ts';
import type { Range } from './shell/syntax.ts';

/** A part of a MIME message. `body` has the line ending before the next boundary too, so that its last line is a whole one. */
export interface Part {
  type: string;
  encoding: string;
  body: Range;
}

/** A multipart message whose parts are known; nothing within them is read. */
export interface Message {
  parts: Part[];
  boundary: string;
}

/**
 * Reads a multipart message as cloud-init does: headers, boundary, parts, each with its own headers. Null where it is not one to the letter:
 * no boundary, no end, a part without an empty line after its headers. Source: RFC 2046, 5.1.
 */
export function parseMime(text: string): Message | null {
  const head = headersOf(text, 0);
  const boundary = head === null ? null : boundaryOf(head.headers.get('content-type') ?? '');
  if (head === null || boundary === null) return null;
  const parts: Part[] = [];
  let open: { start: number } | null = null;
  let isClosed = false;
  for (let start = head.end; start < text.length; ) {
    const next = text.indexOf('\n', start);
    const end = next === -1 ? text.length : next + 1;
    const line = text.slice(start, end).replace(/[ \t]*\r?\n?$/, '');
    if (!isClosed && (line === `--${boundary}` || line === `--${boundary}--`)) {
      if (open !== null) {
        const part = partOf(text, open.start, start);
        if (part === null) return null;
        parts.push(part);
      }
      open = { start: end };
      isClosed = line.endsWith('--') && line === `--${boundary}--`;
    }
    start = end;
  }
  return isClosed && parts.length > 0 ? { parts, boundary } : null;
}

function partOf(text: string, start: number, end: number): Part | null {
  const head = headersOf(text.slice(0, end), start);
  if (head === null) return null;
  const { headers } = head;
  return {
    type: (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    encoding: (headers.get('content-transfer-encoding') ?? '').trim().toLowerCase(),
    body: { start: head.end, end },
  };
}

/** Header fields by their names in small letters, and where the empty line after them ends. */
function headersOf(text: string, from: number): { headers: Map<string, string>; end: number } | null {
  const headers = new Map<string, string>();
  let name = '';
  for (let start = from; start < text.length; ) {
    const next = text.indexOf('\n', start);
    const end = next === -1 ? text.length : next + 1;
    const line = text.slice(start, end).replace(/\r?\n$/, '');
    start = end;
    if (line === '') return { headers, end };
    const field = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line);
    if (/^[ \t]/.test(line) && name !== '') headers.set(name, `${headers.get(name) ?? ''} ${line.trim()}`);
    else if (field?.[1] !== undefined) {
      name = field[1].toLowerCase();
      if (headers.has(name)) return null;
      headers.set(name, field[2] ?? '');
    } else return null;
  }
  return null;
}

function boundaryOf(contentType: string): string | null {
  if (!/^multipart\//i.test(contentType)) return null;
  const match = /;\s*boundary\s*=\s*(?:"([^"\\]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType);
  return match?.[1] ?? match?.[2] ?? null;
}

/** How a part is read: by its type where cloud-init goes by it, by its first line where the type says nothing. */
export function kindOfPart({ type, encoding }: Part, body: string): DocumentKind {
  if (!['', '7bit', '8bit', 'binary', 'base64'].includes(encoding)) return 'plain';
  if (/^text\/(x-shellscript(-per-(boot|instance|once))?|cloud-boothook)$/.test(type)) return 'shell';
  if (type === 'text/cloud-config') return 'cloud-config';
  const guessed = ['', 'text/plain', 'text/x-not-multipart'].includes(type) ? guessTextKind(body) : 'plain';
  return guessed === 'cloud-config' || (guessed === 'shell' && body.startsWith('#!')) ? guessed : 'plain';
}
