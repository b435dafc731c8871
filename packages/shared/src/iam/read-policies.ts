import { type PolicyDocument, parsePolicy } from '../aws/policy-document.ts';
import { compilePolicy } from './compile.ts';
import { type PolicyKind, policyProblems } from './policy-grammar.ts';
import type { AccessRequest, PolicyInput, PolicySet } from './request.ts';

/** One document of a set. */
export interface PlacedPolicy {
  /** Where the set holds it: `identity.0.document`, `scps.1.0`. */
  place: string;
  /** As verdicts call it. */
  name: string;
  kind: PolicyKind;
  document: PolicyInput;
}

/** Longer than any policy of AWS (a key's may have 32 KB), and short enough to be read in one go. */
const longestPolicy = 65_536;

/** Every document of the set and what it has to be. */
export function placedPolicies({ action, resource }: AccessRequest, set: PolicySet): PlacedPolicy[] {
  const isTrust = /^sts:/i.test(action) && /^arn:[^:]*:iam::\d*:role\//.test(resource);
  const one = (place: string, name: string, kind: PolicyKind, document: PolicyInput | undefined) =>
    document === undefined ? [] : [{ place, name, kind, document }];
  const control = (place: string, name: string, kind: PolicyKind, levels: PolicySet['scps'] = []) =>
    levels.flatMap((level, depth) => level.flatMap((document, index) => one(`${place}.${depth}.${index}`, name, kind, document)));
  return [
    ...set.identity.flatMap(({ name, document }, index) => one(`identity.${index}.document`, name, 'stored-identity', document)),
    ...one('resource', 'resource policy', isTrust ? 'stored-trust' : 'stored-resource', set.resource),
    ...one('boundary', 'permissions boundary', 'stored-identity', set.boundary),
    ...one('session', 'session policy', 'stored-identity', set.session),
    ...control('scps', 'service control policy', 'service-control', set.scps),
    ...control('rcps', 'resource control policy', 'resource-control', set.rcps),
  ];
}

/** A document as it was read, or why AWS would not have it. */
export type ReadPolicy = { document: PolicyDocument } | { problem: string };

/**
 * A reader that gives the same text back as the same object, so that it is compiled once. It is strict: a statement with a misspelt element
 * would just never match, and a Deny that never matches looks like permission.
 */
export function policyReader(): (policy: Pick<PlacedPolicy, 'kind' | 'document'>) => ReadPolicy {
  const known = new Map<string, ReadPolicy>();
  return ({ kind, document }) => {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    if (text.length > longestPolicy) return { problem: `is longer than ${longestPolicy} characters, which no policy of AWS is` };
    const key = `${kind} ${text}`;
    const read = known.get(key) ?? readText(text, kind);
    known.set(key, read);
    return read;
  };
}

function readText(text: string, kind: PolicyKind): ReadPolicy {
  const [problem] = policyProblems(text, kind);
  if (problem !== undefined) return { problem };
  const document = parsePolicy(text);
  // Now, one at a time, so that evaluating a request with many policies does not take long in one go.
  compilePolicy(document);
  return { document };
}
