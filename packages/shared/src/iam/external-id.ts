import type { PolicyDocument } from '../aws/policy-document.ts';

/**
 * A trust policy with each value of `sts:ExternalId` replaced by a fingerprint: the id works as a shared secret (D-48, document 000), and
 * equal ids stay equal, so that conditions can still be compared. Everything else stays as it is, order included. Does not change its input.
 */
export const withoutExternalIds = (trust: PolicyDocument, fingerprint: (value: string) => string): PolicyDocument =>
  mapExternalIds(trust, (value) => maskedExternalId(value, fingerprint));

/** What stands for an external id in plans, journals, answers and scans. */
export const maskedExternalId = (value: string, fingerprint: (value: string) => string): string =>
  `external-id-${fingerprint(value).slice(0, 16)}`;

/** Does the value stand for an external id? */
export const isMaskedExternalId = (value: string): boolean => /^external-id-[0-9a-f]{16}$/.test(value);

/** A trust policy with each value of `sts:ExternalId` changed, everything else as it is. Does not change its input. */
export const mapExternalIds = (trust: PolicyDocument, change: (value: string) => string): PolicyDocument =>
  conditionsOf(trust, change) as PolicyDocument;

/** Every value of `sts:ExternalId` in a trust policy. */
export function externalIdsIn(trust: PolicyDocument): string[] {
  const found: string[] = [];
  mapExternalIds(trust, (value) => {
    found.push(value);
    return value;
  });
  return found;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * A digest of 256 bits, in hexadecimal → an external id of 32 letters and digits, which have 190 bits (A5: at least 128). AWS takes 2 to 1,224
 * characters of \w + = , . @ : / - (STS API_AssumeRole, ExternalId). The digest's key is the secret; the same digest gives the same id.
 */
export function externalIdOf(digest: string): string {
  let rest = BigInt(`0x${digest}`);
  let id = '';
  while (id.length < 32) {
    id += alphabet[Number(rest % 62n)];
    rest /= 62n;
  }
  return id;
}

function conditionsOf(node: unknown, change: (value: string) => string): unknown {
  if (Array.isArray(node)) return node.map((item) => conditionsOf(item, change));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key.toLowerCase() === 'sts:externalid' ? changeValues(value, change) : conditionsOf(value, change),
    ]),
  );
}

function changeValues(value: unknown, change: (value: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => changeValues(item, change));
  // Null asks "true" or "false" of the key's presence, and wildcards alone take anything: neither is an id.
  return typeof value === 'string' && !/^(true|false|[*?]+)$/.test(value) ? change(value) : value;
}
