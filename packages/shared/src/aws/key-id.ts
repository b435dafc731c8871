/** Identifiers that are credentials, by their first four characters (D-13). Others, such as AROA or AIDA, only name things. */
export const credentialPrefixes = ['AKIA', 'ASIA', 'ABIA', 'ACCA'] as const;
export type CredentialPrefix = (typeof credentialPrefixes)[number];

/** What an identifier of IAM's shape is. `none`: no prefix that AWS documents. Source: IAM reference_identifiers (D-13). */
export type KeyIdKind =
  | 'long-term'
  | 'temporary'
  | 'bearer-token'
  | 'context'
  | 'user'
  | 'role'
  | 'instance-profile'
  | 'group'
  | 'managed-policy'
  | 'policy-version'
  | 'public-key'
  | 'certificate'
  | 'none';

const kinds: Record<string, KeyIdKind> = {
  AKIA: 'long-term',
  ASIA: 'temporary',
  ABIA: 'bearer-token',
  ACCA: 'context',
  AIDA: 'user',
  AROA: 'role',
  AIPA: 'instance-profile',
  AGPA: 'group',
  ANPA: 'managed-policy',
  ANVA: 'policy-version',
  APKA: 'public-key',
  ASCA: 'certificate',
};

/** Key ids inside any text, D-12's superset. Has the `g` flag: use it with matchAll, or make a copy. */
export const keyIdPattern = /(?<![A-Za-z0-9])(AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g;
const wholeKeyId = /^(AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}$/;

/** Every access key id in a text, in order, each once. */
export const keyIdsIn = (text: string): string[] => [...new Set(text.match(keyIdPattern))];

/** Is the whole text an access key id of D-12's shape? An AROA or AIDA is not (D-13). */
export const isKeyId = (text: string): boolean => wholeKeyId.test(text);

/** Kind of an identifier by its prefix (D-13). */
export const kindOfKeyId = (id: string): KeyIdKind => kinds[id.slice(0, 4)] ?? 'none';

/** Prefix of a key id; null when it is not an access key id. */
export const prefixOfKeyId = (id: string): CredentialPrefix | null =>
  isKeyId(id) ? (credentialPrefixes.find((prefix) => id.startsWith(prefix)) ?? null) : null;

/** Unique ids of users and roles as they show in policies whose principal was deleted (D-47). */
export const isPrincipalId = (text: string): boolean => /^(AIDA|AROA)[A-Z0-9]{12,28}$/.test(text);

/** Key ids that AWS's documentation prints; never a finding, never looked up. */
export const exampleKeyIds = ['AKIAIOSFODNN7EXAMPLE', 'AKIAI44QH8DHBEXAMPLE'] as const;

/** A key id from documentation: one of the two above, or any that ends with EXAMPLE. */
export const isExampleKeyId = (id: string): boolean => id.endsWith('EXAMPLE') || exampleKeyIds.some((known) => known === id);

/** `AKIA…MPLE`: first four characters, an ellipsis, last four. The only way in which screens and logs write a key id that they mask. */
export const maskKeyId = (id: string): string => (id.length > 8 ? `${id.slice(0, 4)}…${id.slice(-4)}` : '…');

/**
 * Account (12 digits) inside a key id of the newer format; null when the format bit is not set (fifth character A to P, ids of the
 * older generation) or a character is not base32. Derived, not documented by AWS: say so where it is shown (D-14).
 */
export function accountIdOfKeyId(id: string): string | null {
  if (!isKeyId(id) || isExampleKeyId(id)) return null;
  const body = id.slice(4);
  if (!/^[Q-Z2-7][A-Z2-7]{15}$/.test(body)) return null;
  const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  // 10 characters hold 50 bits; the first 48 are the six bytes that carry the account.
  let bits = 0n;
  for (const character of body.slice(0, 10)) bits = bits * 32n + BigInt(base32.indexOf(character));
  const sixBytes = bits >> 2n;
  return String((sixBytes & 0x7fffffffff80n) >> 7n).padStart(12, '0');
}
