import type { PolicyDocument } from '../aws/policy-document.ts';
import { boundDocument } from '../iam/bounds.ts';
import { conditionKeysOf } from '../iam/condition-keys.ts';
import { evaluate } from '../iam/evaluate.ts';
import { mapDocuments } from '../iam/map-documents.ts';
import type { Facts } from '../iam/principal-facts.ts';
import type { AccessRequest, Decision, PolicyInput, PolicySet } from '../iam/request.ts';

/** Kinds of policies that may be unreadable, as answers call them. */
export const policyParts = {
  identity: 'identity policies',
  resource: 'resource policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  scps: 'service control policies',
  rcps: 'resource control policies',
} as const;
export type PolicyPart = keyof typeof policyParts;

/** An input that nobody could read: policies of a kind, or the value of a condition key; and why not. */
export type Missing = ({ part: PolicyPart } | { key: string }) & { why: string };

/** A decision, or what has to be known for one. */
export type ProofDecision = Decision | { verdict: 'unknown'; missing: readonly Missing[] };

/**
 * Decides as far as what is known goes: denied when even the kindest contents of what is missing would not allow, allowed when the harshest
 * would not deny, else unknown with the inputs on which it hangs. An adding of Allow never removes access and a limit never gives any
 * (property tests of the evaluator), so that these two ends are enough.
 */
export function evaluateKnown(request: AccessRequest, policies: PolicySet, missing: readonly Missing[]): ProofDecision {
  const kindest = decideWith(request, policies, missing, []);
  if (missing.length === 0 || kindest.verdict !== 'allowed') return kindest;
  const harshest = decideWith(request, policies, missing, missing);
  if (harshest.verdict === 'allowed') return harshest;
  const decisive = missing.filter((one) => decideWith(request, policies, missing, [one]).verdict !== 'allowed');
  return { verdict: 'unknown', missing: decisive.length > 0 ? decisive : missing };
}

/** The decision when the missing inputs of `harsh` are as bad as can be, and the others as good as can be. */
export function decideWith(request: AccessRequest, policies: PolicySet, missing: readonly Missing[], harsh: readonly Missing[]): Decision {
  return evaluate(request, policiesWith(policies, missing, harsh));
}

/** The policies themselves with the missing inputs of `harsh` as bad as can be, and the others as good as can be. */
export function policiesWith(policies: PolicySet, missing: readonly Missing[], harsh: readonly Missing[]): PolicySet {
  const kind = keysOf(missing.filter((one) => !harsh.includes(one)));
  const hard = keysOf(harsh);
  let set = kind.size + hard.size === 0 ? policies : mapDocuments(policies, (input) => boundBy(input, kind, hard));
  for (const one of missing) if ('part' in one) set = imagined(set, one.part, harsh.includes(one));
  return set;
}

/** Bounded documents by the document they are of: one trust policy is asked for thousands of callers. */
const boundedOf = new WeakMap<PolicyDocument, Map<string, PolicyDocument>>();

function boundBy(input: PolicyInput, kind: ReadonlySet<string>, hard: ReadonlySet<string>): PolicyInput {
  if (typeof input === 'string') return makeBound(input, kind, hard);
  const asked = conditionKeysOf(input);
  if (asked.size === 0) return input;
  const [mine, harshest] = [[...kind], [...hard]].map((keys) => keys.filter((key) => asked.has(key)).sort());
  if (mine?.length === 0 && harshest?.length === 0) return input;
  const known = boundedOf.get(input) ?? new Map<string, PolicyDocument>();
  boundedOf.set(input, known);
  const name = JSON.stringify([mine, harshest]);
  const bounded = known.get(name) ?? makeBound(input, new Set(mine), new Set(harshest));
  known.set(name, bounded);
  return bounded;
}

function makeBound(input: PolicyInput, kind: ReadonlySet<string>, hard: ReadonlySet<string>): PolicyDocument {
  const upper = kind.size === 0 ? input : boundDocument(input, unknownOf(kind), 'upper');
  return boundDocument(upper, unknownOf(hard), 'lower');
}

const keysOf = (missing: readonly Missing[]): ReadonlySet<string> =>
  new Set(missing.flatMap((one) => ('key' in one ? [one.key.toLowerCase()] : [])));

const unknownOf =
  (keys: ReadonlySet<string>): Facts =>
  (key) =>
    keys.has(key) ? 'unknown' : null;

const everything = (Effect: 'Allow' | 'Deny', more: object = {}): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action: '*', Resource: '*', ...more }],
});
const everybody = { Principal: '*' };

/** What is missing, at its worst a deny of everything; at its best an allow of everything, or no limit at all. */
function imagined(set: PolicySet, part: PolicyPart, harsh: boolean): PolicySet {
  const effect = harsh ? 'Deny' : 'Allow';
  if (part === 'identity') return { ...set, identity: [...set.identity, { name: policyParts.identity, document: everything(effect) }] };
  if (part === 'resource') return { ...set, resource: everything(effect, everybody) };
  if (part === 'scps' || part === 'rcps') {
    return { ...set, [part]: harsh ? [[everything('Deny', part === 'rcps' ? everybody : {})]] : [] };
  }
  if (harsh) return { ...set, [part]: everything('Deny') };
  // Not one that allows everything: with a boundary of any kind a Deny with NotPrincipal bites (principal.ts).
  const { [part]: _limit, ...unlimited } = set;
  return unlimited;
}
