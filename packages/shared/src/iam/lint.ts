import { normalisePolicy, type PolicyDocument } from '../aws/policy-document.ts';
import { lintAllow } from './lint-allow.ts';
import { arnFindings } from './lint-arns.ts';
import { lintS3 } from './lint-s3.ts';
import { lintTrust } from './lint-trust.ts';

/** What is dangerous or broken about a policy. `block`: never carried over or written by this project without a person's document (D-55). */
export interface LintFinding {
  code: LintCode;
  severity: 'block' | 'warn';
  /** Sid, else index; null when it is about the document as a whole. */
  statement: string | null;
  message: string;
  fix: string;
  /** The element of the statement, and the value in it, that the finding is about; for pointing at a line. */
  about?: { element: string; value?: string };
}

export type LintCode =
  | 'all-actions'
  | 'all-iam-actions'
  | 'assume-any-role'
  | 'assume-every-role-of-account'
  | 'pass-any-role'
  | 'pass-role-to-any-service'
  | 'put-object-star'
  | 'put-wildcard'
  | 'all-s3-actions'
  | 'bucket-with-slash'
  | 'bucket-and-objects'
  | 'allow-not-action'
  | 'allow-not-resource'
  | 'malformed-arn'
  | 'trust-everyone'
  | 'trust-whole-account'
  | 'allow-not-principal'
  | 'dangling-principal'
  | 'principal-wildcard'
  | 'service-with-external-id'
  | 'task-in-source-arn'
  | 'no-source-account'
  | 'service-beside-caller';

/**
 * Document → findings, in the order of its statements. `identity`: permissions of a user or role (D-55). `trust`: who may assume a role
 * (D-28, D-47, D-48, D-52). Throws MalformedPolicyDocument when it is not a policy.
 */
export function lintPolicy(document: PolicyDocument, kind: 'identity' | 'trust'): LintFinding[] {
  const { statements } = normalisePolicy(document);
  if (kind === 'trust') return [...statements.flatMap(arnFindings), ...lintTrust(statements)];
  return statements.flatMap((statement) => [
    ...arnFindings(statement),
    ...(statement.effect === 'Allow' ? [...lintAllow(statement), ...lintS3(statement)] : []),
  ]);
}
