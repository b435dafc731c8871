/**
 * IAM gives policy documents as RFC 3986-encoded JSON, in answers only, and the SDK leaves them so: they are decoded here, once. A document
 * that is not JSON is given back as text, so that nobody takes it for an empty policy.
 */
export function decodePolicy(text: string | undefined): unknown {
  if (text === undefined) return null;
  try {
    return JSON.parse(text.startsWith('{') ? text : decodeURIComponent(text));
  } catch {
    return text;
  }
}
