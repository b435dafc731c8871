import { type PolicyDocument, parsePolicy } from '../aws/policy-document.ts';
import type { PolicyInput } from '../iam/request.ts';

/** Several identity policies as one, and whose each statement is. */
export interface MergedPolicy {
  document: PolicyDocument;
  /** Name of the policy of each statement, in order. */
  policies: string[];
}

/**
 * Identity policies → one document that grants the same, since CheckNoNewAccess takes one; Sids are left out, for they must be unique.
 * Null: a policy of version 2008-10-17 holds `${`, which is text there and would be a variable here.
 */
export function mergedPolicy(policies: readonly { name: string; document: PolicyInput }[]): MergedPolicy | null {
  const parts = policies.map(({ name, document }) => ({ name, document: typeof document === 'string' ? parsePolicy(document) : document }));
  if (parts.some(({ document }) => document.Version !== '2012-10-17' && JSON.stringify(document).includes('${'))) return null;
  const statements = parts.flatMap(({ name, document: { Statement } }) =>
    [Statement].flat().map((statement) => {
      const { Sid: _, ...rest } = statement as Record<string, unknown>;
      return { name, statement: rest };
    }),
  );
  return {
    document: { Version: '2012-10-17', Statement: statements.map(({ statement }) => statement) },
    policies: statements.map(({ name }) => name),
  };
}
