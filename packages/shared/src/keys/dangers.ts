import type { PolicyDocument } from '../aws/policy-document.ts';
import { lintPolicy } from '../iam/lint.ts';

interface Policy {
  /** null: not told. */
  document: unknown;
}

/** All policies of a user, those of its groups too. */
export interface UserPolicies {
  inline: readonly Policy[];
  attached: readonly Policy[];
  groups: readonly { inline: readonly Policy[]; attached: readonly Policy[] }[];
}

/**
 * What a user may do that the console never carries over to a role (D-55), each in one sentence, once. A document that is no policy says
 * nothing: IAM itself accepted it.
 */
export function dangersOf(user: UserPolicies): string[] {
  const policies = [user, ...user.groups].flatMap(({ inline, attached }) => [...inline, ...attached]);
  const found = policies.flatMap(({ document }) => blocksOf(document));
  return [...new Set(found)];
}

function blocksOf(document: unknown): string[] {
  if (document === null) return [];
  try {
    return lintPolicy(document as PolicyDocument, 'identity').flatMap(({ severity, message }) => (severity === 'block' ? [message] : []));
  } catch {
    return [];
  }
}
