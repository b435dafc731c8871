import { partitionOf } from '../aws/arn.ts';
import { normalisePolicy, type PolicyDocument } from '../aws/policy-document.ts';
import { type KnownPrincipal, policiesOfPrincipal } from '../iam/known-principal.ts';
import { principalContext } from '../iam/principal.ts';
import { certainValue, factsOf } from '../iam/principal-facts.ts';
import type { PolicySet, RequestPrincipal } from '../iam/request.ts';
import { variablesIn } from '../iam/variables.ts';
import type { Missing } from '../proof/evaluate-known.ts';

/** Name of the session in which a role calls, where nobody knows it; `=` and `,` are legal in one and no program uses both. */
const anySession = 'any=,session';

/** A user or role as the one who asks. A role asks in a session; only a trust policy that names the session cares which. */
export function requesterOf(caller: KnownPrincipal, sessionName = anySession): RequestPrincipal {
  const { arn, awsAccountId: accountId, uniqueId } = caller;
  if (caller.kind === 'user') return { kind: 'user', arn, accountId, uniqueId };
  const session = `arn:${partitionOf(arn)}:sts::${accountId}:assumed-role/${caller.name}/${sessionName}`;
  return { kind: 'assumed-role', arn: session, accountId, roleArn: arn, uniqueId };
}

/** The caller's own policies as far as they were read, and which were not. Control policies of the organisation are not visible to a scan. */
export function policiesOf(caller: KnownPrincipal): { set: Pick<PolicySet, 'identity' | 'boundary' | 'scps'>; missing: Missing[] } {
  const own = policiesOfPrincipal(caller);
  const identity = own.flatMap(({ name, document }) => (document === null ? [] : [{ name, document }]));
  const unread = own.filter(({ document }) => document === null).map(({ name }) => name);
  const missing: Missing[] = unread.length > 0 ? [{ part: 'identity', why: `${unread.join(', ')} was not read` }] : [];
  const boundary = caller.boundary?.document ?? undefined;
  if (caller.boundary !== null && boundary === undefined) missing.push({ part: 'boundary', why: `${caller.boundary.name} was not read` });
  return { set: { identity, scps: [], ...(boundary === undefined ? {} : { boundary }) }, missing };
}

/** Keys that a call of this caller may or may not carry, whatever its ARN and tags say. */
const openKeys: ReadonlySet<string> = new Set([
  'aws:sourceidentity',
  'aws:multifactorauthpresent',
  'aws:multifactorauthage',
  'aws:tokenissuetime',
]);

/**
 * What AWS knows of the caller's request to assume a role with these tags, and which of the keys that the documents ask for it may not: an
 * external id, a session name, an address.
 */
export function contextOf(caller: KnownPrincipal, asked: Iterable<string>, roleTags: Readonly<Record<string, string>>) {
  const context: Record<string, string> = { ...principalContext(requesterOf(caller), caller.tags), 'aws:SecureTransport': 'true' };
  for (const [key, value] of Object.entries(roleTags)) {
    context[`aws:ResourceTag/${key}`] = value;
    context[`iam:ResourceTag/${key}`] = value;
  }
  if (caller.kind === 'role') delete context['aws:userid'];
  const known = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  const facts = factsOf(caller);
  const missing = [...asked].filter((key) => {
    if (known.has(key) || /^(aws|iam):resourcetag\//.test(key)) return false;
    // A session may carry tags that its role does not have.
    if (openKeys.has(key) || (caller.kind === 'role' && key.startsWith('aws:principaltag/'))) return true;
    const fact = facts(key);
    return fact === null || certainValue(fact) === undefined;
  });
  return { context, missing: missing.map((key): Missing => ({ key, why: 'it is the call’s own' })) };
}

const keysOfDocument = new WeakMap<PolicyDocument, ReadonlySet<string>>();

/** Every condition key and policy variable of a document, in lower case. Remembered by the object. */
export function keysIn(document: PolicyDocument): ReadonlySet<string> {
  const known = keysOfDocument.get(document);
  if (known !== undefined) return known;
  const { statements } = normalisePolicy(document);
  const keys = statements.flatMap(({ conditions, resources, notResources }) => [
    ...conditions.map(({ key }) => key),
    ...[...(resources ?? []), ...(notResources ?? []), ...conditions.flatMap(({ values }) => values)]
      .flatMap(variablesIn)
      .map(({ variable }) => variable),
  ]);
  const found = new Set(keys.map((key) => key.toLowerCase()));
  keysOfDocument.set(document, found);
  return found;
}
