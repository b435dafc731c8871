import { z } from 'zod';
import { type LintCode, lintPolicy } from '../iam/lint.ts';

/** What is said of a role besides the lint of one document: it needs more than that document to be seen. */
export const chainCodes = [
  'more-than-assume-role',
  'policy-without-trust',
  'trust-without-policy',
  'policies-not-read',
  'role-without-profile',
  'shared-instance-role',
] as const;

/** Something dangerous or broken about a role, with what mends it (D-47, D-52, D-55). */
export const roleFinding = z.object({
  role: z.string(),
  code: z.string(),
  severity: z.enum(['block', 'warn']),
  about: z.enum(['trust', 'permissions', 'chain']),
  /** The identity policy it stands in; null for the trust policy and for what is about the role as a whole. */
  policy: z.string().nullable(),
  /** Sid, else index; null when it is about no one statement. */
  statement: z.string().nullable(),
  message: z.string(),
  fix: z.string(),
  /** The exact replacement within the trust policy, where there is one. */
  change: z.object({ from: z.string(), to: z.string() }).nullable(),
});
export type RoleFinding = Omit<z.infer<typeof roleFinding>, 'code'> & { code: LintCode | (typeof chainCodes)[number] };

/** Lint of one document of a role as findings of that role. A document that is no policy says nothing: IAM itself accepted it. */
export function lintFindings(role: string, document: Parameters<typeof lintPolicy>[0], policy: string | null): RoleFinding[] {
  const about = policy === null ? 'trust' : 'permissions';
  try {
    // Where in the statement it is, which lint says as well, is for texts with lines.
    return lintPolicy(document, policy === null ? 'trust' : 'identity').map((found) => ({ ...found, role, about, policy, change: null }));
  } catch {
    return [];
  }
}

/** How many of each severity. */
export const countFindings = (findings: readonly Pick<RoleFinding, 'severity'>[]) => ({
  block: findings.filter(({ severity }) => severity === 'block').length,
  warn: findings.filter(({ severity }) => severity === 'warn').length,
});

/** The id of a deleted user or role that a finding speaks of. */
export const deadIdIn = (message: string): string | null => /(?:AROA|AIDA)[A-Z0-9]+/.exec(message)?.[0] ?? null;
