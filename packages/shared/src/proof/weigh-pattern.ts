import { type PolicyDocument, policySize } from '../aws/policy-document.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { lintPolicy } from '../iam/lint.ts';
import { defaultTrustSize } from '../iam/quotas.ts';
import type { TrustPattern } from '../plan/trust-patterns.ts';
import { noProposal } from '../roles/proposal.ts';
import type { Assumer } from './assumer.ts';
import { judgeLink } from './judge-link.ts';
import { knownCaller } from './known-caller.ts';
import { planPattern } from './plan-pattern.ts';
import type { Gainer, ScaledPattern } from './scaling.ts';

/** Characters of a trust policy: AWS's default quota, and the most that it grants on request (D-41). Source: IAM reference_iam-quotas. */
export const trustQuota = { default: defaultTrustSize, most: 4096 } as const;
/** Share of the quota from which on the next callers are better not listed. */
const near = 0.8;

const notScanned = 'No scan has read its policies.';

/** What a pattern is weighed by. */
export interface Weighing {
  target: Pick<KnownPrincipal, 'arn' | 'tags'>;
  callers: ReadonlySet<string>;
  principals: readonly KnownPrincipal[];
  /** Who may assume the role today. */
  allowedNow: ReadonlySet<string>;
}

/** A pattern that cannot be used, for the comparison. */
export const unusable = ({ kind, why }: TrustPattern): ScaledPattern => ({
  kind,
  why,
  document: null,
  characters: 0,
  quota: 'too-long',
  writes: { trust: 0, policies: 0, attachments: 0 },
  laterWrites: { trust: 0, attachments: 0 },
  intended: 0,
  stillDenied: [],
  othersGain: [],
  onePolicyAway: 0,
  findings: [],
  tooWide: false,
  fix: noProposal('the pattern cannot be used'),
});

/** Pattern and everybody judged under it → what it costs and who gains. Callers that need a policy of their own are judged as if they had it. */
export function weighPattern(
  { kind, why }: TrustPattern,
  document: PolicyDocument,
  judged: readonly Assumer[],
  weighing: Weighing,
): ScaledPattern {
  const { target, callers, principals, allowedNow } = weighing;
  const known = new Map(principals.map((one) => [one.arn, one]));
  const mine = judged.filter(({ principal }) => callers.has(principal));
  // A role that becomes itself gains nothing.
  const others = judged.filter(({ principal }) => !callers.has(principal) && principal !== target.arn);
  const needy = mine.filter(({ trust, identity }) => trust.verdict !== 'denied' && identity.needed && identity.verdict === 'denied');
  const granted = needy.map(({ principal }): Gainer => {
    const caller = known.get(principal);
    if (caller === undefined) return { principal, verdict: 'unknown', reason: notScanned };
    const { verdict, reason } = judgeLink(knownCaller(withGrant(caller, target.arn)), { ...target, trust: document });
    return { principal, verdict, reason };
  });
  const seen = new Set(mine.map(({ principal }) => principal));
  const unseen = [...callers]
    .filter((arn) => !seen.has(arn))
    .map((principal): Gainer => ({ principal, verdict: 'unknown', reason: notScanned }));
  const after = [...mine.filter((one) => !needy.includes(one)), ...granted, ...unseen];
  const crosses = mine.some(({ identity }) => identity.needed);
  // An account as principal only delegates: each caller needs a policy of its own (D-44).
  const byAccount = kind === 'path' || kind === 'tag' || kind === 'account-root';
  const findings = lintPolicy(document, 'trust');
  const weighed = {
    kind,
    characters: policySize(document),
    quota: quotaOf(policySize(document)),
    intended: after.filter(({ verdict }) => verdict === 'allowed').length,
  };
  const needyArns = needy.flatMap(({ principal }) => (known.has(principal) ? [principal] : []));
  return {
    ...weighed,
    why,
    document,
    writes: { trust: 1, policies: new Set(needy.map(({ awsAccountId }) => awsAccountId)).size, attachments: needy.length },
    laterWrites: { trust: kind === 'explicit-list' ? 1 : 0, attachments: crosses || byAccount ? 1 : 0 },
    stillDenied: after.filter(({ verdict }) => verdict !== 'allowed').map(gainerOf),
    othersGain: others.filter(({ principal, verdict }) => verdict !== 'denied' && !allowedNow.has(principal)).map(gainerOf),
    onePolicyAway: others.filter(({ verdict, trust }) => verdict === 'denied' && trust.verdict !== 'denied').length,
    findings: findings.map(({ message, fix }) => `${message}. ${fix}.`),
    tooWide: findings.some(({ severity }) => severity === 'block'),
    fix: planPattern(weighed, document, target.arn, needyArns, principals),
  };
}

const gainerOf = ({ principal, verdict, reason }: Gainer): Gainer => ({ principal, verdict, reason });

function quotaOf(characters: number): ScaledPattern['quota'] {
  if (characters > trustQuota.most) return 'too-long';
  if (characters > trustQuota.default) return 'needs-increase';
  return characters > trustQuota.default * near ? 'near' : 'fits';
}

/** The caller as it is once a policy of exactly sts:AssumeRole on exactly this role is attached to it. */
function withGrant(caller: KnownPrincipal, roleArn: string): KnownPrincipal {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArn }] };
  return { ...caller, inline: [...caller.inline, { name: 'AssumeSharedRole', arn: null, document }] };
}

const roomOf = ({ quota }: ScaledPattern): number => (quota === 'fits' ? 0 : 1);

/**
 * The pattern to take: the list as long as it fits with room to spare, since nobody else gains by it; else of those that fit the one by which
 * the fewest others gain, and of equals the one with room to spare, then the narrower. null where none fits.
 */
export function proposeFrom(patterns: readonly ScaledPattern[]): { kind: ScaledPattern['kind']; why: string } | null {
  const list = patterns.find(({ kind }) => kind === 'explicit-list');
  if (list?.quota === 'fits') {
    return { kind: list.kind, why: `The list takes ${list.characters} of ${trustQuota.default} characters, and nobody else gains by it.` };
  }
  const fitting = patterns.filter(
    ({ kind, document, quota, stillDenied }) =>
      document !== null &&
      kind !== 'account-root' &&
      (quota === 'fits' || quota === 'near') &&
      stillDenied.every(({ verdict }) => verdict === 'unknown'),
  );
  const [best] = fitting.toSorted(
    (a, b) => a.othersGain.length - b.othersGain.length || roomOf(a) - roomOf(b) || a.onePolicyAway - b.onePolicyAway,
  );
  if (best === undefined) return null;
  const others = best.othersGain.length === 0 ? 'nobody else gains by this one' : `${best.othersGain.length} others gain by this one`;
  const over = `The list takes ${list?.characters ?? 0} of ${trustQuota.default} characters`;
  return {
    kind: best.kind,
    why: best === list ? `${over}, and ${others}; it is near the quota.` : `${over}; this one takes ${best.characters}, and ${others}.`,
  };
}
