/** What is left of a value that was hidden. `unsure`: hidden because it is not plainly a setting; never reported as a secret. */
export type MaskedClass = 'access-key-id' | 'secret-access-key' | 'session-token' | 'other-secret' | 'unsure';

/** Stands in a masked document where a string was. `keyId` is set where the string is, or holds, an access key id; a long text may hold more. */
export interface Masked {
  $masked: { fingerprint: string; class: MaskedClass; keyId?: string; moreKeyIds?: string[] };
}

/** A string of a document, or what stands for it. */
export type MaybeMasked = string | Masked;

export function isMasked(value: unknown): value is Masked {
  return typeof value === 'object' && value !== null && '$masked' in value;
}

/** Equal values have equal identities, whether masked or not; for comparing documents. */
export const identityOf = (value: MaybeMasked): string => (isMasked(value) ? `masked:${value.$masked.fingerprint}` : `plain:${value}`);
