import { accountOf, partitionOf } from '../aws/arn.ts';
import type { PolicyDocument } from '../aws/policy-document.ts';
import type { KnownPrincipal } from '../iam/known-principal.ts';
import { groupsOf } from './arn-pattern.ts';
import { replacedBy } from './trust-statement.ts';

/** Ways to let many callers assume one role (D-52), from the narrowest to the widest. */
export const trustPatternKinds = ['explicit-list', 'path', 'tag', 'organisation', 'account-root'] as const;
export type TrustPatternKind = (typeof trustPatternKinds)[number];

/** `document` is the whole trust policy with the pattern in it; null where the pattern cannot be used, and `why` then says so. */
export interface TrustPattern {
  kind: TrustPatternKind;
  document: PolicyDocument | null;
  why: string;
}

export interface ScaledTarget {
  arn: string;
  trust: PolicyDocument;
}

type Block = { Principal: Record<string, unknown>; Condition: Record<string, Record<string, unknown>> };

/**
 * The trust policy of `target` for these callers in each pattern. Statements that list callers one by one give way to the pattern's, with
 * their conditions; all others stay. `principals` are all that were scanned: a tag is picked by how few others carry it. No wildcard ever
 * stands in Principal, where AWS takes none (D-52). Source: IAM reference_policies_elements_principal, reference_policies_condition-keys.
 */
export function trustPatterns(
  target: ScaledTarget,
  callers: readonly string[],
  principals: readonly KnownPrincipal[],
  organisationId: string | null,
): TrustPattern[] {
  const groups = groupsOf(callers);
  const roots = [...new Set(groups.map(({ accountId }) => `arn:${partitionOf(target.arn)}:iam::${accountId}:root`))];
  const patterns = groups.flatMap(({ pattern }) => pattern ?? []);
  const wide = groups.find(({ pattern }) => pattern === null);
  const made = (kind: TrustPatternKind, why: string, block: Block): TrustPattern => ({
    kind,
    why,
    document: replacedBy(target.trust, callers, block),
  });
  const byPattern = { ArnLike: { 'aws:PrincipalArn': one(patterns) } };
  const tag = commonTag(callers, principals);
  const noPath = `The callers of account ${wide?.accountId} share neither a path nor the beginning of a name.`;
  return [
    made('explicit-list', 'Names each caller: nobody else gains, and each further caller is another write.', {
      Principal: { AWS: one(callers) },
      Condition: {},
    }),
    wide
      ? { kind: 'path', document: null, why: noPath }
      : made('path', `Takes in ${patterns.join(', ')}: whoever may create roles there decides who gets in.`, {
          Principal: { AWS: one(roots) },
          Condition: byPattern,
        }),
    tag === null
      ? { kind: 'tag', document: null, why: 'The callers share no tag, or not all of them were scanned.' }
      : made('tag', `Takes in what carries ${tag.key} = ${tag.value}: whoever may set that tag decides who gets in.`, {
          Principal: { AWS: one(roots) },
          Condition: { StringEquals: { [`aws:PrincipalTag/${tag.key}`]: tag.value } },
        }),
    organisationId === null || wide
      ? { kind: 'organisation', document: null, why: wide ? noPath : 'Needs the id of the organisation.' }
      : made(
          'organisation',
          'Takes in these names of every account of the organisation; callers of the role’s own account pass their boundary by.',
          {
            Principal: { AWS: '*' },
            Condition: {
              StringEquals: { 'aws:PrincipalOrgID': organisationId },
              ArnLike: { 'aws:PrincipalArn': one([...new Set(patterns.map(inAnyAccount))]) },
            },
          },
        ),
    made('account-root', 'Takes in everyone of the account whose policies allow sts:AssumeRole on the role, administrators included.', {
      Principal: { AWS: one(roots) },
      Condition: {},
    }),
  ];
}

const one = (list: readonly string[]): string | readonly string[] => (list.length === 1 ? (list[0] ?? '') : list);

const inAnyAccount = (pattern: string): string => pattern.replace(`::${accountOf(pattern) ?? ''}:`, '::*:');

/** The tag that all callers carry, and of these the one that the fewest others carry. */
function commonTag(callers: readonly string[], principals: readonly KnownPrincipal[]): { key: string; value: string } | null {
  const byArn = new Map(principals.map((principal) => [principal.arn, principal]));
  const known = callers.map((arn) => byArn.get(arn));
  const [first] = known;
  if (first === undefined) return null;
  const shared = Object.entries(first.tags).filter(([key, value]) => known.every((caller) => caller?.tags[key] === value));
  const carriers = (key: string, value: string): number => principals.filter(({ tags }) => tags[key] === value).length;
  const [best] = shared.map(([key, value]) => ({ key, value, carriers: carriers(key, value) })).sort((a, b) => a.carriers - b.carriers);
  return best === undefined ? null : { key: best.key, value: best.value };
}
