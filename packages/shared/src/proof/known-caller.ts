import { MalformedPolicyDocument, type PolicyDocument } from '../aws/policy-document.ts';
import { compilePolicy } from '../iam/compile.ts';
import { conditionKeysOf } from '../iam/condition-keys.ts';
import { type KnownPrincipal, policiesOfPrincipal } from '../iam/known-principal.ts';
import type { PolicySet, RequestPrincipal } from '../iam/request.ts';
import { type CallerKind, standingOf, whyOpen } from './caller-keys.ts';
import type { Missing } from './evaluate-known.ts';

/** A scanned user or role as the evaluator takes it, with what could not be read of its policies. */
export interface KnownCaller extends CallerKind {
  principal: RequestPrincipal;
  policies: Pick<PolicySet, 'identity' | 'boundary' | 'scps'>;
  unread: Missing[];
  tags: Readonly<Record<string, string>>;
}

/** Stands for every session of a role that nothing says more about. */
const someSession = 'any-session';

/** Scanned user or role → caller. `sessionName` where a certain session of the role is meant. */
export function knownCaller(from: KnownPrincipal, sessionName = someSession): KnownCaller {
  const unread: Missing[] = [];
  const identity = policiesOfPrincipal(from).flatMap(({ name, document }) => {
    const known = readable(document);
    if (known === null) unread.push({ part: 'identity', why: `the policy ${name} could not be read` });
    return known === null ? [] : [{ name, document: known }];
  });
  const boundary = from.boundary && readable(from.boundary.document);
  if (from.boundary && boundary === null) unread.push({ part: 'boundary', why: `the policy ${from.boundary.name} could not be read` });
  return {
    kind: from.kind,
    principal: principalOf(from, sessionName),
    policies: { identity, scps: [], ...(boundary === null ? {} : { boundary }) },
    unread,
    tags: from.tags,
    taggable: () => from.kind === 'role' && maySessionsBeTagged(from.trust),
  };
}

/** The condition keys of these documents that the caller chooses, and those that nobody knows. */
export function unknownKeys(documents: readonly PolicyDocument[], caller: CallerKind): { chosen: Missing[]; open: Missing[] } {
  const keys = new Set<string>();
  for (const document of documents) for (const key of conditionKeysOf(document).keys()) keys.add(key);
  const chosen: Missing[] = [];
  const open: Missing[] = [];
  for (const key of keys) {
    const standing = standingOf(key, caller);
    if (standing === 'chosen') chosen.push({ key, why: 'the caller chooses it' });
    if (standing === 'open') open.push({ key, why: whyOpen(key) });
  }
  return { chosen, open };
}

/** The document, or null where it was not told or is none: unreadable is not absent. */
export function readable(document: PolicyDocument | null): PolicyDocument | null {
  if (document === null) return null;
  try {
    compilePolicy(document);
    return document;
  } catch (error) {
    if (error instanceof MalformedPolicyDocument) return null;
    throw error;
  }
}

function principalOf({ kind, arn, name, awsAccountId, uniqueId }: KnownPrincipal, sessionName: string): RequestPrincipal {
  const common = { accountId: awsAccountId, uniqueId };
  if (kind === 'user') return { ...common, kind, arn };
  const session = `arn:${arn.split(':')[1]}:sts::${awsAccountId}:assumed-role/${name}/${sessionName}`;
  return { ...common, kind: 'assumed-role', arn: session, roleArn: arn };
}

/** Only where the role's trust policy lets somebody pass tags can a session carry other tags than the role (D-53). */
function maySessionsBeTagged(trust: PolicyDocument | null): boolean {
  const known = readable(trust);
  return known === null || compilePolicy(known).allows.some((statement) => statement.action('sts:tagsession'));
}
