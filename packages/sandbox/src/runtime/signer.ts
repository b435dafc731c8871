import { createHash, createHmac } from 'node:crypto';

export interface Signable {
  service: string;
  region: string;
  method: string;
  /** Already percent-encoded. */
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: string;
}

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string | null;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** Query as it goes on the request line, sorted as the signature wants it. */
export const queryText = (query: Record<string, string>): string =>
  Object.entries(query)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');

/** All headers of a request signed with Signature Version 4. Source: IAM user guide, create a signed AWS API request. */
export function signedHeaders(request: Signable, keys: Keys, now: Date): Record<string, string> {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${stamp.slice(0, 8)}/${request.region}/${request.service}/aws4_request`;
  const bodyHash = sha256(request.body);
  const headers: Record<string, string> = {
    ...request.headers,
    'x-amz-date': stamp,
    ...(request.service === 's3' ? { 'x-amz-content-sha256': bodyHash } : {}),
    ...(keys.sessionToken === null ? {} : { 'x-amz-security-token': keys.sessionToken }),
  };
  const names = Object.keys(headers)
    .filter((name) => name !== 'user-agent')
    .sort();
  // All services but S3 encode the path once more for the signature.
  const path = request.service === 's3' ? request.path : request.path.split('/').map(encode).join('/');
  const canonicalHeaders = names.map((name) => `${name}:${headers[name]?.trim()}\n`).join('');
  const canonical = [request.method, path, queryText(request.query), canonicalHeaders, names.join(';'), bodyHash].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((previous, part) => hmac(previous, part), `AWS4${keys.secretAccessKey}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n')).toString('hex');
  const credential = `${keys.accessKeyId}/${scope}`;
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}
