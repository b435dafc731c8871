/** Members of IAM's outputs that hold a policy document. */
const POLICY_MEMBERS = new Set(['AssumeRolePolicyDocument', 'PolicyDocument', 'Document']);

/**
 * IAM gives policy documents percent-encoded as RFC 3986 says, in outputs only. Handlers keep plain JSON and this goes over the way out.
 * Source: IAM API reference, GetRolePolicy ("URL-encoded compliant with RFC 3986").
 */
export function encodedPolicyText(member: string, value: unknown): unknown {
  return POLICY_MEMBERS.has(member) && typeof value === 'string' ? encodeRfc3986(value) : value;
}

/** Percent-encodes everything but A-Z a-z 0-9 - . _ ~ */
export function encodeRfc3986(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
