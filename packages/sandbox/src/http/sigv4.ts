import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { HttpIn } from '../protocol/message.ts';
import { AwsFault } from '../services/service.ts';

/** What an Authorization header says of a signature. */
export interface Signature {
  accessKeyId: string;
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  hex: string;
}

const shape =
  /^AWS4-HMAC-SHA256\s+Credential=([^/\s]+)\/(\d{8})\/([^/\s]+)\/([^/\s]+)\/aws4_request,?\s*SignedHeaders=([^,\s]+),?\s*Signature=([0-9a-f]{64})$/;
/** S3 is more patient than the rest. */
const mostSkewMinutes = (service: string): number => (service === 's3' ? 15 : 5);

/** Reads the Authorization header; null when there is none of Signature Version 4. */
export function signatureOf(request: HttpIn): Signature | null {
  const match = shape.exec(request.headers.authorization?.trim() ?? '');
  if (!match) return null;
  const [, accessKeyId = '', date = '', region = '', service = '', signedHeaders = '', hex = ''] = match;
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(';'), hex };
}

/**
 * Checks a request against the secret, and its date against `now`. Throws SignatureDoesNotMatch or
 * RequestTimeTooSkewed. Source: AWS General Reference, Signature Version 4.
 */
export function verifySignature(request: HttpIn, signature: Signature, secret: string, now: Date): void {
  const date = request.headers['x-amz-date'] ?? '';
  const sent = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!date.startsWith(signature.date)) throw mismatch();
  const skew = skewOf(date, Number.isNaN(sent) ? 0 : sent, now, mostSkewMinutes(signature.service));
  if (skew !== null) throw new AwsFault('RequestTimeTooSkewed', skew, 403);
  if (!signature.signedHeaders.includes('host')) throw mismatch();
  const { date: day, region, service } = signature;
  const text = `AWS4-HMAC-SHA256\n${date}\n${day}/${region}/${service}/aws4_request\n${sha256(canonicalRequest(request, signature))}`;
  const wanted = hmac(signingKey(secret, signature), text);
  const given = Buffer.from(signature.hex, 'hex');
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) throw mismatch();
}

/** What AWS says of a signature that is too old or not good yet; null for one that is neither. */
function skewOf(date: string, sent: number, now: Date, minutes: number): string | null {
  const stamp = (milliseconds: number) => new Date(milliseconds).toISOString().replace(/[-:]|\.\d+/g, '');
  const [at, most] = [now.getTime(), minutes * 60_000];
  if (sent < at - most) return `Signature expired: ${date} is now earlier than ${stamp(at - most)} (${stamp(at)} - ${minutes} min.)`;
  if (sent > at + most)
    return `Signature not yet current: ${date} is still later than ${stamp(at + most)} (${stamp(at)} + ${minutes} min.)`;
  return null;
}

const mismatch = (): AwsFault =>
  new AwsFault(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    403,
  );

function canonicalRequest(request: HttpIn, { service, signedHeaders }: Signature): string {
  // Every service but S3 signs the path encoded once more.
  const path = service === 's3' ? request.path : request.path.split('/').map(encode).join('/');
  const query = [...request.query]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort((one, other) => (one < other ? -1 : one > other ? 1 : 0))
    .join('&');
  const headers = signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`).join('');
  return [request.method, path || '/', query, headers, signedHeaders.join(';'), payloadHash(request)].join('\n');
}

/** A hash that the client names must be the body's, unless it says that it did not sign the body. */
function payloadHash(request: HttpIn): string {
  const named = request.headers['x-amz-content-sha256'];
  if (named === undefined) return sha256(request.body);
  if (/^[0-9a-f]{64}$/.test(named) && named !== sha256(request.body)) throw mismatch();
  return named;
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** Keys are the same for a whole day; four hashes a call are saved. */
const keys = new Map<string, Buffer>();

function signingKey(secret: string, { date, region, service }: Signature): Buffer {
  const id = `${secret}/${date}/${region}/${service}`;
  const known = keys.get(id);
  if (known) return known;
  if (keys.size > 2_000) keys.clear();
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');
  keys.set(id, key);
  return key;
}
