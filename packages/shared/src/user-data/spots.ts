import { credentialRoleOf } from '../aws/credential-role.ts';
import { isExampleKeyId, keyIdPattern } from '../aws/key-id.ts';
import { credentialVariables } from '../aws/task-definition.ts';
import { readingsOf } from '../findings/encoded-text.ts';
import { holdsRandomText, isExampleKey, looksLikeSecretKey, realKeyIdsIn } from '../findings/secret-text.ts';
import { decodeBase64 } from './base64.ts';
import { isGzip, unpackGzip } from './gzip.ts';
import type { Range } from './shell/syntax.ts';
import { oneCharacterPerByte } from './utf8.ts';

/** A place where a credential, or what looks like one, stands, whatever is around it. */
export interface Spot extends Range {
  variable: string | null;
  keyId: string | null;
  /** `encoded`: within base64 or percent signs. `loose`: forty characters that may be the secret half. */
  what: 'id' | 'secret' | 'encoded' | 'loose';
}

/** Names under which programs other than shells keep the secret half: credential files, SDK settings, Java properties. */
const secretAliases = ['aws.secretKey', 'aws.secretAccessKey', 'aws.sessionToken', 'secretAccessKey', 'fs.s3a.secret.key'];
const secretNames = [
  ...credentialVariables.filter((name) => ['secret', 'token'].includes(credentialRoleOf(name) ?? '')),
  ...secretAliases,
].sort((a, b) => b.length - a.length);
const secretSetting = new RegExp(
  String.raw`(?<![A-Za-z0-9_.])(${secretNames.map((name) => name.replaceAll('.', '\\.')).join('|')})(?![A-Za-z0-9_])["'\]}]{0,2}(?:\s*(?::=|=>|=|:|,)\s*|[ \t]+)["']?([A-Za-z0-9/+=_%-]{16,})`,
  'gi',
);
/** The name before a value: `NAME=`, `"name": "`, `set name `. */
const nameBefore = /([A-Za-z_][\w.-]*)["'\]}]{0,2}(?:\s*(?::=|=>|=|:|,)\s*|[ \t]+)["']?$/;
const fortyCharacters = /(?<![A-Za-z0-9/+_-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-])/g;
const aboutAws = /aws|s3|access.?key|boto|minio/i;

/**
 * Every place of a text that holds an access key id, a secret under a name that says so, a secret beside an id, or either of them behind
 * base64 (D-12, D-69). The examples of AWS' documentation are none (D-13). In the order of the text.
 */
export function credentialSpots(text: string): Spot[] {
  const spots: Spot[] = [];
  for (const match of text.matchAll(keyIdPattern)) {
    const [keyId] = match;
    if (isExampleKeyId(keyId)) continue;
    spots.push({ start: match.index, end: match.index + keyId.length, variable: nameAt(text, match.index), keyId, what: 'id' });
  }
  for (const match of text.matchAll(secretSetting)) {
    const [whole, name = '', value = ''] = match;
    if (isExampleKey(value) || !(looksLikeSecretKey(value) || holdsRandomText(value))) continue;
    const end = match.index + whole.length;
    spots.push({ start: end - value.length, end, variable: name, keyId: null, what: 'secret' });
  }
  const encoded = encodedSpots(text);
  const hasId = spots.length + encoded.length > 0;
  for (const match of text.matchAll(fortyCharacters)) {
    const range = { start: match.index, end: match.index + 40 };
    if (!looksLikeSecretKey(match[0]) || !holdsRandomText(match[0]) || overlaps(spots, range)) continue;
    const variable = nameAt(text, match.index);
    if (hasId || aboutAws.test(variable ?? '')) spots.push({ ...range, variable, keyId: null, what: 'loose' });
  }
  return [...spots, ...encoded.filter((one) => !overlaps(spots, one))].sort((a, b) => a.start - b.start);
}

const overlaps = (spots: readonly Spot[], { start, end }: Range): boolean => spots.some((one) => one.start < end && start < one.end);

function nameAt(text: string, at: number): string | null {
  const line = text.slice(Math.max(text.lastIndexOf('\n', at - 1) + 1, at - 120), at);
  // `-Daws.accessKeyId=` is an option of Java with the name behind its D.
  return nameBefore.exec(line)?.[1]?.replace(/^D(?=aws\.)/, '') ?? null;
}

/** Blocks of base64, over several lines too, and other codings within one line, that hold an id or a named secret. */
function encodedSpots(text: string): Spot[] {
  const spots: Spot[] = [];
  const add = (range: Range, found: { keyId: string | null } | null) => {
    if (found !== null) spots.push({ ...range, variable: null, keyId: found.keyId, what: 'encoded' });
  };
  let block = { start: 0, end: 0, digits: '' };
  let start = 0;
  for (const line of text.split('\n')) {
    const range = { start, end: start + line.length };
    const digits = line.trim();
    if (/^[A-Za-z0-9+/]{4,}={0,2}$/.test(digits)) {
      block = { start: block.digits === '' ? start : block.start, end: range.end, digits: block.digits + digits };
    } else {
      add({ start: block.start, end: block.end }, inDigits(block.digits));
      block = { start, end: start, digits: '' };
    }
    add(range, inLine(line));
    start += line.length + 1;
  }
  add({ start: block.start, end: block.end }, inDigits(block.digits));
  return spots.filter((one, index) => !overlaps(spots.slice(0, index), one));
}

function inLine(line: string): { keyId: string | null } | null {
  if (!/[A-Za-z0-9+/_-]{24,}|%[0-9A-Fa-f]{2}/.test(line)) return null;
  const found = inReadings(readingsOf(line).slice(1));
  if (found !== null) return found;
  for (const [digits] of line.matchAll(/H4sI[A-Za-z0-9+/]{16,}={0,2}/g)) {
    const packed = inDigits(digits);
    if (packed !== null) return packed;
  }
  return null;
}

function inDigits(digits: string): { keyId: string | null } | null {
  if (digits.length < 24) return null;
  const bytes = decodeBase64(
    digits.length % 4 === 0 ? digits : digits.replace(/=+$/, '').slice(0, Math.floor(digits.replace(/=+$/, '').length / 4) * 4),
  );
  if (bytes === null) return null;
  const unpacked = isGzip(bytes) ? unpackGzip(bytes) : bytes;
  return unpacked === null ? null : inReadings([oneCharacterPerByte(unpacked)]);
}

function inReadings(readings: readonly string[]): { keyId: string | null } | null {
  const [keyId] = realKeyIdsIn(readings);
  if (keyId !== undefined) return { keyId };
  const holdsSecret = readings.some((one) =>
    [...one.matchAll(secretSetting)].some(([, , value = '']) => looksLikeSecretKey(value) && !isExampleKey(value)),
  );
  return holdsSecret ? { keyId: null } : null;
}
