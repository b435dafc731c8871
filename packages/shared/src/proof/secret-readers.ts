import { z } from 'zod';
import { parseArn } from '../aws/arn.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { principalContext } from '../iam/principal.ts';
import { policyInput } from '../iam/request.ts';
import { linkVerdict } from './assumer.ts';
import { evaluateKnown, type ProofDecision } from './evaluate-known.ts';
import { type KnownCaller, knownCaller, unknownKeys } from './known-caller.ts';

/** Actions that give out the value, by the kind of store. Sources: service authorization reference of Secrets Manager and Systems Manager. */
const readingActions: Record<string, string[]> = {
  secretsmanager: ['secretsmanager:GetSecretValue'],
  ssm: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath', 'ssm:GetParameterHistory'],
};

/** Body of POST /api/proof/secret-readers. */
export const secretReadersRequest = z.strictObject({
  arn: z.string().max(2048).refine(isStored, 'must be the ARN of a secret of Secrets Manager or a parameter of Systems Manager'),
  /** ARNs of those that are meant to read it. */
  readers: z.array(z.string().max(2048)).max(200, 'must name 200 readers at most'),
  /** The secret's own policy; null: it has none, as parameters have none. */
  resourcePolicy: policyInput.nullable(),
});
export type SecretReadersRequest = z.infer<typeof secretReadersRequest>;

export const secretReader = z.object({ principal: z.string(), verdict: linkVerdict, meant: z.boolean(), reason: z.string() });
export type SecretReader = z.infer<typeof secretReader>;

export const secretReadersAnswer = z.object({
  arn: z.string(),
  /** All that can read it or may be able to; those that are meant to and cannot, too. */
  readers: z.array(secretReader),
  /** One sentence for each reader that is not meant to be one, and for each that is and cannot read. */
  findings: z.array(z.string()),
  denied: z.number().int(),
  notSeen: z.array(z.string()),
});
export type SecretReadersAnswer = z.infer<typeof secretReadersAnswer>;

export const notSeenOfReaders = [
  'Whoever can assume one of these roles reads it too.',
  'A key of your own in AWS KMS keeps out who may not decrypt with it; key policies are not scanned.',
  'Service control policies and session policies are not visible to a scan.',
];

/** May this scanned user or role read the secret or parameter? Allowed by one reading action is allowed (A11, D-11). */
export function judgeReader(from: KnownPrincipal, { arn, readers, resourcePolicy }: SecretReadersRequest): SecretReader {
  const { service = '', accountId = '' } = parseArn(arn) ?? {};
  const caller = knownCaller(from);
  const decisions = (readingActions[service] ?? []).map((action) => decisionOn(action, caller, { arn, accountId }, resourcePolicy));
  const decisive = decisions.find(isAllowed) ?? decisions.find(({ verdict }) => verdict === 'unknown') ?? decisions[0];
  const verdict = decisive === undefined || /Deny$/.test(decisive.verdict) ? 'denied' : isAllowed(decisive) ? 'allowed' : 'unknown';
  return { principal: from.arn, verdict, meant: readers.includes(from.arn), reason: reasonOf(decisive) };
}

/** What is wrong with who can read, in sentences. */
export function readerFindings(judged: readonly SecretReader[]): string[] {
  return judged.flatMap(({ principal, verdict, meant, reason }) => {
    if (meant) return verdict === 'denied' ? [`${principal} is meant to read it and cannot: ${reason}`] : [];
    if (verdict === 'denied') return [];
    return [`${principal} ${verdict === 'allowed' ? 'can read it too' : 'may be able to read it'}: ${reason}`];
  });
}

function decisionOn(
  action: string,
  caller: KnownCaller,
  { arn, accountId }: { arn: string; accountId: string },
  resourcePolicy: SecretReadersRequest['resourcePolicy'],
): ProofDecision {
  const { principal, policies, unread, tags } = caller;
  const request = {
    principal,
    action,
    resource: arn,
    resourceAccountId: accountId,
    context: {
      ...principalContext(principal, tags),
      'aws:SecureTransport': 'true',
      'aws:ViaAWSService': 'false',
      'aws:ResourceAccount': accountId,
    },
  };
  const own = typeof resourcePolicy === 'string' ? (JSON.parse(resourcePolicy) as Record<string, unknown>) : resourcePolicy;
  const documents = [...policies.identity.map(({ document }) => document), policies.boundary, own ?? undefined];
  const known = documents.filter((document) => typeof document === 'object');
  const { chosen, open } = unknownKeys(known, caller);
  const all = { ...policies, ...(own === null ? {} : { resource: own }) };
  return evaluateKnown(request, all, [...chosen, ...open, ...unread]);
}

const isAllowed = ({ verdict }: ProofDecision): boolean => verdict === 'allowed';

function reasonOf(decision: ProofDecision | undefined): string {
  if (decision === undefined) return 'nothing was asked.';
  if (decision.verdict !== 'unknown')
    return `${decision.decidedBy.why}${decision.decidedBy.policy ? ` (${decision.decidedBy.policy})` : ''}.`;
  return `not known: ${decision.missing.map((one) => `${'part' in one ? one.part : one.key}: ${one.why}`).join('; ')}.`;
}

function isStored(arn: string): boolean {
  const parsed = parseArn(arn);
  return (
    parsed !== null && /^(secretsmanager:secret:|ssm:parameter\/)./.test(`${parsed.service}:${parsed.resource}`) && parsed.accountId !== ''
  );
}
