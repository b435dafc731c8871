import { normalisePolicy, type PolicyDocument } from '../aws/policy-document.ts';
import { variablesIn } from './variables.ts';

const known = new WeakMap<PolicyDocument, ReadonlyMap<string, number>>();

/**
 * Every condition key that a document asks for, in conditions and in variables, in lower case, and how often. Remembered by the object,
 * which must not be changed afterwards. Throws MalformedPolicyDocument.
 */
export function conditionKeysOf(document: PolicyDocument): ReadonlyMap<string, number> {
  const before = known.get(document);
  if (before !== undefined) return before;
  const keys = new Map<string, number>();
  const add = (key: string) => keys.set(key, (keys.get(key) ?? 0) + 1);
  for (const { conditions, resources, notResources } of normalisePolicy(document).statements) {
    for (const { key } of conditions) add(key.toLowerCase());
    const texts = [...(resources ?? []), ...(notResources ?? []), ...conditions.flatMap(({ values }) => values)];
    for (const text of texts) for (const { variable } of variablesIn(text)) add(variable);
  }
  known.set(document, keys);
  return keys;
}
