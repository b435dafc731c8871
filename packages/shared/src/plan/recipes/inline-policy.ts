import type { PolicyDocument } from '../../aws/policy-document.ts';
import { canonicalJson } from '../fingerprint.ts';
import type { PrincipalOf } from '../snapshot.ts';

/** An inline policy that a plan gives; `isThere`: the very same is there already. */
export interface InlinePolicy {
  name: string;
  document: PolicyDocument;
  isThere: boolean;
}

/** A policy under a name that is free, or the very one that is there. */
export function inlinePolicy(holder: PrincipalOf | null, wanted: string, document: PolicyDocument): InlinePolicy {
  const base = wanted.slice(0, 120);
  const text = canonicalJson(document);
  const there = holder?.inline.find((one) => one.name.startsWith(base) && canonicalJson(one.document) === text);
  if (there) return { name: there.name, document, isThere: true };
  const taken = new Set(holder?.inline.map((one) => one.name));
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(name)) return { name, document, isThere: false };
  }
}
