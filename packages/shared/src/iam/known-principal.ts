import type { PolicyDocument } from '../aws/policy-document.ts';

/** A policy of a principal. `document` is null where its text was not told; `arn` is null for an inline one. */
export interface KnownPolicy {
  name: string;
  arn: string | null;
  document: PolicyDocument | null;
}

/**
 * A user or role of a scanned account with all that decides who may become it and what it may do. External ids in `trust` are fingerprints
 * (external-id.ts).
 */
export interface KnownPrincipal {
  kind: 'user' | 'role';
  arn: string;
  name: string;
  path: string;
  /** AIDA… or AROA…: what a trust policy holds once the principal was deleted (D-47). */
  uniqueId: string;
  awsAccountId: string;
  tags: Record<string, string>;
  /** null for a user, which nobody assumes. */
  trust: PolicyDocument | null;
  inline: KnownPolicy[];
  attached: KnownPolicy[];
  groups: { name: string; inline: KnownPolicy[]; attached: KnownPolicy[] }[];
  boundary: KnownPolicy | null;
  /** Names of the instance profiles that hold a role; left out where that was not told. */
  instanceProfiles?: string[];
}

/** All identity policies of a principal, those of its groups too. */
export const policiesOfPrincipal = ({ inline, attached, groups }: KnownPrincipal): KnownPolicy[] => [
  ...inline,
  ...attached,
  ...groups.flatMap((group) => [...group.inline, ...group.attached]),
];
