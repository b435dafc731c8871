import { normalisePolicy, type PolicyDocument } from '../aws/policy-document.ts';
import { conditionKeysOf } from '../iam/condition-keys.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { principalContext } from '../iam/principal.ts';
import type { AccessRequest, Decision, PolicySet } from '../iam/request.ts';
import type { Link, LinkHalf, LinkVerdict } from './assumer.ts';
import { assumingPart } from './assuming-part.ts';
import { wordsOfChosen } from './caller-keys.ts';
import { decideWith, type Missing, policyParts } from './evaluate-known.ts';
import { type KnownCaller, readable, unknownKeys } from './known-caller.ts';
import { waysToSend } from './sent-values.ts';

/** The role that is to be assumed, as a scan knows it. */
export type LinkTarget = Pick<KnownPrincipal, 'arn' | 'trust' | 'tags'>;

/**
 * May the caller assume the role: both halves, what it would have to know or send, and what nobody can say (D-44, D-45, D-48). External
 * ids in the trust policy are fingerprints, so that what hangs on one is "allowed to whoever knows it". Control policies are not seen.
 * Source: IAM reference_policies_evaluation-logic, id_roles_create_for-user_externalid.
 */
export function judgeLink(whole: KnownCaller, role: LinkTarget): Link {
  const caller = assumingPart(whole);
  const trust = readable(role.trust);
  if (trust === null) return unread(caller, role);
  if (fieldOf(role.arn, 1) !== fieldOf(caller.principal.arn, 1)) return otherPartition;
  const halves = halvesOf(caller, role, trust);
  const denied: Answer = { verdict: 'denied', asks: [], missing: [], why: halves.trust.why };
  const answer = halves.trust.verdict === 'denied' ? denied : decide(questionOf(caller, role, trust));
  const { asks, missing } = answer;
  return { verdict: answer.verdict, reason: reasonOf(answer, halves), asks, missing, ...halves };
}

/** The evaluator's word on a link where all that is not known is as good as can be: by which policy it is denied. */
export function linkDecision(caller: KnownCaller, role: LinkTarget): Decision {
  const { request, policies, chosen, open } = questionOf(assumingPart(caller), role, readable(role.trust) ?? trustsNobody);
  return decideWith(request, policies, [...chosen, ...open], []);
}

const trustsNobody: PolicyDocument = { Version: '2012-10-17', Statement: [] };

interface Question {
  request: AccessRequest;
  policies: PolicySet;
  chosen: Missing[];
  /** Keys and policies that nobody knows. */
  open: Missing[];
}
type Answer = Pick<Link, 'verdict' | 'asks' | 'missing'> & { why: string };

function questionOf(caller: KnownCaller, role: LinkTarget, resource: PolicyDocument): Question {
  const policies = { ...caller.policies, resource };
  const documents = [...caller.policies.identity.map(({ document }) => document), caller.policies.boundary, resource];
  const { chosen, open } = unknownKeys(documents.filter(isDocument), caller);
  const resourceAccountId = fieldOf(role.arn, 4);
  const request = {
    principal: caller.principal,
    action: 'sts:AssumeRole',
    resource: role.arn,
    resourceAccountId,
    context: contextOf(caller, role),
  };
  if (chosen.length + open.length + caller.unread.length === 0) return { request, policies, chosen, open };
  const question = { request, policies, chosen, open: [...open, ...caller.unread] };
  return { ...question, chosen: chosen.filter((one) => mayBeSent(one, question)) };
}

function contextOf(caller: KnownCaller, role: LinkTarget): AccessRequest['context'] {
  const context: AccessRequest['context'] = {
    ...principalContext(caller.principal, caller.tags),
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    'aws:ResourceAccount': fieldOf(role.arn, 4),
  };
  for (const [key, value] of Object.entries(role.tags)) {
    context[`aws:ResourceTag/${key}`] = value;
    context[`iam:ResourceTag/${key}`] = value;
  }
  return context;
}

/** A field of an ARN that IAM gave, so that it need not be looked over again for each of thousands of links. */
const fieldOf = (arn: string, place: number): string => arn.split(':')[place] ?? '';

const isDocument = (value: unknown): value is PolicyDocument => typeof value === 'object' && value !== null;

/** Tags and source identity need a permission of their own on both sides; without it they cannot be sent (D-53). */
function mayBeSent(one: Missing, { request, policies, chosen, open }: Question): boolean {
  const key = 'key' in one ? one.key : '';
  const action = /tag/.test(key) ? 'sts:TagSession' : key === 'sts:sourceidentity' ? 'sts:SetSourceIdentity' : null;
  return action === null || decideWith({ ...request, action }, policies, [...chosen, ...open], []).verdict === 'allowed';
}

function decide({ request, policies, chosen, open }: Question): Answer {
  const all = [...chosen, ...open];
  const kindest = decideWith(request, policies, all, []);
  const why = kindest.decidedBy.why;
  if (kindest.verdict !== 'allowed') return { verdict: 'denied', asks: [], missing: [], why };
  if (all.length === 0) return { verdict: 'allowed', asks: [], missing: [], why };
  // A session name is always sent; the rest of what a caller chooses is missing from the plainest call.
  const plain = [...chosen.filter((one) => 'key' in one && one.key === 'sts:rolesessionname'), ...open];
  if (decideWith(request, policies, plain, plain).verdict === 'allowed') return { verdict: 'allowed', asks: [], missing: [], why };
  if (decideWith(request, policies, all, open).verdict === 'allowed') {
    if (!canBeSent({ request, policies, chosen, open })) return { verdict: 'unknown', asks: [], missing: [contradiction], why };
    const decisive = chosen.filter((one) => decideWith(request, policies, all, [...open, one]).verdict !== 'allowed');
    return { verdict: 'allowed', asks: wordsOf(decisive.length > 0 ? decisive : chosen, policies), missing: [], why };
  }
  const decisive = all.filter((one) => decideWith(request, policies, all, [one]).verdict !== 'allowed');
  const named = decisive.length > 0 ? decisive : all;
  const unknown = named.filter((one) => !chosen.includes(one));
  const asks = wordsOf(
    named.filter((one) => chosen.includes(one)),
    policies,
  );
  return { verdict: 'unknown', asks, missing: missingWords(unknown.length > 0 ? unknown : open), why };
}

/** Each condition alone can be met; is there a call that meets them together? */
function canBeSent({ request, policies, chosen, open }: Question): boolean {
  const keys = chosen.flatMap((one) => ('key' in one ? [one.key] : []));
  const documents = [...policies.identity.map(({ document }) => document), policies.boundary, policies.resource].filter(isDocument);
  const timesAsked = (key: string) => documents.reduce((sum, document) => sum + (conditionKeysOf(document).get(key) ?? 0), 0);
  // A key that one condition alone asks for can always be met.
  if (keys.every((key) => timesAsked(key) === 1)) return true;
  return waysToSend(keys, documents, alwaysSent).some((way) => {
    const context = { ...request.context, ...way };
    return decideWith({ ...request, context }, policies, open, open).verdict === 'allowed';
  });
}

const alwaysSent: ReadonlySet<string> = new Set(['sts:rolesessionname']);
const contradiction = 'what the caller sends: its conditions may contradict each other, so that no call meets them all';

function wordsOf(chosen: readonly Missing[], { resource }: PolicySet): string[] {
  const anyId = isDocument(resource) && takesAnyId(resource);
  return [...new Set(chosen.map((one) => wordsOfChosen('key' in one ? one.key : '', anyId)))];
}

/** Wildcards alone are no id: then it protects from nothing (D-48). */
function takesAnyId(trust: PolicyDocument): boolean {
  const conditions = normalisePolicy(trust).statements.flatMap((one) => (one.effect === 'Allow' ? one.conditions : []));
  const values = conditions.flatMap(({ key, values }) => (key.toLowerCase() === 'sts:externalid' ? [...values] : []));
  return values.length > 0 && values.some((value) => /^[*?]*\*[*?]*$/.test(value));
}

const missingWords = (missing: readonly Missing[]): string[] =>
  missing.map((one) => `${'part' in one ? policyParts[one.part] : one.key}: ${one.why}`);

/** Each half by itself: the other one is taken to allow. */
function halvesOf(caller: KnownCaller, role: LinkTarget, trust: PolicyDocument): Pick<Link, 'trust' | 'identity'> {
  const trusting = questionOf({ ...caller, policies: { identity: [mayAssume], scps: [] }, unread: [] }, role, trust);
  const granting = questionOf(caller, role, trustingAccount(caller.principal.accountId));
  const trustHalf = halfOf(decide(trusting), true);
  const needed = trustHalf.verdict === 'denied' || !sufficesAlone(trusting);
  return { trust: trustHalf, identity: halfOf(decide(granting), needed) };
}

/** Does the trust policy let the caller in without any identity policy? Within an account, where it names the caller (D-44). */
function sufficesAlone({ request, policies, chosen, open }: Question): boolean {
  return decideWith(request, { ...policies, identity: [] }, [...chosen, ...open], []).verdict === 'allowed';
}

const halfOf = ({ verdict, why, asks, missing }: Answer, needed: boolean): LinkHalf => ({
  verdict,
  needed,
  why: [why, ...asks.map((ask) => `the caller ${ask}`), ...missing].join('; '),
});

const mayAssume = {
  name: 'any identity policy',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:*', Resource: '*' }] },
};

const accountTrusts = new Map<string, PolicyDocument>();
function trustingAccount(accountId: string): PolicyDocument {
  const known = accountTrusts.get(accountId);
  if (known !== undefined) return known;
  const made = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:*' }] };
  accountTrusts.set(accountId, made);
  return made;
}

function reasonOf({ verdict, why, asks, missing }: Answer, { trust, identity }: Pick<Link, 'trust' | 'identity'>): string {
  if (verdict === 'unknown') return `Not known: ${missing.join('; ')}.`;
  if (verdict === 'allowed') return asks.length === 0 ? `Allowed: ${why}.` : `Allowed to whoever ${asks.join(' and ')}: ${why}.`;
  if (trust.verdict === 'denied' && identity.verdict === 'denied' && identity.needed) {
    return `Both halves are missing. Trust policy: ${trust.why}. Caller: ${identity.why}.`;
  }
  if (trust.verdict === 'denied') return `The trust half is missing: ${trust.why}.`;
  return `The caller’s half is missing: ${identity.verdict === 'denied' ? identity.why : why}.`;
}

const half = (verdict: LinkVerdict, why: string): LinkHalf => ({ verdict, needed: true, why });

function unread(caller: KnownCaller, role: LinkTarget): Link {
  const why = 'the trust policy could not be read';
  const granting = questionOf(caller, role, trustingAccount(caller.principal.accountId));
  const identity = halfOf(decide(granting), true);
  return { verdict: 'unknown', reason: `Not known: ${why}.`, asks: [], missing: [why], trust: half('unknown', why), identity };
}

const noBridge = 'no role can be assumed from another partition of AWS';
const otherPartition: Link = {
  verdict: 'denied',
  reason: `Denied: ${noBridge}.`,
  asks: [],
  missing: [],
  trust: half('denied', noBridge),
  identity: half('denied', noBridge),
};
