import { normalisePolicy, type PolicyDocument } from '../aws/policy-document.ts';
import { variablesIn } from './variables.ts';

const known = new WeakMap<PolicyDocument, ReadonlySet<string>>();

/**
 * Every condition key that a document asks for, in conditions and in variables, in lower case. Remembered by the object, which must not be
 * changed afterwards. Throws MalformedPolicyDocument.
 */
export function conditionKeysOf(document: PolicyDocument): ReadonlySet<string> {
  const before = known.get(document);
  if (before !== undefined) return before;
  const keys = new Set<string>();
  for (const { conditions, resources, notResources } of normalisePolicy(document).statements) {
    for (const { key } of conditions) keys.add(key.toLowerCase());
    const texts = [...(resources ?? []), ...(notResources ?? []), ...conditions.flatMap(({ values }) => values)];
    for (const text of texts) for (const { variable } of variablesIn(text)) keys.add(variable);
  }
  known.set(document, keys);
  return keys;
}
