import type { DocumentKind } from './contract.ts';
import { isGzip } from './gzip.ts';
import { byteOrderMark, decodeUtf8 } from './utf8.ts';

/**
 * What a document is by its first bytes, as cloud-init and EC2Launch tell (D-68), and by its lines where these say nothing. Nothing here
 * decides a verdict: each kind refuses what it cannot read.
 */
export function guessKind(bytes: Uint8Array): DocumentKind {
  if (isGzip(bytes)) return 'gzip';
  const text = decodeUtf8(bytes);
  return text === null ? 'plain' : guessTextKind(text);
}

/** The same of a text. */
export function guessTextKind(text: string): DocumentKind {
  return kindByStart(text) ?? kindByLines(text);
}

/** What a machine takes a text for by its first characters alone; null where they say nothing. */
export function kindByStart(text: string): DocumentKind | null {
  const start = withoutMark(text);
  if (/^#!/.test(start) || /^#cloud-boothook/.test(start)) return 'shell';
  if (/^#cloud-config(?!-)/.test(start)) return 'cloud-config';
  if (/^(content-type|mime-version|from)\b[ :]/i.test(start)) return 'mime';
  if (/^\s*<(powershell|script|persist)>/i.test(start)) return 'powershell';
  if (/^(#|## *template:)(include|template|part-handler|upstart-job|cloud-config)/i.test(start) || /^\s*(\[settings|\{|<)/.test(start))
    return 'plain';
  return null;
}

function kindByLines(text: string): DocumentKind {
  const start = withoutMark(text);
  const lines = start.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  const isEnvironment = lines.length > 0 && lines.every((line) => /^[A-Za-z_][\w.]*=[^;&|`]*$/.test(line) && !line.includes('$('));
  if (isEnvironment) return 'dotenv';
  if (/^\s*\$env:/im.test(start)) return 'powershell';
  return 'shell';
}

const withoutMark = (text: string) => (text.startsWith(byteOrderMark) ? text.slice(1) : text);
