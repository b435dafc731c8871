import type { PolicyDocument } from '../aws/policy-document.ts';

/**
 * A trust policy with each value of `sts:ExternalId` replaced by a fingerprint: the id works as a shared secret (D-48, document 000), and
 * equal ids stay equal, so that conditions can still be compared. Everything else stays as it is, order included. Does not change its input.
 */
export function withoutExternalIds(trust: PolicyDocument, fingerprint: (value: string) => string): PolicyDocument {
  return conditionsOf(trust, (value) => `external-id-${fingerprint(value).slice(0, 16)}`) as PolicyDocument;
}

function conditionsOf(node: unknown, mask: (value: string) => string): unknown {
  if (Array.isArray(node)) return node.map((item) => conditionsOf(item, mask));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key.toLowerCase() === 'sts:externalid' ? maskValues(value, mask) : conditionsOf(value, mask),
    ]),
  );
}

function maskValues(value: unknown, mask: (value: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => maskValues(item, mask));
  // Null asks "true" or "false" of the key's presence, and wildcards alone take anything: neither is an id.
  return typeof value === 'string' && !/^(true|false|[*?]+)$/.test(value) ? mask(value) : value;
}
