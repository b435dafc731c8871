/**
 * IAM gives policy documents as RFC 3986-encoded JSON, in answers only, and the SDK leaves them so: they are decoded here, once. A document
 * that is not JSON is given back as text, so that nobody takes it for an empty policy.
 */
export function decodePolicy(text: string | undefined): unknown {
  if (text === undefined) return null;
  try {
    return JSON.parse(policyText(text));
  } catch {
    return text;
  }
}

/** The text itself, as it was given to IAM; throws URIError for what is neither. */
export const policyText = (encoded: string): string => (encoded.trimStart().startsWith('{') ? encoded : decodeURIComponent(encoded));
