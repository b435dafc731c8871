import { type PolicyDocument, parsePolicy } from '../aws/policy-document.ts';
import { externalIdsIn, mapExternalIds, maskedExternalId } from '../iam/external-id.ts';
import { canonicalJson } from './fingerprint.ts';

/**
 * The text of a trust policy with every external id masked, white space and order as they were, so that it can be kept and put back byte by
 * byte (D-51) without keeping an id (D-48). Where masking the text would change more than external ids, the masked document in one line.
 */
export function maskedTrustText(text: string, fingerprint: (value: string) => string): string {
  const trust = parsePolicy(text);
  const masked = mapExternalIds(trust, (value) => maskedExternalId(value, fingerprint));
  const replaced = externalIdsIn(trust).reduce(
    (kept, value) => kept.replaceAll(JSON.stringify(value), JSON.stringify(maskedExternalId(value, fingerprint))),
    text,
  );
  return sameDocument(replaced, masked) ? replaced : JSON.stringify(masked);
}

/**
 * Masked text → the text itself, with the ids of `now`, the policy as it stands there: the role still holds them; and with `others`, by
 * their masks. null when one of them is nowhere any more, so that nothing is written that would lock somebody out.
 */
export function unmaskedTrustText(
  maskedText: string,
  now: PolicyDocument,
  fingerprint: (value: string) => string,
  others: ReadonlyMap<string, string> = new Map(),
): string | null {
  const ids = new Map([...others, ...externalIdsIn(now).map((value) => [maskedExternalId(value, fingerprint), value] as const)]);
  const wanted = externalIdsIn(parsePolicy(maskedText));
  if (wanted.some((mask) => !ids.has(mask))) return null;
  return wanted.reduce((text, mask) => text.replaceAll(JSON.stringify(mask), JSON.stringify(ids.get(mask))), maskedText);
}

function sameDocument(text: string, document: PolicyDocument): boolean {
  try {
    return canonicalJson(parsePolicy(text)) === canonicalJson(document);
  } catch {
    return false;
  }
}
